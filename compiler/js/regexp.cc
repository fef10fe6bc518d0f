#include "compiler/js/regexp.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/base/utf8.h"
#include "compiler/js/characters.h"

namespace mpaas::js {
namespace {

#include "compiler/js/unicode_properties.inc"

template <std::size_t Size>
bool contains(const std::string_view (&sorted)[Size], std::string_view name) {
  return std::binary_search(std::begin(sorted), std::end(sorted), name);
}

bool is_decimal(char c) { return c >= '0' && c <= '9'; }
bool is_octal(char c) { return c >= '0' && c <= '7'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

// Decimal numbers of any length, without computing them.
bool is_less(std::string_view left, std::string_view right) {
  left.remove_prefix(std::min(left.find_first_not_of('0'), left.size()));
  right.remove_prefix(std::min(right.find_first_not_of('0'), right.size()));
  return left.size() != right.size() ? left.size() < right.size() : left < right;
}

struct Failure {
  RegExpProblem problem;
};

// What stands at one place of a class: a character, or a set such as \d.
struct ClassAtom {
  char32_t value = 0;
  bool is_set = false;
  bool may_hold_strings = false;
};

// A recursive descent would follow the nesting of groups; they are kept on a stack instead.
class Pattern {
 public:
  Pattern(std::string_view literal, RegExpFeatures& features)
      : text_(literal), features_(features) {}

  void check() {
    const std::size_t slash = text_.rfind('/');
    check_flags(slash + 1);
    end_ = slash;
    unicode_ = features_.unicode || features_.unicode_sets;
    sets_ = features_.unicode_sets;
    has_named_groups_ = unicode_ || find_named_group();
    at_ = 1;
    check_terms();
    resolve_references();
  }

 private:
  struct Group {
    std::size_t begin;        // of the (
    std::size_t alternative;  // where the current alternative begins
    bool may_repeat;          // lookbehinds never, lookaheads for the sake of old pages
  };
  struct Reference {
    std::size_t begin;
    std::size_t end;
    std::string name;      // of \k<name>
    std::uint32_t number;  // of \1
  };

  [[noreturn]] void fail(std::size_t begin, std::size_t end, Message message) const {
    fail(begin, end, message, text_.substr(begin, end - begin));
  }
  [[noreturn]] static void fail(std::size_t begin, std::size_t end, Message message,
                                std::string_view argument) {
    throw Failure{
        {message, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}, argument}};
  }
  bool done() const { return at_ >= end_; }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < end_ ? text_[at_ + ahead] : '\0'; }
  bool eat(char c) {
    if (done() || text_[at_] != c) {
      return false;
    }
    ++at_;
    return true;
  }
  bool starts_with(std::string_view what) const {
    return text_.substr(at_, end_ - at_).substr(0, what.size()) == what;
  }
  // Where the character at `at` ends.
  std::size_t end_of_character(std::size_t at) const {
    if (at >= end_) {
      return end_;
    }
    do {
      ++at;
    } while (at < end_ && (static_cast<unsigned char>(text_[at]) & 0xC0U) == 0x80U);
    return at;
  }
  char32_t decode() {
    // Bytes that are no UTF-8 are refused elsewhere, but must not lead behind the end.
    const std::size_t end = end_of_character(at_);
    std::size_t at = at_;
    const std::string_view character = text_.substr(at, end - at);
    at_ = end;
    std::size_t inside = 0;
    return utf8::find_invalid(character) == std::string_view::npos ? utf8::decode(character, inside)
                                                                   : U'\xfffd';
  }

  void check_flags(std::size_t begin);
  bool find_named_group() const;
  void check_terms();
  void open_group();
  void check_modifiers(std::size_t open);
  std::string read_group_name(std::size_t open);
  char32_t read_group_name_escape();
  void declare_group_name(const std::string& name, std::size_t begin);
  bool read_repeat(bool repeatable);
  bool skip_braces(std::string_view& least, std::string_view& most);
  bool check_escape();
  void read_reference(std::size_t begin);
  char32_t read_character_escape(std::size_t begin);
  bool read_hexadecimal(int digits, char32_t& value);
  bool read_code_point_in_braces(char32_t& value);
  ClassAtom read_property(std::size_t begin);
  void check_class();
  ClassAtom read_class_atom();
  bool check_set_class(int depth);  // returns: may hold strings
  ClassAtom read_set_operand(int depth);
  ClassAtom read_string_disjunction(std::size_t begin);
  char32_t read_set_character();
  void resolve_references();

