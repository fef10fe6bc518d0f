#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "compiler/base/path.h"
#include "compiler/graph/graph.h"
#include "compiler/graph/module.h"
#include "compiler/graph/tsconfig.h"

namespace mpaas::graph {
namespace {

using diag::Code;
using diag::Diagnostic;

// Grows the graph. Units are found on the calling thread (their json files are small), files in
// parallel, wave by wave.
class Scan {
 public:
  Scan(const FileSystem& files, const ScanOptions& options, ThreadPool& pool, Cache& cache,
       Graph& graph)
      : files_(files),
        options_(options),
        pool_(pool),
        cache_(cache),
        graph_(graph),
        resolver_(files, graph.project ? graph.project->root : std::string(),
                  graph.project ? aliases(*graph.project) : Aliases(), &tsconfigs_) {}

  void run_scripts(const std::vector<std::string>& entries) {
    std::vector<std::string> wave;
    for (const std::string& entry : entries) {
      const std::optional<std::string> path = path::normalize(entry);
      if (path) {
        graph_.entries.push_back(*path);
        want(*path, wave);
      }
    }
    while (!wave.empty()) {
      wave = load(wave);
    }
    append(tsconfigs_.take_diagnostics());
  }

  void run(const std::stop_token& stop) {
    const project::Project& project = *graph_.project;
    global_components_ =
        resolve_components(project.components, path::join(project.root, "app.json"));
    for (const project::Page& page : project.pages) {
      graph_.pages.push_back(page_unit(page));
      visit_components(graph_.pages.back());
    }
    std::vector<std::string> wave;
    for (const std::string& file : {project.script_file, project.style_file}) {
      want(file, wave);
    }
    for (const std::vector<Unit>* units : {&graph_.pages, &graph_.components}) {
      for (const Unit& unit : *units) {
        want(unit.script, wave);
        want(unit.markup, wave);
        want(unit.style, wave);
      }
    }
    while (!wave.empty() && !stop.stop_requested()) {
      wave = load(wave);
    }
    append(tsconfigs_.take_diagnostics());
  }

 private:
  using Aliases = std::vector<std::pair<std::string, std::string>>;
  static Aliases aliases(const project::Project& project) {
    Aliases out;
    for (const project::Alias& alias : project.aliases) {
      out.emplace_back(alias.name, alias.target);
    }
    return out;
  }

  // As the documentation has it: packages from npm are taken as they are unless the project asks
  // for more. Who names an edition on the command line wants the whole package to be of it.
  js::Edition target_of(const std::string& path) const {
    if (!graph_.project) {
      return options_.target;
    }
    const project::Transpile& transpile = graph_.project->transpile;
    if (transpile.ignored.matches(path)) {
      return js::esnext;
    }
    if (options_.target_by_hand || !is_from_npm(path)) {
      return options_.target;
    }
    const bool listed = transpile.only.empty() ||
                        std::ranges::find(transpile.only, package_of(path)) != transpile.only.end();
    return transpile.packages && listed ? options_.target : js::esnext;
  }

  js::TypescriptOptions typescript_of(const std::string& path) {
    const std::string_view extension = path::extension(path);
    if (extension != ".ts" && extension != ".mts" && extension != ".cts") {
      return {};
    }
    const TsconfigPointer tsconfig = tsconfigs_.find(path);
    return tsconfig ? tsconfig->options : js::TypescriptOptions{};
  }

  void want(const std::string& path, std::vector<std::string>& wave) {
    if (!path.empty() && wanted_.insert(path).second) {
      wave.push_back(path);
    }
  }

  std::vector<std::string> load(const std::vector<std::string>& wave) {
    std::vector<Node> loaded(wave.size());
    std::vector<char> parsed(wave.size(), 0);
    std::vector<std::vector<Diagnostic>> problems(wave.size());
    pool_.for_each(wave.size(), [&](std::size_t i) {
      const FileStamp stamp = resolver_.stat(wave[i]);
      loaded[i].module = cache_.find(wave[i], stamp);
      const js::Edition target = target_of(wave[i]);
      const js::TypescriptOptions typescript = typescript_of(wave[i]);
      if (!loaded[i].module || loaded[i].module->target != target ||
          loaded[i].module->typescript != typescript) {
        loaded[i].module = load_module(files_, wave[i], stamp, target, typescript, options_);
        cache_.store(loaded[i].module);
        parsed[i] = 1;
      }
      resolve_references(loaded[i], problems[i]);
      if (loaded[i].module->kind == ModuleKind::script) {
        const Resolver::Traits traits = resolver_.traits(wave[i]);
        loaded[i].side_effects = traits.side_effects;
        loaded[i].is_node_module = traits.is_node_module;
      }
    });
    std::vector<std::string> next;
    for (std::size_t i = 0; i < wave.size(); ++i) {
      graph_.parsed += static_cast<std::size_t>(parsed[i]);
      for (const std::string& target : loaded[i].targets) {
        want(target, next);
      }
      append(loaded[i].module->diagnostics);
      append(problems[i]);
      graph_.nodes.emplace(wave[i], std::move(loaded[i]));
    }
    return next;
  }

