// Text with {{ }} in it, as it stands in attributes and between tags.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "compiler/axml/axml.h"

namespace mpaas::axml {

enum class Place : std::uint8_t {
  attribute,
  text  // between tags: an unfinished {{ must not swallow the markup behind it
};

inline constexpr std::uint32_t no_end = 0xffffffff;

// Where the {{ at `begin` ends (behind its }}), or no_end. Knows strings and nested braces, so that
// {{ '}}' }} and {{ {a: {}} }} are whole.
std::uint32_t find_mustache_end(std::string_view text, std::uint32_t begin, std::uint32_t limit,
                                Place place);

class ValueParser {
 public:
  ValueParser(Document& document, diag::Sink& sink)
      : document_(document), sink_(sink), text_(document.source->text) {}

  // The parts of the text in `range`. `trim`: always for text, around expressions for attributes.
  // `form` is how the expressions are read.
  std::span<const Part> parse(Span range, Place place,
                              js::ExpressionForm form = js::ExpressionForm::either);
  // One {{ }} that stands in `range` with its braces.
  Part mustache(Span range, js::ExpressionForm form);

 private:
  Document& document_;
  diag::Sink& sink_;
  std::string_view text_;
};

bool is_space(char c);

}  // namespace mpaas::axml
