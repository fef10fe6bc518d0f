// index.js and index.worker.js. Source of the format: the appx contract, sections 2.1, 2.6, 3
// and 4.6.
#pragma once

#include "compiler/emit/bundle_text.h"
#include "compiler/emit/modules.h"

namespace mpaas::emit {

// The view side: templates, SJS, styles, and their registration.
BundleText view_bundle(const graph::Graph& graph, const ModuleNames& names,
                       const ModuleTexts& texts, const Options& options);
// The logic side: scripts; with component2 also the templates and SJS, because there the framework
// renders in both places.
// `scripts`: what link_worker() gave, when the scripts share one scope; else they stand in the
// table.
BundleText worker_bundle(const graph::Graph& graph, const ModuleNames& names,
                         const ModuleTexts& texts, const std::vector<ModuleText>& scripts,
                         const Options& options);
// The scripts of the app, its components and pages, in the order in which they run, each behind
// what the framework is told before it.
std::vector<ModuleText> link_worker(const graph::Graph& graph, const ModuleNames& names,
                                    const ScriptModules& modules, const Options& options,
                                    ThreadPool& pool);

}  // namespace mpaas::emit
