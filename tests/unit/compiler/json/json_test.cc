#include "compiler/json/json.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "compiler/diag/render.h"
#include "compiler/source/line_index.h"

using namespace mpaas;

namespace {

struct Parsed {
  std::optional<json::Document> document;
  diag::List list;
};

Parsed parse(std::string text) {
  Parsed out;
  out.document = json::parse(make_source("a.json", std::move(text)), out.list);
  return out;
}

// "line:column-length E1002 message"
std::vector<std::string> shown(const diag::List& list) {
  std::vector<std::string> out;
  for (const diag::Diagnostic& item : list.items) {
    const Position at = LineIndex(item.at.source->text).position(item.at.span.begin);
    out.push_back(fmt::format("{}:{}+{} {} {}", at.line, at.column,
                              item.at.span.end - item.at.span.begin, diag::label(item.code),
                              item.message));
  }
  return out;
}

}  // namespace

TEST_CASE("values equal those of the library, comments and trailing commas aside") {
  const std::pair<const char*, const char*> rows[] = {
      {"{}", "{}"},
      {"[]", "[]"},
      {" 1 ", "1"},
      {"-0.5e3", "-500.0"},
      {"9007199254740993", "9007199254740993"},
      {"12345678901234567890123", "1.2345678901234568e22"},
      {"\"a\\n\\u4f60\\ud83d\\ude00\\/\"", "\"a\\n你😀/\""},
      {"\"\\ud800x\"", "\"\xEF\xBF\xBDx\""},
      {"\xEF\xBB\xBF{\"b\":1,\"a\":[true,false,null]}", "{\"b\":1,\"a\":[true,false,null]}"},
      {"{// one\n\"a\": 1, /* two */ \"b\": [1, 2,],}", "{\"a\":1,\"b\":[1,2]}"},
      {"{\"url\": \"http://x//y\"}//end", "{\"url\":\"http://x//y\"}"},
  };
  for (const auto& [text, expected] : rows) {
    CAPTURE(text);
    const Parsed parsed = parse(text);
    CHECK(shown(parsed.list).empty());
    REQUIRE(parsed.document);
    CHECK(parsed.document->value().dump() == json::Value::parse(expected).dump());
  }
}

