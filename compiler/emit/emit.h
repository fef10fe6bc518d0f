// From the module graph to the files of a package. The package keeps the appx contract: index.js
// registers every component and page with its templates and styles on the view side,
// index.worker.js runs the scripts on the logic side; the rest is configuration and assets. Printed
// modules are kept in a Cache from build to build; the bytes do not depend on it, nor on the number
// of threads.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "compiler/base/file_system.h"
#include "compiler/base/output_file.h"
#include "compiler/base/thread_pool.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/graph/graph.h"
#include "compiler/link/link.h"
#include "compiler/source/source_map.h"

namespace mpaas::emit {

struct Options {
  bool minify = true;               // scripts wholly; also numbers instead of paths as module names
  js::Edition target = js::esnext;  // of the scripts made here, templates above all
  bool source_maps = false;         // index.js.map and index.worker.js.map
};

// One module, ready to stand in function (module, exports, require) { … }.
struct ModuleText {
  std::string text;
  std::vector<js::Helper> helpers;  // what it calls as require.<name>
  SourceMapPiece map = {};          // of the text, when maps are wanted
  bool has_map = true;              // false: nobody wrote the text
  std::vector<diag::Diagnostic> problems = {};
};

// The scripts and JSON files of a graph, as the linker takes them. Must outlive what is linked.
struct ScriptModules {
  std::vector<link::Module> modules;                          // sorted by path
  std::map<std::string, std::uint32_t, std::less<>> numbers;  // path -> index
  std::vector<std::shared_ptr<const SourceMap>> maps;         // those which the files name
  std::vector<diag::Diagnostic> problems;                     // with these maps
};
ScriptModules script_modules(const graph::Graph& graph, const FileSystem& files, bool source_maps,
                             ThreadPool& pool);

class Cache {
 public:
  struct Printed {
    graph::ModulePointer module;  // what it was printed from
    std::uint64_t key = 0;        // hash of everything else that goes into the text
    std::shared_ptr<const ModuleText> made;
  };
  struct Asset {
    FileStamp stamp;
    OutputFile file;
  };
  std::map<std::string, Printed> modules;  // by path
  std::map<std::string, Asset> assets;     // by path
};

// The graph must be free of errors. An asset that cannot be read is reported; the outputs are then
// not complete.
std::vector<OutputFile> emit(const graph::Graph& graph, const FileSystem& files,
                             const Options& options, ThreadPool& pool, Cache& cache,
                             diag::Sink& sink);

}  // namespace mpaas::emit
