#include <array>
#include <charconv>
#include <cstdlib>

#include "compiler/acss/acss.h"
#include "compiler/acss/rules.h"
#include "compiler/base/text.h"

namespace mpaas::acss {
namespace {

bool is_built_in_tag(std::string_view name) {
  constexpr std::string_view tags[] = {
#define MPAAS_TAG(name) name,
#include "compiler/acss/tags.def"
#undef MPAAS_TAG
  };
  static_assert(std::size(tags) < 64);
  for (const std::string_view tag : tags) {
    if (tag == name) {
      return true;
    }
  }
  return false;
}

// Functions whose arguments are selectors.
bool takes_selectors(std::string_view function) {
  constexpr std::string_view names[] = {"not(",      "is(",          "where(", "has(",
                                        "matches(",  "-webkit-any(", "host(",  "host-context(",
                                        "-moz-any(", "slotted("};
  const std::string lower = text::lower_ascii(function);
  for (const std::string_view name : names) {
    if (lower == name) {
      return true;
    }
  }
  return false;
}

// A hundredth of a decimal number, exactly: digits are moved, nothing is computed. "0.01" keeps its
// zero, since the framework looks for this spelling.
void append_hundredth(std::string& out, std::string_view number) {
  if (number.find_first_of("eE") != std::string_view::npos) {
    const double value = std::strtod(std::string(number).c_str(), nullptr) / 100;
    out += fmt::format("{:.10g}", value);
    return;
  }
  if (number[0] == '-' || number[0] == '+') {
    out += number[0];
    number.remove_prefix(1);
  }
  const std::size_t dot = number.find('.');
  const std::string_view integer = number.substr(0, dot);
  const std::string_view fraction =
      dot == std::string_view::npos ? std::string_view() : number.substr(dot + 1);
  std::string digits(integer.size() < 3 ? 3 - integer.size() : 0, '0');
  digits += integer;
  const std::size_t point = digits.size() - 2;
  digits += fraction;
  std::size_t last = digits.find_last_not_of('0');
  last = last == std::string::npos ? 0 : last + 1;
  const std::size_t first = std::min(digits.find_first_not_of('0'), point - 1);
  out.append(digits, first, point - first);
  if (last > point) {
    out += '.';
    out.append(digits, point, last - point);
  }
}

class Printer {
 public:
  Printer(const Sheet& sheet, const PrintOptions& options)
      : source_(sheet.source->text), rules_(*sheet.rules), options_(options) {
    out_.reserve(source_.size());
  }

  std::string run() && {
    items(0, rules_.items.size(), 0, false);
    if (!options_.minify && !out_.empty() && out_.back() != '\n') {
      out_ += '\n';
    }
    return std::move(out_);
  }

 private:
  const Token& token(std::size_t index) const { return rules_.tokens[index]; }
  TokenKind kind(std::size_t index) const { return rules_.tokens[index].kind; }
  std::string_view text(std::size_t index) const {
    return source_.substr(token(index).begin, token(index).end - token(index).begin);
  }
  bool is_delimiter(std::size_t index, std::string_view characters) const {
    return kind(index) == TokenKind::delimiter &&
           characters.find(source_[token(index).begin]) != std::string_view::npos;
  }

  // What comes next stands at this place of the source.
  void mark(std::uint32_t original) {
    if (options_.map != nullptr) {
      options_.map->add(out_.size(), original);
    }
  }

  void indent(unsigned depth) {
    if (!options_.minify) {
      out_.append(2 * std::size_t{depth}, ' ');
    }
  }

  void items(std::size_t first, std::size_t end, unsigned depth, bool keyframes) {
    for (std::size_t index = first; index < end; index = rules_.items[index].end) {
      const Item& item = rules_.items[index];
      if (item.kind == ItemKind::licence && options_.minify) {
        continue;
      }
      indent(depth);
      mark(item.kind == ItemKind::licence ? item.first : token(item.first).begin);
      switch (item.kind) {
        case ItemKind::rule:
          keyframes ? prelude(item.first, item.last) : selector(item.first, item.last);
          block(index, depth, false);
          break;
        case ItemKind::at_rule:
          prelude(item.first, item.last);
          block(index, depth, is_keyframes(item));
          break;
        case ItemKind::at_statement:
          prelude(item.first, item.last);
          out_ += ';';
          break;
        case ItemKind::declaration:
          declaration(item);
          out_ += ';';
          break;
        case ItemKind::licence:
          out_ += source_.substr(item.first, item.last - item.first);
          break;
      }
      if (!options_.minify) {
        out_ += '\n';
      }
    }
  }

  bool is_keyframes(const Item& item) const {
    return text::lower_ascii(text(item.first)).ends_with("keyframes");
  }

  void block(std::size_t index, unsigned depth, bool keyframes) {
    out_ += options_.minify ? "{" : " {\n";
    items(index + 1, rules_.items[index].end, depth + 1, keyframes);
    if (options_.minify && out_.back() == ';') {
      out_.pop_back();
    }
    indent(depth);
    out_ += '}';
  }

  void declaration(const Item& item) {
    out_ += text(item.first);
    out_ += ':';
    // A custom property may be anything, and scripts can read it: only its ends are trimmed.
    const bool custom = text(item.first).starts_with("--");
    if (!options_.minify || (custom && item.value == item.last)) {
      out_ += ' ';
    }
    if (item.value < item.last) {
      mark(token(item.value).begin);
    }
    for (std::size_t index = item.value; index < item.last; ++index) {
      keep_apart(index, item.value);
      if (kind(index) == TokenKind::space) {
        if (custom) {
          out_ += has_comment(index) ? std::string_view(" ") : text(index);
        } else if (!drops_space_in_value(index)) {
          out_ += ' ';
        }
      } else {
        append(index);
        if (!custom && index + 1 < item.last) {
          space_behind_comma(index);
        }
      }
    }
  }

