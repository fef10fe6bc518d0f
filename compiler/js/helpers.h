// Functions which lowered code calls, written once in helpers.def in ES5. A file lists those that
// it needs in Program::helpers; whoever prints brings the text along: print() at the top of the
// file, the linker once per bundle.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mpaas::js {

enum class Helper : std::uint8_t {
#define MPAAS_HELPER(name, text) name,
#include "compiler/js/helpers.def"
#undef MPAAS_HELPER
  count_of_helpers
};

std::string_view name_of(Helper helper);
// `function name(…) {…}`; calls other helpers by their names.
std::string_view text_of(Helper helper);
// The text with other names: names[i] takes the place of the name of helpers[i], where not empty.
std::string renamed_text_of(Helper helper, const std::vector<Helper>& helpers,
                            const std::vector<std::string_view>& names);
// The helpers themselves and those that they call, each once, those that are called first.
std::vector<Helper> with_dependencies(const std::vector<Helper>& helpers);

}  // namespace mpaas::js
