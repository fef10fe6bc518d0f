// index.js and index.worker.js. Source of the format: the appx contract, sections 2.1, 2.6, 3
// and 4.6.
#pragma once

#include <string>

#include "compiler/emit/modules.h"

namespace mpaas::emit {

// The view side: templates, SJS, styles, and their registration.
std::string view_bundle(const graph::Graph& graph, const ModuleNames& names,
                        const ModuleTexts& texts, const Options& options);
// The logic side: scripts; with component2 also the templates and SJS, because there the framework
// renders in both places.
std::string worker_bundle(const graph::Graph& graph, const ModuleNames& names,
                          const ModuleTexts& texts, const Options& options);

}  // namespace mpaas::emit
