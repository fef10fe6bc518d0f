#include <charconv>
#include <cmath>
#include <cstdlib>
#include <unordered_map>

#include "compiler/base/utf8.h"
#include "compiler/json/content.h"

namespace mpaas::json {
namespace {

// What can follow "this is not JSON: ".
namespace words {
constexpr const char* empty = "the file is empty";
constexpr const char* expected_value = "expected a value but found {}";
constexpr const char* expected_key = "expected a key in double quotes but found {}";
constexpr const char* expected_colon = "expected : after the key but found {}";
constexpr const char* expected_comma = "expected , or {} but found {}";
constexpr const char* missing_comma = "a comma is missing here";
constexpr const char* unquoted_key = "keys need double quotes";
constexpr const char* single_quotes = "strings need double quotes";
constexpr const char* unclosed = "{} is never closed";
constexpr const char* unclosed_string = "this string is never closed";
constexpr const char* unclosed_comment = "this comment is never closed";
constexpr const char* bad_escape = "there is no escape {}";
constexpr const char* control = "a control character in a string must be written as {}";
constexpr const char* bad_number = "{} is no number";
constexpr const char* huge_number = "{} is too large a number";
constexpr const char* bad_word = "{} is no value; write it in double quotes to make it a string";
constexpr const char* after_end = "expected the end of the file but found {}";
constexpr const char* too_deep = "values are nested deeper than {}";
constexpr const char* end_of_file = "the end of the file";
constexpr const char* ends_here = "the file ends here";
constexpr const char* first_given = "it is given here first";
}  // namespace words

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

class Parser {
 public:
  Parser(Content& content, diag::Sink& sink)
      : content_(content), text_(content.source->text), sink_(sink) {}

  bool run() {
    if (const std::size_t bad = utf8::find_invalid(text_); bad != std::string_view::npos) {
      const auto place = static_cast<std::uint32_t>(bad);
      sink_.report(diag::make(diag::Code::project_not_utf8, at({place, place + 1}), bad));
      return false;
    }
    if (text_.starts_with("\xEF\xBB\xBF")) {
      at_ = 3;
    }
    if (!skip()) {
      return false;
    }
    if (at_ == text_.size()) {
      return stop({at_, at_}, words::empty);
    }
    if (!value(content_.value, {at_, at_}, 0, 0) || !skip()) {
      return false;
    }
    if (at_ < text_.size()) {
      return stop(here(), fmt::format(words::after_end, found()));
    }
    content_.entries.front().key = content_.entries.front().value;
    return !failed_;
  }

 private:
  diag::Location at(Span span) const { return {content_.source, span}; }

  diag::Diagnostic wrong(Span span, std::string_view what) const {
    return diag::make(diag::Code::project_bad_json, at(span), what);
  }
  bool stop(Span span, std::string_view what) {
    sink_.report(wrong(span, what));
    return false;
  }
  // A slip whose meaning is plain: it is reported and reading goes on.
  void slip(Span span, std::string_view what, Span fixed, std::string replacement) {
    failed_ = true;
    sink_.report(wrong(span, what).with_fix(at(fixed), std::move(replacement)));
  }

  // The word or the character at the present place.
  Span here() const {
    std::uint32_t end = at_;
    while (end < text_.size() && is_word(text_[end])) {
      ++end;
    }
    if (end == at_ && end < text_.size()) {
      ++end;
    }
    return {at_, end};
  }
  std::string found() const {
    return at_ < text_.size() ? std::string((*content_.source)[here()]) : words::end_of_file;
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  // White space and comments.
  bool skip() {
    for (;;) {
      while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' ||
                                    text_[at_] == '\t')) {
        ++at_;
      }
      const std::string_view rest = text_.substr(at_);
      if (rest.starts_with("//")) {
        const std::size_t end = text_.find_first_of("\r\n", at_);
        at_ = static_cast<std::uint32_t>(std::min(end, text_.size()));
      } else if (rest.starts_with("/*")) {
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) {
          return stop({at_, at_ + 2}, words::unclosed_comment);
        }
        at_ = static_cast<std::uint32_t>(end) + 2;
      } else {
        return true;
      }
    }
  }

  bool value(Value& out, Span key, std::uint32_t ordinal, unsigned depth) {
    const std::uint32_t begin = at_;
    const std::size_t entry = content_.entries.size();
    content_.entries.push_back({key, {}, 0, ordinal});
    const char c = peek();
    bool good = false;
    if (c == '{' || c == '[') {
      if (depth >= deepest_nesting) {
        return stop(here(), fmt::format(words::too_deep, deepest_nesting));
      }
      good = c == '{' ? object(out, depth) : array(out, depth);
    } else if (c == '"' || c == '\'') {
      std::string text;
      good = string(text);
      out = std::move(text);
    } else if (c == '-' || c == '+' || c == '.' || is_digit(c)) {
      good = number(out);
    } else {
      good = word(out);
    }
    Entry& made = content_.entries[entry];
    made.value = {begin, at_};
    made.end = static_cast<std::uint32_t>(content_.entries.size());
    if (made.key.begin == made.key.end) {
      made.key = made.value;
    }
    return good;
  }

