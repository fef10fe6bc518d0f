#include "compiler/source/source_map.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <unordered_map>
#include <utility>

namespace mpaas {
namespace {

// --- VLQ -----------------------------------------------------------------------------------------

constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// The digits of every number that needs at most two, so that the common case has no branch to
// guess wrongly.
struct ShortVlq {
  std::array<char, 2> digits;
  std::uint8_t length;
};
constexpr std::uint32_t short_vlqs_end = 1024;
constexpr auto short_vlqs = [] {
  std::array<ShortVlq, short_vlqs_end> table{};
  for (std::uint32_t bits = 0; bits < short_vlqs_end; ++bits) {
    const bool two = bits >= 32;
    table[bits].digits[0] = base64_digits[(bits & 31U) | (two ? 32U : 0U)];
    table[bits].digits[1] = base64_digits[bits >> 5U];
    table[bits].length = two ? 2 : 1;
  }
  return table;
}();
constexpr std::size_t longest_vlq = 8;  // 34 bits and room for the second digit

// The difference of two positions, as VLQ.
inline char* append_vlq(char* to, std::uint32_t now, std::uint32_t before) {
  const std::int64_t difference = static_cast<std::int64_t>(now) - before;
  const std::int64_t sign = difference >> 63U;
  std::uint64_t bits = (static_cast<std::uint64_t>((difference ^ sign) - sign) << 1U) |
                       static_cast<std::uint64_t>(sign & 1);
  if (bits < short_vlqs_end) {
    const ShortVlq& digits = short_vlqs[bits];
    std::memcpy(to, digits.digits.data(), 2);
    return to + digits.length;
  }
  do {
    const auto digit = static_cast<std::uint32_t>(bits & 31U);
    bits >>= 5U;
    *to++ = base64_digits[digit | (bits != 0 ? 32U : 0U)];
  } while (bits != 0);
  return to;
}

void append_vlq(std::string& to, std::uint32_t now, std::uint32_t before) {
  std::array<char, longest_vlq> digits{};
  to.append(digits.data(), append_vlq(digits.data(), now, before));
}

// --- places in text ------------------------------------------------------------------------------

// The next byte that ends a line or is not ASCII: everything else is one column wide.
std::size_t find_special(std::string_view text, std::size_t at) {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  constexpr std::uint64_t highs = 0x8080808080808080U;
  if constexpr (std::endian::native == std::endian::little) {
    while (at + 8 <= text.size()) {
      std::uint64_t bytes;
      std::memcpy(&bytes, text.data() + at, 8);
      // Bytes below 14 or above 127; wrong only above the first hit.
      const std::uint64_t hits = (((bytes - ones * 14U) & ~bytes) | bytes) & highs;
      if (hits == 0) {
        at += 8;
        continue;
      }
      at += static_cast<std::size_t>(std::countr_zero(hits)) / 8U;
      const char c = text[at];
      if (c == '\n' || c == '\r' || static_cast<unsigned char>(c) >= 0x80) {
        return at;
      }
      ++at;
    }
  }
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n' || c == '\r' || static_cast<unsigned char>(c) >= 0x80) {
      return at;
    }
  }
  return at;
}

bool is_separator(std::string_view text, std::size_t at) {  // U+2028, U+2029
  return at + 2 < text.size() && text[at] == '\xe2' && text[at + 1] == '\x80' &&
         (text[at + 2] == '\xa8' || text[at + 2] == '\xa9');
}

