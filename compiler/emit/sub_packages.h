// Which bundle each page, component and module of an app with sub-packages belongs to. Pages stand
// in the bundle of their sub-package, and so do components and modules which only it uses; what
// several need is in the main bundle. An independent sub-package starts without the main one, so it
// has copies of everything. Source of the format: the appx contract, section 3.2.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "compiler/graph/graph.h"

namespace mpaas::emit {

struct UnitSet {
  std::string root;  // of the sub-package, "" for the main bundle
  bool independent = false;
  std::vector<const graph::Unit*> components;  // each after those that it uses
  std::vector<const graph::Unit*> pages;
};

// The main bundle first, then the sub-packages as in app.json.
std::vector<UnitSet> split_units(const graph::Graph& graph);

// The modules of each set, when `starts` gives those which a unit begins with and `kinds` the
// references to follow.
std::vector<std::set<std::string>> split_modules(
    const graph::Graph& graph, const std::vector<std::vector<std::string>>& starts,
    const std::vector<UnitSet>& sets, const std::set<graph::ReferenceKind>& kinds);

}  // namespace mpaas::emit
