// What app.json and the json of pages and components have in common.
#pragma once

#include <vector>

#include "compiler/project/project.h"

namespace mpaas::project {

// The entries of the member usingComponents.
std::vector<ComponentUse> read_components(const json::Node& object, diag::Sink& sink);

}  // namespace mpaas::project
