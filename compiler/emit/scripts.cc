#include <algorithm>
#include <nlohmann/json.hpp>

#include "compiler/base/path.h"
#include "compiler/base/text.h"
#include "compiler/emit/emit.h"
#include "compiler/emit/modules.h"
#include "compiler/json/json.h"

namespace mpaas::emit {

// JSON is script, but for two line separators that scripts before ES2019 do not allow in strings,
// and for __proto__, which there is no property like others.
std::string json_text(const graph::Module& module) {
  diag::List ignored;
  const std::optional<json::Document> document = json::parse(module.source, ignored);
  std::string text = document ? document->value().dump() : "null";
  text = text::replace_all(std::move(text), "\u2028", "\\u2028");
  return text::replace_all(std::move(text), "\u2029", "\\u2029");
}

std::shared_ptr<const SourceMap> input_map(const SourcePointer& source, const FileSystem& files,
                                           std::vector<diag::Diagnostic>& problems) {
  const Result<std::shared_ptr<const SourceMap>> input = load_source_map(*source, files);
  if (input) {
    return *input;
  }
  const auto end = static_cast<std::uint32_t>(source->text.size());
  const std::string_view url = source_mapping_url(source->text);
  const auto begin = static_cast<std::uint32_t>(url.data() - source->text.data());
  problems.push_back(diag::make(diag::Code::js_bad_source_map,
                                {source, {begin, std::min(begin + 1, end)}},
                                input.error().message));
  return nullptr;
}

void name_sources(SourceMapPiece& map) {
  for (SourceMapPiece::Original& original : map.sources) {
    if (path::is_absolute(original.path)) {
      original.path = graph::package_path(original.path, "");
    }
  }
}

ScriptModules script_modules(const graph::Graph& graph, const FileSystem& files, bool source_maps,
                             ThreadPool& pool) {
  ScriptModules out;
  std::vector<const graph::Node*> nodes;
  for (const auto& [path, node] : graph.nodes) {
    const graph::ModuleKind kind = node.module->kind;
    if (kind == graph::ModuleKind::script || kind == graph::ModuleKind::json) {
      out.numbers.emplace(path, static_cast<std::uint32_t>(nodes.size()));
      nodes.push_back(&node);
    }
  }
  out.modules.resize(nodes.size());
  out.maps.resize(nodes.size());
  std::vector<std::vector<diag::Diagnostic>> problems(nodes.size());
  pool.for_each(nodes.size(), [&](std::size_t i) {
    const graph::Node& node = *nodes[i];
    link::Module& module = out.modules[i];
    module.name = node.module->path;
    module.program = node.module->program;
    module.side_effects = node.side_effects;
    module.is_node_module = node.is_node_module;
    if (node.module->kind == graph::ModuleKind::json) {
      module.json = json_text(*node.module);
    }
    for (const std::string& target : node.targets) {
      const auto found = out.numbers.find(target);
      module.targets.push_back(found == out.numbers.end() ? link::no_module : found->second);
    }
    if (source_maps && node.module->program) {
      out.maps[i] = input_map(node.module->source, files, problems[i]);
      module.input_map = out.maps[i].get();
    }
  });
  for (const std::vector<diag::Diagnostic>& each : problems) {
    out.problems.insert(out.problems.end(), each.begin(), each.end());
  }
  return out;
}

}  // namespace mpaas::emit