  bool unclosed(std::uint32_t open) {
    const auto end = static_cast<std::uint32_t>(text_.size());
    sink_.report(wrong({open, open + 1}, fmt::format(words::unclosed, text_[open]))
                     .with_note(at({end, end}), words::ends_here));
    return false;
  }

  // After a value: true when another one follows, with the place moved to it.
  enum class Next : std::uint8_t { item, end, wrong };
  Next next(std::uint32_t open, char close, std::uint32_t previous_end) {
    if (!skip()) {
      return Next::wrong;
    }
    if (peek() == ',') {
      ++at_;
      if (!skip()) {
        return Next::wrong;
      }
      if (peek() == close) {  // trailing comma
        ++at_;
        return Next::end;
      }
      return Next::item;
    }
    if (peek() == close) {
      ++at_;
      return Next::end;
    }
    if (at_ >= text_.size()) {
      unclosed(open);
      return Next::wrong;
    }
    const char c = peek();
    if (c == '"' || (close == ']' && (c == '{' || c == '['))) {
      slip({previous_end, previous_end}, words::missing_comma, {previous_end, previous_end}, ",");
      return Next::item;
    }
    stop(here(), fmt::format(words::expected_comma, close, found()));
    return Next::wrong;
  }

  bool object(Value& out, unsigned depth) {
    const std::uint32_t open = at_++;
    out = Value::object();
    auto& members = out.get_ref<Value::object_t&>();
    // key -> its ordinal and the place where it was given first
    std::unordered_map<std::string, std::pair<std::uint32_t, Span>> known;
    if (!skip()) {
      return false;
    }
    if (peek() == '}') {
      ++at_;
      return true;
    }
    for (;;) {
      if (at_ >= text_.size()) {
        return unclosed(open);
      }
      const std::uint32_t key_begin = at_;
      std::string name;
      if (!key(name)) {
        return false;
      }
      const Span key_span{key_begin, at_};
      if (!skip()) {
        return false;
      }
      if (peek() != ':') {
        return stop(here(), fmt::format(words::expected_colon, found()));
      }
      ++at_;
      if (!skip()) {
        return false;
      }
      const auto [known_key, fresh] =
          known.try_emplace(name, static_cast<std::uint32_t>(members.size()), key_span);
      if (fresh) {
        // Not through operator[], which searches: a hostile file has many keys.
        members.emplace_back(std::move(name), Value());
      } else {
        sink_.report(diag::make(diag::Code::project_json_duplicate_key, at(key_span), name)
                         .with_note(at(known_key->second.second), words::first_given));
      }
      const std::uint32_t ordinal = known_key->second.first;
      if (!value(members.begin()[ordinal].second, key_span, ordinal, depth + 1)) {
        return false;
      }
      switch (next(open, '}', at_)) {
        case Next::end:
          return true;
        case Next::wrong:
          return false;
        case Next::item:
          break;
      }
    }
  }

  bool key(std::string& out) {
    if (peek() == '"' || peek() == '\'') {
      return string(out);
    }
    if (const Span word = here(); is_word(peek()) && !is_digit(peek())) {
      out = (*content_.source)[word];
      slip(word, words::unquoted_key, word, fmt::format("\"{}\"", out));
      at_ = word.end;
      return true;
    }
    return stop(here(), fmt::format(words::expected_key, found()));
  }

  bool array(Value& out, unsigned depth) {
    const std::uint32_t open = at_++;
    out = Value::array();
    auto& items = out.get_ref<Value::array_t&>();
    if (!skip()) {
      return false;
    }
    if (peek() == ']') {
      ++at_;
      return true;
    }
    for (;;) {
      if (at_ >= text_.size()) {
        return unclosed(open);
      }
      items.emplace_back();
      if (!value(items.back(), {at_, at_}, static_cast<std::uint32_t>(items.size() - 1),
                 depth + 1)) {
        return false;
      }
      switch (next(open, ']', at_)) {
        case Next::end:
          return true;
        case Next::wrong:
          return false;
        case Next::item:
          break;
      }
    }
  }

