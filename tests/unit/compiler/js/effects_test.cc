#include "compiler/js/effects.h"

#include <catch2/catch.hpp>

#include "tests/unit/compiler/js/support.h"

namespace mpaas::js {
namespace {

// Of the last statement.
bool affects(const std::string& text) {
  Options options;
  options.goal = Goal::module;
  const Parsed parsed = parse(text, options);
  INFO(text);
  REQUIRE(!parsed.program->has_errors);
  return has_side_effects(parsed.program->body.last());
}

TEST_CASE("values that nobody misses") {
  for (const char* text : {"1",
                           "('a')",
                           "/a/g",
                           "[1, [2], ...[3]]",
                           "({a: 1, ['b']: 2, c() {}})",
                           "() => f()",
                           "(function () { f() })",
                           "typeof missing",
                           "void 0",
                           "!Math",
                           "Math.PI",
                           "Symbol.iterator",
                           "1 + 2",
                           "'a' + 'b'",
                           "`a${1}`",
                           "let a; a",
                           "let a, b; a === b ? a : [b]",
                           "new Map",
                           "new Set([1])",
                           "new Map([[1, 2]])",
                           "new WeakMap()",
                           "/* @__PURE__ */ f(1)",
                           "/* #__PURE__ */ new A()",
                           "/*@__PURE__*/ (() => { f() })()",
                           "/*@__PURE__*/ a.b.c(1)",
                           "(() => {})()",
                           "Symbol('a')",
                           "Object.freeze({a: 1})",
                           "let a; a == null",
                           "typeof a != 'undefined' && a",
                           "typeof a === 'undefined' || a",
                           "class A {}",
                           "class B { a = f(); static b = 1; static c() {} ['d']() {} }",
                           "let A; class B extends A {}",
                           "const a = 1, b = {}",
                           "function f() { g() }",
                           "export const a = []",
                           "export default {}",
                           "let a; export { a }",
                           "/* @__NO_SIDE_EFFECTS__ */ function f(){} f()",
                           "/*#__NO_SIDE_EFFECTS__*/ export function f(){} f(1)",
                           "/* @__NO_SIDE_EFFECTS__ */ export const f = () => { g() }; f()",
                           "const f = /*@__NO_SIDE_EFFECTS__*/ function () { g() }; f()",
                           "if (1) {}"}) {
    INFO(text);
    CHECK_FALSE(affects(text));
  }
}

TEST_CASE("what somebody may notice") {
  for (const char* text : {"missing",
                           "f()",
                           "let a; a.b",
                           "let a; a[0]",
                           "a = 1",
                           "let a; a++",
                           "let a; +a",
                           "let a; a + 1",
                           "let a; a < 1",
                           "let a; `${a}`",
                           "let a; a == 1",
                           "let a; [...a]",
                           "let a; ({...a})",
                           "let a; ({[a]: 1})",
                           "let a; delete a.b",
                           "let a; 'b' in a",
                           "let A; new A",
                           "new Map(a)",
                           "new Set(f())",
                           "/* @__PURE__ */ f(g())",
                           "/* @__PURE__ */ f().a",
                           "1n + 1",
                           "-f()",
                           "class A { static a = f() }",
                           "class A { static { f() } }",
                           "class A { [f()]() {} }",
                           "class A extends f() {}",
                           "let {a} = b",
                           "const a = f()",
                           "export default f()",
                           "export {a} from 'b'",
                           "import 'a'",
                           "Symbol(a)",
                           "Math.unknown",
                           "(() => { f() })()",
                           "let a; a?.()",
                           "let a; a`b`",
                           "typeof a != 'undefined' || a",
                           "throw 1"}) {
    INFO(text);
    CHECK(affects(text));
  }
}

TEST_CASE("variables that may not exist yet") {
  const Parsed parsed = parse("a; let a");
  CHECK_FALSE(has_side_effects(parsed.program->body.first()));
  CHECK(has_side_effects(parsed.program->body.first(), DeadZone::respected));
  const Parsed function = parse("f; var a; function f() {}");
  CHECK_FALSE(has_side_effects(function.program->body.first(), DeadZone::respected));
}

TEST_CASE("a budget bounds the work") {
  const Parsed parsed = parse("[1, 2, 3, 4]");
  CHECK_FALSE(has_side_effects(parsed.program->body.first(), DeadZone::ignored, 6));
  CHECK(has_side_effects(parsed.program->body.first(), DeadZone::ignored, 5));
}

TEST_CASE("comments that have to be passed on") {
  const Parsed parsed = parse(
      "/*! one */ a; /* two */ b; // three\n//! four\n/** @license five */ c; /* @preserve */ // "
      "@license six");
  std::string all;
  for (const std::string_view comment : parsed.program->license_comments) {
    all += std::string(comment) + "|";
  }
  CHECK(all == "/*! one */|//! four|/** @license five */|/* @preserve */|// @license six|");
}

}  // namespace
}  // namespace mpaas::js
