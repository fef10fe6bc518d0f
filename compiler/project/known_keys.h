// Keys we know, to notice mistyped ones. Containers and later versions know more, so an unknown key
// is a warning at most.
#pragma once

#include <cstdint>
#include <string_view>

#include "compiler/json/json.h"

namespace mpaas::project {

enum class KeySet : std::uint8_t {
  app,
  window,
  page,
  tab_bar,
  tab_item,
  settings,
  compile_options
};

// Reports 1007 for members that are near a known key but none. With `strict` for all unknown ones.
enum class Strictness : std::uint8_t { near_misses, all };
void check_keys(const json::Node& object, KeySet set, Strictness strictness, diag::Sink& sink);

// Whether the member's value is a colour: titleBarColor, backgroundColor, textColor …
bool is_colour_key(std::string_view key);
// Reports 1008 for the members that should be colours and are none.
void check_colours(const json::Node& object, diag::Sink& sink);

}  // namespace mpaas::project
