#include "compiler/base/glob.h"

#include <catch2/catch.hpp>

namespace mpaas {
namespace {

TEST_CASE("what a pattern matches") {
  struct Row {
    const char* pattern;
    const char* path;
    bool matches;
  };
  const Row rows[] = {
      {"a.js", "a.js", true},
      {"a.js", "b/a.js", false},
      {"*.js", "a.js", true},
      {"*.js", "b/a.js", false},
      {"**/*.js", "a.js", true},
      {"**/*.js", "b/c/a.js", true},
      {"**", "b/c/a.js", true},
      {"node_modules/**", "node_modules/lodash/a.js", true},
      {"node_modules/**", "src/node_modules/a.js", false},
      {"**/node_modules/**", "src/node_modules/a.js", true},
      {"**/node_modules/**", "node_modules/.store/a.js", true},
      {"**/node_modules/**", "src/node_module/a.js", false},
      {"a/**/b/*.js", "a/b/c.js", true},
      {"a/**/b/*.js", "a/x/b/y/b/c.js", true},
      {"a/**/b/*.js", "a/x/b/y/c.js", false},
      {"./a/*", "a/b", true},
      {"a?c", "abc", true},
      {"a?c", "a/c", false},
      {"[a-c]x", "bx", true},
      {"[!a-c]x", "bx", false},
      {"[!a-c]x", "dx", true},
      {"[", "[", true},
      {"{a,b/*}.js", "a.js", true},
      {"{a,b/*}.js", "b/c.js", true},
      {"{a,{b,c}}d", "cd", true},
      {"{a,{b,c}}d", "d", false},
      {"{a", "{a", true},
      {"*a*b*", "xxaxxbxx", true},
      {"*a*b*", "xxbxxaxx", false},
      {"a**b", "axxb", true},
      {"\\*", "*", true},
      {"\\*", "a", false},
      {"", "", true},
      {"", "a", false},
  };
  for (const Row& row : rows) {
    INFO(row.pattern << " on " << row.path);
    CHECK(Glob(row.pattern).matches(row.path) == row.matches);
  }
}

TEST_CASE("the last pattern of a list decides") {
  const GlobList list({"node_modules/**", "!node_modules/lodash-es/**"});
  CHECK(list.matches("node_modules/moment/moment.js"));
  CHECK_FALSE(list.matches("node_modules/lodash-es/add.js"));
  CHECK_FALSE(list.matches("pages/index.js"));
}

TEST_CASE("hostile patterns end") {
  CHECK_FALSE(Glob(std::string(4000, '*') + "b").matches(std::string(4000, 'a')));
  std::string braces;
  for (int i = 0; i < 200; ++i) {
    braces += "{a,b}";
  }
  CHECK_FALSE(Glob(braces).matches("c"));
  std::string stars;
  for (int i = 0; i < 200; ++i) {
    stars += "**/a*";
  }
  CHECK_FALSE(Glob(stars).matches(std::string(2000, 'a')));
}

}  // namespace
}  // namespace mpaas