// Goes through a text from its beginning and knows the line and column.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text), special_(find_special(text, 0)) {}

  void go_to(std::size_t offset) {
    while (special_ < offset) {
      take();
    }
  }
  std::uint32_t line() const { return line_; }
  std::uint32_t column(std::size_t offset) const {
    return static_cast<std::uint32_t>(offset - line_start_ - surplus_);
  }

 private:
  void take() {
    const std::size_t at = special_;
    const auto c = static_cast<unsigned char>(text_[at]);
    std::size_t length = 1;
    if (c == '\n' || (c == '\r' && (at + 1 == text_.size() || text_[at + 1] != '\n'))) {
      end_line(at + 1);
    } else if (c >= 0xf0) {  // four bytes, two units
      surplus_ += 2;
      length = 4;
    } else if (c >= 0xe0) {
      length = 3;
      surplus_ += 2;
      if (is_separator(text_, at)) {
        end_line(at + 3);
      }
    } else if (c >= 0xc0) {
      length = 2;
      surplus_ += 1;
    }
    special_ = find_special(text_, at + length);
  }
  void end_line(std::size_t start) {
    ++line_;
    line_start_ = start;
    surplus_ = 0;
  }

  std::string_view text_;
  std::size_t special_;
  std::size_t line_start_ = 0;
  std::size_t surplus_ = 0;  // bytes that are no column of their own, in this line
  std::uint32_t line_ = 0;
};

struct LineAndColumn {
  std::uint32_t line;
  std::uint32_t column;
};

// Any order of places; fast when one is near the one before.
class Places {
 public:
  explicit Places(std::string_view text) : text_(text) {
    starts_.reserve(text.size() / 32 + 2);
    starts_.push_back(0);
    for (std::size_t at = find_special(text, 0); at < text.size();) {
      const auto c = static_cast<unsigned char>(text[at]);
      std::size_t length = 1;
      if (c == '\n' || (c == '\r' && (at + 1 == text.size() || text[at + 1] != '\n'))) {
        starts_.push_back(static_cast<std::uint32_t>(at + 1));
      } else if (c >= 0x80) {
        ascii_ = false;
        const auto line = static_cast<std::uint32_t>(starts_.size() - 1);
        if (wide_lines_.empty() || wide_lines_.back() != line) {
          wide_lines_.push_back(line);
        }
        length = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
        if (is_separator(text, at)) {
          starts_.push_back(static_cast<std::uint32_t>(at + 3));
        }
      }
      at = find_special(text, at + length);
    }
    starts_.push_back(0xffffffff);
    if (!ascii_) {
      count_surplus();
    }
    enter_line(0);
  }

  LineAndColumn at(std::uint32_t offset) {
    if (offset < start_ || offset >= end_) {
      find_line(offset);
    }
    std::uint32_t column = offset - start_;
    if (is_wide_) {
      column -= surplus(offset) - line_surplus_;
    }
    return {line_, column};
  }

 private:
  static constexpr std::uint32_t block = 64;

  void find_line(std::uint32_t offset) {
    std::uint32_t line = line_;
    for (int step = 0; step < 8 && offset >= starts_[line + 1]; ++step) {
      ++line;
    }
    if (offset < starts_[line] || offset >= starts_[line + 1]) {
      const auto after = std::upper_bound(starts_.begin(), starts_.end() - 1, offset);
      line = static_cast<std::uint32_t>(after - starts_.begin()) - 1;
    }
    enter_line(line);
  }
  void enter_line(std::uint32_t line) {
    line_ = line;
    start_ = starts_[line];
    end_ = starts_[line + 1];
    if (!ascii_) {
      is_wide_ = std::binary_search(wide_lines_.begin(), wide_lines_.end(), line);
      line_surplus_ = is_wide_ ? surplus(start_) : 0;
    }
  }