  std::string_view text_;
  RegExpFeatures& features_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;  // of the pattern: the closing slash
  bool unicode_ = false;
  bool sets_ = false;
  bool has_named_groups_ = false;
  char32_t pending_half_ = 0;  // second half of a surrogate pair in a class without u and v
  std::uint32_t groups_ = 0;
  std::vector<Group> open_;
  std::unordered_map<std::string, std::size_t> names_;  // where a group of that name stood last
  std::vector<Reference> references_;
};

void Pattern::check_flags(std::size_t begin) {
  for (std::size_t at = begin; at < text_.size(); ++at) {
    bool* flag = nullptr;
    bool global_or_multiline = false;
    switch (text_[at]) {
      case 'd':
        flag = &features_.indices;
        break;
      case 'i':
        flag = &features_.ignore_case;
        break;
      case 's':
        flag = &features_.dot_all;
        break;
      case 'u':
        flag = &features_.unicode;
        break;
      case 'v':
        flag = &features_.unicode_sets;
        break;
      case 'y':
        flag = &features_.sticky;
        break;
      case 'g':
      case 'm':
        global_or_multiline = text_.find(text_[at], begin) < at;
        flag = &global_or_multiline;
        break;
      default: {
        std::size_t end = at + 1;
        while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0U) == 0x80U) {
          ++end;
        }
        fail(at, end, Message::reg_exp_flag);
      }
    }
    if (*flag) {
      fail(at, at + 1, Message::reg_exp_flag_twice);
    }
    *flag = true;
  }
  if (features_.unicode && features_.unicode_sets) {
    fail(begin, text_.size(), Message::reg_exp_u_and_v);
  }
}

// Without u and v, \k is an escape of its own only when the pattern names a group somewhere.
bool Pattern::find_named_group() const {
  bool in_class = false;
  for (std::size_t at = 1; at < end_; ++at) {
    switch (text_[at]) {
      case '\\':
        ++at;
        break;
      case '[':
        in_class = true;
        break;
      case ']':
        in_class = false;
        break;
      case '(':
        if (!in_class && at + 3 < end_ && text_[at + 1] == '?' && text_[at + 2] == '<' &&
            text_[at + 3] != '=' && text_[at + 3] != '!') {
          return true;
        }
        break;
      default:
        break;
    }
  }
  return false;
}

void Pattern::check_terms() {
  open_.push_back({0, at_, false});
  bool repeatable = false;
  while (!done()) {
    const std::size_t begin = at_;
    switch (peek()) {
      case '|':
        ++at_;
        open_.back().alternative = at_;
        repeatable = false;
        break;
      case '(':
        open_group();
        repeatable = false;
        break;
      case ')':
        if (open_.size() == 1) {
          fail(begin, begin + 1, Message::reg_exp_unopened_group);
        }
        ++at_;
        repeatable = open_.back().may_repeat;
        open_.pop_back();
        break;
      case '^':
      case '$':
        ++at_;
        repeatable = false;
        break;
      case '*':
      case '+':
      case '?':
      case '{':
        repeatable = read_repeat(repeatable);
        break;
      case '}':
      case ']':
        if (unicode_) {
          fail(begin, begin + 1, Message::reg_exp_lone_bracket);
        }
        ++at_;
        repeatable = true;
        break;
      case '[':
        ++at_;
        if (sets_) {
          check_set_class(0);
        } else {
          check_class();
        }
        repeatable = true;
        break;
      case '\\':
        ++at_;
        repeatable = check_escape();
        break;
      default:
        at_ = end_of_character(at_);
        repeatable = true;
    }
  }
  if (open_.size() > 1) {
    const std::size_t begin = open_.back().begin;
    fail(begin, begin + 1, Message::reg_exp_open_group);
  }
}

