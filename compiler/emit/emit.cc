#include "compiler/emit/emit.h"

#include <algorithm>

#include "compiler/base/hash.h"
#include "compiler/crypto/crypto.h"
#include "compiler/emit/assets.h"
#include "compiler/emit/bundles.h"
#include "compiler/emit/index_html.h"
#include "compiler/emit/modules.h"

namespace mpaas::emit {
namespace {

OutputFile output(std::string path, std::string content) {
  const std::uint64_t hash = hash64(content);
  return {std::move(path), std::make_shared<const std::string>(std::move(content)), hash};
}

}  // namespace

std::vector<OutputFile> emit(const graph::Graph& graph, const FileSystem& files,
                             const Options& options, ThreadPool& pool, Cache& cache,
                             diag::Sink& sink) {
  const project::Project& project = *graph.project;
  const ModuleNames names(graph, options);
  const ModuleTexts texts = print_modules(graph, names, files, options, pool, cache);
  std::vector<OutputFile> outputs = collect_assets(files, project.root, cache, sink);
  for (const auto& [path, text] : texts) {
    for (const diag::Diagnostic& problem : text->problems) {
      sink.report(problem);
    }
  }
  // Linked scripts are shorter and start faster; tables are rebuilt faster.
  std::vector<ModuleText> scripts;
  if (options.minify) {
    const ScriptModules modules = script_modules(graph, files, options.source_maps, pool);
    for (const diag::Diagnostic& problem : modules.problems) {
      sink.report(problem);
    }
    scripts = link_worker(graph, names, modules, options, pool);
  }
  BundleText view;
  BundleText worker;
  std::string view_map;
  std::string worker_map;
  std::string worker_md5;
  pool.for_each(2, [&](std::size_t side) {
    if (side == 0) {
      view = view_bundle(graph, names, texts, options);
      view_map = options.source_maps ? view.take_map("index.js") : std::string();
    } else {
      worker = worker_bundle(graph, names, texts, scripts, options);
      worker_map = options.source_maps ? worker.take_map("index.worker.js") : std::string();
      worker_md5 = crypto::digest_hex(crypto::Digest::md5, worker.text());
    }
  });
  std::vector<OutputFile> own;
  own.push_back(output("index.js", std::move(view).take()));
  own.push_back(output("index.worker.js", std::move(worker).take()));
  if (options.source_maps) {
    own.push_back(output("index.js.map", std::move(view_map)));
    own.push_back(output("index.worker.js.map", std::move(worker_map)));
  }
  own.push_back(output("index.html", index_html(worker_md5)));
  own.push_back(output("appConfig.json", project::app_config_json(project)));
  own.push_back(output("manifest.json", project::manifest_json()));
  if (std::optional<std::string> tab_bar = project::tab_bar_json(project)) {
    own.push_back(output("tabBar.json", *std::move(tab_bar)));
  }
  // What the compiler makes wins over an asset of the same name.
  for (OutputFile& file : own) {
    std::erase_if(outputs, [&](const OutputFile& asset) { return asset.path == file.path; });
    outputs.push_back(std::move(file));
  }
  std::ranges::sort(outputs, {}, &OutputFile::path);
  return outputs;
}

}  // namespace mpaas::emit
