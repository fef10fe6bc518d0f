#include "compiler/js/quote.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/base/utf8.h"
#include "compiler/js/characters.h"
#include "compiler/js/js.h"

namespace mpaas::js {
namespace {

constexpr bool is_high_surrogate(char32_t c) { return c >= 0xd800 && c <= 0xdbff; }
constexpr bool is_low_surrogate(char32_t c) { return c >= 0xdc00 && c <= 0xdfff; }

// Reads \u1234 or \u{1f600} behind the u; false when it is neither.
bool read_unicode_escape(std::string_view text, std::size_t& at, char32_t& value) {
  std::size_t reading = at;
  value = 0;
  if (reading < text.size() && text[reading] == '{') {
    ++reading;
    const std::size_t first = reading;
    while (reading < text.size() && hex_digit(text[reading]) >= 0 && value <= 0x10ffff) {
      value = value * 16 + static_cast<char32_t>(hex_digit(text[reading++]));
    }
    if (reading == first || reading >= text.size() || text[reading] != '}' || value > 0x10ffff) {
      return false;
    }
    at = reading + 1;
    return true;
  }
  for (int digit = 0; digit < 4; ++digit) {
    if (reading >= text.size() || hex_digit(text[reading]) < 0) {
      return false;
    }
    value = value * 16 + static_cast<char32_t>(hex_digit(text[reading++]));
  }
  at = reading;
  return true;
}

// What follows </ in the end tag of a script element.
bool is_script(std::string_view text) {
  constexpr std::string_view name = "script";
  return text.size() >= name.size() &&
         std::equal(name.begin(), name.end(), text.begin(),
                    [](char wanted, char c) { return wanted == (c | 0x20); });
}

}  // namespace

void append_shortest_string(std::string& out, std::string_view raw) {
  const std::string_view inner = raw.substr(1, raw.size() - 2);
  // Escapes stay as they are: what they mean may be longer, or compress worse.
  if (inner.find('"') == std::string_view::npos && inner.find("\\'") == std::string_view::npos) {
    out += '"';
    out += inner;
    out += '"';
    return;
  }
  append_quoted(out, decode_string(raw));
}

void append_quoted(std::string& out, std::string_view value) {
  const auto doubles = std::count(value.begin(), value.end(), '"');
  const auto singles = std::count(value.begin(), value.end(), '\'');
  const char quote = doubles > singles ? '\'' : '"';
  out += quote;
  for (std::size_t at = 0; at < value.size(); ++at) {
    const char c = value[at];
    switch (c) {
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '"':
      case '\'':
        if (c == quote) {
          out += '\\';
        }
        out += c;
        break;
      case '/':
        // So that the text can stand inside a <script> element.
        out += at > 0 && value[at - 1] == '<' && is_script(value.substr(at + 1)) ? "\\/" : "/";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\v':
        out += "\\v";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
          out += fmt::format("\\x{:02x}", static_cast<unsigned>(c));
        } else if (c == '\xe2' && at + 2 < value.size() && value[at + 1] == '\x80' &&
                   (value[at + 2] == '\xa8' || value[at + 2] == '\xa9')) {
          out += value[at + 2] == '\xa8' ? "\\u2028" : "\\u2029";
          at += 2;
        } else if (c == '\xed' && at + 2 < value.size() &&
                   static_cast<unsigned char>(value[at + 1]) >= 0xa0) {
          // A lone surrogate, as decode_string() gives it.
          const unsigned unit = 0xd000U |
                                ((static_cast<unsigned char>(value[at + 1]) & 0x3fU) << 6U) |
                                (static_cast<unsigned char>(value[at + 2]) & 0x3fU);
          out += fmt::format("\\u{:04x}", unit);
          at += 2;
        } else {
          out += c;
        }
    }
  }
  out += quote;
}

void append_ascii(std::string& out, std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == '\\' && at + 1 < text.size()) {
      if (static_cast<unsigned char>(text[at + 1]) < 0x80) {
        out += text.substr(at, 2);
        at += 2;
        continue;
      }
      // The backslash means nothing before such a character, except that it continues the line.
      ++at;
      std::size_t after = at;
      const char32_t escaped = utf8::decode(text, after);
      if (escaped == 0x2028 || escaped == 0x2029) {
        at = after;
        continue;
      }
    }
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      out += text[at++];
      continue;
    }
    const char32_t c = utf8::decode(text, at);
    if (c < 0x10000) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += fmt::format("\\u{:04x}\\u{:04x}", 0xd7c0U + static_cast<unsigned>(c >> 10U),
                         0xdc00U + static_cast<unsigned>(c & 0x3ffU));
    }
  }
}

std::string decode_escapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c != '\\' || at + 1 >= text.size()) {
      out += c;
      ++at;
      continue;
    }
    const char escape = text[at + 1];
    at += 2;
    switch (escape) {
      case 'n':
        out += '\n';
        break;
      case 'r':
        out += '\r';
        break;
      case 't':
        out += '\t';
        break;
      case 'b':
        out += '\b';
        break;
      case 'f':
        out += '\f';
        break;
      case 'v':
        out += '\v';
        break;
      case '\n':
        break;
      case '\r':
        at += at < text.size() && text[at] == '\n' ? 1 : 0;
        break;
      case 'x': {
        if (at + 1 < text.size() && hex_digit(text[at]) >= 0 && hex_digit(text[at + 1]) >= 0) {
          utf8::append(out,
                       static_cast<char32_t>(hex_digit(text[at]) * 16 + hex_digit(text[at + 1])));
          at += 2;
        } else {
          out += 'x';
        }
        break;
      }
      case 'u': {
        char32_t value = 0;
        if (!read_unicode_escape(text, at, value)) {
          out += 'u';
          break;
        }
        std::size_t second_at = at + 2;
        char32_t second = 0;
        if (is_high_surrogate(value) && text.substr(at, 2) == "\\u" &&
            read_unicode_escape(text, second_at, second) && is_low_surrogate(second)) {
          value = 0x10000 + ((value - 0xd800) << 10U) + (second - 0xdc00);
          at = second_at;
        }
        utf8::append(out, value);
        break;
      }
      case '0':
      case '1':
      case '2':
      case '3':
      case '4':
      case '5':
      case '6':
      case '7': {
        unsigned value = static_cast<unsigned>(escape - '0');
        const int most = escape <= '3' ? 2 : 1;
        for (int digit = 0; digit < most && at < text.size() && text[at] >= '0' && text[at] <= '7';
             ++digit) {
          value = value * 8 + static_cast<unsigned>(text[at++] - '0');
        }
        utf8::append(out, value);
        break;
      }
      case '\xe2':
        // A line separator behind a backslash continues the line.
        if (at + 1 < text.size() && text[at] == '\x80' &&
            (text[at + 1] == '\xa8' || text[at + 1] == '\xa9')) {
          at += 2;
        } else {
          out += escape;
        }
        break;
      default:
        out += escape;
    }
  }
  return out;
}

std::string decode_string(std::string_view raw) {
  return raw.size() < 2 ? std::string() : decode_escapes(raw.substr(1, raw.size() - 2));
}
std::string string_value(const StringLiteral& literal) { return decode_string(literal.raw); }

}  // namespace mpaas::js