  // Bytes which are no UTF-16 unit of their own, up to an offset: those that continue a character,
  // less one for each character that has two units.
  static std::uint32_t surplus_of(unsigned char byte) {
    return byte >= 0xf0 ? 0xffffffffU : (byte & 0xc0U) == 0x80U ? 1U : 0U;
  }
  static std::uint32_t count(std::uint64_t high_bits) {  // of bytes that are 0x80, not 0
    return static_cast<std::uint32_t>(((high_bits >> 7U) * 0x0101010101010101U) >> 56U);
  }
  void count_surplus() {
    surplus_.reserve(text_.size() / block + 2);
    std::uint32_t sum = 0;
    for (std::size_t at = 0; at < text_.size(); ++at) {
      if (at % block == 0) {
        surplus_.push_back(sum);
      }
      sum += surplus_of(static_cast<unsigned char>(text_[at]));
    }
    surplus_.push_back(sum);
  }
  std::uint32_t surplus(std::uint32_t offset) const {
    std::uint32_t sum = surplus_[offset / block];
    std::uint32_t at = offset / block * block;
    if constexpr (std::endian::native == std::endian::little) {
      constexpr std::uint64_t highs = 0x8080808080808080U;
      for (; at + 8 <= offset; at += 8) {
        std::uint64_t bytes;
        std::memcpy(&bytes, text_.data() + at, 8);
        const std::uint64_t two = bytes & (bytes << 1U) & highs;
        const std::uint64_t continued = bytes & highs & ~two;
        const std::uint64_t four = two & (bytes << 2U) & (bytes << 3U);
        sum += count(continued) - count(four);
      }
    }
    for (; at < offset; ++at) {
      sum += surplus_of(static_cast<unsigned char>(text_[at]));
    }
    return sum;
  }

  std::string_view text_;
  std::vector<std::uint32_t> starts_;      // of the lines, and a guard
  std::vector<std::uint32_t> surplus_;     // up to the beginning of each block
  std::vector<std::uint32_t> wide_lines_;  // with characters that are not ASCII
  bool ascii_ = true;
  // The line in which the last place was.
  std::uint32_t line_ = 0;
  std::uint32_t start_ = 0;
  std::uint32_t end_ = 0;
  std::uint32_t line_surplus_ = 0;
  bool is_wide_ = false;
};

// --- JSON ----------------------------------------------------------------------------------------

// What stands behind the backslash: 0 for characters that need none, 'u' for \u00xx.
constexpr auto escapes = [] {
  std::array<char, 256> table{};
  for (std::size_t c = 0; c < 0x20; ++c) {
    table[c] = 'u';
  }
  table['\n'] = 'n';
  table['\r'] = 'r';
  table['\t'] = 't';
  table['"'] = '"';
  table['\\'] = '\\';
  return table;
}();

// Whole files go through here: eight bytes at a time while there is nothing to escape, by way of a
// buffer that has room for the worst.
void append_json_string(std::string& to, std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  constexpr std::size_t longest_escape = 6;
  std::array<char, 4096> buffer;  // NOLINT: written before it is read
  char* end = buffer.data();
  const char* const full = buffer.data() + buffer.size() - 8 * longest_escape;
  to += '"';
  std::size_t at = 0;
  while (at < text.size()) {
    if (end > full) {
      to.append(buffer.data(), end);
      end = buffer.data();
    }
    std::size_t plain = 0;  // of the next eight bytes
    if constexpr (std::endian::native == std::endian::little) {
      if (at + 8 <= text.size()) {
        constexpr std::uint64_t ones = 0x0101010101010101U;
        constexpr std::uint64_t highs = 0x8080808080808080U;
        std::uint64_t bytes;
        std::memcpy(&bytes, text.data() + at, 8);
        std::memcpy(end, &bytes, 8);
        const std::uint64_t quote = bytes ^ (ones * static_cast<unsigned char>('"'));
        const std::uint64_t slash = bytes ^ (ones * static_cast<unsigned char>('\\'));
        // Wrong only above the first hit.
        const std::uint64_t hits =
            ((bytes - ones * 0x20U) | (quote - ones) | (slash - ones)) & highs & ~bytes;
        plain = hits == 0 ? 8 : static_cast<std::size_t>(std::countr_zero(hits)) / 8U;
        at += plain;
        end += plain;
        if (plain == 8) {
          continue;
        }
      }
    }
    const char c = text[at++];
    const char escape = escapes[static_cast<unsigned char>(c)];
    if (escape == 0) {
      *end++ = c;
      continue;
    }
    *end++ = '\\';
    *end++ = escape;
    if (escape == 'u') {
      *end++ = '0';
      *end++ = '0';
      *end++ = hex[static_cast<unsigned char>(c) >> 4U];
      *end++ = hex[static_cast<unsigned char>(c) & 15U];
    }
  }
  to.append(buffer.data(), end);
  to += '"';
}

}  // namespace

