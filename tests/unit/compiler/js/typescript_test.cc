// What Program says of TypeScript files, and what goes wrong in them. That the output behaves is
// shown by tests/js/typescript.test.mjs.
#include <catch2/catch.hpp>

#include "compiler/base/large_stack.h"
#include "compiler/diag/render.h"
#include "compiler/js/js.h"

using namespace mpaas;

namespace {

struct Compiled {
  js::ProgramPointer program;
  diag::List found;
};

Compiled compile(const std::string& text, const js::TypescriptOptions& typescript = {},
                 const std::string& path = "a.ts") {
  js::Options options;
  options.transform.typescript = typescript;
  Compiled compiled;
  compiled.program = js::parse_program(make_source(path, text), options, compiled.found);
  return compiled;
}

std::string output(const std::string& text, const js::TypescriptOptions& typescript = {}) {
  const Compiled compiled = compile(text, typescript);
  INFO(text);
  REQUIRE(compiled.found.items.empty());
  return js::print(*compiled.program, {true, false, false});
}

std::string problem(const std::string& text, const std::string& path = "a.ts") {
  const Compiled compiled = compile(text, {}, path);
  if (compiled.found.items.empty()) {
    return "none";
  }
  const diag::Diagnostic& first = compiled.found.items.front();
  return fmt::format("{} [{}] {}", diag::label(first.code),
                     text.substr(first.at.span.begin, first.at.span.end - first.at.span.begin),
                     first.message);
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) {
    all += text;
  }
  return all;
}

}  // namespace

TEST_CASE("imports and exports of types are in no record") {
  const Compiled compiled = compile(R"(
    import type { A } from './a';
    import { B, c } from './b';
    import { D } from './d';
    import E from './e';
    export type { A };
    export { type F, g } from './f';
    export interface H {}
    export enum I { X }
    export namespace J { export const k = c }
    export namespace K { export type L = B }
    let value: D = E;
    export { value, H };
  )");
  REQUIRE(compiled.found.items.empty());
  std::string imports;
  for (const js::ImportRecord& record : compiled.program->imports) {
    imports += record.specifier + (record.removed ? " removed" : "");
    for (const js::ImportedName& name : record.names) {
      imports += " " + name.name;
    }
    imports += "\n";
  }
  CHECK(imports == "./b c\n./d removed\n./e default\n./f g\n");
  std::string exports;
  for (const js::ExportRecord& record : compiled.program->exports) {
    exports += record.name + " ";
  }
  CHECK(exports == "g I J value ");
  CHECK(compiled.program->format == js::Format::module);
}

TEST_CASE("the symbols of what is gone are gone") {
  const Compiled compiled =
      compile("import { A } from 'a'; enum E { B } namespace N { export const c = 1 } E.B; N.c");
  std::string names;
  for (std::size_t i = 0; i < compiled.program->symbols.size(); ++i) {
    CHECK(compiled.program->symbols[i]->index == i);
    names += std::string(compiled.program->symbols[i]->name->text) + " ";
  }
  CHECK(names.find("A ") == std::string::npos);
  CHECK(names.find("B ") == std::string::npos);
}

TEST_CASE("the shape of what TypeScript adds") {
  js::TypescriptOptions assigning;
  assigning.use_define_for_class_fields = false;
  CHECK(output("enum E { A, B = 'b' } E") == "var E={A:0,0:\"A\",B:\"b\"};E;");
  CHECK(output("const enum E { A = 2 } f(E.A)") == "var E={A:2,2:\"A\"};f(2);");
  CHECK(output("namespace N { export let a = 1 }") == "var N;(function(N_1){N_1.a=1})(N||(N={}));");
  CHECK(output("class C { a = 1; constructor(public b: number) {} }") ==
        "class C{b;a=1;constructor(b){this.b=b}}");
  CHECK(output("class C { a = 1; c?: string; constructor(public b: number) {} }", assigning) ==
        "class C{constructor(b){this.b=b;this.a=1}}");
  CHECK(output("class C extends D { a = 1 }", assigning) ==
        "class C extends D{constructor(){super(...arguments);this.a=1}}");
  CHECK(output("import a = require('a'); a()") == "const a=require(\"a\");a();");
  CHECK(output("import b from 'b'; import { c } from 'c'; export = [b, c]") ==
        "\"use strict\";const required=require(\"b\");const b=required&&required.__esModule?"
        "required.default:required;const required_1=require(\"c\");module.exports=[b,"
        "required_1.c];");
}

TEST_CASE("mistakes in TypeScript") {
  CHECK(problem("let a: = 1") == "E4001 [=] expected a type but found =");
  CHECK(problem("let a: { b c } = 1") == "none");
  CHECK(problem("interface A { b: }") == "E4001 [}] unexpected }");
  CHECK(problem("type A = ") == "E4001 [] expected a type but found the end of the file");
  CHECK(problem("class A { m(@b c) {} }") ==
        "E4001 [@] decorators of parameters need \"experimentalDecorators\": true in "
        "tsconfig.json");
  CHECK(problem("(a: b)").find("expected =>") != std::string::npos);
  CHECK(problem("const a: number;") == "E4001 [a: number] const needs a value");
  CHECK(problem("class A { constructor() {} constructor() {} }") ==
        "E4001 [constructor] a class can have one constructor only");
  CHECK(problem("namespace N { import { a } from 'b' }") ==
        "E4001 [import] import and export are only valid at the top level of a module");
  CHECK(problem("anything at all", "a.d.ts") == "none");
  CHECK(problem("let a: number = 1", "a.tsx").substr(0, 5) != "none");
  js::TypescriptOptions metadata;
  metadata.experimental_decorators = true;
  metadata.emit_decorator_metadata = true;
  const Compiled compiled = compile("@a class B {}", metadata);
  REQUIRE(compiled.found.items.size() == 1);
  CHECK(diag::label(compiled.found.items[0].code) == "W4030");
}

TEST_CASE("types that are nested without end are a diagnostic") {
  run_on_large_stack([] {
    constexpr int deep = 20000;
    for (const std::string& text :
         {"let a: " + repeated("(", deep), "let a: " + repeated("[", deep),
          "let a: " + repeated("{a:", deep), "let a: " + repeated("A<", deep),
          "let a: " + repeated("keyof ", deep), "let a: " + repeated("new()=>", deep),
          "let a: " + repeated("() => ", deep), "let a: " + repeated("a extends b ? ", deep),
          "let a: " + repeated("`${", deep), "a = " + repeated("<T>", deep) + "b",
          "a = " + repeated("(b: ", deep), repeated("namespace A {", deep),
          "namespace A" + repeated(".B", deep) + " {}"}) {
      const Compiled compiled = compile(text);
      INFO(text.substr(0, 30));
      REQUIRE(!compiled.found.items.empty());
    }
  });
}

TEST_CASE("what may be read in two ways is not read again and again") {
  run_on_large_stack([] {
    constexpr int many = 1500;
    for (const std::string& text :
         {"x = a" + repeated("<b", 20000), "x = a" + repeated(" ? (b) : c => d", many),
          "x = " + repeated("a ? (b) : c => ", many) + "d", "x = " + repeated("a<b, c>(", many),
          "x = " + repeated("a ? (b): c => ", many) + "d" + repeated(": e", many),
          "x = " + repeated("(a, ", many), "x = " + repeated("<T>(a: T) => ", many) + "b"}) {
      const Compiled compiled = compile(text);
      CHECK(compiled.program != nullptr);
    }
  });
}
