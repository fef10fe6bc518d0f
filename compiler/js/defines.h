// Names that stand for constants (Options::defines).
#pragma once

#include <string_view>
#include <vector>

#include "compiler/base/arena.h"
#include "compiler/js/js.h"

namespace mpaas::js {

// The node for a Define's value, which is_literal() accepts. The text is copied into the arena.
Node* literal_of(std::string_view value, Arena& arena);

// Defines without a dot: replaces the identifiers that nothing in the file declares. Those with
// dots are replaced while parsing, because they decide which branches are dead.
void replace_defined_names(Program& program, const std::vector<Define>& defines);

}  // namespace mpaas::js
