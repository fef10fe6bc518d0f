#include "compiler/compiler.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>

#include "compiler/base/large_stack.h"
#include "compiler/base/path.h"
#include "compiler/base/thread_pool.h"
#include "compiler/emit/emit.h"
#include "compiler/graph/graph.h"

namespace mpaas {
namespace {

// What phones of the last ten years run without help.
constexpr js::Edition default_target = 2015;

class Stopwatch {
 public:
  explicit Stopwatch(std::vector<Timing>& timings) : timings_(timings) {}
  void phase(std::string name) {
    const auto now = std::chrono::steady_clock::now();
    timings_.push_back(
        {std::move(name), std::chrono::duration<double, std::milli>(now - last_).count()});
    last_ = now;
  }

 private:
  std::vector<Timing>& timings_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

// What changed between two graphs, by the kind of the modules that differ.
Change changed_sources(const graph::Graph& before, const graph::Graph& after) {
  Change change = Change::none;
  const auto raise = [&](const graph::Module& module) {
    const Change kind =
        module.kind == graph::ModuleKind::acss ? Change::style
        : module.kind == graph::ModuleKind::axml || module.kind == graph::ModuleKind::sjs
            ? Change::template_only
            : Change::full;
    change = std::max(change, kind);
  };
  for (const auto& [path, node] : after.nodes) {
    const auto old = before.nodes.find(path);
    if (old == before.nodes.end() || old->second.module != node.module ||
        old->second.targets != node.targets) {
      raise(*node.module);
    }
  }
  for (const auto& [path, node] : before.nodes) {
    if (!after.nodes.contains(path)) {
      raise(*node.module);
    }
  }
  return change;
}

bool same_units(const std::vector<graph::Unit>& left, const std::vector<graph::Unit>& right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](const graph::Unit& a, const graph::Unit& b) {
                      return a.file == b.file && a.components == b.components &&
                             a.style == b.style && a.tab_index == b.tab_index;
                    });
}

std::vector<std::string> directories(const graph::Graph& graph) {
  std::set<std::string> out{graph.project ? graph.project->root : std::string()};
  for (const auto& [path, node] : graph.nodes) {
    out.insert(std::string(path::directory(path)));
  }
  return {out.begin(), out.end()};
}

}  // namespace

const OutputFile* Build::find(std::string_view path) const {
  const auto found = std::ranges::find(outputs, path, &OutputFile::path);
  return found == outputs.end() ? nullptr : &*found;
}

struct Compiler::State {
  State(std::shared_ptr<FileSystem> file_system, BuildOptions build_options)
      : files(std::move(file_system)), options(std::move(build_options)), pool(options.threads) {}

  std::shared_ptr<const Build> run(bool with_outputs, const std::stop_token& stop);
  Change change(const graph::Graph& graph, const Build& build) const;

  std::shared_ptr<FileSystem> files;
  BuildOptions options;
  ThreadPool pool;
  graph::Cache modules;
  emit::Cache printed;
  std::optional<graph::Graph> last_graph;     // of the last build without errors
  std::shared_ptr<const Build> last_outputs;  // that build

  // Callers who come while a build runs wait for it and share its result, unless it began before
  // their change: then one more runs.
  std::mutex mutex;
  std::condition_variable done;
  bool running = false;
  std::uint64_t finished = 0;
  std::shared_ptr<const Build> last;
};

Change Compiler::State::change(const graph::Graph& graph, const Build& build) const {
  if (!last_graph || !last_outputs) {
    return Change::full;
  }
  const bool same_outputs =
      std::equal(build.outputs.begin(), build.outputs.end(), last_outputs->outputs.begin(),
                 last_outputs->outputs.end(), [](const OutputFile& a, const OutputFile& b) {
                   return a.path == b.path && a.hash == b.hash;
                 });
  if (same_outputs) {
    return Change::none;
  }
  const auto bundle = [](const OutputFile& file) {
    return file.path == "index.js" || file.path == "index.worker.js" || file.path == "index.html" ||
           file.path.ends_with(".js.map");
  };
  // Assets and configuration are read when the app starts.
  for (const OutputFile& file : build.outputs) {
    const OutputFile* old = last_outputs->find(file.path);
    if (!bundle(file) && (old == nullptr || old->hash != file.hash)) {
      return Change::full;
    }
  }
  if (build.outputs.size() != last_outputs->outputs.size() ||
      !same_units(graph.pages, last_graph->pages) ||
      !same_units(graph.components, last_graph->components)) {
    return Change::full;
  }
  const Change sources = changed_sources(*last_graph, graph);
  return sources == Change::none ? Change::full : sources;
}

