#pragma once

#include <vector>

#include "compiler/graph/graph.h"

namespace mpaas::graph {

// Warns of code from text: eval, new Function. In files from npm once a file.
void check_runtime_names(const Node& node, std::vector<diag::Diagnostic>& found);

}  // namespace mpaas::graph
