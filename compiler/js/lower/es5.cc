#include "compiler/js/lower/lower.h"

namespace mpaas::js {

void lower_to_es5(Tree& /*tree*/, diag::Sink& /*sink*/) {}

}  // namespace mpaas::js