std::shared_ptr<const Build> Compiler::State::run(bool with_outputs, const std::stop_token& stop) {
  auto build = std::make_shared<Build>();
  Stopwatch watch(build->timings);
  graph::ScanOptions scan_options;
  scan_options.node_env = options.mode == Mode::development ? "development" : "production";
  for (const auto& [name, value] : options.defines) {
    scan_options.defines.push_back({name, value});
  }
  const bool production = options.mode == Mode::production;
  scan_options.target = options.es != 0 ? options.es : production ? default_target : js::esnext;
  scan_options.target_by_hand = options.es != 0;
  scan_options.minify = options.minify;
  graph::Graph graph = graph::scan(*files, scan_options, pool, modules, stop);
  watch.phase("scan");
  build->files_total = graph.nodes.size();
  build->files_parsed = graph.parsed;
  build->diagnostics = graph.diagnostics;
  build->watched_directories = directories(graph);
  if (graph.project) {
    build->app_id = graph.project->app_id;
    build->name = graph.project->name;
    build->version = graph.project->version;
    build->component2 = graph.project->component2;
  }
  build->ok =
      graph.project && diag::count_errors(build->diagnostics) == 0 && !stop.stop_requested();
  if (build->ok && with_outputs) {
    diag::List problems;
    emit::Options emit_options;
    emit_options.minify = options.minify;
    emit_options.target = scan_options.target;
    emit_options.source_maps = options.source_maps;
    build->outputs = emit::emit(graph, *files, emit_options, pool, printed, problems);
    watch.phase("emit");
    build->diagnostics.insert(build->diagnostics.end(), problems.items.begin(),
                              problems.items.end());
    build->ok = diag::count_errors(build->diagnostics) == 0;
    if (!build->ok) {
      build->outputs.clear();
    }
  }
  if (build->ok && with_outputs) {
    build->change = change(graph, *build);
    last_graph = std::move(graph);
    last_outputs = build;
  }
  return build;
}

Compiler::Compiler(std::shared_ptr<FileSystem> files, BuildOptions options)
    : state_(std::make_unique<State>(std::move(files), std::move(options))) {}
Compiler::~Compiler() = default;

std::shared_ptr<const Build> Compiler::build(std::stop_token stop) {
  State& state = *state_;
  std::unique_lock lock(state.mutex);
  if (state.running) {
    // The running build may have looked at a file before it changed, so the next one is waited for.
    const std::uint64_t wanted = state.finished + 2;
    state.done.wait(lock, [&] { return !state.running || state.finished >= wanted; });
    if (state.finished >= wanted) {
      return state.last;
    }
  }
  state.running = true;
  lock.unlock();
  std::shared_ptr<const Build> made;
  run_on_large_stack([&] { made = state.run(true, stop); });
  lock.lock();
  state.last = made;
  ++state.finished;
  state.running = false;
  lock.unlock();
  state.done.notify_all();
  return made;
}

std::shared_ptr<const Build> Compiler::check(std::stop_token stop) {
  State& state = *state_;
  std::unique_lock lock(state.mutex);
  state.done.wait(lock, [&] { return !state.running; });
  state.running = true;
  lock.unlock();
  std::shared_ptr<const Build> made;
  run_on_large_stack([&] { made = state.run(false, stop); });
  lock.lock();
  state.running = false;
  lock.unlock();
  state.done.notify_all();
  return made;
}

}  // namespace mpaas
