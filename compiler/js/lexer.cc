#include "compiler/js/lexer.h"

#include <cstring>

#include "compiler/base/utf8.h"
#include "compiler/js/js.h"

namespace mpaas::js {
namespace {

constexpr std::string_view message_texts[] = {
#define MPAAS_JS_MESSAGE(id, text) text,
#include "compiler/js/messages.def"
#undef MPAAS_JS_MESSAGE
};

bool is_decimal(char c) { return c >= '0' && c <= '9'; }
bool is_octal(char c) { return c >= '0' && c <= '7'; }
bool is_binary(char c) { return c == '0' || c == '1'; }
bool is_hex(char c) { return hex_digit(c) >= 0; }
bool has_class(char c, unsigned classes) {
  return (character_classes[static_cast<unsigned char>(c)] & classes) != 0;
}
// U+2028 and U+2029 end lines. Reads at most three bytes, and only as far as they fit.
bool is_line_separator(const char* at) {
  return at[0] == '\xe2' && at[1] == '\x80' && (at[2] == '\xa8' || at[2] == '\xa9');
}

std::uint32_t hash_of(std::string_view text) {
  const char* at = text.data();
  std::size_t left = text.size();
  std::uint64_t hash = left * 0x9E3779B97F4A7C15ULL;
  while (left >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    hash = (hash ^ word) * 0xff51afd7ed558ccdULL;
    hash ^= hash >> 32U;
    at += 8;
    left -= 8;
  }
  std::uint64_t word = 0;
  if (left >= 4) {
    std::uint32_t low = 0;
    std::uint32_t high = 0;
    std::memcpy(&low, at, 4);
    std::memcpy(&high, at + left - 4, 4);
    word = low | static_cast<std::uint64_t>(high) << 32U;
  } else if (left > 0) {
    word = static_cast<unsigned char>(at[0]) |
           static_cast<std::uint64_t>(static_cast<unsigned char>(at[left >> 1U])) << 8U |
           static_cast<std::uint64_t>(static_cast<unsigned char>(at[left - 1])) << 16U;
  }
  hash = (hash ^ word) * 0xff51afd7ed558ccdULL;
  return static_cast<std::uint32_t>(hash >> 32U);
}

}  // namespace

std::string_view text_of(Message message) {
  return message_texts[static_cast<std::size_t>(message)];
}

Atom* Atoms::intern(std::string_view text) {
  const std::uint32_t hash = hash_of(text);
  for (Atom* atom = buckets_[hash & (buckets_.size() - 1)]; atom != nullptr; atom = atom->next) {
    if (atom->hash == hash && atom->text == text) {
      return atom;
    }
  }
  if (names_.size() > buckets_.size()) {
    grow();
  }
  Atom* atom = arena_.make<Atom>(Name{text});
  atom->hash = hash;
  atom->info = find_word(text);
  Atom*& bucket = buckets_[hash & (buckets_.size() - 1)];
  atom->next = bucket;
  bucket = atom;
  names_.push_back(atom);
  return atom;
}

void Atoms::grow() {
  std::vector<Atom*> larger(buckets_.size() * 4);
  for (Atom* atom : buckets_) {
    while (atom != nullptr) {
      Atom* following = atom->next;
      Atom*& bucket = larger[atom->hash & (larger.size() - 1)];
      atom->next = bucket;
      bucket = atom;
      atom = following;
    }
  }
  buckets_.swap(larger);
}

void Reporter::report(diag::Diagnostic diagnostic) {
  if (muted > 0) {
    return;
  }
  if (diagnostic.severity == diag::Severity::error) {
    ++errors;
    // One broken place tends to break in several ways; the first one is the useful one.
    if (errors > max_errors || diagnostic.at.span.begin == last_error_at) {
      return;
    }
    last_error_at = diagnostic.at.span.begin;
  }
  sink->report(std::move(diagnostic));
}

void Lexer::report_text(Span span, std::string text) {
  reporter_.report(diag::make(reporter_.syntax_code, {reporter_.source, span}, text));
}
void Lexer::fail_here(Message message) {
  const std::uint32_t here = offset();
  fail({here, here + (at_ < end_ ? 1U : 0U)}, message);
}

char32_t Lexer::decode(int& length) {
  const auto lead = static_cast<unsigned char>(*at_);
  if (lead < 0x80) {
    length = 1;
    return lead;
  }
  length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t code_point = lead & (0xFFU >> (length + 1));
  for (int k = 1; k < length; ++k) {
    // The NUL at the end of the text stops this.
    const auto byte = static_cast<unsigned char>(at_[k]);
    if ((byte & 0xC0U) != 0x80U) {
      fail_here(Message::bad_utf8);
    }
    code_point = (code_point << 6U) | (byte & 0x3FU);
  }
  if (lead < 0xC2 || code_point > 0x10ffff) {
    fail_here(Message::bad_utf8);
  }
  return code_point;
}

void Lexer::skip_line() {
  const std::uint32_t begin = offset();
  while (at_ < end_ && *at_ != '\n' && *at_ != '\r' && !is_line_separator(at_)) {
    if (*at_ == '@' || *at_ == '#') {
      note_annotation();
    }
    ++at_;
  }
  note_end_of_comment(begin);
}

// At the @ or # of a comment.
void Lexer::note_annotation() {
  const std::string_view rest(at_ + 1, static_cast<std::size_t>(end_ - at_ - 1));
  if (rest.starts_with("__PURE__")) {
    saw_pure_ = true;
  } else if (rest.starts_with("__NO_SIDE_EFFECTS__")) {
    saw_no_side_effects_ = true;
  } else if (*at_ == '@' && (rest.starts_with("license") || rest.starts_with("preserve"))) {
    saw_license_ = true;
  }
}

// The same comment may be read several times, when the parser looks ahead.
void Lexer::note_end_of_comment(std::uint32_t begin) {
  if ((saw_license_ || text_[begin + 2] == '!') && offset() > begin + 2 &&
      (license_comments_.empty() || license_comments_.back().begin < begin)) {
    license_comments_.push_back({begin, offset()});
  }
  saw_license_ = false;
}

void Lexer::skip_block_comment() {
  const std::uint32_t begin = offset();
  at_ += 2;
  for (; at_ < end_; ++at_) {
    if (*at_ == '*' && at_[1] == '/') {
      at_ += 2;
      note_end_of_comment(begin);
      return;
    }
    if (*at_ == '@' || *at_ == '#') {
      note_annotation();
    }
    if (*at_ == '\n' || *at_ == '\r' || is_line_separator(at_)) {
      token_.newline_before = true;
    }
  }
  at_ = end_;
  fail({begin, begin + 2}, Message::unterminated_comment);
}

void Lexer::skip_space() {
  for (;;) {
    const char c = *at_;
    if (has_class(c, blank_class)) {
      ++at_;
    } else if (c == '\n' || c == '\r') {
      token_.newline_before = true;
      ++at_;
    } else if (c == '/') {
      if (at_[1] == '/') {
        skip_line();
      } else if (at_[1] == '*') {
        skip_block_comment();
      } else {
        return;
      }
    } else if (c == '<' && html_comments_ && std::strncmp(at_, "<!--", 4) == 0) {
      skip_line();
    } else if (c == '-' && html_comments_ && (token_.newline_before || at_line_start_) &&
               std::strncmp(at_, "-->", 3) == 0) {
      skip_line();
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      int length = 0;
      const char32_t code_point = decode(length);
      if (code_point == 0x2028 || code_point == 0x2029) {
        token_.newline_before = true;
      } else if (code_point != 0xFEFF && code_point != 0xA0 && code_point != 0x1680 &&
                 (code_point < 0x2000 || code_point > 0x200a) && code_point != 0x202f &&
                 code_point != 0x205f && code_point != 0x3000) {
        return;
      }
      at_ += length;
    } else {
      return;
    }
  }
}

char32_t Lexer::read_unicode_escape_in_name() {
  char32_t value = 0;
  if (*at_ == '{') {
    ++at_;
    if (*at_ == '}') {
      fail_here(Message::bad_escape);
    }
    while (*at_ != '}') {
      const int digit = hex_digit(*at_);
      value = value * 16 + static_cast<char32_t>(digit);
      if (digit < 0 || value > 0x10ffff) {
        fail_here(Message::bad_escape);
      }
      ++at_;
    }
    ++at_;
    return value;
  }
  for (int i = 0; i < 4; ++i) {
    const int digit = hex_digit(*at_);
    if (digit < 0) {
      fail_here(Message::bad_escape);
    }
    value = value * 16 + static_cast<char32_t>(digit);
    ++at_;
  }
  return value;
}

Atom* Lexer::read_name_slowly(const char* begin) {
  std::string name(begin, at_);
  while (at_ < end_) {
    if (*at_ == '\\') {
      if (at_[1] != 'u') {
        fail_here(Message::bad_escape);
      }
      at_ += 2;
      const char32_t c = read_unicode_escape_in_name();
      if (name.empty() ? !is_identifier_start(c) : !is_identifier_part(c)) {
        fail_here(Message::bad_escape);
      }
      utf8::append(name, c);
      token_.escaped = true;
      continue;
    }
    int length = 0;
    const char32_t c = decode(length);
    if (name.empty() ? !is_identifier_start(c) : !is_identifier_part(c)) {
      break;
    }
    name.append(at_, static_cast<std::size_t>(length));
    at_ += length;
  }
  return atoms_.intern_copy(name);
}

Atom* Lexer::read_name() {
  const char* begin = at_;
  while (has_class(*at_, identifier_part_class)) {
    ++at_;
  }
  if (*at_ == '\\' || static_cast<unsigned char>(*at_) >= 0x80) {
    return read_name_slowly(begin);
  }
  return atoms_.intern({begin, static_cast<std::size_t>(at_ - begin)});
}

void Lexer::read_digits(bool (*accepted)(char)) {
  bool digit_before = false;
  while (accepted(*at_) || *at_ == '_') {
    if (*at_ == '_' && !digit_before) {
      fail_here(Message::number_separator);
    }
    digit_before = *at_ != '_';
    ++at_;
  }
  if (!digit_before) {
    if (at_[-1] == '_') {
      --at_;
      fail_here(Message::number_separator);
    }
    fail_here(Message::bad_number);
  }
}

void Lexer::read_exponent() {
  if (*at_ == 'e' || *at_ == 'E') {
    ++at_;
    if (*at_ == '+' || *at_ == '-') {
      ++at_;
    }
    read_digits(is_decimal);
  }
}

void Lexer::read_number() {
  token_.kind = Token::number;
  const char second = at_[0] == '0' ? static_cast<char>(at_[1] | 32) : '\0';
  bool may_be_big = true;
  if (second == 'x' || second == 'o' || second == 'b') {
    at_ += 2;
    read_digits(second == 'x' ? is_hex : second == 'o' ? is_octal : is_binary);
  } else if (*at_ == '0' && is_decimal(at_[1])) {
    token_.octal = true;
    may_be_big = false;
    bool is_octal_number = true;
    for (; is_decimal(*at_); ++at_) {
      is_octal_number = is_octal_number && is_octal(*at_);
    }
    if (!is_octal_number) {
      if (*at_ == '.') {
        ++at_;
        if (is_decimal(*at_)) {
          read_digits(is_decimal);
        }
      }
      read_exponent();
    }
  } else {
    if (*at_ != '.') {
      if (*at_ == '0' && at_[1] == '_') {
        fail_here(Message::bad_number);
      }
      read_digits(is_decimal);
    } else {
      may_be_big = false;
    }
    if (*at_ != 'n' || !may_be_big) {
      may_be_big = false;
      if (*at_ == '.') {
        ++at_;
        if (is_decimal(*at_)) {
          read_digits(is_decimal);
        } else if (*at_ == '_') {
          fail_here(Message::bad_number);
        }
      }
      read_exponent();
    }
  }
  if (may_be_big && *at_ == 'n') {
    ++at_;
    token_.kind = Token::big_int;
  }
  if (at_ < end_) {
    int length = 0;
    if (*at_ == '\\' || is_decimal(*at_) || is_identifier_start(decode(length))) {
      fail_here(Message::number_before_name);
    }
  }
}

// Behind the backslash. False when the escape is not valid (a tagged template may hold such).
bool Lexer::read_escape(bool in_template) {
  const char c = *at_;
  switch (c) {
    case 'u': {
      ++at_;
      char32_t value = 0;
      if (*at_ == '{') {
        ++at_;
        if (*at_ == '}') {
          return false;
        }
        while (*at_ != '}') {
          const int digit = hex_digit(*at_);
          value = value * 16 + static_cast<char32_t>(digit);
          if (digit < 0 || value > 0x10ffff) {
            return false;
          }
          ++at_;
        }
        ++at_;
        return true;
      }
      for (int i = 0; i < 4; ++i, ++at_) {
        if (!is_hex(*at_)) {
          return false;
        }
      }
      return true;
    }
    case 'x':
      ++at_;
      for (int i = 0; i < 2; ++i, ++at_) {
        if (!is_hex(*at_)) {
          return false;
        }
      }
      return true;
    case '\r':
      at_ += at_[1] == '\n' ? 2 : 1;
      return true;
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
      ++at_;
      if (c == '0' && !is_decimal(*at_)) {
        return true;
      }
      if (in_template) {
        return false;
      }
      token_.octal = true;
      return true;
    default:
      if (at_ < end_) {
        ++at_;
      }
      return true;
  }
}

void Lexer::read_string(char quote) {
  const std::uint32_t begin = offset();
  ++at_;
  for (;;) {
    if (at_ >= end_ || *at_ == '\n' || *at_ == '\r') {
      fail({begin, offset()}, Message::unterminated_string);
    }
    if (*at_ == quote) {
      break;
    }
    if (*at_ == '\\') {
      const std::uint32_t escape = offset();
      ++at_;
      if (!read_escape(false)) {
        fail({escape, escape + 2}, Message::bad_escape);
      }
    } else {
      ++at_;
    }
  }
  ++at_;
  token_.kind = Token::string;
}

Lexer::Chunk Lexer::read_template_chunk(std::uint32_t template_begin) {
  const char* begin = at_;
  std::uint32_t bad_escape = 0;
  for (;;) {
    if (at_ >= end_) {
      fail({template_begin, template_begin + 1}, Message::unterminated_template);
    }
    if (*at_ == '`' || (*at_ == '$' && at_[1] == '{')) {
      break;
    }
    if (*at_ == '\\') {
      const std::uint32_t backslash = offset();
      ++at_;
      if (!read_escape(true) && bad_escape == 0) {
        bad_escape = backslash + 1;
      }
    } else {
      ++at_;
    }
  }
  const bool is_last = *at_ == '`';
  Chunk chunk{{begin, static_cast<std::size_t>(at_ - begin)},
              static_cast<std::uint32_t>(begin - text_),
              is_last,
              bad_escape};
  at_ += is_last ? 1 : 2;
  nesting_.braces += is_last ? 0 : 1;
  token_.end = offset();
  return chunk;
}

void Lexer::read_reg_exp() {
  const char* at = text_ + token_.begin + 1;
  const auto unterminated = [&] {
    fail({token_.begin, static_cast<std::uint32_t>(at - text_)}, Message::unterminated_reg_exp);
  };
  const auto ends_line = [&] {
    return at >= end_ || *at == '\n' || *at == '\r' || is_line_separator(at);
  };
  bool in_class = false;
  for (;; ++at) {
    if (ends_line()) {
      unterminated();
    }
    if (*at == '\\') {
      ++at;
      if (ends_line()) {
        unterminated();
      }
    } else if (*at == '[') {
      in_class = true;
    } else if (*at == ']') {
      in_class = false;
    } else if (*at == '/' && !in_class) {
      break;
    }
  }
  ++at;
  while (has_class(*at, identifier_part_class) || *at == '\\') {
    ++at;
  }
  at_ = at;
  token_.kind = Token::reg_exp;
  token_.end = offset();
}

void Lexer::next() {
  previous_end_ = token_.end;
  token_.newline_before = false;
  token_.escaped = false;
  token_.octal = false;
  skip_space();
  at_line_start_ = false;
  token_.begin = offset();
  if (saw_pure_ || saw_no_side_effects_) {
    pure_at_ = saw_pure_ ? token_.begin : pure_at_;
    no_side_effects_at_ = saw_no_side_effects_ ? token_.begin : no_side_effects_at_;
    saw_pure_ = saw_no_side_effects_ = false;
  }
  if (at_ >= end_) {
    at_ = end_;
    token_.begin = offset();
    token_.kind = Token::end_of_file;
  } else {
    read_token();
    if (at_ > end_) {
      at_ = end_;
    }
  }
  token_.end = offset();
}

// A name, or a character that was meant to be another one: input methods and word processors write
// full-width punctuation and curly quotes. Those are taken for what they should be, so that one run
// finds all of them.
void Lexer::read_beyond_ascii() {
  int length = 0;
  const char32_t c = decode(length);
  if (is_identifier_start(c)) {
    token_.atom = read_name();
    token_.kind = token_.escaped ? Token::name : token_.atom->info.keyword;
    return;
  }
  const std::uint32_t begin = offset();
  const Span span{begin, begin + static_cast<std::uint32_t>(length)};
  const LookAlike meant = look_alike_of(c);
  if (meant.text.empty()) {
    if (is_invisible(c)) {
      fail(span, Message::invisible_character, static_cast<unsigned>(c));
    }
    fail(span, Message::unexpected_character, text_at(span.begin, span.end));
  }
  const bool in_script = reporter_.syntax_code == diag::Code::js_syntax;
  const std::string_view written = text_at(span.begin, span.end);
  reporter_.report(
      (in_script
           ? diag::make(diag::Code::js_look_alike, {reporter_.source, span}, written, meant.text)
           : diag::make(reporter_.syntax_code, {reporter_.source, span},
                        fmt::format(fmt::runtime(diag::info(diag::Code::js_look_alike).message),
                                    written, meant.text)))
          .with_fix({reporter_.source, span}, std::string(meant.text)));
  at_ += length;
  token_.kind = meant.token;
  if (meant.token != Token::string) {
    nesting_.braces += meant.token == Token::left_brace    ? 1
                       : meant.token == Token::right_brace ? -1
                                                           : 0;
    nesting_.parentheses += meant.token == Token::left_parenthesis    ? 1
                            : meant.token == Token::right_parenthesis ? -1
                                                                      : 0;
    return;
  }
  // “…”: to the next quote of any form on this line.
  while (at_ < end_ && *at_ != '\n' && *at_ != '\r' && *at_ != '"' && *at_ != '\'') {
    const char32_t inside = decode(length);
    at_ += length;
    if (look_alike_of(inside).token == Token::string && !look_alike_of(inside).text.empty()) {
      return;
    }
  }
  if (at_ < end_ && (*at_ == '"' || *at_ == '\'')) {
    ++at_;
  }
}

void Lexer::read_token() {
  const char c = at_[0];
  if (has_class(c, identifier_start_class)) {
    token_.atom = read_name();
    token_.kind = token_.escaped ? Token::name : token_.atom->info.keyword;
    return;
  }
  const char second = at_[1];
  switch (c) {
    case '{':
      ++nesting_.braces;
      return take(1, Token::left_brace);
    case '}':
      --nesting_.braces;
      return take(1, Token::right_brace);
    case '(':
      ++nesting_.parentheses;
      return take(1, Token::left_parenthesis);
    case ')':
      --nesting_.parentheses;
      return take(1, Token::right_parenthesis);
    case '[':
      return take(1, Token::left_bracket);
    case ']':
      return take(1, Token::right_bracket);
    case ';':
      return take(1, Token::semicolon);
    case ',':
      return take(1, Token::comma);
    case ':':
      return take(1, Token::colon);
    case '~':
      return take(1, Token::bit_not);
    case '`':
      return take(1, Token::backtick);
    case '@':
      return take(1, Token::at_sign);
    case '.':
      if (second == '.' && at_[2] == '.') {
        return take(3, Token::ellipsis);
      }
      if (is_decimal(second)) {
        return read_number();
      }
      return take(1, Token::dot);
    case '?':
      if (second == '?') {
        return at_[2] == '=' ? take(3, Token::assign_nullish) : take(2, Token::nullish);
      }
      if (second == '.' && !is_decimal(at_[2])) {
        return take(2, Token::question_dot);
      }
      return take(1, Token::question);
    case '=':
      if (second == '=') {
        return at_[2] == '=' ? take(3, Token::strict_equal) : take(2, Token::equal);
      }
      return second == '>' ? take(2, Token::arrow) : take(1, Token::assign);
    case '!':
      if (second == '=') {
        return at_[2] == '=' ? take(3, Token::strict_not_equal) : take(2, Token::not_equal);
      }
      return take(1, Token::logical_not);
    case '+':
      if (second == '+') {
        return take(2, Token::increment);
      }
      return second == '=' ? take(2, Token::assign_plus) : take(1, Token::plus);
    case '-':
      if (second == '-') {
        return take(2, Token::decrement);
      }
      return second == '=' ? take(2, Token::assign_minus) : take(1, Token::minus);
    case '*':
      if (second == '*') {
        return at_[2] == '=' ? take(3, Token::assign_power) : take(2, Token::power);
      }
      return second == '=' ? take(2, Token::assign_multiply) : take(1, Token::multiply);
    case '/':
      return second == '=' ? take(2, Token::assign_divide) : take(1, Token::divide);
    case '%':
      return second == '=' ? take(2, Token::assign_remainder) : take(1, Token::remainder);
    case '&':
      if (second == '&') {
        return at_[2] == '=' ? take(3, Token::assign_and) : take(2, Token::logical_and);
      }
      return second == '=' ? take(2, Token::assign_bit_and) : take(1, Token::bit_and);
    case '|':
      if (second == '|') {
        return at_[2] == '=' ? take(3, Token::assign_or) : take(2, Token::logical_or);
      }
      return second == '=' ? take(2, Token::assign_bit_or) : take(1, Token::bit_or);
    case '^':
      return second == '=' ? take(2, Token::assign_bit_xor) : take(1, Token::bit_xor);
    case '<':
      if (second == '<') {
        return at_[2] == '=' ? take(3, Token::assign_shift_left) : take(2, Token::shift_left);
      }
      return second == '=' ? take(2, Token::less_equal) : take(1, Token::less);
    case '>':
      if (second == '>') {
        if (at_[2] == '>') {
          return at_[3] == '=' ? take(4, Token::assign_shift_right_unsigned)
                               : take(3, Token::shift_right_unsigned);
        }
        return at_[2] == '=' ? take(3, Token::assign_shift_right) : take(2, Token::shift_right);
      }
      return second == '=' ? take(2, Token::greater_equal) : take(1, Token::greater);
    case '"':
    case '\'':
      return read_string(c);
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
      return read_number();
    case '#': {
      ++at_;
      int length = 0;
      if (at_ < end_ && (*at_ == '\\' || is_identifier_start(decode(length)))) {
        token_.atom = read_name();
        token_.escaped = false;
        token_.kind = Token::private_name;
        return;
      }
      --at_;
      break;
    }
    default:
      if (static_cast<unsigned char>(c) >= 0x80) {
        return read_beyond_ascii();
      }
      if (c == '\\') {
        token_.atom = read_name();
        token_.kind = token_.escaped ? Token::name : token_.atom->info.keyword;
        return;
      }
      break;
  }
  const std::uint32_t here = offset();
  fail({here, here + 1}, Message::unexpected_character,
       c == '\0' ? std::string_view("NUL") : std::string_view(at_, 1));
}

}  // namespace mpaas::js
