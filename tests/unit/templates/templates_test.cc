#include "templates/templates.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "compiler/base/file_system.h"
#include "compiler/base/path.h"
#include "compiler/base/resources.h"

using namespace mpaas;

namespace {

std::vector<std::string> paths(const std::vector<templates::File>& files) {
  std::vector<std::string> out;
  for (const templates::File& file : files) {
    out.push_back(file.path);
  }
  return out;
}

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

}  // namespace

TEST_CASE("the built-in templates are the folders of the resources") {
  const Resource table[] = {
      {"simulator/index.html", "x"},
      {"templates/a/files/app.json", "{\"n\": \"{{name}}\"}"},
      {"templates/a/files/pages/a.axml", "{{name}}"},
      {"templates/a/template.json",
       R"({"name": "a", "description": "A one", "appId": "1", "replace": ["app.json"], "next": ["go {{appId}}"]})"},
      {"templates/b/files/gitignore", "dist\n"},
      {"templates/b/template.json", "{}"},
      {"templates/broken/template.json", "{"},
  };
  set_resources(table);
  const std::vector<templates::Template> all = templates::built_in();
  set_resources({});
  REQUIRE(all.size() == 2);
  CHECK(all[0].name == "a");
  CHECK(all[0].description == "A one");
  CHECK(all[1].name == "b");

  const auto files = templates::fill_in(all[0], {"My \"Shop\"", ""});
  REQUIRE(files);
  REQUIRE(files->size() == 2);
  CHECK((*files)[0].content == R"({"n": "My \"Shop\""})");
  CHECK(templates::next_steps(all[0], {"x", "22"}) == std::vector<std::string>{"go 22"});
  CHECK(templates::next_steps(all[1], {"x", ""}) == std::vector<std::string>{"mpaas dev"});
  CHECK((*files)[1].content == "{{name}}");  // not listed: braces are the file's own
  CHECK(paths(*templates::fill_in(all[1], {"x", ""})) == std::vector<std::string>{".gitignore"});
}

TEST_CASE("an archive's top folder does not count") {
  const auto made = templates::from_files(
      {{"t-1.0/files/README.md", "# {{name}} {{appId}}"},
       {"t-1.0/template.json", R"({"appId": "7", "replace": ["README.md"]})"}},
      "t");
  REQUIRE(made);
  CHECK(paths(made->files) == std::vector<std::string>{"README.md"});
  CHECK((*templates::fill_in(*made, {"N", ""}))[0].content == "# N 7");
  CHECK((*templates::fill_in(*made, {"N", "8"}))[0].content == "# N 8");

  const auto plain = templates::from_files(
      {{"t/package.json", R"({"name": "{{packageName}}"})"}, {"t/a", ""}}, "t");
  REQUIRE(plain);
  CHECK((*templates::fill_in(*plain, {"My Shop 商店 2!", ""}))[1].content ==
        R"({"name": "my-shop-2"})");
}

TEST_CASE("hostile templates are refused") {
  const std::vector<templates::File> rows[] = {
      {},
      {{"../x", ""}},
      {{"/x", ""}},
      {{"a", ""}, {"a/../a", ""}},
      {{"a\\b", ""}},
      {{"c:x", ""}},
      {{std::string("a\0b", 3), ""}},
      {{"\xff", ""}},
      {{"template.json", "{"}, {"files/a", ""}},
      {{"template.json", "{}"}},
      {{"template.json", "{}"}, {"files/../../a", ""}},
  };
  for (const std::vector<templates::File>& files : rows) {
    CAPTURE(files.empty() ? "" : files.back().path);
    const auto made = templates::from_files(files, "t");
    REQUIRE_FALSE(made);
    CHECK(made.error().kind == Error::Kind::invalid);
  }
}

TEST_CASE("a folder of the user's is a template") {
  auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  for (const char* name : {"src/app.json", "node_modules/x/index.js", ".git/HEAD", "dist/a"}) {
    REQUIRE(write_file(path::join(folder->path(), name), "{{name}}"));
  }
  const auto made = templates::from_folder(folder->path());
  REQUIRE(made);
  CHECK(paths(made->files) == std::vector<std::string>{"src/app.json"});
  CHECK_FALSE(templates::from_folder(path::join(folder->path(), "none")));
}

TEST_CASE("a project is written whole, into a new or an empty folder only") {
  auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const std::vector<templates::File> files = {{"a/b.txt", "1"}, {"c", "2"}};
  const std::string fresh = path::join(folder->path(), "x/y");
  REQUIRE(templates::write_project(fresh, files));
  CHECK(read(fresh + "/a/b.txt") == "1");
  CHECK(read(fresh + "/c") == "2");

  const std::string empty = path::join(folder->path(), "empty");
  std::filesystem::create_directory(empty);
  REQUIRE(templates::write_project(empty + "/", files));
  CHECK(read(empty + "/a/b.txt") == "1");

  const auto again = templates::write_project(fresh, files);
  REQUIRE_FALSE(again);
  CHECK(again.error().kind == Error::Kind::cannot_write);
  CHECK_FALSE(templates::write_project(fresh + "/c", files));
  // A file in the way of a folder: nothing is left behind.
  const std::string broken = path::join(folder->path(), "broken");
  CHECK_FALSE(templates::write_project(broken, {{"a", ""}, {"a/b", ""}}));
  CHECK_FALSE(std::filesystem::exists(broken));
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder->path())) {
    ++count;
  }
  CHECK(count == 2);
}

TEST_CASE("npm is named when it has something to install") {
  CHECK(templates::needs_install({{"package.json", R"({"dependencies": {"a": "1"}})"}}));
  CHECK(templates::needs_install({{"package.json", R"({"devDependencies": {"a": "1"}})"}}));
  CHECK_FALSE(templates::needs_install({{"package.json", R"({"dependencies": {}})"}}));
  CHECK_FALSE(templates::needs_install({{"package.json", "{"}}));
  CHECK_FALSE(templates::needs_install({{"app.json", "{}"}}));
}
