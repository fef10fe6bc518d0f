#include <algorithm>
#include <set>

#include "compiler/base/path.h"
#include "compiler/graph/graph.h"
#include "compiler/graph/runtime_names.h"

namespace mpaas::graph {
namespace {

using diag::Code;

// Finds circles over one kind of reference by depth-first search; each is reported once, at the
// reference that closes it.
class CircleFinder {
 public:
  CircleFinder(Graph& graph, ReferenceKind kind, Code code)
      : graph_(graph), kind_(kind), code_(code) {}

  void run() {
    for (const auto& [path, node] : graph_.nodes) {
      visit(path);
    }
  }

 private:
  void visit(const std::string& path) {
    if (done_.contains(path)) {
      return;
    }
    stack_.push_back(path);
    const Node& node = graph_.nodes.at(path);
    for (std::size_t i = 0; i < node.targets.size(); ++i) {
      const Reference& reference = node.module->references[i];
      const std::string& target = node.targets[i];
      if (reference.kind != kind_ || target.empty() || !graph_.nodes.contains(target)) {
        continue;
      }
      const auto open = std::ranges::find(stack_, target);
      if (open == stack_.end()) {
        visit(target);
        continue;
      }
      std::string circle;
      for (auto it = open; it != stack_.end(); ++it) {
        circle += *it + " → ";
      }
      graph_.diagnostics.push_back(
          diag::make(code_, {node.module->source, reference.span}, circle + target));
    }
    stack_.pop_back();
    done_.insert(path);
  }

  Graph& graph_;
  ReferenceKind kind_;
  Code code_;
  std::vector<std::string> stack_;
  std::set<std::string> done_;
};

// What shipped in a package and works there in part is no reason to refuse the developer's build.
void soften(std::vector<diag::Diagnostic>& found, std::string_view path) {
  if (is_from_npm(path)) {
    for (diag::Diagnostic& each : found) {
      each.severity = diag::Severity::warning;
    }
  }
}

void check_markup(Graph& graph, const Unit& unit) {
  const auto found = graph.nodes.find(unit.markup);
  if (found == graph.nodes.end() || !found->second.module->markup) {
    return;
  }
  std::vector<std::string_view> tags;
  for (const auto& [tag, file] : unit.components) {
    tags.emplace_back(tag);
  }
  for (const std::string& json :
       {unit.file + ".json", path::join(graph.project->root, "app.json")}) {
    if (const auto missing = graph.missing_components.find(json);
        missing != graph.missing_components.end()) {
      tags.insert(tags.end(), missing->second.begin(), missing->second.end());
    }
  }
  diag::List problems;
  axml::check_tags(*found->second.module->markup, tags, problems);
  // Imported and included files use the components of the page that they are part of.
  std::vector<axml::DocumentPointer> imported;
  std::set<std::string> seen{unit.markup};
  std::vector<std::string> open{unit.markup};
  while (!open.empty()) {
    const Node& node = graph.nodes.at(open.back());
    open.pop_back();
    for (std::size_t i = 0; i < node.targets.size(); ++i) {
      const bool markup = node.module->references[i].kind == ReferenceKind::axml;
      if (markup && graph.nodes.contains(node.targets[i]) && seen.insert(node.targets[i]).second) {
        open.push_back(node.targets[i]);
        const axml::DocumentPointer document = graph.nodes.at(node.targets[i]).module->markup;
        if (document) {
          imported.push_back(document);
          axml::check_tags(*document, tags, problems);
        }
      }
    }
  }
  axml::check_templates(*found->second.module->markup, imported, problems);
  soften(problems.items, unit.markup);
  graph.diagnostics.insert(graph.diagnostics.end(), problems.items.begin(), problems.items.end());
}

bool exports_everything(const js::Program& program) {
  return program.format != js::Format::module ||
         std::ranges::any_of(program.exports,
                             [](const js::ExportRecord& each) { return each.name.empty(); });
}

void check_imported_names(Graph& graph, const Node& node) {
  const js::Program& program = *node.module->program;
  for (std::size_t i = 0; i < program.imports.size() && i < node.targets.size(); ++i) {
    const auto target = graph.nodes.find(node.targets[i]);
    if (target == graph.nodes.end() || !target->second.module->program ||
        target->second.module->program->has_errors ||
        exports_everything(*target->second.module->program)) {
      continue;
    }
    const std::vector<js::ExportRecord>& exports = target->second.module->program->exports;
    for (const js::ImportedName& name : program.imports[i].names) {
      if (name.name != "*" &&
          std::ranges::find(exports, name.name, &js::ExportRecord::name) == exports.end()) {
        graph.diagnostics.push_back(diag::make(
            Code::js_missing_export, {node.module->source, name.span}, node.targets[i], name.name));
      }
    }
  }
}

}  // namespace

void check(Graph& graph) {
  for (const std::vector<Unit>* units : {&graph.pages, &graph.components}) {
    for (const Unit& unit : *units) {
      check_markup(graph, unit);
    }
  }
  for (const auto& [path, node] : graph.nodes) {
    if (node.module->program && !is_from_npm(path)) {
      check_imported_names(graph, node);
    }
  }
  if (graph.project) {
    for (const auto& [path, node] : graph.nodes) {
      if (node.module->program) {
        check_runtime_names(node, graph.diagnostics);
      }
    }
  }
  CircleFinder(graph, ReferenceKind::axml, Code::axml_circular_import).run();
  CircleFinder(graph, ReferenceKind::acss, Code::acss_circular_import).run();
}

}  // namespace mpaas::graph
