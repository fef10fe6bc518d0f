// --es and --define, which several commands take.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "compiler/base/result.h"

namespace mpaas::commands {

// Leaves `es` as it is when the text is empty. Errors: usage.
Status read_script_options(const std::string& edition, const std::vector<std::string>& defines,
                           std::uint16_t& es,
                           std::vector<std::pair<std::string, std::string>>& pairs);

}  // namespace mpaas::commands