TEST_CASE("mistakes are said at their place") {
  struct Row {
    const char* text;
    std::vector<std::string> expected;
  };
  const Row rows[] = {
      {"", {"1:1+0 E1002 this is not JSON: the file is empty"}},
      {"// nothing", {"1:11+0 E1002 this is not JSON: the file is empty"}},
      {"{\"a\": 1", {"1:1+1 E1002 this is not JSON: { is never closed"}},
      {"[1,\n [2", {"2:2+1 E1002 this is not JSON: [ is never closed"}},
      {"{\"a\": }", {"1:7+1 E1002 this is not JSON: expected a value but found }"}},
      {"{\"a\" 1}", {"1:6+1 E1002 this is not JSON: expected : after the key but found 1"}},
      {"{,}", {"1:2+1 E1002 this is not JSON: expected a key in double quotes but found ,"}},
      {"{\"a\": 1; \"b\": 2}", {"1:8+1 E1002 this is not JSON: expected , or } but found ;"}},
      {"{\"a\": 1\n \"b\": 2\n \"c\": nul}",
       {"1:8+0 E1002 this is not JSON: a comma is missing here",
        "2:8+0 E1002 this is not JSON: a comma is missing here",
        "3:7+3 E1002 this is not JSON: nul is no value; write it in double quotes to make it a "
        "string"}},
      {"{pages: ['a']}",
       {"1:2+5 E1002 this is not JSON: keys need double quotes",
        "1:10+3 E1002 this is not JSON: strings need double quotes"}},
      {"[\"a]\n", {"1:2+3 E1002 this is not JSON: this string is never closed"}},
      {"[\"a\\q\"]", {"1:4+2 E1002 this is not JSON: there is no escape \\q"}},
      {"[\"\\u12g4\"]", {"1:3+2 E1002 this is not JSON: there is no escape \\u"}},
      {"[\"\t\"]",
       {"1:3+1 E1002 this is not JSON: a control character in a string must be written as \\t"}},
      {"[01]", {"1:2+2 E1002 this is not JSON: 01 is no number"}},
      {"[+1]", {"1:2+2 E1002 this is not JSON: +1 is no number"}},
      {"[1.]", {"1:2+2 E1002 this is not JSON: 1. is no number"}},
      {"[1e999]", {"1:2+5 E1002 this is not JSON: 1e999 is too large a number"}},
      {"{} x", {"1:4+1 E1002 this is not JSON: expected the end of the file but found x"}},
      {"[1, /* 2]", {"1:5+2 E1002 this is not JSON: this comment is never closed"}},
      {"{\"a\":\"\xff\"}", {"1:7+1 E1015 this file is not UTF-8 (byte 6)"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const Parsed parsed = parse(row.text);
    CHECK(shown(parsed.list) == row.expected);
    CHECK_FALSE(parsed.document);
  }
}

TEST_CASE("slips carry a fix") {
  const Parsed parsed = parse("{a: 1 \"b\": 'x\"y'}");
  REQUIRE(parsed.list.items.size() == 3);
  CHECK(parsed.list.items[0].fix->replacement == "\"a\"");
  CHECK(parsed.list.items[1].fix->replacement == ",");
  CHECK(parsed.list.items[2].fix->replacement == "\"x\\\"y\"");
}

TEST_CASE("a key given twice is a warning and the last one counts") {
  const Parsed parsed = parse("{\"a\": 1, \"b\": 2, \"a\": 3}");
  CHECK(shown(parsed.list) ==
        std::vector<std::string>{"1:18+3 W1013 key a is given twice; the last one counts"});
  REQUIRE(parsed.document);
  CHECK(parsed.document->value().dump() == "{\"a\":3,\"b\":2}");
  CHECK(parsed.document->find("/a")->at().span == Span{22, 23});
  CHECK(parsed.document->root().children().size() == 2);
  CHECK(parsed.document->root().children()[0].at().span == Span{22, 23});
}

TEST_CASE("every value knows its place and its name") {
  const std::string text = R"({"pages": ["x", {"a/b": [1, 22]}], "window": {"c~": true}})";
  const Parsed parsed = parse(text);
  REQUIRE(parsed.document);
  const auto place = [&](const char* pointer) {
    const std::optional<json::Node> node = parsed.document->find(pointer);
    REQUIRE(node);
    const Span key = node->key_at().span;
    const Span value = node->at().span;
    return fmt::format("{} | {} | {}", node->name(), text.substr(key.begin, key.end - key.begin),
                       text.substr(value.begin, value.end - value.begin));
  };
  CHECK(place("/pages/0") == "pages[0] | \"x\" | \"x\"");
  CHECK(place("/pages/1/a~1b/1") == "pages[1].a/b[1] | 22 | 22");
  CHECK(place("/pages/1/a~1b") == "pages[1].a/b | \"a/b\" | [1, 22]");
  CHECK(place("/window/c~0") == "window.c~ | \"c~\" | true");
  CHECK(place("/window") == "window | \"window\" | {\"c~\": true}");
  CHECK(parsed.document->root().name() == "a.json");
  CHECK_FALSE(parsed.document->find("/pages/2"));
  CHECK_FALSE(parsed.document->find("/none"));
  CHECK_FALSE(parsed.document->find("pages"));
}

TEST_CASE("readers report another type at the value") {
  Parsed parsed = parse(R"({"name": 1, "list": {}, "flag": "yes", "good": "x", "none": null})");
  REQUIRE(parsed.document);
  const json::Node root = parsed.document->root();
  CHECK_FALSE(json::read_string(root, "name", parsed.list));
  CHECK_FALSE(json::read_array(root, "list", parsed.list));
  CHECK_FALSE(json::read_bool(root, "flag", parsed.list));
  CHECK_FALSE(json::read_object(root, "none", parsed.list));
  CHECK_FALSE(json::read_object(root, "absent", parsed.list));
  CHECK(json::read_string(root, "good", parsed.list) == "x");
  CHECK(shown(parsed.list) ==
        std::vector<std::string>{"1:10+1 E1006 name must be a string, not a number",
                                 "1:21+2 E1006 list must be an array, not an object",
                                 "1:33+5 E1006 flag must be true or false, not a string",
                                 "1:61+4 E1006 none must be an object, not null"});
}

TEST_CASE("hostile sizes end soon") {
  CHECK_FALSE(parse(std::string(1'000'000, '[')).document);
  std::string deep(json::deepest_nesting, '[');
  deep.append(json::deepest_nesting, ']');
  CHECK(parse(deep).document);
  std::string many = "{";
  for (int i = 0; i < 200'000; ++i) {
    many += fmt::format("\"k{}\":{},", i, i);
  }
  const Parsed parsed = parse(many + "}");
  REQUIRE(parsed.document);
  CHECK(parsed.document->value().size() == 200'000);
}
