#include "compiler/js/lower/lower.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/unit/compiler/js/support.h"

namespace mpaas::js {
namespace {

// Without the text of helpers, which stands at the end.
std::string lowered(const std::string& source, Edition target) {
  Options options;
  options.transform.target = target;
  std::string text = minified(source, options);
  const std::size_t helpers = text.find("function define_field");
  const std::size_t own = text.find("function own_keys");
  const std::size_t others = text.find("function run_async");
  const std::size_t checks = text.find("function private_");
  text.resize(std::min({helpers, own, others, checks, text.size()}));
  if (!text.empty() && text.back() == ';') {
    text.pop_back();
  }
  return text;
}

TEST_CASE("what a target does not know is written in older syntax, as short as can be") {
  const struct {
    Edition target;
    const char* source;
    const char* wanted;
  } cases[] = {
      // The target knows it: nothing changes.
      {2022, "a?.b??c;class D{#e=1}", "a?.b??c;class D{#e=1}"},
      {2020, "a?.b??c", "a?.b??c"},
      {2019, "a?.b", "a==null?void 0:a.b"},
      {2019, "a?.b?.c", "var _a;a==null||(_a=a.b)==null?void 0:_a.c"},
      {2019, "a.b?.(c)", "var _a;(_a=a.b)==null?void 0:_a.call(a,c)"},
      {2019, "(a?.b)(c)", "(a==null?void 0:a.b).call(a,c)"},
      {2019, "delete a?.b", "a==null?!0:delete a.b"},
      {2019, "eval?.(a)", "eval==null?void 0:(0,eval)(a)"},
      {2019, "a??b", "a!=null?a:b"},
      {2019, "a()??b", "var _a;(_a=a())!=null?_a:b"},
      {2020, "a.b||=c", "a.b||(a.b=c)"},
      {2020, "a?\?=b", "a?\?(a=b)"},
      {2019, "a[b()]?\?=c", "var _a,_b;(_b=a[_a=b()])!=null?_b:a[_a]=c"},
      {2015, "a**=b**c", "a=Math.pow(a,Math.pow(b,c))"},
      {2018, "try{}catch{}", "try{}catch(_error){}"},
      {2020, "1_000", "1000"},
      {2017, "a={...b,c}", "a=object_spread(object_spread({},b),{c})"},
      {2017, "let{a,...b}=c", "var _a;let{a}=_a=c,b=object_rest(_a,[\"a\"])"},
      {2017, "({a,...b})=>b", "_a=>{var{a}=_a,b=object_rest(_a,[\"a\"]);return b}"},
      {2016, "async()=>await a", "()=>run_async(function*(){return yield a})"},
      {2016, "async function f(a){await this}",
       "function f(a){return run_async(function*(){yield this},this)}"},
      {2016, "async function f(a=1){}",
       "function f(){return run_async(function*(a=1){},0,arguments)}"},
      {2021, "class A{b=1}", "class A{constructor(){define_field(this,\"b\",1)}}"},
      {2021, "class A extends B{c}",
       "class A extends B{constructor(){super(...arguments);define_field(this,\"c\")}}"},
      {2021, "class A{static b=this}", "class A{}define_field(A,\"b\",A)"},
      {2021, "class A{static{b()}}", "class A{}b()"},
      {2021, "class A{#b;c(){this.#b}}",
       "var _b=new WeakMap();class "
       "A{constructor(){private_add(this,_b)}c(){private_get(this,_b)}}"},
      {2017, "/a.b/s", "/a[^]b/"},
  };
  for (const auto& each : cases) {
    INFO(each.target << ' ' << each.source);
    CHECK(lowered(each.source, each.target) == each.wanted);
  }
}

TEST_CASE("what an edition cannot express is said") {
  Options options;
  options.goal = Goal::module;
  options.transform.target = 2019;
  CHECK(problems("a = 1n;", options) ==
        "E4040 [1n] a BigInt cannot be written in ES2019: it needs ES2020");
  CHECK(problems("await a;", options) ==
        "E4040 [await a] await outside of functions cannot be written in ES2019: it needs ES2022");
  CHECK(problems("a = BigInt(1); async () => { await a; };", options).empty());
  options.transform.target = 2017;
  CHECK(problems("/(?<a>b)/;", options) ==
        "W4041 [/(?<a>b)/] this regular expression uses named groups: it fails on engines older "
        "than ES2018");
}

TEST_CASE("names of a constructor do not hide what fields mean") {
  CHECK(lowered("let a;class A{b=a;constructor(a){a}}", 2021) ==
        "let a;class A{constructor(a_1){define_field(this,\"b\",a);a_1}}");
}

}  // namespace
}  // namespace mpaas::js