void Pattern::open_group() {
  const std::size_t open = at_++;
  Group group{open, 0, true};
  if (!eat('?')) {
    ++groups_;
  } else if (eat('=') || eat('!')) {
    group.may_repeat = !unicode_;
  } else if (starts_with("<=") || starts_with("<!")) {
    at_ += 2;
    features_.lookbehind = true;
    group.may_repeat = false;
  } else if (eat('<')) {
    ++groups_;
    features_.named_groups = true;
    declare_group_name(read_group_name(open), open);
  } else if (!eat(':')) {
    check_modifiers(open);
  }
  group.alternative = at_;
  open_.push_back(group);
}

// (?i-m: …) behind the question mark.
void Pattern::check_modifiers(std::size_t open) {
  const std::size_t begin = at_;
  while (!done() && (is_letter(peek()) || peek() == '-')) {
    ++at_;
  }
  if (at_ == begin || peek() != ':') {
    fail(open, end_of_character(open + 2), Message::reg_exp_bad_group);
  }
  const std::string_view modifiers = text_.substr(begin, at_ - begin);
  bool valid = modifiers != "-" && std::count(modifiers.begin(), modifiers.end(), '-') <= 1;
  for (const char c : modifiers) {
    valid = valid && (c == '-' || is_one_of(c, "ims")) && modifiers.find(c) == modifiers.rfind(c);
  }
  if (!valid) {
    fail(begin, at_, Message::reg_exp_bad_modifiers);
  }
  features_.modifiers = true;
  ++at_;
}

char32_t Pattern::read_group_name_escape() {
  char32_t value = 0;
  if (!eat('u') ||
      !(peek() == '{' ? read_code_point_in_braces(value) : read_hexadecimal(4, value))) {
    return 0;
  }
  if (value >= 0xD800 && value <= 0xDBFF && starts_with("\\u")) {
    const std::size_t before = at_;
    at_ += 2;
    char32_t low = 0;
    if (read_hexadecimal(4, low) && low >= 0xDC00 && low <= 0xDFFF) {
      return 0x10000 + ((value - 0xD800) << 10U) + (low - 0xDC00);
    }
    at_ = before;
  }
  return value;
}

// Behind the <; reads the > too.
std::string Pattern::read_group_name(std::size_t open) {
  std::string name;
  while (!done() && peek() != '>') {
    const std::size_t begin = at_;
    const char32_t c = eat('\\') ? read_group_name_escape() : decode();
    if (name.empty() ? !is_identifier_start(c) : !is_identifier_part(c)) {
      fail(begin, end_of_character(begin), Message::reg_exp_bad_group_name);
    }
    utf8::append(name, c);
  }
  if (name.empty() || !eat('>')) {
    fail(open, at_, Message::reg_exp_bad_group_name);
  }
  return name;
}

// One name may stand in several alternatives of a choice. It is enough to compare neighbours: if
// any two groups of a name can match together, then so can two that follow each other.
void Pattern::declare_group_name(const std::string& name, std::size_t begin) {
  const auto [place, is_new] = names_.try_emplace(name, begin);
  if (is_new) {
    return;
  }
  const std::size_t earlier = place->second;
  // The innermost open group around the earlier one: that is where their ways part.
  const auto behind =
      std::upper_bound(open_.begin() + 1, open_.end(), earlier,
                       [](std::size_t at, const Group& group) { return at < group.begin; });
  if (earlier >= std::prev(behind)->alternative || earlier == std::prev(behind)->begin) {
    fail(begin + 3, at_ - 1, Message::reg_exp_group_twice);
  }
  features_.repeated_names = true;
  place->second = begin;
}

