// The module graph: every file that a mini-program is made of, parsed once, with what each refers
// to. scan() grows it from app.json: pages and components first, then the files they name, in
// parallel. A Module depends on its own bytes and the options only, so it is kept while the file is
// unchanged (Cache); its diagnostics are kept with it and replayed. Nothing here prints output.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/acss/acss.h"
#include "compiler/axml/axml.h"
#include "compiler/base/file_system.h"
#include "compiler/base/thread_pool.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/graph/resolver.h"
#include "compiler/js/js.h"
#include "compiler/project/project.h"

namespace mpaas::graph {

enum class ModuleKind : std::uint8_t { script, json, sjs, axml, acss };
ModuleKind kind_of(std::string_view path);

struct Reference {
  ReferenceKind kind = ReferenceKind::import;
  std::string specifier;
  Span span;
  bool optional = false;  // may be missing: inside try, or a require that may never run
  bool removed = false;   // a pass dropped what it stood for: there is no target
};

// One parsed file. Immutable.
struct Module {
  std::string path;  // in the FileSystem
  ModuleKind kind = ModuleKind::script;
  FileStamp stamp;
  js::Edition target = js::esnext;   // script, sjs: what it was brought to
  js::TypescriptOptions typescript;  // .ts: what its tsconfig.json says
  SourcePointer source;
  js::ProgramPointer program;    // script, sjs
  axml::DocumentPointer markup;  // axml
  acss::SheetPointer sheet;      // acss
  std::vector<Reference> references;
  std::vector<diag::Diagnostic> diagnostics;
};
using ModulePointer = std::shared_ptr<const Module>;

struct Node {
  ModulePointer module;
  std::vector<std::string>
      targets;  // one for each of module->references; "" where nothing was found
  // What the package.json above the file says: that it may be left out when nobody uses what it
  // exports ("sideEffects": false), and that Node takes it for an ES module ("type": "module",
  // .mjs).
  bool side_effects = true;
  bool is_node_module = false;
};

// A page or a component.
struct Unit {
  std::string file;  // in the FileSystem, without extension
  std::string
      name;  // in the package: "pages/index/index", "node_modules/antd-mini/es/Button/index"
  bool is_page = false;
  std::optional<int> tab_index;
  std::string script;  // paths of modules; "" when there is none
  std::string markup;
  std::string style;
  std::map<std::string, std::string, std::less<>> components;  // tag -> file of the component

  std::string is() const { return "/" + name; }
};

struct Graph {
  std::optional<project::Project> project;    // none: there is no app.json to speak of
  std::map<std::string, Node> nodes;          // by path
  std::vector<Unit> components;               // each after those that it uses
  std::vector<Unit> pages;                    // as in app.json
  std::vector<diag::Diagnostic> diagnostics;  // sorted, those of the modules included
  // Tags that a json file (the key) gives to components which do not exist. Said once, there.
  std::map<std::string, std::vector<std::string>> missing_components;
  std::vector<std::string> entries;  // of scan_scripts()
  std::size_t parsed = 0;            // modules that were read and parsed for this graph

  const Unit* component(std::string_view file) const;
};

struct ScanOptions {
  std::string node_env = "production";  // process.env.NODE_ENV
  std::vector<js::Define> defines;      // further ones
  // The edition that scripts are brought to. Unless asked for by hand, packages from npm stay as
  // they are where the project does not say otherwise (project::Transpile).
  js::Edition target = js::esnext;
  bool target_by_hand = false;
  bool minify = false;  // the syntax of scripts
};

// What is kept from one scan to the next. One FileSystem and one set of options, one Cache.
class Cache {
 public:
  ModulePointer find(const std::string& path, const FileStamp& stamp) const;
  void store(ModulePointer module);
  // Forgets what the graph no longer holds.
  void keep_only(const Graph& graph);

  struct UnitEntry {
    FileStamp stamp;
    project::Unit unit;
    std::vector<diag::Diagnostic> diagnostics;
  };
  std::map<std::string, UnitEntry> units;  // by file; the scanning thread only

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::string, ModulePointer> modules_;
};

// A requested stop gives a graph that must not be used.
Graph scan(const FileSystem& files, const ScanOptions& options, ThreadPool& pool, Cache& cache,
           std::stop_token stop = {});

// Scripts without a mini-program: the entries and what they import, directly or not. The graph has
// no project. What the entries are called in graph.nodes stands in graph.entries; it is empty after
// an error.
Graph scan_scripts(const FileSystem& files, const std::vector<std::string>& entries,
                   const ScanOptions& options, ThreadPool& pool, Cache& cache);

// Mistakes that show only when files are looked at together: unknown tags and templates, circles,
// missing exports. Appends to graph.diagnostics.
void check(Graph& graph);

// A number for each path; two files have the same one when each refers to the other, directly or
// through others.
std::map<std::string, std::size_t> circles(const Graph& graph);

}  // namespace mpaas::graph
