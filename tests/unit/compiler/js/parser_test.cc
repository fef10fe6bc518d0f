#include "tests/unit/compiler/js/support.h"

namespace mpaas::js {
namespace {

TEST_CASE("syntax errors say what was expected, at the exact place") {
  // Source, then: code [what is marked] message
  const std::pair<const char*, const char*> rows[] = {
      {"var a = ;", "E4001 [;] unexpected ;"},
      {"foo bar", "E4001 [bar] expected ; but found bar"},
      {"if (a { }", "E4001 [{] expected ) but found {"},
      {"f(a b)", "E4001 [b] expected , or ) but found b"},
      {"[a b]", "E4001 [b] expected , or ] but found b"},
      {"({a: 1 b: 2})", "E4001 [b] expected , or } but found b"},
      {"a = 'x", "E4001 ['x] this string is never closed"},
      {"a = `x", "E4001 [`] this template string is never closed"},
      {"a /* b", "E4001 [/*] this comment is never closed"},
      {"a = /x", "E4001 [/x] this regular expression is never closed"},
      {"a = /x/gg + /y)/", "E4001 [g] flag g is given twice\nE4001 [)] this ) closes no group"},
      {"function f() {", "E4001 [] expected } but found the end of the file"},
      {"a = 1x", "E4001 [x] a name cannot follow a number directly"},
      {"var class = 1", "E4001 [class] class is a reserved word"},
      {"a = 1 +", "E4001 [] expected an expression but found the end of the file"},
      {"1 = a", "E4001 [1] this cannot be assigned"},
      {"a?.b = 1", "E4001 [a?.b] this cannot be assigned"},
      {"({a = 1})", "E4001 [a =] {a = 1} is only valid in a destructuring pattern"},
      {"for (const a of b, c) ;", "E4001 [,] expected ) but found ,"},
      {"break", "E4001 [break] break is only valid in a loop or switch"},
      {"while (1) { continue x }", "E4001 [x] there is no label x around this"},
      {"a: { b: for (;;) continue a }", "E4001 [a] there is no label a around this"},
      {"a: b: for (;;) { continue a }; a: if (c) d: while (1) continue d", ""},
      {"'use strict'; with (a) {}", "E4001 [with] with is not allowed in strict mode"},
      {"'use strict'; 010",
       "E4001 [010] octal literals and escapes are not allowed in strict mode"},
      {"a ?? b || c", "E4001 [a ?? b || c] ?? cannot be mixed with || or && without parentheses"},
      {"-a ** b", "E4001 [-a] put parentheses around the left side of **"},
      {"class A { constructor() {} constructor() {} }",
       "E4001 [constructor] a class can have one constructor only"},
      {"class A { m() { this.#x } }", "E4001 [#x] #x is not declared in a class around it"},
      {"class A { #a; #a }", "E4001 [#a] #a has already been declared"},
      {"(a, a) => 1", "E4001 [a] parameter a is declared twice"},
      {"function f(a = 1) { 'use strict' }",
       "E4001 ['use strict'] \"use strict\" is not allowed in a function whose parameters have "
       "defaults or patterns"},
      {"'use strict'; function f(a = 1) { 'use strict' }",
       "E4001 ['use strict'] \"use strict\" is not allowed in a function whose parameters have "
       "defaults or patterns"},
      {"async (a = (b = await) => c) => d", "E4001 [await] await is not allowed in parameters"},
      {"class A { #a; m() { let {#a: b} = c } }", "E4001 [#a] unexpected #a"},
      {"const a", "E4001 [a] const needs a value"},
      {"let {a}", "E4001 [{a}] a pattern needs a value"},
      {"try {}", "E4001 [try] try needs catch or finally"},
      {"let a; let a", "E4002 [a] a has already been declared"},
      {"{ var a } let a", "E4002 [a] a has already been declared"},
      {"let a; { var a }", "E4002 [a] a has already been declared"},
      {"export { a }", "E4001 [a] a is exported but not declared"},
      {"export const a = 1, a2 = 2; export { a }", "E4001 [a] a is exported twice"},
      {"import { a } from 'x'; a = 1", "E4006 [a] a is imported and cannot be assigned"},
      {"a = @b 1", "E4001 [@] decorators can only stand before a class or a member of one"},
      {"@b function f() {}",
       "E4001 [@] decorators can only stand before a class or a member of one"},
      {"@b export const c = 1",
       "E4001 [@b] decorators can only stand before a class or a member of one"},
      {"@b export @c class D {}", "E4001 [@] decorators stand before or behind export, not both"},
      {"@b?.c class D {}",
       "E4001 [@b] put parentheses around the expression of this decorator: @(…)"},
      {"class A { @b constructor() {} }", "E4001 [@b] a constructor cannot be decorated"},
      {"class A { @b static {} }",
       "E4001 [@b] decorators can only stand before a class or a member of one"},
      {"class A { accessor a() {} }", "E4001 [(] expected ; but found ("},
      {"class A { accessor #a; get #a() {} }", "E4001 [#a] #a has already been declared"},
      {"{ using a }", "E4001 [a] using needs a value"},
      {"{ using a = b, [c] = d }", "E4001 [[] using takes a name, not a pattern"},
      {"async () => { await using {a} = b }", "E4001 [{] expected ; but found {"},
      {"async () => { for (await using a in b) ; }",
       "E4001 [await using a] await using needs a for-of loop, not for-in"},
      {"for (using a;;) ;", "E4001 [a] using needs a value"},
      {"switch (a) { case b: using c = d }",
       "E4001 [using] using is not allowed here; put it in a block or function"},
      {"if (a) using b = c", "E4001 [using] using is not allowed here; put it in a block"},
      {"using a = b; { using a = c } let a", "E4002 [a] a has already been declared"},
      {"import defer a from 'b'", "E4001 [a] import defer takes * as name"},
      {"import source {a} from 'b'", "E4001 [{] import source takes a name"},
      {"import.now('a')", "E4001 [now] expected meta but found now"},
      {"new import.defer('a')", "E4001 [import.defer('a')] import() cannot follow new"},
      {"a = <b/>", "E4011 [<] JSX is not supported in a mini-program"},
      {"let a: number = 1",
       "E4012 [:] a type annotation belongs to TypeScript or Flow, and this file is JavaScript"},
      {"function f(a: b) {}",
       "E4012 [:] a type annotation belongs to TypeScript or Flow, and this file is JavaScript"},
      {"enum A { b }",
       "E4012 [enum] enum belongs to TypeScript or Flow, and this file is JavaScript"},
      {"interface A { b }",
       "E4012 [interface] interface belongs to TypeScript or Flow, and this file is JavaScript"},
      {"import type { A } from 'x'",
       "E4012 [type] type belongs to TypeScript or Flow, and this file is JavaScript"},
      {"a = \\u{110000}", "E4001 [0] bad escape sequence"},
      {"a = 1 § 2", "E4001 [§] unexpected character §"},
      {"f(", "E4001 [] expected an expression but found the end of the file"},
  };
  for (const auto& [source, wanted] : rows) {
    INFO(source);
    CHECK(problems(source) == wanted);
  }
}

TEST_CASE("using, decorators and phases of imports are printed as they were read") {
  for (const char* text :
       {"{using a=b,c=d}",
        "async()=>{await using a=b};",
        "for(using a of b);",
        "for(using of of);",
        "for(using of=a;;);",
        "for(using in a);",
        "async()=>{for(await using of of a);};",
        "using;a;",
        "using[a];",
        "using in a;",
        "async()=>{await using[a]};",
        "async()=>{await using};",
        "let using;",
        "@a @b.c(d) class e{}",
        "@(a[b]) class c{}",
        "(@a class{});",
        "a=@b class{};",
        "class a{@b c;@d static e(){}@f accessor g=1;static accessor#h;@i [j];accessor;k}",
        "class a{accessor;accessor=1;accessor(){}static accessor}",
        "export @a class b{}",
        "export default @a class{}",
        "export default (@a class{}).b;",
        "import defer* as a from\"b\";",
        "import source a from\"b\";",
        "import source from from\"b\";",
        "import source from\"b\";",
        "import defer from\"b\";",
        "import defer,{a}from\"b\";",
        "import a from\"b\"with{type:\"json\"};",
        "import.defer(a);",
        "import.source(a,b);"}) {
    CHECK(minified(text) == text);
  }
  CHECK(minified("@a export class b {}") == "export @a class b{}");
  CHECK(minified("import a from 'b' assert {type: 'json'}") ==
        "import a from\"b\"with{type:\"json\"};");
  // A script's top level has nobody who disposes; CommonJS is a function.
  Options options;
  options.goal = Goal::script;
  CHECK(problems("using a = b", options) == "");
  options.allow_return = false;
  CHECK(problems("using a = b", options) ==
        "E4001 [using] using is not allowed here; put it in a block or function");
}

TEST_CASE("the mistakes that people make") {
  const std::pair<const char*, const char*> rows[] = {
      {"Page({\n  data: {}\n  onLoad() {}\n})", "E4001 [onLoad] expected , or } but found onLoad"},
      {"var a = [1, 2\nvar b", "E4001 [var] expected , or ] but found var"},
      {"f(function () {\n  g();\n}\nvar b", "E4001 [var] expected , or ) but found var"},
      {"a();\n}\nb()", "E4001 [}] this } closes nothing"},
      {"if (a) b(); } else c()", "E4001 [}] this } closes nothing"},
      {"a()) ; b()", "E4001 [)] expected ; but found )"},
      {"else { }", "E4001 [else] else belongs to if, and there is none"},
      {"catch (e) { }", "E4001 [catch] catch belongs to try, and there is none"},
      {"case 1: a()", "E4001 [case] case belongs to switch, and there is none"},
      {"var a = “b”;", "E4014 [“] “ is not the character \""},
      {"f(a，b）；",
       "E4014 [，] ， is not the character ,\nE4014 [）] ） is not the character )\n"
       "E4014 [；] ； is not the character ;"},
      {"if （a） ｛ b() ｝",
       "E4014 [（] （ is not the character (\nE4014 [）] ） is not the character )\n"
       "E4014 [｛] ｛ is not the character {\nE4014 [｝] ｝ is not the character }"},
      {"a = b – c", "E4014 [–] – is not the character -"},
      {"a = ‘b’ + ＂c＂",
       "E4014 [‘] ‘ is not the character '\nE4014 [＂] ＂ is not the character \""},
      {"a\xe2\x80\x8b = 1", "E4001 [\xe2\x80\x8b] there is an invisible character here (U+200B)"},
      {"a = 1 \xc2\xa7", "E4001 [\xc2\xa7] unexpected character \xc2\xa7"},
      {"function f() { await g() }",
       "E4001 [await] await is only valid in async functions and at the top level of modules"},
      {"export function f() { await g() }",
       "E4001 [await] await is only valid in async functions and at the top level of modules"},
      {"var f = () => { await new G }",
       "E4001 [await] await is only valid in async functions and at the top level of modules"},
      {"function f() { yield 1 }", "E4001 [yield] yield is only valid in generator functions"},
      {"let a = 1;\nlet a = 2;", "E4002 [a] a has already been declared"},
      {"function f() { import a from 'b' }",
       "E4001 [import] import and export are only valid at the top level of a module"},
      {"if (a) { export const b = 1 }",
       "E4001 [export] import and export are only valid at the top level of a module"},
      {"return <view>{a}</view>;", "E4011 [<] JSX is not supported in a mini-program"},
      {"a = <></>", "E4011 [<] JSX is not supported in a mini-program"},
      {"a = < b", "E4001 [<] unexpected <"},
      {"var f = (a: number) => a",
       "E4012 [:] a type annotation belongs to TypeScript or Flow, and this file is JavaScript"},
      {"function f(): void {}",
       "E4012 [:] a type annotation belongs to TypeScript or Flow, and this file is JavaScript"},
      {"var a = b as string",
       "E4012 [as] as belongs to TypeScript or Flow, and this file is "
       "JavaScript"},
      {"var a = (b: any)",
       "E4012 [:] a type annotation belongs to TypeScript or Flow, and this "
       "file is JavaScript"},
      {"type A = ?string",
       "E4012 [type] type belongs to TypeScript or Flow, and this file is "
       "JavaScript"},
      {"class A implements B {}",
       "E4012 [implements] implements belongs to TypeScript or Flow, and "
       "this file is JavaScript"},
      {"a()\n<<<<<<< HEAD\nb()\n=======\nc()\n>>>>>>> theirs\nd()",
       "E4013 [<<<<<<<] this is left over from a merge"},
      {"var a = {\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> theirs\n}",
       "E4013 [<<<<<<<] this is left over from a merge"},
      {"a = 1__0", "E4001 [_] _ can only stand between two digits"},
      {"a = 1_", "E4001 [_] _ can only stand between two digits"},
      {"a = `b\\u00`", "E4001 [\\u] bad escape sequence"},
      {"var a = 'b\nc()", "E4001 ['b] this string is never closed"},
      {"a = `b ${c", "E4001 [] expected } but found the end of the file"},
      {"const {a, b}", "E4001 [{a, b}] const needs a value"},
      {"async function f() { for (const a of b, c) ; }", "E4001 [,] expected ) but found ,"},
      {"for (var i = 0, i < 3, i++) { a() }\nvar b = ;",
       "E4001 [<] expected ; but found <\nE4001 [;] unexpected ;"},
      {"function f( { a() }\nvar b = ;",
       "E4001 [(] expected , or } but found (\n"
       "E4001 [;] unexpected ;"},
      {"a => { b: ; }, c\nd = {e: 1 f: 2}\nvar g = ;",
       "E4001 [f] expected , or } but found f\nE4001 [;] unexpected ;"},
      {"class A { a = 1 b() {} }\nvar c = ;",
       "E4001 [b] expected ; but found b\nE4001 [;] unexpected ;"},
      {"class A { a: 1, b() {} }\nvar c = ;",
       "E4012 [:] a type annotation belongs to TypeScript or Flow, and this file is JavaScript\n"
       "E4001 [;] unexpected ;"},
      {"import {a} from './b'\nimport {a} from './c'", "E4002 [a] a has already been declared"},
      {"import a from b", "E4001 [b] expected a string but found b"},
      {"import a, b from 'c'", "E4001 [b] expected { but found b"},
      {"export a", "E4001 [a] unexpected a"},
      {"export default const a = 1", "E4001 [const] expected an expression but found const"},
      {"new.foo", "E4001 [foo] expected target but found foo"},
      {"function () {}", "E4001 [(] expected a name but found ("},
      {"a ? b", "E4001 [] expected : but found the end of the file"},
      {"do a() while (b", "E4001 [while] expected ; but found while"},
      {"switch (a) { b() }", "E4001 [b] expected case but found b"},
      {"var a-b = 1", "E4001 [-] expected ; but found -"},
      {"var 1a = 2", "E4001 [a] a name cannot follow a number directly"},
      {"obj = {a = 1}", "E4001 [a =] {a = 1} is only valid in a destructuring pattern"},
      {"a + b = c", "E4001 [a + b] this cannot be assigned"},
      {"import a from 'b' assert {type: 'json'}",
       "W4010 [assert] assert of an import has become with"},
      {"{'a': 1}", "E4001 [:] expected ; but found :"},
      {"\xef\xbb\xbf\xef\xbb\xbf"
       "a = ;",
       "E4001 [;] unexpected ;"},
  };
  for (const auto& [source, wanted] : rows) {
    INFO(source);
    CHECK(problems(source) == wanted);
  }
  CHECK(problems(std::string("a = 1;\0b", 8)) ==
        std::string("E4001 [\0] unexpected character NUL", 34));
}

TEST_CASE("what is open at the end is named") {
  // Source, then where the bracket of the note stands.
  const std::pair<const char*, const char*> rows[] = {
      {"function f() {\n  if (a) {\n    b();\n}\n", "{\n  if"},
      {"a(/[{]/, '{', `{${{}}`, b / {c", "{c"},
      {"x = `${a(b[0]", "(b"},
      {"f(a, (b)", "(a"},
      {"[1, 2", "[1"},
      {"class A { m() { }", "{ m"},
  };
  for (const auto& [text, wanted] : rows) {
    INFO(text);
    const Parsed parsed = parse(text);
    REQUIRE(parsed.found.items.size() >= 1);
    const std::vector<diag::Note>& notes = parsed.found.items.back().notes;
    REQUIRE(notes.size() == 1);
    CHECK(std::string(text).substr(notes[0].at.span.begin).substr(0, std::string(wanted).size()) ==
          wanted);
  }
}

TEST_CASE("characters that were meant to be others come with the repair") {
  const Parsed parsed = parse("f(a，b);");
  REQUIRE(parsed.found.items.size() == 1);
  REQUIRE(parsed.found.items[0].fix);
  CHECK(parsed.found.items[0].fix->replacement == ",");
  CHECK(parsed.found.items[0].hint == "write ,");
}

TEST_CASE("what ships is a warning") {
  CHECK(problems("export {}; function f() {} function f() {}") ==
        "E4002 [f] f has already been declared");
  Options strict;
  strict.lenient = false;
  const std::string text = "export {}; function f() {} function f() {}";
  CHECK(diag::count_errors(parse(text).found.items) == 0);
  CHECK(diag::count_errors(parse(text, strict).found.items) == 1);
  CHECK(problems("const a = 1; a++; [a] = b; ({x: a} = b)") ==
        "W4005 [a] a is a constant and cannot be assigned\n"
        "W4005 [a] a is a constant and cannot be assigned\n"
        "W4005 [a] a is a constant and cannot be assigned");
  CHECK(problems("function f() { } function f() { } var f; var a, a; return 1").empty());
}

TEST_CASE("one run reports several mistakes") {
  CHECK(problems("var a = ;\nfoo bar;\nfunction f() {\n  var = 1;\n  g(;\n}\nvar c = 1;\n}") ==
        "E4001 [;] unexpected ;\n"
        "E4001 [bar] expected ; but found bar\n"
        "E4001 [=] expected a name but found =\n"
        "E4001 [;] unexpected ;\n"
        "E4001 [}] this } closes nothing");
  std::string many;
  for (int i = 0; i < 100; ++i) {
    many += "var = 1;\n";
  }
  CHECK(parse(many).found.items.size() == max_errors);
}

TEST_CASE("hostile nesting ends in an error, long chains do not") {
  const auto repeat = [](std::string_view text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) {
      all += text;
    }
    return all;
  };
  const char* deep[] = {"(",
                        "[",
                        "{",
                        "f(",
                        "a=>",
                        "!",
                        "- ",
                        "({a:",
                        "`${",
                        "a?b:",
                        "a?",
                        "a=",
                        "if(a)",
                        "for(;;)",
                        "class A extends ",
                        "new ",
                        "function f(){",
                        "(a=>{",
                        "x:{",
                        "a**",
                        "async()=>",
                        "[...",
                        "({[",
                        "switch(a){case 0:",
                        "try{",
                        "var[",
                        "var{a:",
                        "if(a);else ",
                        "while(1)",
                        "do ",
                        "label: ",
                        "a[",
                        "(a,",
                        "@(class{",
                        "class A{@(class{})a=",
                        "class{[",
                        "(class{static{",
                        "class A{a(){",
                        "({a(){",
                        "({get a(){",
                        "({[",
                        "({...",
                        "f(...",
                        "new(",
                        "new a(",
                        "import(",
                        "a?.(",
                        "a?.[",
                        "a`${",
                        "a?\?(",
                        "typeof ",
                        "delete ",
                        "void ",
                        "++",
                        "async function f(){await ",
                        "function*f(){yield ",
                        "async a=>",
                        "async(a=",
                        "(a=",
                        "([a=",
                        "({a=",
                        "function f(a=",
                        "(function(){",
                        "for(a of",
                        "for(a in",
                        "for(var[a=",
                        "for(;;){",
                        "with(a)",
                        "while(a){",
                        "do{",
                        "if(a){}else{",
                        "try{}catch{",
                        "try{}finally{",
                        "switch(a){case(",
                        "return ",
                        "throw(",
                        "let{a=",
                        "{using a=(",
                        "export default(",
                        "export default class extends(",
                        "a:b:",
                        "a=b=",
                        "a+=",
                        "a,(",
                        "a/(",
                        "a in(",
                        "!function(){"};
  for (const char* text : deep) {
    INFO(text);
    const Parsed parsed = parse(repeat(text, 100000));
    CHECK(parsed.program->has_errors);
    CHECK(parsed.found.items.size() <= static_cast<std::size_t>(max_errors));
  }
  for (const auto& [start, link] : {std::pair<const char*, const char*>{"a", "+a"},
                                    {"a", ".b"},
                                    {"a", "(b)"},
                                    {"a", "[0]"},
                                    {"a", "||b"},
                                    {"a", ",b"},
                                    {"a", "`b`"},
                                    {"a", "?.b"}}) {
    const std::string text = start + repeat(link, max_chain - 1) + ";";
    CHECK(minified(text) == text);
    const Parsed longer = parse(start + repeat(link, max_chain + 1) + ";");
    const bool is_list = std::string_view(link) == ",b";
    CHECK(longer.program->has_errors == !is_list);
  }
}

TEST_CASE("the goal is found") {
  CHECK(parse("a()").program->format == Format::script);
  CHECK(parse("require('a')").program->format == Format::common_js);
  CHECK(parse("module.exports = 1").program->format == Format::common_js);
  CHECK(parse("(function (require) { require('a') })").program->format == Format::script);
  CHECK(parse("with (a) {}\n").program->format == Format::script);
  CHECK(parse("var a;\nexport default a").program->format == Format::module);
  CHECK(parse("import.meta.url").program->format == Format::module);
  CHECK(problems("with (a) {}\nexport default 1") ==
        "E4001 [with] with is not allowed in strict mode");
  CHECK(parse("import('a')").program->format == Format::script);
}

TEST_CASE("imports and exports are listed") {
  const Parsed parsed = parse(
      "import a, * as b from 'x'; import { c as d, e } from \"\\x79\"; import 'z';\n"
      "export { d, default } from 'w'; export * from 'v'; export * as u from 't';\n"
      "try { require('s') } catch (e) {} import('r'); require(q); export const p = 1, {o, ...n} = "
      "m;\n"
      "export default class k {} export { e as 'j-i' }; function h(require) { require('no') }");
  std::string text;
  for (const ImportRecord& record : parsed.program->imports) {
    text += fmt::format("{}{}{}:", record.specifier, static_cast<int>(record.form),
                        record.in_try ? "?" : "");
    for (const ImportedName& name : record.names) {
      text += name.name + "=" + name.local + ",";
    }
    CHECK(parsed.program->source->text.substr(record.span.begin, 1).find_first_of("'\"") == 0);
    text += " ";
  }
  CHECK(parsed.found.items.size() == 1);
  CHECK(text == "x0:default=a,*=b, y0:c=d,e=e, z0: w1:d=,default=, v1:*=, t1:*=, s2?: r3: ");
}

TEST_CASE("dead code imports nothing") {
  Options options;
  options.defines = {{"process.env.NODE_ENV", "\"production\""}};
  const auto specifiers = [&](const std::string& text) {
    std::string all;
    const Parsed parsed = parse(text, options);
    for (const ImportRecord& record : parsed.program->imports) {
      all += record.specifier;
    }
    return all;
  };
  CHECK(specifiers("if (process.env.NODE_ENV === 'production') require('a'); else require('b')") ==
        "a");
  CHECK(specifiers("process.env.NODE_ENV !== 'production' ? require('a') : require('b')") == "b");
  CHECK(specifiers("process.env.NODE_ENV !== 'production' && require('a')") == "");
  CHECK(specifiers(
            "if (process.env.NODE_ENV !== 'production' && x) f(function () { import('a') })") ==
        "");
  CHECK(specifiers("var process; process.env.NODE_ENV !== 'production' && require('a')") == "a");
  CHECK(minified("if (process.env.NODE_ENV == 'x') { for (var a of b) { var {c, d: [e]} = f } } "
                 "else g(process.env.NODE_ENV)",
                 options) == "{var a,c,e;g(\"production\")}");
  CHECK(minified("process.env.NODE_ENV = 1; x(process.env.OTHER)", options) ==
        "process.env.NODE_ENV=1;x(process.env.OTHER);");
}

ExpressionResult expression(const std::string& text, ExpressionForm form, Arena& arena,
                            diag::List& found, std::uint32_t begin = 0) {
  ExpressionOptions options;
  options.form = form;
  return parse_expression(make_source("a.axml", text),
                          {begin, static_cast<std::uint32_t>(text.size())}, options, arena, found);
}

TEST_CASE("expressions in {{ }} end where they end") {
  Arena arena;
  diag::List found;
  const std::string text = "<a b=\"{{ {a: {b: x}}, c }}\"/> {{ 'a}}' + b }} {{}}";
  const auto source = make_source("a.axml", text);
  const auto at = [&](std::size_t begin) {
    return parse_expression(
        source, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(text.size())}, {},
        arena, found);
  };
  const ExpressionResult first = at(text.find("{{") + 2);
  CHECK(print_node(first.node, {true}) == "{a:{b:x}},c");
  CHECK(text.substr(first.end, 3) == "}}\"");
  const ExpressionResult second = at(text.find("{{ 'a") + 2);
  CHECK(print_node(second.node, {true}) == "\"a}}\"+b");
  CHECK(text.substr(second.end, 3) == "}} ");
  const ExpressionResult third = at(text.size() - 2);
  CHECK(third.is_empty);
  CHECK(third.node == nullptr);
  CHECK(text.substr(third.end) == "}}");
  CHECK(found.items.empty());
}

