#include "compiler/acss/tokens.h"

#include <algorithm>
#include <array>

#include "compiler/base/utf8.h"

namespace mpaas::acss {
namespace {

enum CharacterClass : std::uint8_t {
  name_start = 1,
  name_part = 2,
  white = 4,
  digit = 8,
  hex = 16
};

constexpr std::array<std::uint8_t, 256> make_classes() {
  std::array<std::uint8_t, 256> out{};
  for (unsigned c = 0; c < 256; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool number = c >= '0' && c <= '9';
    std::uint8_t classes = 0;
    if (letter || c == '_' || c >= 0x80) {
      classes |= name_start | name_part;
    }
    if (number) {
      classes |= digit | hex | name_part;
    }
    if (c == '-') {
      classes |= name_part;
    }
    if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
      classes |= hex;
    }
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
      classes |= white;
    }
    out[c] = classes;
  }
  return out;
}
constexpr std::array<std::uint8_t, 256> classes = make_classes();

bool is(char c, std::uint8_t wanted) {
  return (classes[static_cast<unsigned char>(c)] & wanted) != 0;
}
bool is_newline(char c) { return c == '\n' || c == '\r' || c == '\f'; }

// Looks ahead without asking for the end: a std::string ends with a NUL, which no test wants.
class Tokenizer {
 public:
  Tokenizer(const SourcePointer& source, diag::Sink& sink)
      : source_(source),
        sink_(sink),
        begin_(source->text.data()),
        at_(begin_),
        end_(begin_ + source->text.size()) {}

  Tokens run() {
    out_.list.reserve(source_->text.size() / 3 + 16);
    if (std::string_view(source_->text).starts_with("\xEF\xBB\xBF")) {
      at_ += 3;
    }
    for (;;) {
      const char* first = at_;
      std::uint32_t unit = 0;
      const TokenKind kind = next(unit);
      if (kind == TokenKind::end) {
        const std::uint32_t end = offset(end_);
        out_.list.push_back({end, end, end, TokenKind::end});
        return std::move(out_);
      }
      if (kind != TokenKind::space) {
        first = token_begin_;
      }
      out_.list.push_back({offset(first), offset(at_), unit, kind});
    }
  }

 private:
  std::uint32_t offset(const char* at) const { return static_cast<std::uint32_t>(at - begin_); }
  diag::Location place(const char* from, const char* to) const {
    return {source_, {offset(from), offset(to)}};
  }

  bool at_comment() const { return at_[0] == '/' && at_[1] == '*'; }

  void comment() {
    const char* open = at_;
    const std::string_view rest(at_ + 2, static_cast<std::size_t>(end_ - at_ - 2));
    const std::size_t close = rest.find("*/");
    if (close == std::string_view::npos) {
      sink_.report(diag::make(diag::Code::acss_unclosed_comment, place(open, open + 2)));
      at_ = end_;
      return;
    }
    at_ += 2 + close + 2;
    if (rest.starts_with('!')) {
      out_.licences.push_back({offset(open), offset(at_)});
    }
  }

  // `unit` is written for numbers. Comments before the token are skipped, so it begins at
  // token_begin_.
  TokenKind next(std::uint32_t& unit) {
    bool space = false;
    while (at_ < end_) {
      if (is(*at_, white)) {
        space = true;
        ++at_;
      } else if (at_comment()) {
        comment();
      } else {
        break;
      }
    }
    if (space) {
      return TokenKind::space;
    }
    token_begin_ = at_;
    if (at_ >= end_) {
      return TokenKind::end;
    }
    const char c = *at_;
    if (is(c, name_start)) {
      return identifier();
    }
    if (starts_number()) {
      unit = number();
      return TokenKind::number;
    }
    if (starts_name(at_)) {
      return identifier();
    }
    ++at_;
    switch (c) {
      case '"':
      case '\'':
        return string(c);
      case '#':
        if (is(*at_, name_part) || is_escape(at_)) {
          name();
          return TokenKind::hash;
        }
        return TokenKind::delimiter;
      case '@':
        if (starts_name(at_)) {
          name();
          return TokenKind::at_keyword;
        }
        return TokenKind::delimiter;
      case ':':
        return TokenKind::colon;
      case ';':
        return TokenKind::semicolon;
      case ',':
        return TokenKind::comma;
      case '[':
        return TokenKind::open_bracket;
      case ']':
        return TokenKind::close_bracket;
      case '(':
        return TokenKind::open_paren;
      case ')':
        return TokenKind::close_paren;
      case '{':
        return TokenKind::open_brace;
      case '}':
        return TokenKind::close_brace;
      default:
        return TokenKind::delimiter;
    }
  }

