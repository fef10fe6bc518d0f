// Which file a specifier means: "./a", "/utils/a" (from the project's root),
// "antd-mini/es/Button/index" (npm), aliases of mini.project.json. npm packages resolve as in Node:
// exports with conditions, then module (for import) or main (for require), then index. The field
// `miniprogram` is WeChat's: packages such as antd-mini point it at code for WeChat, so it is
// followed only where nothing else is there.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/file_system.h"

namespace mpaas::graph {

class Tsconfigs;

enum class ReferenceKind : std::uint8_t { import, require, sjs, axml, acss, component };

struct Resolution {
  enum class Status : std::uint8_t { found, not_found, no_package, not_exported };
  Status status = Status::not_found;
  std::string path;     // found: relative to the file system's root, or absolute above it
  std::string package;  // no_package, not_exported: its name
  std::string closest;  // not_found: a specifier near to it that would work, or ""
};

// One per build: remembers what the file system said during that build. Thread safe.
class Resolver {
 public:
  // root: the mini-program's root folder relative to the file system ("" when it is the same).
  Resolver(const FileSystem& files, std::string root,
           std::vector<std::pair<std::string, std::string>> aliases,
           Tsconfigs* tsconfigs = nullptr);
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  // importer: path of the file that holds the specifier. For a component the result has no
  // extension.
  Resolution resolve(std::string_view importer, std::string_view specifier, ReferenceKind kind);
  FileStamp stat(const std::string& path);
  // What the nearest package.json says about a script.
  struct Traits {
    bool side_effects = true;
    bool is_node_module = false;
  };
  Traits traits(std::string_view path);

 private:
  struct Package;
  struct State;
  std::string file_for(const std::string& path, ReferenceKind kind);
  Resolution in_package(std::string_view importer, std::string_view specifier, ReferenceKind kind);
  std::shared_ptr<const Package> package_at(const std::string& directory);
  std::string closest_specifier(std::string_view specifier, const std::string& wanted,
                                ReferenceKind kind);

  const FileSystem& files_;
  std::string root_;
  std::vector<std::pair<std::string, std::string>> aliases_;
  Tsconfigs* tsconfigs_;
  std::unique_ptr<State> state_;
};

// "node_modules/a/b.js", "../x/node_modules/a/b.js" or "/home/x/node_modules/a/b.js" ->
// "node_modules/a/b.js": how a file is called inside a package.
std::string package_path(std::string_view path, std::string_view root);
bool is_from_npm(std::string_view path);
// The package that a file from npm belongs to, "antd-mini" or "@scope/name"; "" for other files.
std::string_view package_of(std::string_view path);

}  // namespace mpaas::graph
