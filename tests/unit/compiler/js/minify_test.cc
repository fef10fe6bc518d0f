#include "compiler/js/minify/minify.h"

#include <catch2/catch.hpp>

#include "compiler/js/minify/constant_value.h"
#include "tests/unit/compiler/js/support.h"

namespace mpaas::js {
namespace {

std::string compressed(const std::string& text, Goal goal = Goal::script, Edition target = esnext) {
  Options options;
  options.goal = goal;
  options.transform.minify = true;
  options.transform.target = target;
  return printed(text, {true, false, false}, options);
}
// As the body of a function, where every variable is local.
std::string inside(const std::string& text) {
  const std::string all = compressed("x = function (p, q) {" + text + "}");
  INFO(all);
  const std::string begin = "x=function(p,q){";
  REQUIRE(all.substr(0, begin.size()) == begin);
  return all.substr(begin.size(), all.size() - begin.size() - 2);
}

struct Case {
  const char* text;
  const char* shorter;
};

TEST_CASE("numbers have one shortest spelling") {
  const std::pair<double, const char*> cases[] = {
      {1000, "1e3"},        {100, "100"},
      {0.5, ".5"},          {0.001, ".001"},
      {0.0001, "1e-4"},     {1.5, "1.5"},
      {1234567, "1234567"}, {1e21, "1e21"},
      {1e300, "1e300"},     {123000, "123e3"},
      {0.00012, "12e-5"},   {255, "255"},
      {1e12, "1e12"},       {9007199254740991, "9007199254740991"},
      {1e-7, "1e-7"},       {4294967295, "4294967295"}};
  for (const auto& [value, text] : cases) {
    CHECK(number_text(value) == text);
    CHECK(parse_number(text) == value);
  }
  CHECK(compressed("a(0x10,1_000,0b11,0o17,017,08.5,1.50,0.0,.5e1,0xffn)") ==
        "a(16,1e3,3,15,15,8.5,1.5,0,5,0xffn);");
}

TEST_CASE("expressions") {
  const Case cases[] = {
      {"a = true", "a=!0;"},
      {"a = undefined", "a=void 0;"},
      {"a = b['c'], b['d-e'], b['0']", "a=b.c,b[\"d-e\"],b[0];"},
      {"a = {'b': 1, ['c']: 2, '0': 3, '__proto__': 4, ['__proto__']: 5}",
       "a={b:1,c:2,0:3,__proto__:4,[\"__proto__\"]:5};"},
      {"a = 'x' + 'y' + b + 'c' + 'd'", "a=\"xy\"+b+\"cd\";"},
      {"a = `x${1}y${b}${'z'}`", "a=`x1y${b}z`;"},
      {"a = `plain`", "a=\"plain\";"},
      {"a = 2 * 3 + 1", "a=7;"},
      {"a = 1 << 4 | 1", "a=17;"},
      {"a = 1 / 3", "a=1/3;"},
      {"a = 'b' === 'c'", "a=!1;"},
      {"a = typeof b === 'string'", "a=typeof b==\"string\";"},
      {"a = typeof b === 'undefined'", "a=typeof b>\"u\";"},
      {"a = typeof b !== 'undefined'", "a=typeof b<\"u\";"},
      {"a = null === b", "a=b===null;"},
      {"a = b === null || b === undefined", "a=b==null;"},
      {"a = b !== undefined && b !== null", "a=b!=null;"},
      {"a = !(b === c)", "a=b!==c;"},
      {"a = !!(b < c)", "a=b<c;"},
      {"a = b ? true : false", "a=!!b;"},
      {"a = b ? false : true", "a=!b;"},
      {"a = b ? b : c", "a=b||c;"},
      {"a = b ? c : b", "a=b&&c;"},
      {"a = !b ? c : d", "a=b?d:c;"},
      {"a = b ? c ? d : e : e", "a=b&&c?d:e;"},
      {"a = b ? d : c ? d : e", "a=b||c?d:e;"},
      {"a = b !== c ? d : e", "a=b===c?e:d;"},
      {"b ? a = c : a = d", "a=b?c:d;"},
      {"a = (b, c) ? d : e", "a=(b,c?d:e);"},
      {"a = b && (c && d)", "a=b&&c&&d;"},
      {"a = true && b, c = false && d, e = 0 || f", "a=b,c=!1,e=f;"},
      {"a = (0, b.c)()", "a=(0,b.c)();"},
      {"a = (true && b.c)()", "a=(0,b.c)();"},
      {"a = () => { return b }", "a=()=>b;"},
      {"a = () => { return {} }", "a=()=>({});"},
      {"a = 'abc'.length", "a=3;"},
      {"f(...[a, b], ...c)", "f(a,b,...c);"},
      {"a = {...{b: 1}, ...c}", "a={b:1,...c};"},
      {"if ((a & 1) !== 0) f()", "a&1&&f();"},
      {"if ((a & b) !== 0) f()", "(a&b)!==0&&f();"},
      {"a = void f()", "a=void f();"},
      {"a = +b, c = -(1)", "a=+b,c=-1;"},
  };
  for (const Case& each : cases) {
    CHECK(compressed(each.text) == each.shorter);
  }
}

TEST_CASE("what has no effect goes") {
  const Case cases[] = {
      {"1; 'a'.b; [f(), 2, g()]; ({})", "\"a\".b,f(),g();"},
      {"!a(); void b(); typeof c; () => d", "a(),b();"},
      {"a() && 1; b() || c(); d() ? 1 : 2", "a(),b()||c(),d();"},
      {"/* @__PURE__ */ f(g(), 1)", "g();"},
      {"new Map; new Set([]); Math.PI", ""},
      {"unknown", "unknown;"},
      {"a === b()", "a,b();"},
      {"a + b()", "a+b();"},
      {"if (false) { var a = 1; f() } else g()", "var a;g();"},
      {"if (f(), true) g(); else h()", "f(),g();"},
      {"if (a) {} else b()", "a||b();"},
      {"for (; false;) ;", "for(;!1;);"},
      {"{ ; { a() } }", "a();"},
      {"try { } catch (e) { f() } finally { g() }", "g();"},
      {"try { f() } catch (e) { }", "try{f()}catch{}"},
      {"label: f()", "f();"},
      {"switch (a()) { }", "a();"},
      {"switch (a) { case 1: b(); break }", "switch(a){case 1:b()}"},
  };
  for (const Case& each : cases) {
    CHECK(compressed(each.text) == each.shorter);
  }
}

TEST_CASE("statements") {
  const Case cases[] = {
      {"f(); g(); return p", "return f(),g(),p"},
      {"if (p) f()", "p&&f()"},
      {"if (!p) f()", "p||f()"},
      {"if (p) f(); else g()", "p?f():g()"},
      {"if (p) { f(); g() }", "p&&(f(),g())"},
      {"if (p) return; f(); g()", "p||(f(),g())"},
      {"if (p) { f(); return } g()", "p?f():g()"},
      {"if (p) return q; return f()", "return p?q:f()"},
      {"if (p) return q; else { f(); return 1 }", "return p?q:(f(),1)"},
      {"if (p) return 1; if (q) return 2; return 3", "return p?1:q?2:3"},
      {"if (p) return 1; if (q) return 1; f()", "if(p||q)return 1;f()"},
      {"if (p) throw f(); throw q", "throw p?f():q"},
      {"if (p) { if (q) return 1 }", "if(p&&q)return 1"},
      {"return undefined", ""},
      {"f(); return; g(); var a", "f()"},
      {"f(); throw p; function h() {}", "throw f(),p"},
      {"while (p) { if (q) continue; f() }", "for(;p;)q||f()"},
      {"f(); while (p) g()", "for(f();p;)g()"},
      {"f(); for (var a in p) g(a)", "for(var a in f(),p)g(a)"},
      {"var a; for (a in p) g(a)", "for(var a in p)g(a)"},
      {"f(); switch (p) { case 1: g() }", "switch(f(),p){case 1:g()}"},
      {"var a; a = f(); g(a, a)", "var a=f();g(a,a)"},
      {"a: for (;;) { for (;;) { continue a } }", "a:for(;;)for(;;)continue a"},
      {"a: for (;;) { break }", "for(;;)break"},
      {"do { f(); continue } while (p)", "do f();while(p)"},
      {"if (p) { let a = f(); g(a, a) }", "if(p){let a=f();g(a,a)}"},
      {"'use strict'; f()", "\"use strict\";f()"},
  };
  for (const Case& each : cases) {
    INFO(each.text);
    CHECK(inside(each.text) == each.shorter);
  }
}

TEST_CASE("variables") {
  const Case cases[] = {
      {"var a = 1, b = 2; return p", "return p"},
      {"var a = f(); return p", "return f(),p"},
      {"var a = f(), b = g(); return b + b", "var b=(f(),g());return b+b"},
      {"function a() { b() } function b() { a() } return p",
       "function a(){b()}function b(){a()}return p"},
      {"function a() { b() } function b() {} return p", "return p"},
      {"const a = 1, b = 'x'; return f(a, b, a, b)", "return f(1,\"x\",1,\"x\")"},
      {"const a = f(); return a", "return f()"},
      {"const a = f(); return a.b(1)", "return f().b(1)"},
      {"const a = f.b; return a(1)", "let a=f.b;return a(1)"},
      {"const a = f(); return g() + a", "let a=f();return g()+a"},
      {"const a = p; return g(a)", "return g(p)"},
      {"const a = p.b; return q + a", "return q+p.b"},
      {"q = f(); const a = p.b; return q + a", "q=f();let a=p.b;return q+a"},
      {"const a = f(); return () => a", "let a=f();return()=>a"},
      {"const a = f(); while (p()) g(a)", "let a=f();for(;p();)g(a)"},
      {"const a = f(); return p ? a : 1", "let a=f();return p?a:1"},
      {"const a = () => 1; return p ? a : 1", "return p?()=>1:1"},
      {"let a; a = 1; return f(a, a)", "let a=1;return f(a,a)"},
      {"const a = f(), b = g(a); return h(b)", "let a=f(),b=g(a);return h(b)"},
      {"var a; a = f(); return p", "return f(),p"},
      {"let a = 1; a = 2; return p", "return p"},
      {"const a = f(); a = 1", "const a=f();a=1"},
      {"class A {} return p", "return p"},
      {"p = p + 1; p = p * 2", "p+=1,p*=2"},
      {"return function g() { return 1 }", "return function(){return 1}"},
      {"return function g() { return g }", "return function g(){return g}"},
      {"eval(''); var a = 1; const b = 2", "eval(\"\");var a=1;const b=2"},
      {"for (const a of p) f(a)", "for(let a of p)f(a)"},
      {"var x = f(); p.y = x", "p.y=f()"},
      {"var x = f(); x.y = 1", "f().y=1"},
      {"var x = `${f()}`; return `${q}${x}`", "var x=`${f()}`;return`${q}${x}`"},
  };
  for (const Case& each : cases) {
    INFO(each.text);
    CHECK(inside(each.text) == each.shorter);
  }
}

TEST_CASE("names that others see stay") {
  CHECK(compressed("var a = 1; function b() {} let c = 2; const d = 3; f(d)") ==
        "function b(){}var a=1;let c=2;const d=3;f(d);");
  CHECK(compressed("var a = 1; function b() {} export let c = 2", Goal::module) ==
        "export let c=2;");
  CHECK(compressed("let a = f(); const b = 1; export { a, b }", Goal::module) ==
        "let a=f(),b=1;export{a,b};");
}

TEST_CASE("older targets do not get newer syntax") {
  CHECK(compressed("a = b == null ? c : b") == "a=b==null?c:b;");
  CHECK(inside("return p == null ? q : p") == "return p??q");
  CHECK(compressed("try { f() } catch (e) { }", Goal::script, 2015) == "try{f()}catch(e){}");
}

TEST_CASE("compressed once is compressed") {
  for (const char* text :
       {"if (a) { b(); return } c()", "for (var i = 0, j; i < 1; i++) { if (i) continue; f(j) }",
        "var a = b ? c : d, e; e = a && !f || g; switch (e) { default: h() }"}) {
    const std::string once = compressed(text);
    CHECK(compressed(once) == once);
  }
}

// Deep and long programs end, and do not overflow the stack.
TEST_CASE("long lists and deep nests stay linear") {
  std::string list;
  for (int i = 0; i < 20000; ++i) {
    list += "if (a" + std::to_string(i) + ") return; b(); ";
  }
  CHECK(compressed("(function () {" + list + "})").size() < list.size());
  std::string sum = "a = b";
  for (int i = 0; i < 20000; ++i) {
    sum += " + 'x'";
  }
  CHECK(compressed(sum).size() < sum.size());
}

}  // namespace
}  // namespace mpaas::js
