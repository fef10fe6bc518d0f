// The texts of messages.def, filled in.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace mpaas::terminal {

enum class Message : std::uint16_t {
#define MPAAS_MESSAGE(name, english) name,
#include "cli/terminal/messages.def"
#undef MPAAS_MESSAGE
};

std::string_view text(Message message);

template <class... Arguments>
std::string text(Message message, const Arguments&... arguments) {
  return fmt::format(fmt::runtime(text(message)), arguments...);
}

}  // namespace mpaas::terminal
