#include "tests/unit/compiler/js/support.h"

namespace mpaas::js {
namespace {

Options sjs(bool lenient = true) {
  Options options;
  options.dialect = Dialect::sjs;
  options.lenient = lenient;
  return options;
}

TEST_CASE("SJS: what the documents show is fine") {
  for (const char* text : {
           "import a, {b as c} from './a.sjs'; export * from './b.sjs'; export const d = a + c;",
           "const {a, b: [c = 1], ...d} = {a: 1, ...e()}; function e(x = 2, ...y) { return y }",
           "let f = x => x * 2, g = {f, h() { return this.f }}; export default {g}",
           "switch (1) { case 1: break; default: } for (var i = 0; i < 3; ++i) { continue }",
           "do { } while (void 0); var s = `${typeof a} b`; var a = delete s.x; a **= 2",
           "getDate().getTime() + getRegExp('a', 'g').test(JSON.stringify(Math.PI))",
           "isNaN(parseInt('1')) || console.log(arguments, undefined, NaN, Infinity, "
           "Number.MAX_VALUE)",
           "if (typeof Map === 'function') { Map() }",
           "typeof Object.keys === 'function' && Object.keys({})",
       }) {
    INFO(text);
    CHECK(problems(text, sjs()) == "");
  }
}

TEST_CASE("SJS: what it leaves out") {
  const std::pair<const char*, const char*> rows[] = {
      {"class A { m() { super.m() } }",
       "W5003 [class] SJS has no classes\nW5003 [super] SJS has no super"},
      {"export async function a() {}", "W5003 [async] SJS has no async functions"},
      {"function* a() {}", "W5003 [function] SJS has no generator functions"},
      {"a(/b/g); function a() {}",
       "W5003 [/b/g] SJS has no regular expression literals: getRegExp(\"a+\", \"g\") makes one"},
      {"new Date",
       "W5003 [new] SJS has no new: getDate() and getRegExp() make dates and regular "
       "expressions"},
      {"a: for (var b in {}) break a",
       "W5003 [a] SJS has no labels\nW5003 [for] SJS has no for-in loops"},
      {"for (var b of []) ;", "W5003 [for] SJS has no for-of loops"},
      {"try { throw 1 } catch (e) {}",
       "W5003 [try] SJS has no try\nW5003 [throw] SJS has no throw"},
      {"({get a() { return 1n }})",
       "W5003 [get] SJS has no getters and setters\nW5003 [1n] SJS has no BigInt"},
      {"import('./a.sjs')", "W5003 [import] SJS has no import()"},
      {"debugger", "W5003 [debugger] SJS has no debugger"},
      {"console.log`a`", "W5003 [console.log`a`] SJS has no tagged template strings"},
      {"module.exports = require('./a.sjs')",
       "E5004 [module] module cannot be used in SJS\nE5004 [require] require cannot be used in "
       "SJS"},
      {"my.alert()", "E5004 [my] my cannot be used in SJS"},
      {"eval('1')", "E5004 [eval] eval cannot be used in SJS"},
      {"Promise.resolve(a)",
       "W5005 [Promise] there is no Promise in SJS\n"
       "W5005 [a] there is no a in SJS"},
      {"var my, eval_; my.a(eval_)", ""},
  };
  for (const auto& [source, wanted] : rows) {
    INFO(source);
    CHECK(problems(source, sjs()) == wanted);
    CHECK(problems(source) == "");
  }
  CHECK(parse("class A {}", sjs()).program->has_errors == false);
  CHECK(parse("class A {}", sjs(false)).program->has_errors);
  CHECK(parse("my.a()", sjs()).program->has_errors);
}

}  // namespace
}  // namespace mpaas::js