// At a {: moves behind a whole {1}, {1,} or {1,2}; else it does not move.
bool Pattern::skip_braces(std::string_view& least, std::string_view& most) {
  std::size_t at = at_ + 1;
  const auto digits = [&] {
    const std::size_t begin = at;
    while (at < end_ && is_decimal(text_[at])) {
      ++at;
    }
    return text_.substr(begin, at - begin);
  };
  least = digits();
  if (least.empty()) {
    return false;
  }
  if (at < end_ && text_[at] == ',') {
    ++at;
    most = digits();
  }
  if (at >= end_ || text_[at] != '}') {
    return false;
  }
  at_ = at + 1;
  return true;
}

// At * + ? or {. Returns what follows for the next one: may this be repeated?
bool Pattern::read_repeat(bool repeatable) {
  const std::size_t begin = at_;
  if (peek() == '{') {
    std::string_view least;
    std::string_view most;
    if (!skip_braces(least, most)) {
      if (unicode_) {
        fail(begin, begin + 1, Message::reg_exp_lone_bracket);
      }
      ++at_;
      return true;
    }
    if (!most.empty() && is_less(most, least)) {
      fail(begin, at_, Message::reg_exp_repeat_order);
    }
  } else {
    ++at_;
  }
  if (!repeatable) {
    fail(begin, at_, Message::reg_exp_nothing_to_repeat);
  }
  eat('?');
  return false;
}

// Behind a backslash outside of classes. Returns whether it may be repeated.
bool Pattern::check_escape() {
  const std::size_t begin = at_ - 1;
  const char c = peek();
  if (c == 'b' || c == 'B') {
    ++at_;
    return false;
  }
  if (is_one_of(c, "dDsSwW")) {
    ++at_;
  } else if ((c == 'p' || c == 'P') && unicode_) {
    read_property(begin);
  } else if (c == 'k' && has_named_groups_) {
    ++at_;
    if (!eat('<')) {
      fail(begin, at_, Message::reg_exp_bad_escape);
    }
    const std::size_t name = at_;
    std::string text = read_group_name(begin);
    references_.push_back({name, at_ - 1, std::move(text), 0});
  } else if (c >= '1' && c <= '9') {
    read_reference(begin);
  } else {
    read_character_escape(begin);
  }
  return true;
}

void Pattern::read_reference(std::size_t begin) {
  std::uint32_t number = 0;
  while (is_decimal(peek())) {
    // Beyond this there is no group for certain.
    number = std::min<std::uint32_t>(number, 100'000'000) * 10 +
             static_cast<std::uint32_t>(peek() - '0');
    ++at_;
  }
  // Else it may be an octal escape, and anything goes.
  if (unicode_) {
    references_.push_back({begin, at_, "", number});
  }
}

void Pattern::resolve_references() {
  for (const Reference& reference : references_) {
    if (!reference.name.empty()) {
      if (names_.count(reference.name) == 0) {
        fail(reference.begin, reference.end, Message::reg_exp_unknown_group);
      }
    } else if (reference.number > groups_) {
      fail(reference.begin, reference.end, Message::reg_exp_unknown_number,
           text_.substr(reference.begin + 1, reference.end - reference.begin - 1));
    }
  }
}

bool Pattern::read_hexadecimal(int digits, char32_t& value) {
  value = 0;
  for (int i = 0; i < digits; ++i) {
    const int digit = hex_digit(peek(static_cast<std::size_t>(i)));
    if (digit < 0) {
      return false;
    }
    value = value * 16 + static_cast<char32_t>(digit);
  }
  at_ += static_cast<std::size_t>(digits);
  return true;
}

bool Pattern::read_code_point_in_braces(char32_t& value) {
  const std::size_t begin = at_;
  value = 0;
  ++at_;
  const std::size_t first = at_;
  for (; hex_digit(peek()) >= 0; ++at_) {
    value = value * 16 + static_cast<char32_t>(hex_digit(peek()));
    if (value > 0x10ffff) {
      break;
    }
  }
  if (at_ == first || !eat('}')) {
    at_ = begin;
    return false;
  }
  return true;
}

