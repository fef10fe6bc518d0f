#include "compiler/diag/render.h"

#include <catch2/catch.hpp>
#include <set>

using namespace mpaas;
using diag::Code;

TEST_CASE("a diagnostic as people read it") {
  const SourcePointer source = make_source("pages/a/a.axml", "<view>\n  <text>中</text\n");
  diag::Diagnostic made = diag::make(Code::axml_unclosed_tag, {source, {0, 6}}, "view");
  CHECK(diag::render_text(made, diag::Colour::off) ==
        "pages/a/a.axml:1:1: error[E2001]: <view> is never closed\n"
        "   1 | <view>\n"
        "     | ^^^^^^\n"
        "help: add </view> · mpaas explain E2001\n");
}

TEST_CASE("carets stand below wide characters and after tabs") {
  const SourcePointer source = make_source("a.js", "\t中文 = 1");
  const diag::Diagnostic made = diag::make(Code::js_syntax, {source, {7, 8}}, "no");
  CHECK(diag::render_text(made, diag::Colour::off).find("   1 |   中文 = 1\n     |       ^") !=
        std::string::npos);
}

TEST_CASE("control characters of the user's text never reach the terminal") {
  const SourcePointer source = make_source("a\x1b[2J.js", "x\x1b[31m");
  const std::string shown = diag::render_text(
      diag::make(Code::js_syntax, {source, {0, 1}}, "bad \x1b]0;title\x07"), diag::Colour::off);
  CHECK(shown.find('\x1b') == std::string::npos);
  CHECK(shown.find('\x07') == std::string::npos);
  CHECK(shown.find("␛") != std::string::npos);
}

TEST_CASE("long lines are cut around the place") {
  const SourcePointer source =
      make_source("a.js", std::string(5000, 'a') + "!" + std::string(5000, 'b'));
  const std::string shown = diag::render_text(
      diag::make(Code::js_syntax, {source, {5000, 5001}}, "no"), diag::Colour::off);
  CHECK(shown.size() < 800);
  CHECK(shown.find("a!b") != std::string::npos);
}

TEST_CASE("a diagnostic as programs read it") {
  const SourcePointer source = make_source("a.js", "let \"x\"");
  diag::Diagnostic made = diag::make(Code::js_syntax, {source, {4, 7}}, "a \"quote\"\n");
  made.with_fix({source, {4, 7}}, "x");
  const std::string json = diag::render_json(made);
  CHECK(
      json.find(
          R"("code":"E4001","name":"js_syntax","severity":"error","path":"a.js","line":1,"column":5,"endLine":1,"endColumn":8)") !=
      std::string::npos);
  CHECK(json.find(R"("message":"a \"quote\"\n")") != std::string::npos);
  CHECK(json.find(R"("replacement":"x")") != std::string::npos);
}

TEST_CASE("codes are unique and can be found by number and name") {
  std::set<int> numbers;
  std::set<std::string_view> names;
  for (const diag::CodeInfo& row : diag::all_codes()) {
    CHECK(numbers.insert(static_cast<int>(row.code)).second);
    CHECK(names.insert(row.name).second);
    REQUIRE(diag::find_code(row.name) != nullptr);
    CHECK(diag::find_code(row.name)->code == row.code);
    REQUIRE(diag::find_code(diag::label(row.code)) != nullptr);
    CHECK(diag::find_code(diag::label(row.code))->code == row.code);
  }
  CHECK(diag::find_code("E1") == nullptr);
}

TEST_CASE("sorted by place, repetitions dropped") {
  const SourcePointer a = make_source("a.js", "xxxx");
  const SourcePointer b = make_source("b.js", "xxxx");
  std::vector<diag::Diagnostic> items{
      diag::make(Code::js_syntax, {b, {0, 1}}, "1"), diag::make(Code::js_syntax, {a, {2, 3}}, "2"),
      diag::make(Code::js_syntax, {a, {0, 1}}, "3"), diag::make(Code::js_syntax, {a, {0, 1}}, "3")};
  diag::sort(items);
  REQUIRE(items.size() == 3);
  CHECK(items[0].message == "3");
  CHECK(items[1].message == "2");
  CHECK(items[2].message == "1");
}
