#include "compiler/base/file_system.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "compiler/base/path.h"

using namespace mpaas;
namespace fs = std::filesystem;

namespace {

std::string temporary(TemporaryDirectory& keep) { return keep.path(); }

void put(const std::string& path, const std::string& content) { std::ofstream(path) << content; }

}  // namespace

TEST_CASE("the real and the memory file system answer alike") {
  Result<TemporaryDirectory> directory = TemporaryDirectory::make();
  REQUIRE(directory);
  fs::create_directories(temporary(*directory) + "/pages/a");
  put(temporary(*directory) + "/pages/a/a.js", "one");
  put(temporary(*directory) + "/app.json", "{}");
  const std::shared_ptr<FileSystem> real = real_file_system(temporary(*directory));
  MemoryFileSystem memory;
  memory.write("pages/a/a.js", "one");
  memory.write("app.json", "{}");
  for (const FileSystem* files :
       {static_cast<const FileSystem*>(real.get()), static_cast<const FileSystem*>(&memory)}) {
    CHECK(*files->read("pages/a/a.js") == "one");
    CHECK(files->stat("pages").kind == FileKind::directory);
    CHECK(files->stat("app.json").kind == FileKind::file);
    CHECK(files->stat("app.json").size == 2);
    CHECK(files->stat("nothing").kind == FileKind::none);
    const auto missing = files->read("nothing");
    REQUIRE(!missing);
    CHECK(missing.error().kind == Error::Kind::not_found);
    CHECK(missing.error().message == "cannot read nothing: No such file or directory");
    const auto entries = files->list("");
    REQUIRE(entries);
    REQUIRE(entries->size() == 2);
    CHECK((*entries)[0].name == "app.json");
    CHECK((*entries)[1].kind == FileKind::directory);
  }
}

TEST_CASE("an in-memory file that is written again has another stamp") {
  MemoryFileSystem files;
  files.write("a", "x");
  const FileStamp before = files.stat("a");
  files.write("a", "y");
  CHECK(files.stat("a") != before);
}

TEST_CASE("write_tree replaces its own output and nothing else") {
  Result<TemporaryDirectory> directory = TemporaryDirectory::make();
  REQUIRE(directory);
  const std::string out = directory->path() + "/dist";
  REQUIRE(write_tree(out, {{"a.js", "1"}, {"image/b.png", "2"}}));
  REQUIRE(write_tree(out, {{"c.js", "3"}}));
  CHECK(!fs::exists(out + "/a.js"));
  CHECK(fs::exists(out + "/c.js"));

  const std::string foreign = directory->path() + "/mine";
  fs::create_directory(foreign);
  put(foreign + "/thesis.txt", "precious");
  const Status refused = write_tree(foreign, {{"c.js", "3"}});
  REQUIRE(!refused);
  CHECK(refused.error().kind == Error::Kind::cannot_write);
  CHECK(fs::exists(foreign + "/thesis.txt"));
  // Nothing of the staging is left beside it.
  CHECK(std::distance(fs::directory_iterator(directory->path()), fs::directory_iterator()) == 2);
}

TEST_CASE("write_file leaves the old file when it cannot write") {
  Result<TemporaryDirectory> directory = TemporaryDirectory::make();
  REQUIRE(directory);
  const std::string folder = directory->path() + "/a-folder";
  fs::create_directory(folder);
  const Status refused = write_file(folder, "text");
  REQUIRE(!refused);
  CHECK(fs::is_directory(folder));
  REQUIRE(write_file(directory->path() + "/new/deep/file", "text", 0600));
  struct stat status {};
  REQUIRE(::stat((directory->path() + "/new/deep/file").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
}

TEST_CASE("a link to a folder is no folder to walk into") {
  Result<TemporaryDirectory> directory = TemporaryDirectory::make();
  REQUIRE(directory);
  fs::create_directory(directory->path() + "/real");
  fs::create_directory_symlink(directory->path(), directory->path() + "/real/loop");
  const auto entries = real_file_system(directory->path() + "/real")->list("");
  REQUIRE(entries);
  REQUIRE(entries->size() == 1);
  CHECK((*entries)[0].kind == FileKind::other);
}
