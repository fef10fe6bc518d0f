#include "compiler/js/minify/minify.h"

namespace mpaas::js {

void minify(Tree& /*tree*/, const TransformOptions& /*options*/) {}

}  // namespace mpaas::js
