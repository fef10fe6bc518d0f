// index.js and index.worker.js. Source of the format: the appx contract, sections 2.1, 2.6, 3
// and 4.6. An app with sub-packages has two bundles for each of them as well.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "compiler/emit/bundle_text.h"
#include "compiler/emit/modules.h"
#include "compiler/emit/sub_packages.h"

namespace mpaas::emit {

// What all bundles of a package are made from.
struct BundleInput {
  const graph::Graph& graph;
  const ModuleNames& names;
  const ModuleTexts& texts;
  const Options& options;
  std::vector<UnitSet> sets;                        // the main bundle, then the sub-packages
  std::vector<std::set<std::string>> view_modules;  // by set
  std::vector<std::set<std::string>> worker_modules;
};

std::vector<std::set<std::string>> view_modules(const graph::Graph& graph,
                                                const std::vector<UnitSet>& sets);
std::vector<std::set<std::string>> worker_modules(const graph::Graph& graph,
                                                  const std::vector<UnitSet>& sets,
                                                  bool with_scripts);

// The view side: templates, SJS, styles, and their registration.
BundleText view_bundle(const BundleInput& input, std::size_t set);
// The logic side: scripts; with component2 also the templates and SJS, because there the framework
// renders in both places. `scripts`: what link_worker() gave, when the scripts share one scope;
// else they stand in the table.
BundleText worker_bundle(const BundleInput& input, std::size_t set,
                         const std::vector<ModuleText>& scripts);
// The scripts of the app, its components and pages, in the order in which they run, each behind
// what the framework is told before it.
std::vector<ModuleText> link_worker(const BundleInput& input, const ScriptModules& modules,
                                    ThreadPool& pool);

}  // namespace mpaas::emit
