#include "compiler/link/link.h"

#include <catch2/catch.hpp>

namespace mpaas::link {
namespace {

struct File {
  std::string name;
  std::string text;
  std::vector<std::uint32_t> targets;
  bool side_effects = true;
};

std::string linked(const std::vector<File>& files, const Options& options, unsigned threads = 1) {
  std::vector<Module> modules;
  for (const File& file : files) {
    Module& module = modules.emplace_back();
    diag::List found;
    module.name = file.name;
    module.program = js::parse_program(make_source(file.name, file.text), {}, found);
    REQUIRE(found.items.empty());
    module.targets = file.targets;
    module.side_effects = file.side_effects;
  }
  ThreadPool pool(threads);
  std::string text;
  for (const Piece& piece : link(modules, {{0, {}}}, options, pool).pieces) {
    text += piece.text;
  }
  return text;
}

Options minified(Format format) {
  Options options;
  options.print.minify_whitespace = true;
  options.print.mangle = true;
  options.format = format;
  return options;
}

TEST_CASE("ES modules share one scope, and what nobody uses is not there") {
  const std::vector<File> files{
      {"main.js", "import {a} from './a'; export const x = a + 1;", {1}},
      {"a.js", "export const a = 1, b = 2; export function unused() { return a }", {}}};
  CHECK(linked(files, minified(Format::esm)) == "const t=1;const e=t+1;export{e as x};\n");
}

TEST_CASE("what has no side effects and is not used is left out with what it imports") {
  std::vector<File> files{{"main.js", "import './a'; done();", {1}},
                          {"a.js", "import './b'; a();", {2}, false},
                          {"b.js", "b(); export {};", {}}};
  CHECK(linked(files, minified(Format::esm)) == "done();\n");
  files[1].side_effects = true;
  CHECK(linked(files, minified(Format::esm)) == "b();a();done();\n");
}

TEST_CASE("names at the top are not those that a module means by a global") {
  const std::vector<File> files{
      {"main.js", "import {Map as m} from './a'; use(m, new Map());", {1}},
      {"a.js", "export const Map = 1;", {}}};
  Options readable;
  readable.format = Format::esm;
  CHECK(linked(files, readable).find("const Map = 1") == std::string::npos);
  CHECK(linked(files, readable).find("new Map()") != std::string::npos);
}

TEST_CASE("the text is the same for every number of threads") {
  std::vector<File> files{{"main.js", "", {}}};
  for (std::uint32_t i = 1; i < 60; ++i) {
    const std::string number = std::to_string(i);
    files[0].text += "import {f as f" + number + "} from './" + number + "'; f" + number + "();";
    files[0].targets.push_back(i);
    files.push_back({number + ".js",
                     "export function f(x) { return helper(x + " + number +
                         ") } function helper(y) { const z = y * 2; return z }",
                     {}});
  }
  CHECK(linked(files, minified(Format::iife), 1) == linked(files, minified(Format::iife), 7));
}

TEST_CASE("a circle of re-exports ends") {
  const std::vector<File> files{{"main.js", "import {a} from './b'; use(a);", {1}},
                                {"b.js", "export * from './c'; export {a} from './c';", {2, 2}},
                                {"c.js", "export * from './b'; export {a} from './b';", {1, 1}}};
  CHECK(linked(files, minified(Format::esm)) == "use((void 0));\n");
}

}  // namespace
}  // namespace mpaas::link