// Behind a backslash: everything that stands for one character. Without u and v nearly anything is
// allowed, and stands for itself.
char32_t Pattern::read_character_escape(std::size_t begin) {
  const auto bad = [&]() -> void {
    const std::size_t end = end_of_character(begin + 1);
    fail(begin, end, Message::reg_exp_bad_escape);
  };
  const char c = peek();
  char32_t value = 0;
  switch (c) {
    case 'f':
      return ++at_, U'\f';
    case 'n':
      return ++at_, U'\n';
    case 'r':
      return ++at_, U'\r';
    case 't':
      return ++at_, U'\t';
    case 'v':
      return ++at_, U'\v';
    case 'c':
      if (is_letter(peek(1))) {
        value = static_cast<unsigned char>(peek(1)) & 31U;
        at_ += 2;
        return value;
      }
      if (unicode_) {
        bad();
      }
      return U'\\';  // and the c stands for itself
    case 'x':
      ++at_;
      if (read_hexadecimal(2, value)) {
        return value;
      }
      if (unicode_) {
        bad();
      }
      return U'x';
    case 'u':
      ++at_;
      if (unicode_ && peek() == '{') {
        if (!read_code_point_in_braces(value)) {
          bad();
        }
        return value;
      }
      if (!read_hexadecimal(4, value)) {
        if (unicode_) {
          bad();
        }
        return U'u';
      }
      if (unicode_ && value >= 0xD800 && value <= 0xDBFF && starts_with("\\u")) {
        const std::size_t before = at_;
        at_ += 2;
        char32_t low = 0;
        if (read_hexadecimal(4, low) && low >= 0xDC00 && low <= 0xDFFF) {
          return 0x10000 + ((value - 0xD800) << 10U) + (low - 0xDC00);
        }
        at_ = before;
      }
      return value;
    default:
      break;
  }
  if (is_decimal(c)) {
    if (unicode_) {
      if (c != '0' || is_decimal(peek(1))) {
        bad();
      }
      ++at_;
      return 0;
    }
    if (!is_octal(c)) {
      ++at_;
      return static_cast<unsigned char>(c);
    }
    for (int digits = 0; digits < 3 && is_octal(peek()) && value * 8 <= 0377; ++digits) {
      value = value * 8 + static_cast<char32_t>(peek() - '0');
      ++at_;
    }
    return value;
  }
  if (unicode_ ? !is_one_of(c, "^$\\.*+?()[]{}|/") : c == 'k' && has_named_groups_) {
    bad();
  }
  return decode();
}

// \p{…} or \P{…}; the letter is at the cursor.
ClassAtom Pattern::read_property(std::size_t begin) {
  const bool negated = peek() == 'P';
  ++at_;
  features_.property_escapes = true;
  const auto word = [&] {
    const std::size_t from = at_;
    while (is_letter(peek()) || is_decimal(peek()) || peek() == '_') {
      ++at_;
    }
    return text_.substr(from, at_ - from);
  };
  if (!eat('{')) {
    fail(begin, at_, Message::reg_exp_bad_escape);
  }
  const std::size_t name_begin = at_;
  const std::string_view name = word();
  const std::size_t name_end = at_;
  std::string_view value;
  const bool has_value = eat('=');
  const std::size_t value_begin = at_;
  if (has_value) {
    value = word();
  }
  const std::size_t value_end = at_;
  if (!eat('}')) {
    fail(begin, at_, Message::reg_exp_bad_escape);
  }
  ClassAtom atom;
  atom.is_set = true;
  if (has_value) {
    const bool is_category = name == "General_Category" || name == "gc";
    const bool is_script =
        name == "Script" || name == "sc" || name == "Script_Extensions" || name == "scx";
    if (!is_category && !is_script) {
      fail(name_begin, name_end, Message::reg_exp_bad_property);
    }
    if (is_category ? !contains(general_categories, value) : !contains(scripts, value)) {
      fail(value_begin, value_end, Message::reg_exp_bad_value);
    }
  } else if (contains(string_properties, name)) {
    if (!sets_ || negated) {
      fail(name_begin, name_end, Message::reg_exp_string_property);
    }
    atom.may_hold_strings = true;
  } else if (!contains(general_categories, name) && !contains(binary_properties, name)) {
    fail(name_begin, name_end, Message::reg_exp_bad_property);
  }
  return atom;
}

