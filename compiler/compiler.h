// The compiler as every front end sees it: `mpaas build` makes one Compiler and calls build() once;
// the dev server keeps one and calls build() whenever the watcher rings; check() finds mistakes
// without printing a bundle.
//
// What comes out is a package that keeps the appx contract: index.html, index.js, index.worker.js,
// appConfig.json, tabBar.json, manifest.json and the assets. build() asks the file system what
// changed since the last time and reads, parses and prints only that. The bytes do not depend on
// the number of threads, nor on whether the build was incremental.
#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "compiler/base/file_system.h"
#include "compiler/base/output_file.h"
#include "compiler/diag/diagnostic.h"

namespace mpaas {

enum class Mode : std::uint8_t { development, production };

struct BuildOptions {
  Mode mode = Mode::production;
  bool minify = true;  // scripts wholly, white space of styles
  // The edition of the language that scripts are brought to (js::Edition): 5, 2015 … ; 0 = esnext
  // in development, 2015 in production, and packages from npm only where the project says so.
  std::uint16_t es = 0;
  // What stands for a name in scripts: {"process.env.API", "\"https://…\""}; values are literals.
  std::vector<std::pair<std::string, std::string>> defines;
  bool source_maps = false;  // *.js.map beside the scripts
  unsigned threads = 0;      // 0 = one per processor
};

// What differs from the build before, as far as a running app is concerned. Ordered by how much has
// to be renewed.
enum class Change : std::uint8_t {
  none,
  style,          // only styles: swap them in place
  template_only,  // templates or SJS: render again, data stays
  full            // scripts, configuration, assets: the app starts again
};

struct Timing {
  std::string phase;
  double milliseconds;
};

// The result of one build; immutable.
struct Build {
  bool ok = false;                  // no errors. The outputs of a build with errors are empty.
  std::vector<OutputFile> outputs;  // sorted by path
  std::vector<diag::Diagnostic> diagnostics;
  Change change = Change::full;
  std::vector<Timing> timings;
  std::size_t files_total = 0;   // sources in the graph
  std::size_t files_parsed = 0;  // of these, read and parsed anew
  std::string app_id;            // "" when the project does not say
  std::string name;
  std::string version;  // "" when the project does not say
  bool component2 = false;
  // Every folder in which a change can matter, relative to the file system's root or absolute: what
  // to watch.
  std::vector<std::string> watched_directories;

  const OutputFile* find(std::string_view path) const;
};

class Compiler {
 public:
  Compiler(std::shared_ptr<FileSystem> files, BuildOptions options);
  ~Compiler();
  Compiler(const Compiler&) = delete;
  Compiler& operator=(const Compiler&) = delete;

  // Never fails as a call: what is wrong stands in the diagnostics. Called from several threads,
  // the later callers wait and share the running build's result. A requested stop ends it early
  // with ok == false.
  std::shared_ptr<const Build> build(std::stop_token stop = {});
  // Everything build() reports, without making outputs.
  std::shared_ptr<const Build> check(std::stop_token stop = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// --- scripts without a mini-program

enum class BundleFormat : std::uint8_t {
  iife,       // a classic script
  common_js,  // module.exports
  esm         // export { … }
};

struct BundleOptions {
  Mode mode = Mode::production;
  bool minify = false;
  std::uint16_t es = 0;  // 0 = as it is written
  std::vector<std::pair<std::string, std::string>> defines;
  BundleFormat format = BundleFormat::iife;
  std::string global_name;  // iife: the variable that gets the exports; "" = nobody wants them
  bool source_map = false;
  std::string
      output;  // where the code will stand, as Source::path; the map names sources from there
  unsigned threads = 0;
};

struct Bundle {
  bool ok = false;
  std::string code;  // empty after errors
  std::string map;   // JSON; the code does not name it
  std::vector<diag::Diagnostic> diagnostics;
  std::vector<std::string> inputs;            // the files whose code is in it, sorted
  std::vector<std::string> license_comments;  // of these files, each once
};

// The entry, a path as in Source::path, and all that it imports, in one script.
Bundle bundle(const FileSystem& files, const std::string& entry, const BundleOptions& options);

}  // namespace mpaas