// --- recorder ------------------------------------------------------------------------------------

SourceMapRecorder::SourceMapRecorder(SourcePointer source, const SourceMap* input)
    : source_(std::move(source)), input_(input) {
  places_.reserve(source_->text.size() / 8);
}

std::uint32_t SourceMapRecorder::name(std::string_view text) {
  if (names_.size() * 2 >= slots_.size()) {
    grow_slots();
  }
  NameSlot& slot = slots_[slot_of(text.data())];
  if (slot.number == 0) {
    names_.push_back(text);
    slot = {text.data(), static_cast<std::uint32_t>(names_.size())};
  }
  return slot.number;
}

std::size_t SourceMapRecorder::slot_of(const char* text) const {
  const std::size_t mask = slots_.size() - 1;
  std::uint64_t hash = reinterpret_cast<std::uintptr_t>(text);
  hash *= 0x9e3779b97f4a7c15U;
  std::size_t at = static_cast<std::size_t>(hash >> 32U) & mask;
  while (slots_[at].number != 0 && slots_[at].text != text) {
    at = (at + 1) & mask;
  }
  return at;
}

void SourceMapRecorder::grow_slots() {
  const std::vector<NameSlot> before = std::exchange(slots_, {});
  slots_.resize(before.empty() ? 256 : before.size() * 2);
  for (const NameSlot& slot : before) {
    if (slot.number != 0) {
      slots_[slot_of(slot.text)] = slot;
    }
  }
}

void SourceMapRecorder::inserted(std::size_t generated) {
  for (auto place = places_.rbegin(); place != places_.rend() && place->generated >= generated;
       ++place) {
    ++place->generated;
  }
}

namespace {

// Encodes the segments of one piece.
class PieceEncoder {
 public:
  explicit PieceEncoder(SourceMapPiece& piece) : piece_(piece), end_(buffer_.data()) {}

  void segment(std::uint32_t line, std::uint32_t column, const SourceMapPiece::Place& place,
               std::uint32_t name) {
    if (piece_.empty) {
      first_segment(line, column, place, name);
      return;
    }
    begin_segment(line, column);
    end_ = append_vlq(end_, place.source, last_.source);
    end_ = append_vlq(end_, place.line, last_.line);
    end_ = append_vlq(end_, place.column, last_.column);
    last_ = place;
    if (name != 0) {
      if (named_) {
        end_ = append_vlq(end_, name, last_name_);
      } else {
        flush();
        piece_.name_at = static_cast<std::uint32_t>(piece_.mappings.size());
        piece_.first_name = name - 1;
        named_ = true;
      }
      last_name_ = name;
    }
  }

  void without_origin(std::uint32_t line, std::uint32_t column) {
    if (!piece_.empty) {
      begin_segment(line, column);
    }
  }

  void finish() {
    flush();
    piece_.segment_lines = line_;
    piece_.segment_column = column_;
    piece_.last = last_;
    piece_.last_name = named_ ? last_name_ - 1 : 0;
  }