  void append(const std::vector<Diagnostic>& found) {
    graph_.diagnostics.insert(graph_.diagnostics.end(), found.begin(), found.end());
  }

  void resolve_references(Node& node, std::vector<Diagnostic>& problems) {
    for (const Reference& reference : node.module->references) {
      if (reference.removed) {
        node.targets.emplace_back();
        continue;
      }
      Resolution found = resolver_.resolve(node.module->path, reference.specifier, reference.kind);
      if (found.status != Resolution::Status::found) {
        problems.push_back(unresolved(*node.module, reference, found));
      } else if (reference.kind == ReferenceKind::sjs && kind_of(found.path) != ModuleKind::sjs) {
        problems.push_back(diag::make(Code::sjs_bad_import, {node.module->source, reference.span},
                                      reference.specifier));
        found.path.clear();
      }
      node.targets.push_back(std::move(found.path));
    }
  }

  static Diagnostic unresolved(const Module& module, const Reference& reference,
                               const Resolution& found) {
    const diag::Location at{module.source, reference.span};
    Code code = Code::graph_unresolved_import;
    std::string subject = reference.specifier;
    switch (reference.kind) {
      case ReferenceKind::axml:
        code = Code::axml_missing_import;
        break;
      case ReferenceKind::sjs:
        code = Code::sjs_missing_module;
        break;
      case ReferenceKind::acss:
        code = Code::acss_missing_import;
        break;
      default:
        if (reference.optional) {
          code = Code::graph_unresolved_require;
        } else if (found.status == Resolution::Status::no_package) {
          code = Code::graph_unresolved_package;
          subject = found.package;
        }
    }
    if (found.status == Resolution::Status::not_exported && !reference.optional) {
      return diag::make(Code::graph_no_such_export_path, at, found.package, reference.specifier);
    }
    Diagnostic made = diag::make(code, at, subject);
    if (!found.closest.empty()) {
      made.with_hint(fmt::format("did you mean {}?", found.closest));
      made.with_fix(at, fmt::format("\"{}\"", found.closest));
    } else if (found.status == Resolution::Status::no_package) {
      made.with_hint(is_from_npm(module.path)
                         ? fmt::format("{} needs it: npm install {}", module.path, found.package)
                         : fmt::format("npm install {}", found.package));
    }
    return made;
  }

  Unit page_unit(const project::Page& page) {
    Unit unit;
    unit.file = page.unit.file;
    unit.name = page.path;
    unit.is_page = true;
    unit.tab_index = page.tab_index;
    unit.script = page.script_file;
    unit.markup = page.template_file;
    unit.style = page.style_file;
    unit.components = with_global(resolve_components(page.unit.components, unit.file + ".json"));
    return unit;
  }

  std::map<std::string, std::string, std::less<>> with_global(
      std::map<std::string, std::string, std::less<>> own) {
    own.insert(global_components_.begin(), global_components_.end());
    return own;
  }

  std::map<std::string, std::string, std::less<>> resolve_components(
      const std::vector<project::ComponentUse>& uses, const std::string& importer) {
    std::map<std::string, std::string, std::less<>> out;
    for (const project::ComponentUse& use : uses) {
      Resolution found = resolver_.resolve(importer, use.specifier, ReferenceKind::component);
      if (found.status == Resolution::Status::found) {
        load_component(found.path, use);
        out.insert_or_assign(use.tag, std::move(found.path));
        continue;
      }
      graph_.missing_components[importer].push_back(use.tag);
      // A package that is not installed is one mistake, however many of its components are used.
      if (found.status == Resolution::Status::no_package &&
          !missing_packages_.insert(found.package).second) {
        continue;
      }
      Diagnostic made = diag::make(Code::project_missing_component, use.at, use.tag, use.specifier);
      if (!found.closest.empty()) {
        made.with_hint(fmt::format("did you mean {}?", found.closest));
        made.with_fix(use.at, fmt::format("\"{}\"", found.closest));
      } else if (found.status == Resolution::Status::no_package) {
        made.with_hint(fmt::format("npm install {}", found.package));
      }
      graph_.diagnostics.push_back(std::move(made));
    }
    return out;
  }

