#include "cli/terminal/messages.h"

#include <array>
#include <cstddef>

namespace mpaas::terminal {

std::string_view text(Message message) {
  static constexpr std::array table = {
#define MPAAS_MESSAGE(name, english) std::string_view(english),
#include "cli/terminal/messages.def"
#undef MPAAS_MESSAGE
  };
  return table[static_cast<std::size_t>(message)];
}

}  // namespace mpaas::terminal
