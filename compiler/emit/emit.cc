#include "compiler/emit/emit.h"

#include <algorithm>
#include <iterator>

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
  BundleInput input{graph, names, texts, options, split_units(graph), {}, {}};
  input.view_modules = view_modules(graph, input.sets);
  std::vector<ModuleText> scripts;
  const bool linked = links_scripts(graph, options);
  input.worker_modules = worker_modules(graph, input.sets, !linked);
  if (linked) {
    const ScriptModules modules = script_modules(graph, files, options.source_maps, pool);
    for (const diag::Diagnostic& problem : modules.problems) {
      sink.report(problem);
    }
    scripts = link_worker(input, modules, pool);
  }
  std::vector<OutputFile> own;
  std::string worker_md5;
  std::vector<std::vector<OutputFile>> made(input.sets.size() * 2);
  pool.for_each(made.size(), [&](std::size_t i) {
    const std::size_t set = i / 2;
    const bool view = i % 2 == 0;
    const std::string& root = input.sets[set].root;
    const std::string file = view ? "index.js" : "index.worker.js";
    const std::string path = root.empty() ? file : root + "/" + file;
    BundleText text = view ? view_bundle(input, set) : worker_bundle(input, set, scripts);
    std::string map = options.source_maps ? text.take_map(file) : std::string();
    if (set == 0 && !view) {
      worker_md5 = crypto::digest_hex(crypto::Digest::md5, text.text());
    }
    made[i].push_back(output(path, std::move(text).take()));
    if (options.source_maps) {
      made[i].push_back(output(path + ".map", std::move(map)));
    }
  });
  for (std::vector<OutputFile>& files_made : made) {
    std::move(files_made.begin(), files_made.end(), std::back_inserter(own));
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
