#include "compiler/emit/bundles.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "compiler/diag/render.h"
#include "compiler/project/project.h"

namespace mpaas::emit {
namespace {

using graph::Graph;
using graph::ModuleKind;
using graph::Node;
using graph::ReferenceKind;
using graph::Unit;

// What the framework hides from the modules of an app, so that code which reaches for it fails in
// the simulator as on the phone.
constexpr std::string_view hidden_names =
    "globalThis,global,appXRuntimeConfig,self,window,document,location,XMLHttpRequest,"
    "AlipayJSBridge,AFAppX,"
    "importScripts,fetch";

// What scripts find as globals.
constexpr std::string_view worker_globals =
    "self.getCurrentPages=AFAppX.getCurrentPages;self.getApp=AFAppX.getApp;self.Page=AFAppX.Page;"
    "self.App=AFAppX.App;self.my=AFAppX.bridge||AFAppX.abridge;self.abridge=self.my;"
    "self.Component=AFAppX.WorkerComponent||function(){};self.$global=$global;\n";

// compileOptions.globalObjectMode: what stands for the first two of them, globalThis and global.
enum class GlobalObject : std::uint8_t {
  legacy,  // hidden like the others
  enable,  // the global object of the logic's JavaScript
  fake     // an object of the app's own
};

GlobalObject global_object(const project::Project& project) {
  if (!project.settings) {
    return GlobalObject::legacy;
  }
  const auto& settings = project.settings->value();
  const auto options = settings.find("compileOptions");
  if (options == settings.end() || !options->is_object() ||
      !options->contains("globalObjectMode")) {
    return GlobalObject::legacy;
  }
  const auto& mode = (*options)["globalObjectMode"];
  return mode == "enable" ? GlobalObject::enable
         : mode == "fake" ? GlobalObject::fake
                          : GlobalObject::legacy;
}

std::string_view hidden_values(const project::Project& project) {
  switch (global_object(project)) {
    case GlobalObject::legacy:
      return "";
    case GlobalObject::enable:
      return "self,self";
    case GlobalObject::fake:
      return "self.$$global,self.$$global";
  }
  return "";
}

std::string quote(std::string_view text) { return diag::json_string(text); }

// One bundle of the package: the main one, or a sub-package's.
class Bundle {
 public:
  // `table`: the variable by which the main bundle gives its modules to sub-packages.
  Bundle(const BundleInput& input, std::size_t set, const std::set<std::string>& modules,
         std::string_view table)
      : graph_(input.graph),
        names_(input.names),
        texts_(input.texts),
        options_(input.options),
        set_(input.sets[set]),
        has_sub_packages_(input.sets.size() > 1),
        modules_(modules),
        table_(table) {}

  // var require = (runtime)({…}); the user's modules stand inside a function that hides the
  // framework's names, ours outside of it.
  void add_modules(bool with_templates, BundleText& out) const {
    const bool own_table = set_.root.empty() || set_.independent;
    std::vector<js::Helper> helpers;
    out.add(own_table ? std::string("var $$m={};\n")
                      : fmt::format("var $$m=self.{0}.m,require=self.{0}.require;\n", table_));
    if (with_templates && own_table) {
      const ModuleText runtime = template_runtime_text(options_);
      out.add(definition_head(names_.template_runtime()));
      out.add(runtime.text);
      out.add(definition_end);
      helpers = runtime.helpers;
    }
    const auto add = [&](bool ours) {
      for (const std::string& path : modules_) {
        if ((graph_.nodes.at(path).module->kind == ModuleKind::acss) == ours) {
          const ModuleText& module = *texts_.at(path);
          helpers.insert(helpers.end(), module.helpers.begin(), module.helpers.end());
          out.add(definition_head(names_.of(path)));
          out.add(module);
          out.add(definition_end);
        }
      }
    };
    add(true);
    out.add(fmt::format("(function({}){{\n", hidden_names));
    add(false);
    // Only the logic has a global object to show; templates keep to themselves.
    out.add(fmt::format(
        "}})({});\n", table_ == "$$worker" ? hidden_values(*graph_.project) : std::string_view()));
    if (!own_table) {
      return;
    }
    const bool shares = has_sub_packages_ && !set_.independent;
    if (shares) {
      // What sub-packages call stands here as well.
      for (const auto& [path, text] : texts_) {
        helpers.insert(helpers.end(), text->helpers.begin(), text->helpers.end());
      }
    }
    out.add(fmt::format("var require=({})($$m);\n", js::module_runtime(helpers)));
    if (shares) {
      out.add(fmt::format("self.{}={{m:$$m,require:require}};\n", table_));
    }
  }

  std::string reference(const std::string& path) const {
    return fmt::format("require({})", names_.of(path));
  }

  // {"tag":"/components/tag/tag"}
  std::string using_components(const Unit& unit) const {
    std::string out = "{";
    for (const auto& [tag, file] : unit.components) {
      if (const Unit* component = graph_.component(file)) {
        out +=
            fmt::format("{}{}:{}", out.size() > 1 ? "," : "", quote(tag), quote(component->is()));
      }
    }
    return out + "}";
  }

