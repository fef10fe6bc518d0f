// Which characters names are made of, and which names mean something.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "compiler/js/token.h"

namespace mpaas::js {

enum CharacterClass : std::uint8_t {
  identifier_start_class = 1,
  identifier_part_class = 2,
  blank_class = 4,  // space, tab, vertical tab, form feed
};

inline constexpr std::array<std::uint8_t, 256> character_classes = [] {
  std::array<std::uint8_t, 256> classes{};
  for (unsigned c = 0; c < 256; ++c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$') {
      classes[c] = identifier_start_class | identifier_part_class;
    } else if (c >= '0' && c <= '9') {
      classes[c] = identifier_part_class;
    } else if (c == ' ' || c == '\t' || c == '\v' || c == '\f') {
      classes[c] = blank_class;
    }
  }
  return classes;
}();

bool is_identifier_start_beyond_ascii(char32_t c);
bool is_identifier_part_beyond_ascii(char32_t c);

inline bool is_identifier_start(char32_t c) {
  return c < 128 ? (character_classes[c] & identifier_start_class) != 0
                 : is_identifier_start_beyond_ascii(c);
}
inline bool is_identifier_part(char32_t c) {
  return c < 128 ? (character_classes[c] & identifier_part_class) != 0
                 : is_identifier_part_beyond_ascii(c);
}
inline int hex_digit(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  if (c >= 'A' && c <= 'F') {
    return c - 'A' + 10;
  }
  return -1;
}

// What a character beyond ASCII that cannot stand in code was meant to be; `text` is empty when
// that is anybody's guess. Quotes have Token::string.
struct LookAlike {
  std::string_view text;
  Token token = Token::end_of_file;
};
LookAlike look_alike_of(char32_t c);
bool is_invisible(char32_t c);

// Names with a meaning in some places, and where they are reserved.
enum class Word : std::uint8_t {
  none,
#define MPAAS_WORD(name, text, reservation) name,
#include "compiler/js/tokens.def"
};
enum class Reservation : std::uint8_t { none, strict, let, yield, await, eval_or_arguments };

struct WordInfo {
  Token keyword = Token::name;  // or a keyword
  Word word = Word::none;
  Reservation reservation = Reservation::none;
};
WordInfo find_word(std::string_view text);

}  // namespace mpaas::js
