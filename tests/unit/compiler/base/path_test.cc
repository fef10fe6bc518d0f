#include "compiler/base/path.h"

#include <catch2/catch.hpp>

using namespace mpaas;

TEST_CASE("normalize") {
  struct Row {
    const char* in;
    const char* out;  // null: leaves its start
  };
  const Row rows[] = {
      {"a/b", "a/b"},
      {"a/./b//../c", "a/c"},
      {"./a", "a"},
      {"/a/../b", "/b"},
      {"", ""},
      {"a/..", ""},
      {"../a", nullptr},
      {"/..", nullptr},
      {"/", "/"},
      {"a/../../b", nullptr},
      {"页面/首页", "页面/首页"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.in);
    const auto made = path::normalize(row.in);
    REQUIRE(made.has_value() == (row.out != nullptr));
    if (made) {
      CHECK(*made == row.out);
    }
  }
}

TEST_CASE("parts of a path") {
  CHECK(path::directory("a/b.js") == "a");
  CHECK(path::directory("b.js") == "");
  CHECK(path::directory("/a") == "/");
  CHECK(path::filename("a/b.js") == "b.js");
  CHECK(path::extension("a/b.test.js") == ".js");
  CHECK(path::extension("a.b/c") == "");
  CHECK(path::extension(".env") == "");
  CHECK(path::without_extension("a/b.js") == "a/b");
  CHECK(path::join("a", "b") == "a/b");
  CHECK(path::join("a/", "b") == "a/b");
  CHECK(path::join("", "b") == "b");
  CHECK(path::join("a", "/b") == "/b");
  CHECK(path::relative("a/b", "a/c.js") == "../c.js");
  CHECK(path::relative("a", "a/c.js") == "./c.js");
  CHECK(path::relative("", "c.js") == "./c.js");
}
