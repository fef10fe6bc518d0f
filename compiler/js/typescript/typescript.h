// What TypeScript adds to JavaScript at run time, in JavaScript: enums, namespaces, parameter
// properties, fields that are assigned, the decorators of old, imports of types only. Types are
// gone when this runs; the parser skips them. Behaves as ts.transpileModule, and inlines the
// constants of const enums within the file.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/js/transform.h"
#include "compiler/js/tree.h"

namespace mpaas::js {

void compile_typescript(Tree& tree, const TypescriptOptions& options, diag::Sink& sink);

}  // namespace mpaas::js
