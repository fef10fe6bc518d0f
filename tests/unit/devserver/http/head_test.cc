#include "devserver/http/head.h"

#include <catch2/catch.hpp>
#include <string>

using namespace mpaas::http;

namespace {

unsigned status_of_head(const std::string& raw) {
  Head head;
  return parse_head(raw, head);
}

std::string get(const std::string& target) {
  return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

}  // namespace

TEST_CASE("a head gives method, path, query and headers", "[http]") {
  Head head;
  REQUIRE(parse_head("POST /a%20b/c.js?x=%31&y HTTP/1.1\r\nHost: LOCALHOST:80\r\n"
                     "Content-Length: 12\r\nX-Two:  spaced \t\r\nExpect: 100-Continue\r\n\r\n",
                     head) == 0);
  CHECK(head.request.method == "POST");
  CHECK(head.request.target == "/a%20b/c.js?x=%31&y");
  CHECK(head.request.path == "/a b/c.js");
  CHECK(head.request.query == "x=%31&y");
  CHECK(head.request.host == "localhost:80");
  CHECK(head.request.headers.get("x-two") == "spaced");
  CHECK(head.content_length == 12u);
  CHECK(head.expects_continue);
  CHECK_FALSE(head.chunked);
}

TEST_CASE("targets that could mean two things are refused", "[http]") {
  const std::string bad[] = {
      "/../x", "/%2e%2e/x", "/..%2fx", "/a/./b", "//etc/passwd", "/a//b", "/%5cx",  "/x\\y",
      "/x#y",  "/%00",      "/%c0%ae", "/%",     "/%zz",         "/a/..", "/.",     "http://a/",
      "*",     "",          "x",       "/a\x80", "/%0d%0aX",     "/%7f",  "/a/%2e", "/%2e%2e%5cx"};
  for (const std::string& target : bad) {
    CAPTURE(target);
    CHECK(status_of_head(get(target)) == 400);
  }
  for (const std::string target :
       {"/", "/a/", "/a/b.js?v=../..", "/%252e%252e/x", "/...", "/.env"}) {
    CAPTURE(target);
    CHECK(status_of_head(get(target)) == 0);
  }
}

TEST_CASE("heads that two readers could understand differently are refused", "[http]") {
  struct Row {
    std::string head;
    unsigned status;
  };
  const std::string start = "POST / HTTP/1.1\r\nHost: a\r\n";
  const Row rows[] = {
      {start + "\r\n", 0},
      {start + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {start + "Content-Length: 1\r\nContent-Length: 1\r\n\r\n", 400},
      {start + "Content-Length: 1, 1\r\n\r\n", 400},
      {start + "Content-Length: +1\r\n\r\n", 400},
      {start + "Content-Length: -1\r\n\r\n", 400},
      {start + "Content-Length: 0x1\r\n\r\n", 400},
      {start + "Content-Length:\r\n\r\n", 400},
      {start + "Content-Length: 99999999999999999999\r\n\r\n", 400},
      {start + "Transfer-Encoding: chunked\r\n\r\n", 0},
      {start + "Transfer-Encoding: Chunked\r\n\r\n", 0},
      {start + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501},
      {start + "Transfer-Encoding: xchunked\r\n\r\n", 501},
      {start + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {start + "X: a\r\n folded\r\n\r\n", 400},
      {start + " X: a\r\n\r\n", 400},
      {start + "X : a\r\n\r\n", 400},
      {start + "X\r\n\r\n", 400},
      {start + ": a\r\n\r\n", 400},
      {start + "X: a\nY: b\r\n\r\n", 400},
      {start + "X: a\rY: b\r\n\r\n", 400},
      {start + "X: a" + std::string(1, '\0') + "\r\n\r\n", 400},
      {start + "Expect: something\r\n\r\n", 417},
      {"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400},
      {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
      {"GET / http/1.1\r\nHost: a\r\n\r\n", 400},
      {"GET /\r\nHost: a\r\n\r\n", 400},
      {"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"G@T / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
      {"CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", 405},
      {"\r\n\r\n", 400},
      {"", 400},
      {"GET /" + std::string(target_limit, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", 414},
  };
  for (const Row& row : rows) {
    CAPTURE(row.head);
    CHECK(status_of_head(row.head) == row.status);
  }
}

TEST_CASE("the number of headers is bounded", "[http]") {
  std::string head = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (std::size_t i = 1; i < header_count_limit; ++i) {
    head += "X: y\r\n";
  }
  CHECK(status_of_head(head + "\r\n") == 0);
  CHECK(status_of_head(head + "X: y\r\n\r\n") == 431);
}

TEST_CASE("list members compare whole and without case", "[http]") {
  CHECK(list_contains("keep-alive, Upgrade", "upgrade"));
  CHECK_FALSE(list_contains("keep-alive, Upgrader", "upgrade"));
  CHECK_FALSE(list_contains("", "upgrade"));
}