  // Reads the component's json when it is met for the first time.
  void load_component(const std::string& file, const project::ComponentUse& use) {
    if (components_.contains(file)) {
      return;
    }
    const FileStamp stamp = resolver_.stat(file + ".json");
    auto cached = cache_.units.find(file);
    if (cached == cache_.units.end() || cached->second.stamp != stamp) {
      diag::List found;
      project::Unit config = project::load_unit(files_, file, found);
      cached = cache_.units
                   .insert_or_assign(
                       file, Cache::UnitEntry{stamp, std::move(config), std::move(found.items)})
                   .first;
    }
    append(cached->second.diagnostics);
    const project::Unit config = cached->second.unit;
    Unit unit;
    unit.file = file;
    unit.name = package_path(file, graph_.project->root);
    const auto existing = [&](const char* extension) {
      std::string path = file + extension;
      return resolver_.stat(path).kind == FileKind::file ? path : std::string();
    };
    unit.script = existing(".js");
    if (unit.script.empty()) {
      unit.script = existing(".ts");
    }
    unit.markup = existing(".axml");
    unit.style = existing(".acss");
    if (unit.style.empty()) {
      unit.style = existing(".less");  // reported as a language that is not supported yet
    }
    for (const auto& [path, extension] :
         {std::pair{&unit.script, ".js"}, std::pair{&unit.markup, ".axml"}}) {
      if (path->empty()) {
        graph_.diagnostics.push_back(
            diag::make(Code::project_missing_component, use.at, use.tag, file + extension));
      }
    }
    if (!config.component) {
      graph_.diagnostics.push_back(
          diag::make(Code::project_not_a_component, use.at, use.specifier));
    }
    components_.emplace(file, unit);
    // After it is known: components may use each other, and themselves.
    unit.components = with_global(resolve_components(config.components, file + ".json"));
    components_[file] = std::move(unit);
  }

  // Appends the components of a unit, those they use first.
  void visit_components(const Unit& unit) {
    for (const auto& [tag, file] : unit.components) {
      if (!visited_.insert(file).second) {
        continue;
      }
      const auto found = components_.find(file);
      if (found != components_.end()) {
        visit_components(found->second);
        graph_.components.push_back(found->second);
      }
    }
  }

  const FileSystem& files_;
  const ScanOptions& options_;
  ThreadPool& pool_;
  Cache& cache_;
  Graph& graph_;
  Tsconfigs tsconfigs_{files_};
  Resolver resolver_;
  std::map<std::string, std::string, std::less<>> global_components_;
  std::map<std::string, Unit> components_;
  std::set<std::string> visited_;
  std::set<std::string> missing_packages_;
  std::set<std::string> wanted_;
};

}  // namespace

const Unit* Graph::component(std::string_view file) const {
  const auto found = std::ranges::find(components, file, &Unit::file);
  return found == components.end() ? nullptr : &*found;
}

ModulePointer Cache::find(const std::string& path, const FileStamp& stamp) const {
  const std::scoped_lock lock(mutex_);
  const auto found = modules_.find(path);
  return found != modules_.end() && found->second->stamp == stamp ? found->second : nullptr;
}

void Cache::store(ModulePointer module) {
  const std::scoped_lock lock(mutex_);
  std::string path = module->path;
  modules_.insert_or_assign(std::move(path), std::move(module));
}

void Cache::keep_only(const Graph& graph) {
  const std::scoped_lock lock(mutex_);
  std::erase_if(modules_, [&](const auto& entry) { return !graph.nodes.contains(entry.first); });
  std::erase_if(units, [&](const auto& entry) { return graph.component(entry.first) == nullptr; });
}

Graph scan(const FileSystem& files, const ScanOptions& options, ThreadPool& pool, Cache& cache,
           std::stop_token stop) {
  Graph graph;
  diag::List found;
  graph.project = project::load(files, found);
  graph.diagnostics = std::move(found.items);
  if (graph.project) {
    Scan(files, options, pool, cache, graph).run(stop);
    check(graph);
    cache.keep_only(graph);
  }
  diag::sort(graph.diagnostics);
  return graph;
}

Graph scan_scripts(const FileSystem& files, const std::vector<std::string>& entries,
                   const ScanOptions& options, ThreadPool& pool, Cache& cache) {
  Graph graph;
  Scan(files, options, pool, cache, graph).run_scripts(entries);
  check(graph);
  diag::sort(graph.diagnostics);
  return graph;
}

}  // namespace mpaas::graph
