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
BundleText worker_bundle(const graph::Graph& graph, const ModuleNames& names,
                         const ModuleTexts& texts, const Options& options);

}  // namespace mpaas::emit
