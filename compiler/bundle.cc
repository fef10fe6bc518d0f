#include <algorithm>
#include <set>

#include "compiler/base/large_stack.h"
#include "compiler/base/path.h"
#include "compiler/base/thread_pool.h"
#include "compiler/compiler.h"
#include "compiler/emit/emit.h"
#include "compiler/graph/graph.h"
#include "compiler/link/link.h"

namespace mpaas {
namespace {

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
  const emit::ScriptModules scripts = emit::script_modules(graph, files, options.source_map, pool);
  result.diagnostics.insert(result.diagnostics.end(), scripts.problems.begin(),
                            scripts.problems.end());
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
    entries.push_back({scripts.numbers.at(path), {}});
  }
  link::Output output = link::link(scripts.modules, entries, link_options, pool);
  result.ok = true;
  std::size_t size = 0;
  for (const link::Piece& piece : output.pieces) {
    size += piece.text.size();
  }
  result.code.reserve(size);
  SourceMapWriter map;
  const std::string_view folder = path::directory(options.output);
  for (link::Piece& piece : output.pieces) {
    result.code += piece.text;
    if (options.source_map && piece.is_mapped) {
      for (SourceMapPiece::Original& original : piece.map.sources) {
        original.path = path::relative(folder, original.path);
      }
      map.add_piece(piece.map);
    } else if (options.source_map) {
      map.add_text(piece.text);
    }
    piece = {};
  }
  if (options.source_map) {
    result.map = map.json(path::filename(options.output));
  }
  std::set<std::string_view> seen;
  for (const std::uint32_t module : output.included) {
    result.inputs.push_back(scripts.modules[module].name);
    if (scripts.modules[module].program) {
      for (const std::string_view comment : scripts.modules[module].program->license_comments) {
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
