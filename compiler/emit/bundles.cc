#include "compiler/emit/bundles.h"

#include <fmt/format.h>

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

std::string quoted(std::string_view text) { return diag::json_string(text); }

class Bundle {
 public:
  Bundle(const Graph& graph, const ModuleNames& names, const ModuleTexts& texts,
         const Options& options)
      : graph_(graph), names_(names), texts_(texts), options_(options) {}

  // Takes in a module and everything it refers to by one of the kinds.
  void take(const std::string& path, const std::set<ReferenceKind>& kinds) {
    if (path.empty() || !taken_.insert(path).second) {
      return;
    }
    const Node& node = graph_.nodes.at(path);
    for (std::size_t i = 0; i < node.targets.size(); ++i) {
      if (!node.targets[i].empty() && kinds.contains(node.module->references[i].kind)) {
        take(node.targets[i], kinds);
      }
    }
  }

  // var require = (runtime)({…}); the user's modules stand inside a function that hides the
  // framework's names, ours outside of it.
  void add_modules(bool with_templates, BundleText& out) const {
    std::vector<js::Helper> helpers;
    out.add("var $$m={};\n");
    if (with_templates) {
      const ModuleText runtime = template_runtime_text(options_);
      out.add(definition_head(names_.template_runtime()));
      out.add(runtime.text);
      out.add(definition_end);
      helpers = runtime.helpers;
    }
    const auto add = [&](bool ours) {
      for (const std::string& path : taken_) {
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
    out.add(fmt::format("}})();\nvar require=({})($$m);\n", js::module_runtime(helpers)));
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
            fmt::format("{}{}:{}", out.size() > 1 ? "," : "", quoted(tag), quoted(component->is()));
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
  std::set<std::string>
      taken_;  // sorted, so that the bytes do not depend on the way through the graph
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
                     quoted(component.is()), bundle.using_components(component),
                     component2 ? ",component2:true," + render_thunk(bundle, component) : "");
}

std::string page_config(const Bundle& bundle, const Unit& page, bool component2) {
  return fmt::format("$global.currentPageConfig={{pagePath:{},usingComponents:{}{}{}}};",
                     quoted(page.name), bundle.using_components(page), tab_index(page),
                     component2 ? ",component2:true," + render_thunk(bundle, page) : "");
}

}  // namespace

BundleText view_bundle(const Graph& graph, const ModuleNames& names, const ModuleTexts& texts,
                       const Options& options) {
  const project::Project& project = *graph.project;
  Bundle bundle(graph, names, texts, options);
  const std::set<ReferenceKind> kinds{ReferenceKind::axml, ReferenceKind::sjs, ReferenceKind::acss};
  bundle.take(project.style_file, kinds);
  for (const std::vector<Unit>* units : {&graph.components, &graph.pages}) {
    for (const Unit& unit : *units) {
      bundle.take(unit.markup, kinds);
      bundle.take(unit.style, kinds);
    }
  }
  const std::string_view component2 = project.component2 ? ",component2:true" : "";
  BundleText text;
  text.add(
      fmt::format("(function(){{\nvar "
                  "AFAppX=self.AFAppX;\nself.appXRuntimeConfig={{}};\nself.appXAppJson={};\n",
                  project::appx_app_json(project)));
  bundle.add_modules(true, text);
  // One sheet a page: app.acss, the styles of its components, its own.
  std::string out =
      "function sheet(path,list){var s=new AFAppX.StyleSheet({stylePath:path});"
      "for(var i=0;i<list.length;i++)s.imports(require(list[i]));s.exports('');return s}\n";
  for (const Unit& component : graph.components) {
    out += fmt::format("AFAppX.WorkerComponent({{is:{},usingComponents:{},{}{}}});\n",
                       quoted(component.is()), bundle.using_components(component),
                       render_thunk(bundle, component), component2);
  }
  for (const Unit& page : graph.pages) {
    std::vector<std::string> styles;
    if (!project.style_file.empty()) {
      styles.push_back(project.style_file);
    }
    std::set<std::string> seen;
    component_styles(graph, page, seen, styles);
    if (!page.style.empty()) {
      styles.push_back(page.style);
    }
    std::string list;
    for (const std::string& style : styles) {
      list += fmt::format("{}{}", list.empty() ? "" : ",", names.of(style));
    }
    out += fmt::format(
        "AFAppX.Page({{pagePath:{}{},usingComponents:{},{},stylesheet:function(){{return "
        "sheet({},[{}])}}{}}});\n",
        quoted(page.name), tab_index(page), bundle.using_components(page),
        render_thunk(bundle, page), quoted(page.name + ".acss"), list, component2);
  }
  text.add(out + "})();\n");
  return text;
}

std::vector<ModuleText> link_worker(const Graph& graph, const ModuleNames& names,
                                    const ScriptModules& modules, const Options& options,
                                    ThreadPool& pool) {
  const project::Project& project = *graph.project;
  const ModuleTexts no_texts;
  const Bundle bundle(graph, names, no_texts, options);
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
  wanted.source_map = options.source_maps;
  wanted.target = options.target;
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

BundleText worker_bundle(const Graph& graph, const ModuleNames& names, const ModuleTexts& texts,
                         const std::vector<ModuleText>& scripts, const Options& options) {
  const project::Project& project = *graph.project;
  Bundle bundle(graph, names, texts, options);
  const bool linked = !scripts.empty();
  std::set<ReferenceKind> kinds{ReferenceKind::axml, ReferenceKind::sjs};
  if (!linked) {
    kinds.insert({ReferenceKind::import, ReferenceKind::require});
    bundle.take(project.script_file, kinds);
  }
  for (const std::vector<Unit>* units : {&graph.components, &graph.pages}) {
    for (const Unit& unit : *units) {
      if (!linked) {
        bundle.take(unit.script, kinds);
      }
      if (project.component2) {
        bundle.take(unit.markup, kinds);
      }
    }
  }
  BundleText text;
  text.add(fmt::format(
      "if(!self.__appxInited){{\nself.__appxInited=1;\n(function(){{\nself.appXRuntimeConfig={{}};"
      "\nself.appXAppJson={};\n"
      "importScripts('https://appx/af-appx.worker.min.js');\n"
      "var AFAppX=self.AFAppX,$global=AFAppX.$global;\n"
      "self.getCurrentPages=AFAppX.getCurrentPages;self.getApp=AFAppX.getApp;self.Page=AFAppX.Page;"
      "self.App=AFAppX.App;"
      "self.my=AFAppX.bridge||AFAppX.abridge;self.abridge=self.my;"
      "self.Component=AFAppX.WorkerComponent||function(){{}};self.$global=$global;\n"
      "{}",
      project::appx_app_json(project),
      project.component2 ? "(AFAppX.compilerConfig||{}).component2=true;\n" : ""));
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
    text.add("})();\n");
  } else {
    text.add(fmt::format("{};\n", bundle.reference(project.script_file)));
    for (const Unit& component : graph.components) {
      text.add(fmt::format("{}{};\n", component_config(bundle, component, project.component2),
                           bundle.reference(component.script)));
    }
    for (const Unit& page : graph.pages) {
      text.add(fmt::format("{}{};\n", page_config(bundle, page, project.component2),
                           bundle.reference(page.script)));
    }
  }
  text.add("}\nself.bootstrapApp?self.bootstrapApp({success:success}):success();\n})();\n}\n");
  return text;
}

}  // namespace mpaas::emit
