// Shorter syntax of the same meaning: constants folded, dead code dropped, statements merged,
// single uses inlined. Never changes what a program does.
#pragma once

#include "compiler/js/transform.h"
#include "compiler/js/tree.h"

namespace mpaas::js {

void minify(Tree& tree, const TransformOptions& options);

}  // namespace mpaas::js