 private:
  void first_segment(std::uint32_t line, std::uint32_t column, const SourceMapPiece::Place& place,
                     std::uint32_t name) {
    piece_.empty = false;
    piece_.first_lines = line_ = line;
    piece_.first_column = column_ = column;
    piece_.first = last_ = place;
    if (name != 0) {
      piece_.first_is_named = named_ = true;
      piece_.first_name = name - 1;
      last_name_ = name;
    }
  }
  void begin_segment(std::uint32_t line, std::uint32_t column) {
    if (end_ > buffer_.data() + buffer_.size() - 6 * longest_vlq) {
      flush();
    }
    if (line == line_) {
      *end_++ = ',';
    } else {
      end_lines(line);
      column_ = 0;
    }
    end_ = append_vlq(end_, column, column_);
    column_ = column;
  }
  void end_lines(std::uint32_t line) {
    if (line - line_ > longest_vlq) {
      flush();
      piece_.mappings.append(line - line_, ';');
    } else {
      for (std::uint32_t i = line_; i < line; ++i) {
        *end_++ = ';';
      }
    }
    line_ = line;
  }
  void flush() {
    piece_.mappings.append(buffer_.data(), end_);
    end_ = buffer_.data();
  }

  SourceMapPiece& piece_;
  std::array<char, 4096> buffer_{};
  char* end_;
  std::uint32_t line_ = 0;
  std::uint32_t column_ = 0;
  SourceMapPiece::Place last_;
  bool named_ = false;
  std::uint32_t last_name_ = 0;
};

// Sources and names of a map in the order in which a piece first uses them.
class Used {
 public:
  explicit Used(std::size_t size) : numbers_(size, 0) {}
  template <class Add>
  std::uint32_t operator()(std::uint32_t index, Add&& add) {
    if (numbers_[index] == 0) {
      add();
      numbers_[index] = ++count_;
    }
    return numbers_[index] - 1;
  }

 private:
  std::vector<std::uint32_t> numbers_;
  std::uint32_t count_ = 0;
};

void append_name(SourceMapPiece& piece, std::string_view name) {
  if (piece.name_count++ > 0) {
    piece.names += ',';
  }
  append_json_string(piece.names, name);
}

}  // namespace

SourceMapPiece SourceMapRecorder::encode(std::string_view generated) const {
  SourceMapPiece piece;
  Walker walker(generated);
  Places originals(source_->text);
  piece.mappings.reserve(places_.size() * 7);
  PieceEncoder encoder(piece);
  if (input_ == nullptr) {
    piece.sources.push_back({source_->path, source_});
    for (const std::string_view name : names_) {
      append_name(piece, name);
    }
    for (const Place& place : places_) {
      walker.go_to(place.generated);
      const LineAndColumn original = originals.at(place.original);
      encoder.segment(walker.line(), walker.column(place.generated),
                      {0, original.line, original.column}, place.name);
    }
  } else {
    Used sources(input_->sources.size());
    Used names(input_->names.size());
    Used own_names(names_.size());
    std::unordered_map<std::string_view, std::uint32_t> numbers;
    const auto number_of = [&](std::string_view text) {
      const auto [at, is_new] = numbers.emplace(text, piece.name_count + 1);
      if (is_new) {
        append_name(piece, text);
      }
      return at->second;
    };
    bool mapped = false;
    for (const Place& place : places_) {
      walker.go_to(place.generated);
      const LineAndColumn middle = originals.at(place.original);
      const SourceMap::Segment* segment = input_->find(middle.line, middle.column);
      if (segment == nullptr || segment->source == SourceMap::none) {
        if (mapped) {
          encoder.without_origin(walker.line(), walker.column(place.generated));
        }
        mapped = false;
        continue;
      }
      mapped = true;
      const std::uint32_t source = sources(segment->source, [&] {
        piece.sources.push_back(
            {input_->sources[segment->source], input_->contents[segment->source]});
      });
      // A name holds for the token it begins at, which the place need not be.
      std::uint32_t name = 0;
      if (segment->name != SourceMap::none && segment->column == middle.column) {
        name = number_of(input_->names[segment->name]);
      } else if (place.name != 0) {
        name = number_of(names_[place.name - 1]);
      }
      encoder.segment(walker.line(), walker.column(place.generated),
                      {source, segment->original_line, segment->original_column}, name);
    }
  }
  encoder.finish();
  walker.go_to(generated.size());
  piece.lines = walker.line();
  piece.last_column = walker.column(generated.size());
  return piece;
}

