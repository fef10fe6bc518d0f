#include <catch2/catch.hpp>
#include <string>

#include "devserver/http/http.h"

using namespace mpaas;
using namespace mpaas::http;

TEST_CASE("header names compare without case and set replaces all", "[http]") {
  Headers headers = {{"A", "1"}, {"a", "2"}, {"B", "3"}};
  CHECK(headers.get("a") == "1");
  headers.set("A", "4");
  CHECK(std::distance(headers.begin(), headers.end()) == 2);
  CHECK(headers.get("a") == "4");
  CHECK_FALSE(headers.find("C"));
}

TEST_CASE("percent decoding is strict, form decoding forgives", "[http]") {
  CHECK(percent_decode("a%2Fb%20") == "a/b ");
  CHECK(percent_decode("+") == "+");
  for (const char* bad : {"%", "%2", "a%2", "%g0", "%0g"}) {
    CHECK_FALSE(percent_decode(bad));
  }
  const auto fields = parse_form("a=1+2&b=%E4%BD%A0&c&&d=%zz&=x");
  REQUIRE(fields.size() == 5);
  CHECK(fields[0] == std::make_pair(std::string("a"), std::string("1 2")));
  CHECK(fields[1].second == "\xE4\xBD\xA0");
  CHECK(fields[2] == std::make_pair(std::string("c"), std::string()));
  CHECK(fields[3].second == "%zz");
  CHECK(fields[4].first.empty());
}

TEST_CASE("responses own what they send", "[http]") {
  const Response response = Response::of("text", "text/plain", 201);
  const Response copy = response;
  CHECK(copy.body == "text");
  CHECK(copy.status == 201);
  CHECK(copy.headers.get("content-type") == "text/plain");
  CHECK(content_type_for("a/b.JS") == "text/javascript; charset=utf-8");
  CHECK(content_type_for("LICENSE") == "application/octet-stream");
}

TEST_CASE("addresses are judged by where they lead", "[http]") {
  struct Row {
    const char* ip;
    Reach reach;
  };
  const Row rows[] = {
      {"127.0.0.1", Reach::loopback},
      {"127.255.0.9", Reach::loopback},
      {"::1", Reach::loopback},
      {"::ffff:127.0.0.1", Reach::loopback},
      {"64:ff9b::7f00:1", Reach::loopback},
      {"2002:7f00:1::", Reach::loopback},
      {"::127.0.0.1", Reach::loopback},
      {"10.1.2.3", Reach::private_network},
      {"172.16.0.1", Reach::private_network},
      {"172.31.255.255", Reach::private_network},
      {"192.168.1.1", Reach::private_network},
      {"169.254.169.254", Reach::private_network},
      {"100.64.0.1", Reach::private_network},
      {"fe80::1", Reach::private_network},
      {"fe80::1%eth0", Reach::private_network},
      {"fd00::1", Reach::private_network},
      {"::ffff:10.0.0.1", Reach::private_network},
      {"64:ff9b::a9fe:a9fe", Reach::private_network},
      {"0.0.0.0", Reach::reserved},
      {"0.1.2.3", Reach::reserved},
      {"224.0.0.1", Reach::reserved},
      {"255.255.255.255", Reach::reserved},
      {"::", Reach::reserved},
      {"ff02::1", Reach::reserved},
      {"2001:db8::1", Reach::private_network},
      {"203.0.113.9", Reach::private_network},
      {"2001::1", Reach::reserved},
      {"not an ip", Reach::reserved},
      {"127.1", Reach::reserved},
      {"", Reach::reserved},
      {"172.32.0.1", Reach::internet},
      {"8.8.8.8", Reach::internet},
      {"100.128.0.1", Reach::internet},
      {"2606:4700::1111", Reach::internet},
      {"::ffff:8.8.8.8", Reach::internet},
  };
  for (const Row& row : rows) {
    CAPTURE(row.ip);
    CHECK(reach_of(row.ip) == row.reach);
  }
}

TEST_CASE("only plain http and https URLs are fetched", "[http]") {
  const Result<Url> url = parse_url("HTTPS://Example.COM:8443/a?b#c");
  REQUIRE(url);
  CHECK(url->scheme == "https");
  CHECK(url->host == "example.com");
  CHECK(url->port == 8443);
  CHECK(url->target == "/a?b");
  CHECK(url->authority() == "example.com:8443");
  CHECK(parse_url("http://a?x")->target == "/?x");
  CHECK(parse_url("http://a#x")->target == "/");
  CHECK(parse_url("http://[::1]:80/")->host == "::1");
  CHECK(parse_url("http://[::1]:8/")->authority() == "[::1]:8");
  for (const char* bad : {"", "a", "file:///etc/passwd", "gopher://a/", "http://", "http:///x",
                          "http://u:p@a/", "http://a:0/", "http://a:65536/", "http://a:x/",
                          "http://a\\b/", "http://a b/", "http://[::1", "http://[x]/",
                          "http://[::1]x/", "http://a\r\nX: y/", "http://\xE4\xBD\xA0/", "//a/"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_url(bad));
  }
}

TEST_CASE("secrets compare whole", "[http]") {
  CHECK(equal_secret("abc", "abc"));
  CHECK_FALSE(equal_secret("abc", "abd"));
  CHECK_FALSE(equal_secret("abc", "abcabc"));
  CHECK_FALSE(equal_secret("abc", ""));
  CHECK_FALSE(equal_secret("", "abc"));
  CHECK(equal_secret("", ""));
}