 private:
  static std::string definition_head(std::string_view name) {
    return fmt::format("$$m[{}]=function(module,exports,require){{", name);
  }
  static constexpr std::string_view definition_end = "\n};\n";

  const Graph& graph_;
  const ModuleNames& names_;
  const ModuleTexts& texts_;
  const Options& options_;
  const UnitSet& set_;
  bool has_sub_packages_;
  // Sorted, so that the bytes do not depend on the way through the graph.
  const std::set<std::string>& modules_;
  std::string_view table_;
};

std::string tab_index(const Unit& unit) {
  return unit.tab_index ? fmt::format(",tabIndex:{}", *unit.tab_index) : std::string();
}

// The styles of the components that a unit uses, those of their own components first.
void component_styles(const Graph& graph, const Unit& unit, std::set<std::string>& seen,
                      std::vector<std::string>& styles) {
  for (const auto& [tag, file] : unit.components) {
    const Unit* component = graph.component(file);
    if (component == nullptr || !seen.insert(file).second) {
      continue;
    }
    component_styles(graph, *component, seen, styles);
    if (!component->style.empty()) {
      styles.push_back(component->style);
    }
  }
}

std::string render_thunk(const Bundle& bundle, const Unit& unit) {
  return fmt::format("render:function(){{return {}}}", bundle.reference(unit.markup));
}

// What stands in front of a component's or page's script.
std::string component_config(const Bundle& bundle, const Unit& component, bool component2) {
  return fmt::format("$global.currentComponentConfig={{is:{},usingComponents:{}{}}};",
                     quote(component.is()), bundle.using_components(component),
                     component2 ? ",component2:true," + render_thunk(bundle, component) : "");
}

std::string page_config(const Bundle& bundle, const Unit& page, bool component2) {
  return fmt::format("$global.currentPageConfig={{pagePath:{},usingComponents:{}{}{}}};",
                     quote(page.name), bundle.using_components(page), tab_index(page),
                     component2 ? ",component2:true," + render_thunk(bundle, page) : "");
}

}  // namespace

std::vector<std::set<std::string>> view_modules(const Graph& graph,
                                                const std::vector<UnitSet>& sets) {
  std::vector<std::vector<std::string>> starts(sets.size());
  starts[0].push_back(graph.project->style_file);
  for (std::size_t i = 0; i < sets.size(); ++i) {
    if (sets[i].independent) {
      starts[i].push_back(graph.project->style_file);
    }
    for (const std::vector<const Unit*>* units : {&sets[i].components, &sets[i].pages}) {
      for (const Unit* unit : *units) {
        starts[i].push_back(unit->markup);
        starts[i].push_back(unit->style);
      }
    }
  }
  return split_modules(graph, starts, sets,
                       {ReferenceKind::axml, ReferenceKind::sjs, ReferenceKind::acss});
}

std::vector<std::set<std::string>> worker_modules(const Graph& graph,
                                                  const std::vector<UnitSet>& sets,
                                                  bool with_scripts) {
  std::vector<std::vector<std::string>> starts(sets.size());
  std::set<ReferenceKind> kinds{ReferenceKind::axml, ReferenceKind::sjs};
  if (with_scripts) {
    kinds.insert({ReferenceKind::import, ReferenceKind::require});
    starts[0].push_back(graph.project->script_file);
  }
  for (std::size_t i = 0; i < sets.size(); ++i) {
    for (const std::vector<const Unit*>* units : {&sets[i].components, &sets[i].pages}) {
      for (const Unit* unit : *units) {
        if (with_scripts) {
          starts[i].push_back(unit->script);
        }
        if (graph.project->component2) {
          starts[i].push_back(unit->markup);
        }
      }
    }
  }
  return split_modules(graph, starts, sets, kinds);
}

BundleText view_bundle(const BundleInput& input, std::size_t set) {
  const Graph& graph = input.graph;
  const project::Project& project = *graph.project;
  const UnitSet& units = input.sets[set];
  const Bundle bundle(input, set, input.view_modules[set], "$$view");
  const std::string_view component2 = project.component2 ? ",component2:true" : "";
  BundleText text;
  text.add("(function(){\nvar AFAppX=self.AFAppX;\n");
  if (set == 0) {
    text.add(fmt::format("self.appXRuntimeConfig={{}};\nself.appXAppJson={};\n",
                         project::appx_app_json(project)));
  }
  bundle.add_modules(true, text);
  std::string out;
  if (set != 0) {
    out += fmt::format("self.bootstrapSubPackage({},{{success:function(){{\n", quote(units.root));
  }
  // One sheet a page: app.acss, the styles of its components, its own.
  out +=
      "function sheet(path,list){var s=new AFAppX.StyleSheet({stylePath:path});"
      "for(var i=0;i<list.length;i++)s.imports(require(list[i]));s.exports('');return s}\n";
  for (const Unit* component : units.components) {
    out += fmt::format("AFAppX.WorkerComponent({{is:{},usingComponents:{},{}{}}});\n",
                       quote(component->is()), bundle.using_components(*component),
                       render_thunk(bundle, *component), component2);
  }
  for (const Unit* page : units.pages) {
    std::vector<std::string> styles;
    if (!project.style_file.empty()) {
      styles.push_back(project.style_file);
    }
    std::set<std::string> seen;
    component_styles(graph, *page, seen, styles);
    if (!page->style.empty()) {
      styles.push_back(page->style);
    }
    std::string list;
    for (const std::string& style : styles) {
      list += fmt::format("{}{}", list.empty() ? "" : ",", input.names.of(style));
    }
    out += fmt::format(
        "AFAppX.Page({{pagePath:{}{},usingComponents:{},{},stylesheet:function(){{return "
        "sheet({},[{}])}}{}}});\n",
        quote(page->name), tab_index(*page), bundle.using_components(*page),
        render_thunk(bundle, *page), quote(page->name + ".acss"), list, component2);
  }
  text.add(out + (set != 0 ? "}});\n})();\n" : "})();\n"));
  return text;
}

std::vector<ModuleText> link_worker(const BundleInput& input, const ScriptModules& modules,
                                    ThreadPool& pool) {
  const Graph& graph = input.graph;
  const project::Project& project = *graph.project;
  const std::set<std::string> none;
  const Bundle bundle(input, 0, none, "$$worker");
  std::vector<link::Entry> entries;
  const auto add = [&](const std::string& path, std::string before) {
    const auto found = modules.numbers.find(path);
    if (found != modules.numbers.end()) {
      entries.push_back({found->second, std::move(before)});
    }
  };
  add(project.script_file, {});
  for (const Unit& component : graph.components) {
    add(component.script, component_config(bundle, component, project.component2));
  }
  for (const Unit& page : graph.pages) {
    add(page.script, page_config(bundle, page, project.component2));
  }
  link::Options wanted;
  wanted.print.minify_whitespace = true;
  wanted.print.mangle = true;
  wanted.exports = false;
  wanted.source_map = input.options.source_maps;
  wanted.target = input.options.target;
  wanted.reserved = {"$global", "require"};
  link::Output output = link::link(modules.modules, entries, wanted, pool);
  std::vector<ModuleText> out;
  for (link::Piece& piece : output.pieces) {
    ModuleText& made = out.emplace_back();
    made.text = std::move(piece.text);
    made.map = std::move(piece.map);
    name_sources(made.map);
    made.has_map = piece.is_mapped;
  }
  return out;
}

BundleText worker_bundle(const BundleInput& input, std::size_t set,
                         const std::vector<ModuleText>& scripts) {
  const project::Project& project = *input.graph.project;
  const UnitSet& units = input.sets[set];
  const Bundle bundle(input, set, input.worker_modules[set], "$$worker");
  const bool linked = !scripts.empty();
  BundleText text;
  const std::string_view component2 =
      project.component2 ? "(AFAppX.compilerConfig||{}).component2=true;\n" : "";
  if (set == 0) {
    text.add(
        fmt::format("if(!self.__appxInited){{\nself.__appxInited=1;\n(function(){{\n"
                    "self.appXRuntimeConfig={{}};\nself.appXAppJson={};\n"
                    "importScripts('https://appx/af-appx.worker.min.js');\n"
                    "var AFAppX=self.AFAppX,$global=AFAppX.$global;\n{}{}",
                    project::appx_app_json(project), worker_globals, component2));
  } else {
    text.add("(function(){\nvar AFAppX=self.AFAppX,$global=AFAppX.$global;\n");
    if (units.independent) {
      text.add(worker_globals);
      text.add(component2);
    }
  }
  if (global_object(project) == GlobalObject::fake) {
    text.add("self.$$global=self.$$global||{};\n");
  }
  if (!linked || project.component2) {
    bundle.add_modules(project.component2, text);
  }
  text.add("function success(){\n");
  if (linked) {
    text.add(fmt::format("(function({}){{\n", hidden_names));
    for (const ModuleText& piece : scripts) {
      if (piece.has_map) {
        text.add(piece);
      } else {
        text.add(std::string_view(piece.text));
      }
    }
    text.add(fmt::format("}})({});\n", hidden_values(project)));
  } else {
    if (set == 0) {
      text.add(fmt::format("{};\n", bundle.reference(project.script_file)));
    }
    for (const Unit* component : units.components) {
      text.add(fmt::format("{}{};\n", component_config(bundle, *component, project.component2),
                           bundle.reference(component->script)));
    }
    for (const Unit* page : units.pages) {
      text.add(fmt::format("{}{};\n", page_config(bundle, *page, project.component2),
                           bundle.reference(page->script)));
    }
  }
  text.add("}\n");
  text.add(set == 0
               ? std::string("self.bootstrapApp?self.bootstrapApp({success:success}):success();"
                             "\n})();\n}\n")
               : fmt::format("self.bootstrapSubPackage({},{{success:success}});\n}})();\n",
                             quote(units.root)));
  return text;
}

}  // namespace mpaas::emit