// --- writer --------------------------------------------------------------------------------------

void SourceMapWriter::begin_segment(std::uint32_t line, std::uint32_t column) {
  if (line > segment_line_) {
    mappings_.append(line - segment_line_, ';');
    segment_line_ = line;
    segment_column_ = 0;
  } else if (!mappings_.empty() && mappings_.back() != ';') {
    mappings_ += ',';
  }
  append_vlq(mappings_, column, segment_column_);
  segment_column_ = column;
}

void SourceMapWriter::advance(std::uint32_t lines, std::uint32_t last_column) {
  line_ += lines;
  column_ = lines == 0 ? column_ + last_column : last_column;
}

void SourceMapWriter::add_text(std::string_view generated) {
  if (generated.empty()) {
    return;
  }
  if (mapped_) {
    begin_segment(line_, column_);
    mapped_ = false;
  }
  Walker walker(generated);
  walker.go_to(generated.size());
  advance(walker.line(), walker.column(generated.size()));
}

void SourceMapWriter::add_piece(const SourceMapPiece& piece) {
  if (piece.empty) {
    if (mapped_ && (piece.lines > 0 || piece.last_column > 0)) {
      begin_segment(line_, column_);
      mapped_ = false;
    }
    advance(piece.lines, piece.last_column);
    return;
  }
  const auto source_base = static_cast<std::uint32_t>(sources_.size());
  const std::uint32_t name_base = name_count_;
  sources_.insert(sources_.end(), piece.sources.begin(), piece.sources.end());
  if (piece.name_count > 0) {
    names_ += name_count_ > 0 ? "," : "";
    names_ += piece.names;
    name_count_ += piece.name_count;
  }
  begin_segment(line_ + piece.first_lines,
                piece.first_column + (piece.first_lines == 0 ? column_ : 0));
  append_vlq(mappings_, source_base + piece.first.source, last_.source);
  append_vlq(mappings_, piece.first.line, last_.line);
  append_vlq(mappings_, piece.first.column, last_.column);
  std::string_view rest = piece.mappings;
  if (piece.first_is_named) {
    append_vlq(mappings_, name_base + piece.first_name, last_name_);
  } else if (piece.name_at <= rest.size()) {
    mappings_ += rest.substr(0, piece.name_at);
    append_vlq(mappings_, name_base + piece.first_name, last_name_);
    rest.remove_prefix(piece.name_at);
  }
  mappings_ += rest;
  segment_line_ = line_ + piece.segment_lines;
  segment_column_ = piece.segment_column + (piece.segment_lines == 0 ? column_ : 0);
  last_ = piece.last;
  last_.source += source_base;
  if (piece.first_is_named || piece.name_at != 0xffffffff) {
    last_name_ = name_base + piece.last_name;
  }
  advance(piece.lines, piece.last_column);
  mapped_ = true;
}

std::string SourceMapWriter::json(std::string_view file) const {
  std::size_t size = mappings_.size() + names_.size() + 128;
  for (const SourceMapPiece::Original& source : sources_) {
    size += source.path.size() + 16;
    size += source.content ? source.content->text.size() + source.content->text.size() / 16 : 0;
  }
  std::string out;
  out.reserve(size);
  out += R"({"version":3,"file":)";
  append_json_string(out, file);
  out += R"(,"sources":[)";
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    out += i == 0 ? "" : ",";
    append_json_string(out, sources_[i].path);
  }
  out += R"(],"sourcesContent":[)";
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    out += i == 0 ? "" : ",";
    if (sources_[i].content) {
      append_json_string(out, sources_[i].content->text);
    } else {
      out += "null";
    }
  }
  out += R"(],"names":[)";
  out += names_;
  out += R"(],"mappings":")";
  out += mappings_;
  out += "\"}";
  return out;
}

}  // namespace mpaas
