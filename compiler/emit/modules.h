// Every module of the graph as text, ready to be put into a bundle: the body of function (module,
// exports, require) { … }.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "compiler/emit/emit.h"

namespace mpaas::emit {

// What stands in require(…): a number, or in readable builds the path in quotes. Both bundles use
// the same names, so that a template is printed once and serves both.
class ModuleNames {
 public:
  ModuleNames(const graph::Graph& graph, const Options& options);
  const std::string& of(const std::string& path) const;
  // The functions that templates call.
  std::string_view template_runtime() const { return minify_ ? "0" : "\"template_runtime\""; }

 private:
  std::map<std::string, std::string> names_;
  bool minify_;
};

using ModuleTexts = std::map<std::string, std::shared_ptr<const ModuleText>>;  // by path

// Whether the scripts share one scope: shorter, faster to start, slower to rebuild. The modules of
// sub-packages find each other in a table.
bool links_scripts(const graph::Graph& graph, const Options& options);

ModuleTexts print_modules(const graph::Graph& graph, const ModuleNames& names,
                          const FileSystem& files, const Options& options, ThreadPool& pool,
                          Cache& cache);

// The value of a JSON file as script.
std::string json_text(const graph::Module& module);
// The map which a file names; one that cannot be used is reported, and counts as none.
std::shared_ptr<const SourceMap> input_map(const SourcePointer& source, const FileSystem& files,
                                           std::vector<diag::Diagnostic>& problems);
// Calls the sources as they are shown to people: npm packages without what stands before
// node_modules.
void name_sources(SourceMapPiece& map);

// The functions that templates call, as a module.
ModuleText template_runtime_text(const Options& options);

}  // namespace mpaas::emit
