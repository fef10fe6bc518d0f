// What the script front end says about broken code; the wordings stand in messages.def.
#pragma once

#include <cstdint>
#include <string_view>

namespace mpaas::js {

enum class Message : std::uint8_t {
#define MPAAS_JS_MESSAGE(id, text) id,
#include "compiler/js/messages.def"
#undef MPAAS_JS_MESSAGE
};
// In fmt's format.
std::string_view text_of(Message message);

}  // namespace mpaas::js
