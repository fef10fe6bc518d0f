// What SJS leaves out of JavaScript. The language is documented as a subset ("SJS 语法参考"): part
// of ES2015, modules by import and export only, few globals, nothing of the mini-program's own API.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/js/js.h"
#include "compiler/js/program.h"

namespace mpaas::js {

// Reports what the file uses beyond that: names that cannot work are errors. Syntax and names which
// the documents do not have are warnings, because phones run them; errors without `lenient`.
void check_sjs(const Program& program, const Options& options, diag::Sink& sink);

}  // namespace mpaas::js
