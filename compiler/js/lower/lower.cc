#include "compiler/js/lower/lower.h"

namespace mpaas::js {

void lower(Tree& /*tree*/, Edition /*target*/, diag::Sink& /*sink*/) {}

}  // namespace mpaas::js
