#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "devserver/http/http.h"

using namespace mpaas;
using namespace mpaas::http;

namespace {
const std::string type = "multipart/form-data; boundary=XX";
}

TEST_CASE("fields and files of a form", "[http]") {
  const std::string body =
      "preamble\r\n--XX\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nmds/a b\r\n"
      "--XX  \r\nContent-Type: application/zip\r\n"
      "content-disposition: form-data; filename=\"a\\\"b;.zip\"; name=file\r\n\r\n\r\n-- \r\n\r\n"
      "--XX\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n--XX--\r\nepilogue";
  const Result<std::vector<Part>> parts = parse_multipart(type, body);
  REQUIRE(parts);
  REQUIRE(parts->size() == 3);
  CHECK((*parts)[0].name == "key");
  CHECK((*parts)[0].content == "mds/a b");
  CHECK_FALSE((*parts)[0].filename);
  CHECK((*parts)[1].name == "file");
  CHECK((*parts)[1].filename == "a\"b;.zip");
  CHECK((*parts)[1].content_type == "application/zip");
  CHECK((*parts)[1].content == "\r\n-- \r\n");
  CHECK((*parts)[2].content.empty());
}

TEST_CASE("forms that are none are refused", "[http]") {
  const std::string part = "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n";
  CHECK(parse_multipart(type, part + "--XX--"));
  CHECK(parse_multipart("Multipart/Form-Data; charset=x; boundary=\"XX\"", part + "--XX--"));
  const std::pair<std::string, std::string> rows[] = {
      {type, ""},
      {type, part},
      {type, part + "--XX"},
      {type, part + "--XXY\r\n"},
      {type, "--XX\r\n\r\nb\r\n--XX--"},
      {type, "--XX\r\nContent-Disposition: form-data\r\n\r\nb\r\n--XX--"},
      {type, "--XX\r\nContent-Disposition: attachment; name=a\r\n\r\nb\r\n--XX--"},
      {type, "--XX\r\nContent-Disposition: form-data; name=\"a\r\n\r\nb\r\n--XX--"},
      {type, "--XX\r\nX\r\n\r\nb\r\n--XX--"},
      {type, "--XX\r\nX: " + std::string(20'000, 'a') + "\r\n\r\nb\r\n--XX--"},
      {"multipart/form-data", part + "--XX--"},
      {"multipart/form-data; boundary=", part + "--XX--"},
      {"multipart/form-data; boundary=" + std::string(71, 'X'), part + "--XX--"},
      {"multipart/mixed; boundary=XX", part + "--XX--"},
      {"text/plain", part + "--XX--"},
  };
  for (const auto& [content_type, body] : rows) {
    CAPTURE(content_type, body.substr(0, 100));
    CHECK_FALSE(parse_multipart(content_type, body));
  }
  std::string many;
  for (int i = 0; i < 65; ++i) {
    many += part;
  }
  CHECK_FALSE(parse_multipart(type, many + "--XX--"));
  CHECK(parse_multipart(type, many + "--XX--", 65));
}

TEST_CASE("whatever is put into parts comes out again", "[http]") {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string body;
    std::vector<std::string> contents;
    const std::size_t count = 1 + random() % 5;
    for (std::size_t i = 0; i < count; ++i) {
      std::string content;
      for (std::size_t n = random() % 60; n > 0; --n) {
        content += "\r\n-XY"[random() % 5];
      }
      if (("\r\n" + content + "\r\n").find("\r\n--XX") != std::string::npos) {
        content.clear();
      }
      body += "--XX\r\nContent-Disposition: form-data; name=n\r\n\r\n" + content + "\r\n";
      contents.push_back(content);
    }
    const Result<std::vector<Part>> parts = parse_multipart(type, body + "--XX--\r\n");
    REQUIRE(parts);
    REQUIRE(parts->size() == count);
    for (std::size_t i = 0; i < count; ++i) {
      CHECK((*parts)[i].content == contents[i]);
    }
  }
}