// --- classes without the flag v ---------------------------------------------------------------

ClassAtom Pattern::read_class_atom() {
  if (pending_half_ != 0) {
    const ClassAtom half{pending_half_};
    pending_half_ = 0;
    return half;
  }
  const std::size_t begin = at_;
  ClassAtom atom;
  if (!eat('\\')) {
    atom.value = decode();
    if (!unicode_ && atom.value > 0xFFFF) {
      pending_half_ = 0xDC00 + ((atom.value - 0x10000) & 0x3FFU);
      atom.value = 0xD800 + ((atom.value - 0x10000) >> 10U);
    }
    return atom;
  }
  const char c = peek();
  if (is_one_of(c, "dDsSwW")) {
    ++at_;
    atom.is_set = true;
  } else if ((c == 'p' || c == 'P') && unicode_) {
    return read_property(begin);
  } else if (c == 'b') {
    ++at_;
    atom.value = U'\b';
  } else if (c == '-' && unicode_) {
    ++at_;
    atom.value = U'-';
  } else if (c == 'c' && !unicode_ && (is_decimal(peek(1)) || peek(1) == '_')) {
    atom.value = static_cast<unsigned char>(peek(1)) & 31U;
    at_ += 2;
  } else {
    atom.value = read_character_escape(begin);
    if (!unicode_ && atom.value > 0xFFFF) {
      pending_half_ = 0xDC00 + ((atom.value - 0x10000) & 0x3FFU);
      atom.value = 0xD800 + ((atom.value - 0x10000) >> 10U);
    }
  }
  return atom;
}

// Behind the [.
void Pattern::check_class() {
  const std::size_t open = at_ - 1;
  eat('^');
  for (;;) {
    if (pending_half_ == 0 && done()) {
      fail(open, open + 1, Message::reg_exp_open_class);
    }
    if (pending_half_ == 0 && eat(']')) {
      return;
    }
    const std::size_t first_begin = pending_half_ == 0 ? at_ : at_ - 4;
    const ClassAtom first = read_class_atom();
    if (pending_half_ != 0 || peek() != '-' || peek(1) == ']' || at_ + 1 >= end_) {
      continue;
    }
    const std::size_t first_end = at_;
    ++at_;
    const std::size_t last_begin = at_;
    const ClassAtom last = read_class_atom();
    if (first.is_set || last.is_set) {
      if (unicode_ && first.is_set) {
        fail(first_begin, first_end, Message::reg_exp_range_of_class);
      }
      if (unicode_) {
        fail(last_begin, at_, Message::reg_exp_range_of_class);
      }
    } else if (first.value > last.value) {
      fail(first_begin, at_, Message::reg_exp_range_order);
    }
  }
}

// --- classes with the flag v --------------------------------------------------------------------

char32_t Pattern::read_set_character() {
  const std::size_t begin = at_;
  if (eat('\\')) {
    const char c = peek();
    if (c == 'b') {
      return ++at_, U'\b';
    }
    if (is_one_of(c, "&-!#%,:;<=>@`~")) {
      return ++at_, static_cast<unsigned char>(c);
    }
    return read_character_escape(begin);
  }
  const char c = peek();
  if (is_one_of(c, "()[]{}/-\\|")) {
    fail(begin, begin + 1, Message::reg_exp_set_character);
  }
  if (c == peek(1) && is_one_of(c, "&!#$%*+,.:;<=>?@^`~")) {
    fail(begin, begin + 2, Message::reg_exp_set_double);
  }
  return decode();
}

// \q{a|bc}; the q is at the cursor.
ClassAtom Pattern::read_string_disjunction(std::size_t begin) {
  ++at_;
  if (!eat('{')) {
    fail(begin, at_, Message::reg_exp_bad_escape);
  }
  ClassAtom atom;
  atom.is_set = true;
  std::size_t length = 0;
  for (;;) {
    if (done()) {
      fail(begin, begin + 3, Message::reg_exp_bad_escape, text_.substr(begin, 3));
    }
    const bool ends = peek() == '}';
    if (ends || peek() == '|') {
      ++at_;
      atom.may_hold_strings = atom.may_hold_strings || length != 1;
      length = 0;
      if (ends) {
        return atom;
      }
      continue;
    }
    read_set_character();
    ++length;
  }
}

