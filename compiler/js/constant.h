// The little that is known about values without running the script: enough for the switches between
// development and production code in packages.
#pragma once

#include <optional>

#include "compiler/js/ast.h"

namespace mpaas::js {

// Whether the expression, which has no side effects, is true as a condition; nothing when unknown.
std::optional<bool> constant_truth(const Node* node);

// For a comparison of two constants or a negation: its value.
std::optional<bool> constant_boolean(const Node* node);

}  // namespace mpaas::js
