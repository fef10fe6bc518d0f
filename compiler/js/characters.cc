#include "compiler/js/characters.h"

#include <algorithm>
#include <iterator>

namespace mpaas::js {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};
#include "compiler/js/unicode_table.inc"

template <std::size_t Size>
bool contains(const Range (&ranges)[Size], char32_t c) {
  const Range* after =
      std::upper_bound(std::begin(ranges), std::end(ranges), c,
                       [](char32_t value, const Range& range) { return value < range.first; });
  return after != std::begin(ranges) && c <= std::prev(after)->last;
}

struct LookAlikeRow {
  char32_t character;
  LookAlike meant;
};
constexpr LookAlikeRow look_alikes[] = {
    {0xD7, {"*", Token::multiply}},
    {0xF7, {"/", Token::divide}},
    {0x2013, {"-", Token::minus}},
    {0x2014, {"-", Token::minus}},
    {0x2018, {"'", Token::string}},
    {0x2019, {"'", Token::string}},
    {0x201A, {"'", Token::string}},
    {0x201C, {"\"", Token::string}},
    {0x201D, {"\"", Token::string}},
    {0x201E, {"\"", Token::string}},
    {0x2026, {"...", Token::ellipsis}},
    {0x2212, {"-", Token::minus}},
    {0x2260, {"!==", Token::strict_not_equal}},
    {0x2264, {"<=", Token::less_equal}},
    {0x2265, {">=", Token::greater_equal}},
    {0x3001, {",", Token::comma}},
    {0x3002, {".", Token::dot}},
    {0x300A, {"<", Token::less}},
    {0x300B, {">", Token::greater}},
    {0x300C, {"\"", Token::string}},
    {0x300D, {"\"", Token::string}},
    {0x3010, {"[", Token::left_bracket}},
    {0x3011, {"]", Token::right_bracket}},
    {0xFF01, {"!", Token::logical_not}},
    {0xFF02, {"\"", Token::string}},
    {0xFF05, {"%", Token::remainder}},
    {0xFF06, {"&", Token::bit_and}},
    {0xFF07, {"'", Token::string}},
    {0xFF08, {"(", Token::left_parenthesis}},
    {0xFF09, {")", Token::right_parenthesis}},
    {0xFF0A, {"*", Token::multiply}},
    {0xFF0B, {"+", Token::plus}},
    {0xFF0C, {",", Token::comma}},
    {0xFF0D, {"-", Token::minus}},
    {0xFF0E, {".", Token::dot}},
    {0xFF0F, {"/", Token::divide}},
    {0xFF1A, {":", Token::colon}},
    {0xFF1B, {";", Token::semicolon}},
    {0xFF1C, {"<", Token::less}},
    {0xFF1D, {"=", Token::assign}},
    {0xFF1E, {">", Token::greater}},
    {0xFF1F, {"?", Token::question}},
    {0xFF20, {"@", Token::at_sign}},
    {0xFF3B, {"[", Token::left_bracket}},
    {0xFF3D, {"]", Token::right_bracket}},
    {0xFF40, {"`", Token::backtick}},
    {0xFF5B, {"{", Token::left_brace}},
    {0xFF5C, {"|", Token::bit_or}},
    {0xFF5D, {"}", Token::right_brace}},
};

struct Row {
  std::string_view text;
  WordInfo info;
};
constexpr Row rows[] = {
#define MPAAS_KEYWORD(id, text, precedence) {text, {Token::id, Word::none, Reservation::none}},
#define MPAAS_WORD(id, text, reservation) {text, {Token::name, Word::id, Reservation::reservation}},
#include "compiler/js/tokens.def"
};
constexpr std::size_t bucket_count = 256;
constexpr std::size_t bucket_of(std::string_view text) {
  return (static_cast<unsigned char>(text.front()) * 7U +
          static_cast<unsigned char>(text.back()) * 31U + text.size() * 13U) %
         bucket_count;
}
// First row of each bucket and the next row in the same bucket, plus one; 0 ends.
struct Buckets {
  std::array<std::uint8_t, bucket_count> first{};
  std::array<std::uint8_t, std::size(rows)> next{};
};
constexpr Buckets buckets = [] {
  Buckets made;
  for (std::size_t row = 0; row < std::size(rows); ++row) {
    std::uint8_t& first = made.first[bucket_of(rows[row].text)];
    made.next[row] = first;
    first = static_cast<std::uint8_t>(row + 1);
  }
  return made;
}();

}  // namespace

bool is_identifier_start_beyond_ascii(char32_t c) { return contains(identifier_starts, c); }
bool is_identifier_part_beyond_ascii(char32_t c) { return contains(identifier_parts, c); }

LookAlike look_alike_of(char32_t c) {
  const auto* row = std::lower_bound(
      std::begin(look_alikes), std::end(look_alikes), c,
      [](const LookAlikeRow& each, char32_t value) { return each.character < value; });
  return row != std::end(look_alikes) && row->character == c ? row->meant : LookAlike{};
}

bool is_invisible(char32_t c) {
  return c == 0xAD || c == 0x34F || c == 0x180E || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F);
}

WordInfo find_word(std::string_view text) {
  if (text.size() < 2) {
    return {};
  }
  for (std::uint8_t row = buckets.first[bucket_of(text)]; row != 0; row = buckets.next[row - 1U]) {
    if (rows[row - 1U].text == text) {
      return rows[row - 1U].info;
    }
  }
  return {};
}

}  // namespace mpaas::js