TEST_CASE("expressions list their free identifiers and can be rewritten") {
  Arena arena;
  diag::List found;
  const std::string text = "a.b + c.map(x => x + d)[e] + {f, g: h} + (a, ({i}) => i)";
  const auto source = make_source("a.axml", text);
  const ExpressionResult result =
      parse_expression(source, {0, static_cast<std::uint32_t>(text.size())}, {}, arena, found);
  REQUIRE(result.node != nullptr);
  std::string names;
  const Builder make(arena);
  Builder builder(arena);
  for (Identifier* identifier : result.free_identifiers) {
    names += std::string(identifier->name->text) + " ";
    identifier->replacement = builder.member(builder.identifier("$"), identifier->name->text);
  }
  CHECK(names == "a c d e f h a ");
  CHECK(print_node(result.node, {true}) ==
        "$.a.b+$.c.map(x=>x+$.d)[$.e]+{f:$.f,g:$.h}+($.a,({i})=>i)");
}

TEST_CASE("object bodies") {
  const std::pair<const char*, const char*> rows[] = {
      {"...a", "({...a})"},          {"a, b", "({a,b})"}, {"a: 1, ...b", "({a:1,...b})"},
      {"'a-b': c", "({\"a-b\":c})"}, {"a", "a"},          {"a ? b : c", "a?b:c"},
      {"a, ...b,", "({a,...b})"},    {"(a, b)", "a,b"},   {"if: 1", "({if:1})"},
  };
  for (const auto& [text, wanted] : rows) {
    Arena arena;
    diag::List found;
    const std::string kept = text;
    const auto source = make_source("a.axml", kept);
    const ExpressionResult result =
        parse_expression(source, {0, static_cast<std::uint32_t>(kept.size())},
                         {ExpressionForm::either}, arena, found);
    INFO(text);
    REQUIRE(result.node != nullptr);
    Builder builder(arena);
    const std::string printed_text = print_node(builder.statement(result.node), {true});
    CHECK(printed_text == std::string(wanted) + ";");
  }
}

