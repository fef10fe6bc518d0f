// tsconfig.json (or jsconfig.json): what of it changes how scripts are compiled and found. The one
// nearest above a file counts, up to the root of the file system; files from npm have none.
// `extends` is followed, relative or into node_modules. What is wrong in one is reported once, at
// its place.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/file_system.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/js/js.h"

namespace mpaas::graph {

struct Tsconfig {
  std::string directory;                // it stands in
  std::optional<std::string> base_url;  // a folder
  struct Path {
    std::string pattern;  // with one * at most
    std::vector<std::string> targets;
  };
  std::vector<Path> paths;
  std::string paths_directory;  // what their targets are relative to
  js::TypescriptOptions options;

  // Paths without extension to look for the specifier at, the best one first; relative and
  // absolute specifiers have none.
  std::vector<std::string> candidates(std::string_view specifier) const;
};
using TsconfigPointer = std::shared_ptr<const Tsconfig>;

// One per build. Thread safe.
class Tsconfigs {
 public:
  explicit Tsconfigs(const FileSystem& files) : files_(files) {}
  // Null when there is none.
  TsconfigPointer find(std::string_view file);
  std::vector<diag::Diagnostic> take_diagnostics();

 private:
  struct Settings;
  TsconfigPointer in_directory(const std::string& directory);
  TsconfigPointer load(const std::string& path);
  bool read(const std::string& path, Settings& settings, int depth);
  void extend(const std::string& specifier, const diag::Location& at, const std::string& directory,
              Settings& settings, int depth);
  std::string extended_file(const std::string& specifier, const std::string& directory) const;

  const FileSystem& files_;
  std::mutex mutex_;
  std::map<std::string, TsconfigPointer, std::less<>> directories_;
  diag::List found_;
};

}  // namespace mpaas::graph
