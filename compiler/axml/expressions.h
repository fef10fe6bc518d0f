// The expressions of {{ }}: what may stand in one, and how names in it are bound.
#pragma once

#include "compiler/axml/axml.h"

namespace mpaas::axml {

// Templates compute, they do not act: no assignment, no functions with statements, no new. Reports
// the first such thing and returns false.
bool check_expression(const SourcePointer& source, const js::Node* node, diag::Sink& sink);

}  // namespace mpaas::axml
