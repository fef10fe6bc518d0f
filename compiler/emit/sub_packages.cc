#include "compiler/emit/sub_packages.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace mpaas::emit {
namespace {

using graph::Graph;
using graph::Unit;

std::string without_slashes(std::string text) {
  text.erase(0, std::min(text.find_first_not_of('/'), text.size()));
  while (!text.empty() && text.back() == '/') {
    text.pop_back();
  }
  return text;
}

std::vector<UnitSet> declared(const Graph& graph) {
  std::vector<UnitSet> out(1);
  const auto& app = graph.project->app.value();
  for (const char* key : {"subPackages", "subpackages"}) {
    const auto list = app.find(key);
    if (list == app.end() || !list->is_array()) {
      continue;
    }
    for (const auto& entry : *list) {
      if (!entry.is_object() || !entry.contains("root") || !entry["root"].is_string()) {
        continue;
      }
      UnitSet made;
      made.root = without_slashes(entry["root"].template get<std::string>());
      made.independent = entry.contains("independent") && entry["independent"].is_boolean() &&
                         entry["independent"].template get<bool>();
      const bool known = std::any_of(
          out.begin(), out.end(), [&made](const UnitSet& each) { return each.root == made.root; });
      if (!known) {
        out.push_back(std::move(made));
      }
    }
  }
  return out;
}

void collect(const Graph& graph, const Unit& unit, std::set<std::string>& files) {
  for (const auto& [tag, file] : unit.components) {
    const Unit* component = graph.component(file);
    if (component != nullptr && files.insert(file).second) {
      collect(graph, *component, files);
    }
  }
}

}  // namespace

std::vector<UnitSet> split_units(const Graph& graph) {
  std::vector<UnitSet> sets = declared(graph);
  for (const Unit& page : graph.pages) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < sets.size(); ++i) {
      const bool inside = page.name.starts_with(sets[i].root + "/");
      if (inside && (best == 0 || sets[i].root.size() > sets[best].root.size())) {
        best = i;
      }
    }
    sets[best].pages.push_back(&page);
  }
  std::vector<std::set<std::string>> used(sets.size());
  for (std::size_t i = 0; i < sets.size(); ++i) {
    for (const Unit* page : sets[i].pages) {
      collect(graph, *page, used[i]);
    }
  }
  for (const Unit& component : graph.components) {
    std::vector<std::size_t> users;
    for (std::size_t i = 0; i < sets.size(); ++i) {
      if (used[i].contains(component.file)) {
        if (sets[i].independent) {
          sets[i].components.push_back(&component);
        } else {
          users.push_back(i);
        }
      }
    }
    if (!users.empty()) {
      sets[users.size() == 1 ? users.front() : 0].components.push_back(&component);
    }
  }
  return sets;
}

std::vector<std::set<std::string>> split_modules(
    const Graph& graph, const std::vector<std::vector<std::string>>& starts,
    const std::vector<UnitSet>& sets, const std::set<graph::ReferenceKind>& kinds) {
  std::vector<std::set<std::string>> taken(sets.size());
  for (std::size_t i = 0; i < sets.size(); ++i) {
    std::vector<std::string> open = starts[i];
    while (!open.empty()) {
      const std::string path = std::move(open.back());
      open.pop_back();
      if (path.empty() || !taken[i].insert(path).second) {
        continue;
      }
      const graph::Node& node = graph.nodes.at(path);
      for (std::size_t target = 0; target < node.targets.size(); ++target) {
        if (!node.targets[target].empty() && kinds.contains(node.module->references[target].kind)) {
          open.push_back(node.targets[target]);
        }
      }
    }
  }
  std::map<std::string_view, std::size_t> users;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    if (!sets[i].independent) {
      for (const std::string& path : taken[i]) {
        users[path] += i == 0 ? 2 : 1;  // what the main bundle has is nobody else's
      }
    }
  }
  std::set<std::string> shared;
  for (const auto& [path, count] : users) {
    if (count > 1) {
      shared.emplace(path);
    }
  }
  for (std::size_t i = 1; i < sets.size(); ++i) {
    if (!sets[i].independent) {
      std::erase_if(taken[i], [&shared](const std::string& path) { return shared.contains(path); });
    }
  }
  taken[0].insert(shared.begin(), shared.end());
  return taken;
}

}  // namespace mpaas::emit