  bool string(std::string& out) {
    const std::uint32_t open = at_;
    const char quote = text_[at_++];
    for (;;) {
      const std::size_t plain = at_;
      while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\\' &&
             static_cast<unsigned char>(text_[at_]) >= 0x20) {
        ++at_;
      }
      out.append(text_.substr(plain, at_ - plain));
      if (at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r') {
        return stop({open, at_}, words::unclosed_string);
      }
      if (text_[at_] == quote) {
        ++at_;
        if (quote == '\'') {
          slip({open, at_}, words::single_quotes, {open, at_}, Value(out).dump());
        }
        return true;
      }
      if (text_[at_] != '\\') {
        const std::string escape =
            text_[at_] == '\t' ? "\\t"
                               : fmt::format("\\u{:04x}", static_cast<unsigned>(text_[at_]));
        return stop({at_, at_ + 1}, fmt::format(words::control, escape));
      }
      if (!escape(out)) {
        return false;
      }
    }
  }

  bool escape(std::string& out) {
    const std::uint32_t begin = at_++;
    const char c = peek();
    constexpr std::string_view names = "\"\\/bfnrt'";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t'";
    if (const std::size_t known = names.find(c); at_ < text_.size() && known != names.npos) {
      out += meanings[known];
      ++at_;
      return true;
    }
    std::uint32_t unit = 0;
    if (c != 'u' || !hex(unit)) {
      std::uint32_t end =
          std::min<std::uint32_t>(at_ + 1, static_cast<std::uint32_t>(text_.size()));
      while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0) == 0x80) {
        ++end;
      }
      return stop({begin, end}, fmt::format(words::bad_escape, (*content_.source)[{begin, end}]));
    }
    if (unit >= 0xD800 && unit < 0xDC00 && text_.substr(at_).starts_with("\\u")) {
      const std::uint32_t after_first = at_;
      ++at_;
      std::uint32_t low = 0;
      if (hex(low) && low >= 0xDC00 && low < 0xE000) {
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
      } else {
        at_ = after_first;
      }
    }
    // Half of a pair alone is no character; text is UTF-8 and cannot hold it.
    utf8::append(out, unit >= 0xD800 && unit < 0xE000 ? 0xFFFD : unit);
    return true;
  }

  // At the u of a Unicode escape; moves behind it when four hexadecimal digits follow.
  bool hex(std::uint32_t& out) {
    if (text_.size() - at_ < 5) {
      return false;
    }
    const char* first = text_.data() + at_ + 1;
    const auto [end, error] = std::from_chars(first, first + 4, out, 16);
    if (error != std::errc() || end != first + 4) {
      return false;
    }
    at_ += 5;
    return true;
  }

  bool number(Value& out) {
    const std::uint32_t begin = at_;
    while (at_ < text_.size() &&
           (is_word(text_[at_]) || text_[at_] == '.' || text_[at_] == '-' || text_[at_] == '+')) {
      ++at_;
    }
    const Span span{begin, at_};
    const std::string_view shown = (*content_.source)[span];
    std::string_view rest = shown;
    const auto digits = [&rest] {
      const std::size_t count = std::min(rest.find_first_not_of("0123456789"), rest.size());
      rest.remove_prefix(count);
      return count;
    };
    if (rest.starts_with('-')) {
      rest.remove_prefix(1);
    }
    const bool zero = rest.starts_with('0');
    const std::size_t integer_digits = digits();
    bool good = integer_digits > 0 && !(zero && integer_digits > 1);
    const bool integer = rest.empty();
    if (good && rest.starts_with('.')) {
      rest.remove_prefix(1);
      good = digits() > 0;
    }
    if (good && !rest.empty() && (rest[0] == 'e' || rest[0] == 'E')) {
      rest.remove_prefix(1);
      if (!rest.empty() && (rest[0] == '-' || rest[0] == '+')) {
        rest.remove_prefix(1);
      }
      good = digits() > 0;
    }
    if (!good || !rest.empty()) {
      return stop(span, fmt::format(words::bad_number, shown));
    }
    if (integer) {
      std::int64_t exact = 0;
      if (std::from_chars(shown.data(), shown.data() + shown.size(), exact).ec == std::errc()) {
        out = exact;
        return true;
      }
    }
    const double real = std::strtod(std::string(shown).c_str(), nullptr);
    if (std::isinf(real)) {
      return stop(span, fmt::format(words::huge_number, shown));
    }
    out = real;
    return true;
  }

  bool word(Value& out) {
    const Span span = here();
    const std::string_view shown = (*content_.source)[span];
    if (shown == "true" || shown == "false") {
      out = shown == "true";
    } else if (shown == "null") {
      out = nullptr;
    } else if (!shown.empty() && is_word(shown[0])) {
      return stop(span, fmt::format(words::bad_word, shown));
    } else {
      return stop(span, fmt::format(words::expected_value, found()));
    }
    at_ = span.end;
    return true;
  }

  Content& content_;
  std::string_view text_;
  diag::Sink& sink_;
  std::uint32_t at_ = 0;
  bool failed_ = false;
};

}  // namespace

std::optional<Document> parse(SourcePointer source, diag::Sink& sink) {
  const auto content = std::make_shared<Content>();
  content->source = std::move(source);
  if (!Parser(*content, sink).run()) {
    return std::nullopt;
  }
  return Document(content);
}

}  // namespace mpaas::json