ClassAtom Pattern::read_set_operand(int depth) {
  const std::size_t begin = at_;
  ClassAtom atom;
  if (eat('[')) {
    atom.is_set = true;
    atom.may_hold_strings = check_set_class(depth + 1);
    return atom;
  }
  if (peek() == '\\') {
    const char c = peek(1);
    if (is_one_of(c, "dDsSwW")) {
      at_ += 2;
      atom.is_set = true;
      return atom;
    }
    if (c == 'p' || c == 'P') {
      ++at_;
      return read_property(begin);
    }
    if (c == 'q') {
      ++at_;
      return read_string_disjunction(begin);
    }
  }
  atom.value = read_set_character();
  return atom;
}

// Behind the [.
bool Pattern::check_set_class(int depth) {
  const std::size_t open = at_ - 1;
  if (depth > max_reg_exp_class_depth) {
    fail(open, open + 1, Message::reg_exp_too_deep);
  }
  const bool negated = eat('^');
  // && and -- join operands; mixing them, or with anything side by side, needs brackets.
  enum class Join : std::uint8_t { none, side_by_side, intersection, subtraction };
  Join join = Join::none;
  bool may_hold_strings = false;
  bool is_first = true;
  bool is_range = false;
  while (!eat(']')) {
    if (done()) {
      fail(open, open + 1, Message::reg_exp_open_class);
    }
    const std::size_t begin = at_;
    Join here = is_first ? Join::none : Join::side_by_side;
    if (starts_with("&&") || starts_with("--")) {
      here = peek() == '&' ? Join::intersection : Join::subtraction;
      if (is_first) {
        fail(begin, begin + 2, Message::reg_exp_set_operand);
      }
      at_ += 2;
      if (done() || peek() == ']' || (here == Join::intersection && peek() == '&')) {
        fail(begin, begin + 2, Message::reg_exp_set_operand);
      }
    }
    const bool joins = here == Join::intersection || here == Join::subtraction;
    if (join == Join::none && !(is_range && joins)) {
      join = here;
    } else if (join != here) {
      fail(begin, joins ? begin + 2 : end_of_character(begin), Message::reg_exp_set_mixed,
           join == Join::intersection || here == Join::intersection ? "&&" : "--");
    }
    const std::size_t operand_begin = at_;
    const ClassAtom operand = read_set_operand(depth);
    if (join == Join::intersection) {
      may_hold_strings = may_hold_strings && operand.may_hold_strings;
    } else if (join != Join::subtraction) {
      may_hold_strings = may_hold_strings || operand.may_hold_strings;
    }
    if (peek() == '-' && peek(1) != '-') {
      const std::size_t operand_end = at_;
      ++at_;
      if (done() || peek() == ']') {
        fail(at_ - 1, at_, Message::reg_exp_set_character);
      }
      const std::size_t last_begin = at_;
      const ClassAtom last = read_set_operand(depth);
      if (operand.is_set || last.is_set) {
        fail(operand.is_set ? operand_begin : last_begin, operand.is_set ? operand_end : at_,
             Message::reg_exp_range_of_class);
      }
      if (joins) {
        fail(operand_begin, at_, Message::reg_exp_set_mixed,
             join == Join::intersection ? "&&" : "--");
      }
      if (operand.value > last.value) {
        fail(operand_begin, at_, Message::reg_exp_range_order);
      }
      is_range = true;
    }
    is_first = false;
  }
  if (negated && may_hold_strings) {
    fail(open, at_, Message::reg_exp_negated_strings);
  }
  return may_hold_strings;
}

}  // namespace

RegExpCheck check_reg_exp(std::string_view literal) {
  RegExpCheck check;
  try {
    Pattern(literal, check.features).check();
  } catch (const Failure& failure) {
    check.problem = failure.problem;
  }
  return check;
}

}  // namespace mpaas::js
