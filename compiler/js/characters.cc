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
