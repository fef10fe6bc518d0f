// UTF-8: sources are checked once when they are read, then trusted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mpaas::utf8 {

// Offset of the first byte that is not UTF-8 (overlong, surrogate, beyond U+10FFFF), or npos.
std::size_t find_invalid(std::string_view text);
// Reads the code point at `at` and moves past it. Valid UTF-8 only.
char32_t decode(std::string_view text, std::size_t& at);
void append(std::string& out, char32_t code_point);
// UTF-16 code units, as editors and JavaScript count columns.
std::size_t utf16_length(std::string_view text);
// Columns a terminal needs: 2 for wide East Asian characters, 0 for combining marks.
std::size_t display_width(std::string_view text);

}  // namespace mpaas::utf8
