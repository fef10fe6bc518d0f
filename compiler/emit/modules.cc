#include "compiler/emit/modules.h"

#include <fmt/format.h>

#include <cassert>
#include <nlohmann/json.hpp>

#include "compiler/acss/acss.h"
#include "compiler/base/hash.h"
#include "compiler/base/path.h"
#include "compiler/base/text.h"
#include "compiler/diag/render.h"
#include "compiler/json/json.h"

namespace mpaas::emit {
namespace {

using graph::Graph;
using graph::Module;
using graph::ModuleKind;
using graph::Node;
using graph::Unit;

js::PrintOptions print_options(const Options& options) {
  js::PrintOptions print;
  print.minify_whitespace = options.minify;
  print.mangle = options.minify;
  return print;
}

std::vector<js::Helper> helpers_of(const js::Program& program) {
  std::vector<js::Helper> out;
  for (const js::Symbol* symbol : program.helpers) {
    out.push_back(static_cast<js::Helper>(symbol->helper));
  }
  return out;
}

using Circles = std::map<std::string, std::size_t>;

std::vector<bool> circular(const Node& node, const Circles& circles) {
  std::vector<bool> out;
  for (const std::string& target : node.targets) {
    out.push_back(!target.empty() && circles.at(target) == circles.at(node.module->path));
  }
  return out;
}

void set_map(ModuleText& made, const SourceMapRecorder& recorder) {
  made.map = recorder.encode(made.text);
  name_sources(made.map);
}

// Text without a map, which still takes up its place in one.
ModuleText without_map(std::string text, const Options& options) {
  ModuleText made{std::move(text), {}};
  if (options.source_maps) {
    made.map = SourceMapRecorder(make_source("", "")).encode(made.text);
  }
  return made;
}

ModuleText script_module(const Node& node, const ModuleNames& names, const Circles& circles,
                         const FileSystem& files, const Options& options) {
  js::ModuleForm form;
  for (const std::string& target : node.targets) {
    form.references.push_back(target.empty() ? std::string() : names.of(target));
  }
  form.circular = circular(node, circles);
  const js::Program& program = *node.module->program;
  if (!options.source_maps) {
    return {js::print_module(program, form, print_options(options)), helpers_of(program)};
  }
  ModuleText made;
  const std::shared_ptr<const SourceMap> input = input_map(program.source, files, made.problems);
  SourceMapRecorder recorder(program.source, input.get());
  js::PrintOptions print = print_options(options);
  print.map = &recorder;
  made.text = js::print_module(program, form, print);
  made.helpers = helpers_of(program);
  set_map(made, recorder);
  return made;
}

// A script of our own making, as text of a module. input: its map, or null when it has none.
ModuleText compiled(const std::string& name, std::string text, const SourceMap* input,
                    const Options& options) {
  diag::List ignored;
  js::Options parse;
  parse.goal = js::Goal::script;
  parse.transform.target = options.target;
  parse.transform.minify = options.minify;
  parse.transform.top_level_is_local = true;
  const js::ProgramPointer program =
      js::parse_program(make_source(name, std::move(text)), parse, ignored);
  assert(!program->has_errors);
  js::PrintOptions print = print_options(options);
  // Templates are much alike: short names chosen for each would make the compressed package larger.
  print.mangle = false;
  SourceMapRecorder recorder(program->source, input);
  print.map = input == nullptr ? nullptr : &recorder;
  ModuleText made{js::print_module(*program, {}, print), helpers_of(*program)};
  if (input != nullptr) {
    set_map(made, recorder);
  }
  return made;
}

ModuleText markup_module(const Node& node, const Unit* unit, const Graph& graph,
                         const ModuleNames& names, const Options& options) {
  axml::EmitOptions emit;
  emit.runtime = names.template_runtime();
  if (unit != nullptr) {
    for (const auto& [tag, file] : unit->components) {
      if (const Unit* component = graph.component(file)) {
        emit.using_components.emplace(tag, component->is());
      }
    }
  }
  for (std::size_t i = 0; i < node.targets.size(); ++i) {
    if (!node.targets[i].empty()) {
      emit.modules.emplace(node.module->references[i].specifier, names.of(node.targets[i]));
    }
  }
  Arena arena;
  const js::NodeList statements = axml::emit(*node.module->markup, emit, arena);
  js::PrintOptions print;
  SourceMapRecorder recorder(node.module->source);
  print.map = options.source_maps ? &recorder : nullptr;
  ModuleText made{js::print_statements(statements, print), {}};
  if (options.source_maps) {
    set_map(made, recorder);
  }
  if (!options.minify && options.target == js::esnext) {
    return made;
  }
  if (!options.source_maps) {
    return compiled(node.module->path, std::move(made.text), nullptr, options);
  }
  SourceMapWriter writer;
  writer.add_piece(made.map);
  const Result<SourceMap> input = read_source_map(writer.json(node.module->path));
  assert(input);
  return compiled(node.module->path, std::move(made.text), &*input, options);
}

ModuleText style_module(const Node& node, const ModuleNames& names, const Options& options) {
  acss::PrintOptions print;
  print.minify = options.minify;
  std::string imports;
  for (const std::string& target : node.targets) {
    if (!target.empty()) {
      imports += fmt::format("s.imports(require({}));", names.of(target));
    }
  }
  return without_map(
      fmt::format(
          "var s=new self.AFAppX.StyleSheet({{stylePath:{}}});{}s.exports({});module.exports=s",
          diag::json_string(graph::package_path(node.module->path, "")), imports,
          diag::json_string(acss::print(*node.module->sheet, print))),
      options);
}

// Templates that are imported by pages of different folders are printed once for whoever uses their
// components first.
std::map<std::string, const Unit*> owners(const Graph& graph) {
  std::map<std::string, const Unit*> out;
  for (const std::vector<Unit>* units : {&graph.pages, &graph.components}) {
    for (const Unit& unit : *units) {
      out.insert_or_assign(unit.markup, &unit);
    }
  }
  std::vector<std::string> open;
  for (const auto& [path, unit] : out) {
    open.push_back(path);
  }
  for (std::size_t at = 0; at < open.size(); ++at) {
    const auto node = graph.nodes.find(open[at]);
    if (node == graph.nodes.end()) {
      continue;
    }
    for (std::size_t i = 0; i < node->second.targets.size(); ++i) {
      const bool markup = node->second.module->references[i].kind == graph::ReferenceKind::axml;
      if (markup && out.emplace(node->second.targets[i], out.at(open[at])).second) {
        open.push_back(node->second.targets[i]);
      }
    }
  }
  return out;
}

// Everything but the module itself that its text depends on.
std::uint64_t text_key(const Node& node, const Unit* unit, const Graph& graph,
                       const ModuleNames& names, const Circles& circles, const Options& options) {
  std::string all = fmt::format("{}{}{}\n", options.minify ? '1' : '0',
                                options.source_maps ? '1' : '0', options.target);
  for (const std::string& target : node.targets) {
    all += target.empty() ? "\n" : names.of(target) + "\n";
  }
  for (const bool closed : circular(node, circles)) {
    all += closed ? '1' : '0';
  }
  if (unit != nullptr) {
    for (const auto& [tag, file] : unit->components) {
      const Unit* component = graph.component(file);
      all += fmt::format("{}={}\n", tag, component == nullptr ? "" : component->name);
    }
  }
  return hash64(all);
}

}  // namespace

bool links_scripts(const Graph& graph, const Options& options) {
  const auto& app = graph.project->app.value();
  return options.minify && !app.contains("subPackages") && !app.contains("subpackages");
}

ModuleNames::ModuleNames(const Graph& graph, const Options& options) : minify_(options.minify) {
  std::size_t number = 0;
  for (const auto& [path, node] : graph.nodes) {
    names_.emplace(path, minify_
                             ? std::to_string(++number)
                             : diag::json_string(graph::package_path(path, graph.project->root)));
  }
}

const std::string& ModuleNames::of(const std::string& path) const { return names_.at(path); }

ModuleTexts print_modules(const Graph& graph, const ModuleNames& names, const FileSystem& files,
                          const Options& options, ThreadPool& pool, Cache& cache) {
  const std::map<std::string, const Unit*> owner = owners(graph);
  const Circles circles = graph::circles(graph);
  std::vector<const std::pair<const std::string, Node>*> all;
  for (const auto& entry : graph.nodes) {
    // Scripts are linked into one scope then.
    const ModuleKind kind = entry.second.module->kind;
    if (!links_scripts(graph, options) ||
        (kind != ModuleKind::script && kind != ModuleKind::json)) {
      all.push_back(&entry);
    }
  }
  std::vector<Cache::Printed> printed(all.size());
  pool.for_each(all.size(), [&](std::size_t i) {
    const Node& node = all[i]->second;
    const auto owning = owner.find(all[i]->first);
    const Unit* unit = owning == owner.end() ? nullptr : owning->second;
    Cache::Printed& made = printed[i];
    made.module = node.module;
    made.key = text_key(node, unit, graph, names, circles, options);
    const auto kept = cache.modules.find(all[i]->first);
    if (kept != cache.modules.end() && kept->second.module == made.module &&
        kept->second.key == made.key) {
      made.made = kept->second.made;
      return;
    }
    ModuleText text;
    switch (node.module->kind) {
      case ModuleKind::script:
      case ModuleKind::sjs:
        text = script_module(node, names, circles, files, options);
        break;
      case ModuleKind::json:
        text = without_map("module.exports=" + json_text(*node.module), options);
        break;
      case ModuleKind::axml:
        text = markup_module(node, unit, graph, names, options);
        break;
      case ModuleKind::acss:
        text = style_module(node, names, options);
        break;
    }
    made.made = std::make_shared<const ModuleText>(std::move(text));
  });
  ModuleTexts texts;
  cache.modules.clear();
  for (std::size_t i = 0; i < all.size(); ++i) {
    texts.emplace(all[i]->first, printed[i].made);
    cache.modules.emplace(all[i]->first, std::move(printed[i]));
  }
  return texts;
}

ModuleText template_runtime_text(const Options& options) {
  return compiled("template_runtime.js", std::string(axml::template_runtime()), nullptr, options);
}

}  // namespace mpaas::emit