  bool has_comment(std::size_t space) const {
    return text(space).find("/*") != std::string_view::npos;
  }

  bool drops_space_in_value(std::size_t space) const {
    const TokenKind before = kind(space - 1);
    const TokenKind after = kind(space + 1);
    if (after == TokenKind::comma || before == TokenKind::function ||
        before == TokenKind::open_paren || after == TokenKind::close_paren ||
        is_delimiter(space - 1, "!")) {
      return true;
    }
    return options_.minify && (before == TokenKind::comma || is_delimiter(space + 1, "!"));
  }

  // At-rules and the selectors of keyframes.
  void prelude(std::size_t first, std::size_t last) {
    for (std::size_t index = first; index < last; ++index) {
      keep_apart(index, first);
      if (kind(index) != TokenKind::space) {
        append(index);
        continue;
      }
      const TokenKind before = kind(index - 1);
      const TokenKind after = kind(index + 1);
      const bool drop =
          after == TokenKind::comma || before == TokenKind::open_paren ||
          before == TokenKind::function || after == TokenKind::close_paren ||
          (options_.minify && (before == TokenKind::comma || before == TokenKind::colon));
      if (!drop) {
        out_ += ' ';
      }
    }
  }

  void selector(std::size_t first, std::size_t last) {
    // For each open bracket whether selectors stand in it.
    std::vector<bool> open;
    for (std::size_t index = first; index < last; ++index) {
      keep_apart(index, first);
      const bool selectors = open.empty() || open.back();
      if (selectors && index > first && kind(index) != TokenKind::space &&
          begins_compound(index, first)) {
        mark(token(index).begin);
      }
      switch (kind(index)) {
        case TokenKind::space:
          if (!drops_space_in_selector(index, selectors)) {
            out_ += ' ';
          }
          continue;
        case TokenKind::function:
          open.push_back(selectors && takes_selectors(text(index)));
          break;
        case TokenKind::open_paren:
        case TokenKind::open_bracket:
          open.push_back(false);
          break;
        case TokenKind::close_paren:
        case TokenKind::close_bracket:
          if (!open.empty()) {
            open.pop_back();
          }
          break;
        case TokenKind::identifier:
          if (options_.tags_to_classes && selectors && begins_compound(index, first) &&
              is_built_in_tag(text(index))) {
            out_ += ".a-";
          }
          break;
        default:
          break;
      }
      append(index);
      if (index + 1 < last) {
        space_behind_comma(index);
      }
    }
  }

  // Whether a name at this place is a tag: behind a combinator, a comma, white space, an opening
  // bracket or nothing.
  bool begins_compound(std::size_t index, std::size_t first) const {
    if (index == first) {
      return true;
    }
    switch (kind(index - 1)) {
      case TokenKind::space:
      case TokenKind::comma:
      case TokenKind::function:
        return true;
      case TokenKind::delimiter:
        return is_delimiter(index - 1, ">+~");
      default:
        return false;
    }
  }

  bool drops_space_in_selector(std::size_t space, bool selectors) const {
    const TokenKind before = kind(space - 1);
    const TokenKind after = kind(space + 1);
    if (after == TokenKind::comma || before == TokenKind::function ||
        before == TokenKind::open_bracket || after == TokenKind::close_paren ||
        after == TokenKind::close_bracket) {
      return true;
    }
    if (!options_.minify) {
      return false;
    }
    return before == TokenKind::comma ||
           (selectors && (is_delimiter(space - 1, ">+~") || is_delimiter(space + 1, ">+~")));
  }

  void space_behind_comma(std::size_t index) {
    const TokenKind after = kind(index + 1);
    if (!options_.minify && kind(index) == TokenKind::comma && after != TokenKind::space &&
        after != TokenKind::comma && after != TokenKind::close_paren &&
        after != TokenKind::close_bracket) {
      out_ += ' ';
    }
  }

  // Where a comment stood between two tokens they must not grow together.
  void keep_apart(std::size_t index, std::size_t first) {
    if (index == first || token(index - 1).end == token(index).begin ||
        kind(index) == TokenKind::space || kind(index - 1) == TokenKind::space) {
      return;
    }
    const auto solid = [this](std::size_t at) {
      return kind(at) <= TokenKind::delimiter && kind(at) != TokenKind::string;
    };
    if (solid(index - 1) && solid(index)) {
      out_ += "/**/";
    }
  }

  void append(std::size_t index) {
    const Token& each = token(index);
    if (each.kind == TokenKind::number && options_.rpx_to_rem && each.end - each.unit == 3) {
      const std::string_view unit = source_.substr(each.unit, 3);
      if (unit == "rpx" || text::lower_ascii(unit) == "rpx") {
        append_hundredth(out_, source_.substr(each.begin, each.unit - each.begin));
        out_ += "rem";
        return;
      }
    }
    out_ += text(index);
  }

  std::string_view source_;
  const Rules& rules_;
  const PrintOptions& options_;
  std::string out_;
};

}  // namespace

std::string print(const Sheet& sheet, const PrintOptions& options) {
  return Printer(sheet, options).run();
}

}  // namespace mpaas::acss
