// The words of AXML: which tags and attributes mean something to the compiler.
#pragma once

#include <cstdint>
#include <string_view>

#include "compiler/axml/axml.h"

namespace mpaas::axml {

enum class ValueForm : std::uint8_t { expression, binding, key, none, any };

struct DirectiveInfo {
  Directive directive;
  std::string_view attribute;
  ValueForm form;
};

// nullptr: an ordinary attribute.
const DirectiveInfo* find_directive(std::string_view attribute);
// The directive with a prefix that a person most likely meant: "a:iff" and "wx:if" → "a:if"; "".
std::string_view closest_directive(std::string_view attribute);
// a:…, or the prefix of another vendor's directives (wx:, tt:, …).
bool has_directive_prefix(std::string_view attribute);

TagKind kind_of_tag(std::string_view tag);

}  // namespace mpaas::axml
