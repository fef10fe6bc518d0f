#include "compiler/js/defines.h"

#include <catch2/catch.hpp>

#include "tests/unit/compiler/js/support.h"

namespace mpaas::js {
namespace {

std::string replaced(const std::string& text) {
  Options options;
  options.defines = {{"DEV", "false"}, {"LEVEL", "-1"}, {"process.env.MODE", "'test'"}};
  const Parsed parsed = parse(text, options);
  PrintOptions print_options;
  print_options.minify_whitespace = true;
  return print(*parsed.program, print_options);
}

TEST_CASE("names that stand for constants") {
  CHECK(replaced("a(DEV, LEVEL)") == "a(!1,-1);");
  CHECK(replaced("a(process.env.MODE)") == "a(\"test\");");
  CHECK(replaced("a({ DEV })") == "a({DEV:!1});");
  CHECK(replaced("a[DEV], a.DEV, { DEV: 1 }") == "a[!1],a.DEV,{DEV:1};");
  CHECK(replaced("if (DEV) a(); else b();") == "b();");
  CHECK(replaced("2 - LEVEL") == "2- -1;");
}

TEST_CASE("names that the file declares or writes to stay") {
  CHECK(replaced("var DEV = 1; a(DEV)") == "var DEV=1;a(DEV);");
  CHECK(replaced("a(DEV); var DEV") == "a(DEV);var DEV;");
  CHECK(replaced("DEV = 1, DEV++") == "DEV=1,DEV++;");
  CHECK(replaced("[DEV, { DEV }] = [1, { DEV }]") == "[DEV,{DEV}]=[1,{DEV:!1}];");
  CHECK(replaced("for (DEV of [DEV]);") == "for(DEV of[!1]);");
  CHECK(replaced("({ a: DEV = DEV } = b)") == "({a:DEV=!1}=b);");
}

TEST_CASE("what can be given as a value") {
  for (const char* good : {"true", "null", "undefined", "1", "-1.5", "0x1f", "'a'", "\"a\\n\""}) {
    INFO(good);
    CHECK(is_literal(good));
  }
  for (const char* bad : {"", "a", "1+1", "a()", "'a", "- 1", "(1)", "1 ", "{}", "--1", "1;"}) {
    INFO(bad);
    CHECK_FALSE(is_literal(bad));
  }
}

}  // namespace
}  // namespace mpaas::js
