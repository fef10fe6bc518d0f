#include "tests/unit/compiler/js/support.h"

namespace mpaas::js {
namespace {

TEST_CASE("minified text means the same") {
  const std::pair<const char*, const char*> rows[] = {
      {"a + +b - -c + ++d - --e", "a+ +b- -c+ ++d- --e;"},
      {"a-- > b; a < !--b", "a-- >b;a< !--b;"},
      {"(a, b).c; (a, b)(); [(a, b)]", "(a,b).c;(a,b)();[(a,b)];"},
      {"(function () {})(); (class {}).a; ({}).b; ({} = a)",
       "(function(){})();(class{}).a;({}).b;({}=a);"},
      {"new (a())(); new (a.b().c)(); new a.b; new (a?.b)()",
       "new(a())();new(a.b().c)();new a.b();new(a?.b)();"},
      {"(a?.b).c; a?.b.c; (a?.b)(); (a?.b)?.c", "(a?.b).c;a?.b.c;(a?.b)();a?.b?.c;"},
      {"1..a; 1.5.a; 1 .a; 0x1.a", "1..a;1.5.a;1 .a;0x1.a;"},
      {"() => ({}); () => ({}).a; a => { }; async (a) => a; async a => a",
       "()=>({});()=>({}).a;a=>{};async a=>a;async a=>a;"},
      {"for (var a = (b in c); ;) ; for (a of (b, c)) ; for ((let) in a) ; for ((async) of a) ;",
       "for(var a=(b in c);;);for(a of(b,c));for((let)in a);for((async)of a);"},
      {"if (a) { if (b) c } else d", "if(a){if(b)c}else d;"},
      {"if (a) { for (;;) if (b) c; } else d", "if(a){for(;;)if(b)c}else d;"},
      {"(a ** b) ** c; a ** b ** c; (-a) ** b; (await_) ** b",
       "(a**b)**c;a**b**c;(-a)**b;await_**b;"},
      {"(a && b) ?? c; a ?? (b || c); (a ?? b) && c", "(a&&b)??c;a?\?(b||c);(a??b)&&c;"},
      {"a = (b, c); a ? (b, c) : d; (a ? b : c) ? d : e; a = b ? c : d",
       "a=(b,c);a?(b,c):d;(a?b:c)?d:e;a=b?c:d;"},
      {"typeof (a + b); !(a instanceof b); void 0; delete a.b; -(-a); +(+a)",
       "typeof(a+b);!(a instanceof b);void 0;delete a.b;- -a;+ +a;"},
      {"(let)[a]; (let[a]); let \n b", "(let[a]);(let[a]);let b;"},
      {"('use strict'); a", "(\"use strict\");a;"},
      {"'use strict'; a", "\"use strict\";a;"},
      {"function* a() { yield* b; yield; (yield a) + 1; yield (a, b) }",
       "function*a(){yield*b;yield;(yield a)+1;yield(a,b)}"},
      {"class A extends (a, b) { static #p = 1; get [x]() {} static { y } 'z' = 1; static async "
       "*w() {} }",
       "class A extends(a,b){static#p=1;get[x](){}static{y}\"z\"=1;static async*w(){}}"},
      {"`a${b}c${`d${e}`}`; (a, b)`c`; a?.b; a.b`c`", "`a${b}c${`d${e}`}`;(a,b)`c`;a?.b;a.b`c`;"},
      {"a = /b/ / /c/g; a / /b/", "a=/b// /c/g;a/ /b/;"},
      {"do a(); while (b) c", "do a();while(b);c;"},
      {"do { } while (b); x: for (;;) { break x }", "do{}while(b);x:for(;;)break x;"},
      {"switch (a) { case 1: b; case 2: default: c }", "switch(a){case 1:b;case 2:default:c}"},
      {"try { a } catch { b } finally { c } try { } catch ({d}) { }",
       "try{a}catch{b}finally{c}try{}catch({d}){}"},
      {"var [a, , b = 1, ...c] = d, {e, f: g = 2, [h]: i, ...j} = k",
       "var[a,,b=1,...c]=d,{e,f:g=2,[h]:i,...j}=k;"},
      {"[,]; [a,,]; [,a]", "[,];[a,,];[,a];"},
      {"export default (function () {}); export { a as default2 }; var a",
       "export default (function(){});export{a as default2};var a;"},
      {"export default (class {}).a", "export default (class{}).a;"},
      {"import a, { b as c, default as d, 'e-f' as g } from 'h' with { type: 'json' }",
       "import a,{b as c,default as d,\"e-f\"as g}from\"h\"with{type:\"json\"};"},
      {"import * as a from 'b'; import c, * as d from 'e'; import {} from 'f'; export * as g from "
       "'h'; "
       "export * as 'i j' from 'k'",
       "import* as a from\"b\";import c,* as d from\"e\";import{}from\"f\";export*as g "
       "from\"h\";export*as\"i "
       "j\"from\"k\";"},
      {"a = true; b = !true; true.c; c = [false]", "a=!0;b=!!0;true.c;c=[!1];"},
      {"(async () => { for await (a of b) await (c, d); (await e)(); -await f })",
       "async()=>{for await(a of b)await(c,d);(await e)();-await f};"},
      {"a = b\n(c)\n++d", "a=b(c);++d;"},
      {"a <!--b\n", "a;"},
  };
  for (const auto& [source, wanted] : rows) {
    INFO(source);
    CHECK(minified(source) == wanted);
    CHECK(minified(wanted) == wanted);
  }
}

TEST_CASE("pretty text") {
  CHECK(printed("if(a){b}else if(c)d;else{e}for(;;){f}var x={a,b:1,c(){},get d(){return 1}},y={}",
                {}) ==
        "if (a) {\n  b;\n} else if (c) d;\nelse {\n  e;\n}\nfor (;;) {\n  f;\n}\nvar x = {\n  a,\n"
        "  b: 1,\n  c() {},\n  get d() {\n    return 1;\n  }\n}, y = {};\n");
}

TEST_CASE("ASCII only") {
  const PrintOptions ascii{true, false, true};
  CHECK(printed("é = 'ü😀' + `ñ` + /ö/", ascii) ==
        "\\u{e9}=\"\\u00fc\\ud83d\\ude00\"+`\\u00f1`+/\\u00f6/;");
  CHECK(printed("a = '\\é\\\xe2\x80\xa8'", ascii) == "a=\"\\u00e9\";");
}

TEST_CASE("mangling leaves alone what others see") {
  CHECK(mangled("var top; function f(longName, other) { return longName + other + free + top }") ==
        "var top;function f(e,t){return e+t+free+top}");
  CHECK(mangled("(function (a) { let t; e(t, a, {a}) })()") ==
        "(function(t){let n;e(n,t,{a:t})})();");
  CHECK(mangled("function f(a) { eval(a); return a }") == "function f(a){eval(a);return a}");
  CHECK(mangled("function f(a) { with (a) b; return a }") == "function f(a){with(a)b;return a}");
  CHECK(
      mangled("export const kept = 1; const gone = 2; export { gone as other, gone }; use(gone)") ==
      "export const kept=1;const e=2;export{e as other,e as gone};use(e);");
  CHECK(mangled("(function () { { function blockFunction() {} } blockFunction() })") ==
        "(function(){{function blockFunction(){}}blockFunction()});");
  // The scopes of parameters and body are not one.
  CHECK(mangled("(x => (a = () => x, b) => { var x = 1; return [a, b, x] })") ==
        "e=>(t=()=>e,n)=>{var r=1;return[t,n,r]};");
}

TEST_CASE("the module form of ES modules") {
  const auto module = [](const std::string& text, std::vector<std::string> references,
                         const PrintOptions& options = {true, false, false}) {
    const Parsed parsed = parse(text);
    REQUIRE(!parsed.program->has_errors);
    return print_module(*parsed.program, {std::move(references), {}}, options);
  };
  const std::string head = "\"use strict\";require.r(exports);";
  CHECK(module("import 'a'; import b from 'c'", {"1", "2"}) == head + "require(1);require(2);");
  CHECK(module("import a, {b as c, 'd-e' as f} from 'g'; a(c, f); c()", {"7"}) ==
        head +
            "var module_1=require(7);var default_1=require.n(module_1);"
            "(0,default_1.default)(module_1.b,module_1[\"d-e\"]);(0,module_1.b)();");
  CHECK(module("import * as a from 'b'; a.c; export {a}", {"\"b\""}) ==
        head +
            "require.d(exports,{a:()=>namespace_1});var namespace_1=require.w(require(\"b\"));"
            "namespace_1.c;");
  CHECK(module("export * from 'a'; export {default as x, y} from 'b'", {"1", ""}) ==
        head +
            "require.d(exports,{x:()=>default_2.default,y:()=>module_2.y});"
            "var module_1=require(1);require.s(exports,module_1);"
            "var module_2=require(\"b\");var default_2=require.n(module_2);");
  CHECK(module("export default function () {} export let a = this", {}) ==
        head +
            "require.d(exports,{default:()=>default_export,a:()=>a});"
            "function default_export(){}let a=void 0;");
  CHECK(module("import('a').then(b); import(c)", {"3"}) ==
        "Promise.resolve(3).then(require).then(require.w).then(b);"
        "Promise.resolve(c).then(require).then(require.w);");
  CHECK(module("const a = require('x'), b = require('y'); a(b)", {"1", ""}) ==
        "const a=require(1),b=require(\"y\");a(b);");
  CHECK(module("import a from 'a'; a(module_1, default_1)", {"1"}) ==
        head + "var default_1_=require.n(require(1));(0,default_1_.default)(module_1,default_1);");
  diag::List found;
  check_module_form(*parse("export {}; await a").program, found);
  CHECK(found.items.at(0).message == "await at the top level of a module is not supported yet");
}

TEST_CASE("Builder's trees get the parentheses and escapes they need") {
  Arena arena;
  Builder make(arena);
  const auto text = [](const Node* node) { return print_node(node, {true}); };
  const auto a = [&] { return make.identifier("a"); };
  CHECK(text(make.binary(Operator::multiply, make.binary(Operator::plus, a(), a()), a())) ==
        "(a+a)*a");
  CHECK(text(make.binary(Operator::minus, a(), make.binary(Operator::minus, a(), a()))) ==
        "a-(a-a)");
  CHECK(text(make.member(make.number(1), "b")) == "1 .b");
  CHECK(text(make.member(make.number(-1.5), "b")) == "(-1.5).b");
  CHECK(text(make.call(make.arrow({a()}, make.object()))) == "(a=>({}))()");
  CHECK(text(make.statement(make.call(make.function("", {}, {})))) == "(function(){})();");
  CHECK(text(make.statement(make.object({make.property("b", a())}))) == "({b:a});");
  CHECK(text(make.object({make.property("a-b", a()), make.property("class", a()),
                          make.property("__proto__", a()), make.spread(a())})) ==
        "{\"a-b\":a,class:a,[\"__proto__\"]:a,...a}");
  CHECK(text(make.string("a\"b'\n</script>\x01 ü")) == R"("a\"b'\n<\/script>\x01 ü")");
  CHECK(text(make.string("\"\"'")) == R"('""\'')");
  CHECK(text(make.property_of(a(), "b c")) == "a[\"b c\"]");
  CHECK(text(make.property_of(a(), "b")) == "a.b");
  CHECK(text(make.array({make.number(std::int64_t{-9223372036854775807 - 1}), make.number(0.1),
                         make.undefined(), make.null(), make.boolean(true)})) ==
        "[-9223372036854775808,0.1,void 0,null,!0]");
  CHECK(text(make.conditional(make.assign(a(), a()), make.sequence({a(), a()}), a())) ==
        "(a=a)?(a,a):a");
  CHECK(text(make.variable(
            VariableKind::constant, "b",
            make.arrow_block(
                {make.object_pattern({make.property("c", make.default_value(a(), make.number(1)))}),
                 make.rest(make.identifier("d"))},
                {make.return_statement(a())}))) == "const b=({c:a=1},...d)=>{return a};");
  CHECK(text(make.if_statement(a(), make.if_statement(a(), make.statement(a())),
                               make.block({make.statement(a())}))) == "if(a){if(a)a}else a;");
  CHECK(text(make.new_expression(make.call(a()), {a()})) == "new(a())(a)");
  CHECK(text(make.unary(Operator::logical_not, make.logical_or(a(), a()))) == "!(a||a)");
  CHECK(text(make.statement(make.method("b", {}, {})->value)) == "(function(){});");
  CHECK(is_identifier_name("class"));
  CHECK(is_identifier_name("ñ$1"));
  CHECK(!is_identifier_name("1a"));
  CHECK(!is_identifier_name(""));
  CHECK(!is_binding_name("class"));
  CHECK(!is_binding_name("arguments"));
  CHECK(is_binding_name("of"));
}

}  // namespace
}  // namespace mpaas::js
