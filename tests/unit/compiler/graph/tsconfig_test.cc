#include "compiler/graph/tsconfig.h"

#include <catch2/catch.hpp>

#include "compiler/diag/render.h"
#include "compiler/graph/resolver.h"

using namespace mpaas;
using graph::ReferenceKind;
using graph::TsconfigPointer;
using graph::Tsconfigs;

namespace {

std::string problems(Tsconfigs& tsconfigs) {
  std::string all;
  for (const diag::Diagnostic& each : tsconfigs.take_diagnostics()) {
    const std::string& text = each.at.source->text;
    all += fmt::format("{} {} [{}]\n", diag::label(each.code), each.at.source->path,
                       text.substr(each.at.span.begin, each.at.span.end - each.at.span.begin));
  }
  return all;
}

}  // namespace

TEST_CASE("the nearest tsconfig.json counts, and none for packages from npm") {
  MemoryFileSystem files;
  files.write("tsconfig.json", R"({"compilerOptions": {"experimentalDecorators": true}})");
  files.write("pages/jsconfig.json", "{}");
  Tsconfigs tsconfigs(files);
  REQUIRE(tsconfigs.find("app.ts"));
  CHECK(tsconfigs.find("app.ts")->options.experimental_decorators);
  CHECK(tsconfigs.find("utils/deep/a.ts")->options.experimental_decorators);
  CHECK(!tsconfigs.find("pages/index/index.ts")->options.experimental_decorators);
  CHECK(tsconfigs.find("pages/index/index.ts")->directory == "pages");
  CHECK(!tsconfigs.find("node_modules/a/b.ts"));
  CHECK(problems(tsconfigs).empty());
}

TEST_CASE("fields are JavaScript's own from ES2022 on, unless the configuration says otherwise") {
  const auto defines = [](const char* options) {
    MemoryFileSystem files;
    files.write("tsconfig.json", fmt::format(R"({{"compilerOptions": {{{}}}}})", options));
    Tsconfigs tsconfigs(files);
    return tsconfigs.find("a.ts")->options.use_define_for_class_fields;
  };
  CHECK(!defines(""));
  CHECK(!defines(R"("target": "es2021")"));
  CHECK(defines(R"("target": "ES2022")"));
  CHECK(defines(R"("target": "ESNext")"));
  CHECK(!defines(R"("target": "ESNext", "useDefineForClassFields": false)"));
  CHECK(defines(R"("target": "es5", "useDefineForClassFields": true)"));
}

TEST_CASE("extends is followed: relative, from packages, several; the file itself wins") {
  MemoryFileSystem files;
  files.write("config/base.json", R"({
    // comments and trailing commas are fine
    "compilerOptions": {"target": "es2022", "paths": {"~/*": ["../src/*"]}, "verbatimModuleSyntax": true,},
  })");
  files.write("node_modules/@team/tsconfig/strict.json",
              R"({"compilerOptions": {"experimentalDecorators": true, "target": "es5"}})");
  files.write("node_modules/plain/tsconfig.json",
              R"({"compilerOptions": {"emitDecoratorMetadata": true}})");
  files.write("tsconfig.json", R"({
    "extends": ["@team/tsconfig/strict", "plain", "./config/base"],
    "compilerOptions": {"verbatimModuleSyntax": false}
  })");
  Tsconfigs tsconfigs(files);
  const TsconfigPointer found = tsconfigs.find("a.ts");
  CHECK(problems(tsconfigs).empty());
  CHECK(found->options.experimental_decorators);
  CHECK(found->options.emit_decorator_metadata);
  CHECK(!found->options.verbatim_module_syntax);
  CHECK(found->options.use_define_for_class_fields);
  CHECK(found->candidates("~/a/b") == std::vector<std::string>{"src/a/b"});
  CHECK(found->candidates("./a").empty());
}

TEST_CASE("what is wrong in a configuration is said at its place, once") {
  MemoryFileSystem files;
  files.write("tsconfig.json",
              R"({"extends": "./nowhere", "compilerOptions": {"paths": {"a": "b"}, "target": 5}})");
  files.write("broken/tsconfig.json", "{\"compilerOptions\": }");
  files.write("circle/tsconfig.json", R"({"extends": "./tsconfig.json"})");
  Tsconfigs tsconfigs(files);
  (void)tsconfigs.find("a.ts");
  (void)tsconfigs.find("b.ts");
  CHECK(problems(tsconfigs) ==
        "E6020 tsconfig.json [\"./nowhere\"]\n"
        "E1006 tsconfig.json [5]\n"
        "E1006 tsconfig.json [\"b\"]\n");
  (void)tsconfigs.find("broken/a.ts");
  CHECK(problems(tsconfigs) == "E1002 broken/tsconfig.json [}]\n");
  (void)tsconfigs.find("circle/a.ts");
  CHECK(problems(tsconfigs) == "E6020 circle/tsconfig.json [\"./tsconfig.json\"]\n");
}

TEST_CASE("paths and baseUrl lead to files") {
  MemoryFileSystem files;
  files.write("tsconfig.json", R"({"compilerOptions": {"baseUrl": "src", "paths": {
    "exact": ["./one.ts"], "@/*": ["missing/*", "deep/*"], "@/special/*": ["special/*"], "*-end": ["ends/*"]}}})");
  for (const char* path :
       {"src/one.ts", "src/deep/a.ts", "src/special/a.ts", "src/ends/x.mts", "src/bare/index.ts",
        "node_modules/bare/index.js", "pages/p.ts", "node_modules/other/index.js"}) {
    files.write(path, "");
  }
  Tsconfigs tsconfigs(files);
  graph::Resolver resolver(files, "", {}, &tsconfigs);
  const auto resolve = [&](const char* specifier) {
    return resolver.resolve("pages/p.ts", specifier, ReferenceKind::import).path;
  };
  CHECK(resolve("exact") == "src/one.ts");
  CHECK(resolve("@/a") == "src/deep/a.ts");
  CHECK(resolve("@/special/a") == "src/special/a.ts");
  CHECK(resolve("x-end") == "src/ends/x.mts");
  CHECK(resolve("bare") == "src/bare/index.ts");
  CHECK(resolve("other") == "node_modules/other/index.js");
}

TEST_CASE("scripts in TypeScript are found without and with the extension of their output") {
  MemoryFileSystem files;
  for (const char* path : {"a.ts", "b.mts", "c.cts", "d/index.ts", "e.ts", "e.js", "f.sjs.ts"}) {
    files.write(path, "");
  }
  graph::Resolver resolver(files, "", {});
  const auto resolve = [&](const char* specifier, ReferenceKind kind = ReferenceKind::import) {
    return resolver.resolve("app.ts", specifier, kind).path;
  };
  CHECK(resolve("./a") == "a.ts");
  CHECK(resolve("./a.js") == "a.ts");
  CHECK(resolve("./b") == "b.mts");
  CHECK(resolve("./b.mjs") == "b.mts");
  CHECK(resolve("./c") == "c.cts");
  CHECK(resolve("./c.cjs", ReferenceKind::require) == "c.cts");
  CHECK(resolve("./d") == "d/index.ts");
  CHECK(resolve("./e.js") == "e.js");
  CHECK(resolve("./f", ReferenceKind::sjs) == "f.sjs.ts");
  CHECK(resolve("./f.sjs", ReferenceKind::sjs) == "f.sjs.ts");
}
