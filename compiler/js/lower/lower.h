// Syntax which the target does not know becomes older syntax of the same meaning.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/js/transform.h"
#include "compiler/js/tree.h"

namespace mpaas::js {

// Everything newer than `target`, down to ES2015 at most.
void lower(Tree& tree, Edition target, diag::Sink& sink);

// ES2015 to ES5, after lower(tree, 2015 or older).
void lower_to_es5(Tree& tree, diag::Sink& sink);

}  // namespace mpaas::js