  bool is_escape(const char* at) const {
    return *at == '\\' && at + 1 < end_ && !is_newline(at[1]);
  }
  bool starts_name(const char* at) const {
    if (*at == '-') {
      return is(at[1], name_start) || at[1] == '-' || is_escape(at + 1);
    }
    return is(*at, name_start) || is_escape(at);
  }
  bool starts_number() const {
    const char* at = at_;
    if (*at == '+' || *at == '-') {
      ++at;
    }
    return is(*at, digit) || (*at == '.' && is(at[1], digit));
  }

  void escape() {
    ++at_;
    if (!is(*at_, hex)) {
      ++at_;  // the following bytes of a UTF-8 character are parts of names too
      return;
    }
    for (int count = 0; count < 6 && is(*at_, hex); ++count) {
      ++at_;
    }
    if (at_ < end_ && is(*at_, white)) {
      ++at_;  // ends the number and belongs to it
    }
  }
  void name() {
    for (;;) {
      while (is(*at_, name_part)) {
        ++at_;
      }
      if (!is_escape(at_)) {
        return;
      }
      escape();
    }
  }

  TokenKind identifier() {
    name();
    if (*at_ != '(') {
      return TokenKind::identifier;
    }
    ++at_;
    const std::string_view text(token_begin_, static_cast<std::size_t>(at_ - token_begin_));
    if (text.size() != 4 || (text[0] | 32) != 'u' || (text[1] | 32) != 'r' ||
        (text[2] | 32) != 'l') {
      return TokenKind::function;
    }
    const char* look = at_;
    while (is(*look, white)) {
      ++look;
    }
    return *look == '"' || *look == '\'' ? TokenKind::function : url();
  }

  TokenKind url() {
    while (at_ < end_ && *at_ != ')') {
      at_ += is_escape(at_) ? 2 : 1;
    }
    if (at_ >= end_) {
      at_ = end_;
      sink_.report(diag::make(diag::Code::acss_unclosed_bracket,
                              place(token_begin_, token_begin_ + 4), "url("));
      return TokenKind::url;
    }
    ++at_;
    return TokenKind::url;
  }

  TokenKind string(char quote) {
    while (at_ < end_ && *at_ != quote) {
      if (is_newline(*at_)) {
        sink_.report(diag::make(diag::Code::acss_unclosed_string, place(token_begin_, at_)));
        return TokenKind::string;
      }
      at_ += *at_ == '\\' && at_ + 1 < end_ ? 2 : 1;
    }
    if (at_ >= end_) {
      sink_.report(diag::make(diag::Code::acss_unclosed_string, place(token_begin_, end_)));
      return TokenKind::string;
    }
    ++at_;
    return TokenKind::string;
  }

  void digits() {
    while (is(*at_, digit)) {
      ++at_;
    }
  }
  std::uint32_t number() {
    if (*at_ == '+' || *at_ == '-') {
      ++at_;
    }
    digits();
    if (*at_ == '.' && is(at_[1], digit)) {
      ++at_;
      digits();
    }
    if ((*at_ | 32) == 'e') {
      const bool sign = at_[1] == '+' || at_[1] == '-';
      if (is(at_[sign ? 2 : 1], digit)) {
        at_ += sign ? 2 : 1;
        digits();
      }
    }
    const std::uint32_t unit = offset(at_);
    if (*at_ == '%') {
      ++at_;
    } else if (starts_name(at_)) {
      name();
    }
    return unit;
  }

  const SourcePointer& source_;
  diag::Sink& sink_;
  Tokens out_;
  const char* begin_;
  const char* at_;
  const char* end_;
  const char* token_begin_ = nullptr;
};

}  // namespace

Tokens tokenize(const SourcePointer& source, diag::Sink& sink) {
  return Tokenizer(source, sink).run();
}

std::string unescape(std::string_view raw) {
  std::string out;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\' || i + 1 == raw.size()) {
      out += raw[i];
      continue;
    }
    ++i;
    if (!is(raw[i], hex)) {
      if (!is_newline(raw[i])) {
        out += raw[i];
      }
      continue;
    }
    char32_t code = 0;
    std::size_t count = 0;
    for (; count < 6 && i + count < raw.size() && is(raw[i + count], hex); ++count) {
      const char c = raw[i + count];
      code = code * 16 + static_cast<char32_t>(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
    }
    i += count;
    if (i >= raw.size() || !is(raw[i], white)) {
      --i;
    }
    const bool character = code != 0 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    utf8::append(out, character ? code : 0xFFFD);
  }
  return out;
}

}  // namespace mpaas::acss
