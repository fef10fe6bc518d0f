#include <string_view>

#include "compiler/axml/axml.h"

extern "C" {
extern const char mpaas_axml_template_runtime_begin[];
extern const char mpaas_axml_template_runtime_end[];
}

namespace mpaas::axml {

std::string_view template_runtime() {
  return {mpaas_axml_template_runtime_begin,
          static_cast<std::size_t>(mpaas_axml_template_runtime_end -
                                   mpaas_axml_template_runtime_begin)};
}

}  // namespace mpaas::axml