TEST_CASE("bad expressions are reported once, with the caller's code") {
  const std::pair<const char*, const char*> rows[] = {
      {"a +", "bad expression: expected an expression but found the end of the expression"},
      {"a b", "bad expression: unexpected b"},
      {"var a", "bad expression: expected an expression but found var"},
      {"a +}}", "bad expression: unexpected }"},
      {"'a", "bad expression: this string is never closed"},
      {"{a: 1", "bad expression: expected } but found the end of the expression"},
      {"a ? b", "bad expression: expected : but found the end of the expression"},
  };
  for (const auto& [text, wanted] : rows) {
    Arena arena;
    diag::List found;
    CHECK(expression(text, ExpressionForm::expression, arena, found).node == nullptr);
    REQUIRE(found.items.size() == 1);
    CHECK(found.items[0].code == diag::Code::axml_bad_expression);
    CHECK(found.items[0].message == wanted);
  }
  // A chain that a walker might follow by recursion is bounded here.
  std::string chain = "a";
  for (int i = 0; i < 100000; ++i) {
    chain += "+a";
  }
  Arena arena;
  diag::List found;
  CHECK(expression(chain, ExpressionForm::expression, arena, found).node == nullptr);
  CHECK(found.items.at(0).code == diag::Code::js_too_deep);
}

TEST_CASE("string values") {
  const std::pair<const char*, const char*> rows[] = {
      {R"("a\n\t\\\"")", "a\n\t\\\""},
      {R"('\x41\u0042\u{43}\103')", "ABCC"},
      {R"('\ud83d\ude00')", "😀"},
      {"'a\\\nb\\\r\nc'", "abc"},
      {R"('\0')", std::string_view("\0", 1).data()},
  };
  for (const auto& [raw, wanted] : rows) {
    CHECK(decode_string(raw).substr(0, std::string(wanted).size()) == wanted);
  }
  CHECK(decode_string("'\\0'") == std::string(1, '\0'));
}

}  // namespace
}  // namespace mpaas::js
