#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <unordered_map>

#include "compiler/base/large_stack.h"
#include "compiler/base/text.h"
#include "compiler/base/thread_pool.h"
#include "compiler/compiler.h"
#include "compiler/graph/graph.h"
#include "compiler/json/json.h"
#include "compiler/link/link.h"

namespace mpaas {
namespace {

// JSON is script, but for two line separators that scripts before ES2019 do not allow in strings.
std::string json_text(const graph::Module& module) {
  diag::List ignored;
  const std::optional<json::Document> document = json::parse(module.source, ignored);
  std::string text = document ? document->value().dump() : "null";
  text = text::replace_all(std::move(text), "\u2028", "\\u2028");
  return text::replace_all(std::move(text), "\u2029", "\\u2029");
}

graph::ScanOptions scan_options(const BundleOptions& options) {
  graph::ScanOptions scan;
  scan.node_env = options.mode == Mode::development ? "development" : "production";
  for (const auto& [name, value] : options.defines) {
    scan.defines.push_back({name, value});
  }
  scan.target = options.es != 0 ? options.es : js::esnext;
  scan.target_by_hand = true;
  scan.minify = options.minify;
  return scan;
}

void run(const FileSystem& files, const std::string& entry, const BundleOptions& options,
         Bundle& result) {
  ThreadPool pool(options.threads);
  graph::Cache cache;
  const graph::Graph graph =
      graph::scan_scripts(files, {entry}, scan_options(options), pool, cache);
  result.diagnostics = graph.diagnostics;
  if (diag::count_errors(result.diagnostics) != 0) {
    return;
  }
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  for (const auto& [path, node] : graph.nodes) {
    numbers.emplace(path, static_cast<std::uint32_t>(numbers.size()));
  }
  std::vector<const graph::Node*> nodes;
  for (const auto& [path, node] : graph.nodes) {
    nodes.push_back(&node);
  }
  std::vector<link::Module> modules(nodes.size());
  std::vector<std::shared_ptr<const SourceMap>> maps(nodes.size());
  pool.for_each(nodes.size(), [&](std::size_t i) {
    const graph::Node& node = *nodes[i];
    link::Module& module = modules[i];
    module.name = node.module->path;
    module.program = node.module->program;
    module.side_effects = node.side_effects;
    module.is_node_module = node.is_node_module;
    if (node.module->kind == graph::ModuleKind::json) {
      module.json = json_text(*node.module);
    }
    for (const std::string& target : node.targets) {
      const auto found = numbers.find(target);
      module.targets.push_back(found == numbers.end() ? link::no_module : found->second);
    }
    if (options.source_map && node.module->program) {
      // A map that cannot be read is no map: the file itself is then the source.
      if (auto map = load_source_map(*node.module->source, files)) {
        maps[i] = *map;
        module.input_map = maps[i].get();
      }
    }
  });
  link::Options link_options;
  link_options.print.minify_whitespace = options.minify;
  link_options.print.mangle = options.minify;
  link_options.format = options.format == BundleFormat::esm         ? link::Format::esm
                        : options.format == BundleFormat::common_js ? link::Format::common_js
                                                                    : link::Format::iife;
  link_options.source_map = options.source_map;
  link_options.global_name = options.global_name;
  link_options.exports = options.format != BundleFormat::iife || !options.global_name.empty();
  link_options.target = options.es != 0 ? options.es : js::esnext;
  std::vector<link::Entry> entries;
  for (const std::string& path : graph.entries) {
    entries.push_back({numbers.at(path), {}});
  }
  link::Output output = link::link(modules, entries, link_options, pool);
  result.ok = true;
  std::size_t size = 0;
  for (const link::Piece& piece : output.pieces) {
    size += piece.text.size();
  }
  result.code.reserve(size);
  SourceMapWriter map;
  for (link::Piece& piece : output.pieces) {
    result.code += piece.text;
    if (options.source_map && piece.is_mapped) {
      map.add_piece(piece.map);
    } else if (options.source_map) {
      map.add_text(piece.text);
    }
    piece = {};
  }
  if (options.source_map) {
    result.map = map.json(options.output_name);
  }
  std::set<std::string_view> seen;
  for (const std::uint32_t module : output.included) {
    result.inputs.push_back(modules[module].name);
    if (modules[module].program) {
      for (const std::string_view comment : modules[module].program->license_comments) {
        if (seen.insert(comment).second) {
          result.license_comments.emplace_back(comment);
        }
      }
    }
  }
}

}  // namespace

Bundle bundle(const FileSystem& files, const std::string& entry, const BundleOptions& options) {
  Bundle result;
  run_on_large_stack([&] { run(files, entry, options, result); });
  return result;
}

}  // namespace mpaas
