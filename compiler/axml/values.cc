#include "compiler/axml/values.h"

#include <algorithm>
#include <vector>

#include "compiler/axml/expressions.h"

namespace mpaas::axml {
namespace {

// Deeper braces are no expression that anybody wrote; keeps hostile input linear.
constexpr int max_braces = 200;

// The end of the string that begins at `at`, or `at` when it is just an apostrophe.
std::uint32_t skip_string(std::string_view text, std::uint32_t at, std::uint32_t limit) {
  const char quote = text[at];
  for (std::uint32_t i = at + 1; i < limit; ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      return i;
    } else if (text[i] == '\n' && quote != '`') {
      return at;
    }
  }
  return at;
}

bool starts_markup(std::string_view rest) {
  return rest.starts_with("</") || rest.starts_with("<!--");
}

// Without regard to strings: for expressions that are broken anyway.
std::uint32_t find_naive_end(std::string_view text, std::uint32_t begin, std::uint32_t limit,
                             Place place) {
  for (std::uint32_t i = begin + 2; i + 1 < limit; ++i) {
    if (text[i] == '}' && text[i + 1] == '}') {
      return i + 2;
    }
    if (text[i] == '{' && text[i + 1] == '{') {
      return no_end;
    }
    if (place == Place::text && starts_markup(text.substr(i, limit - i))) {
      return no_end;
    }
  }
  return no_end;
}

}  // namespace

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

std::uint32_t find_mustache_end(std::string_view text, std::uint32_t begin, std::uint32_t limit,
                                Place place) {
  int braces = 0;
  for (std::uint32_t i = begin + 2; i < limit && braces < max_braces; ++i) {
    switch (text[i]) {
      case '"':
      case '\'':
      case '`':
        i = skip_string(text, i, limit);
        break;
      case '{':
        ++braces;
        break;
      case '}':
        if (braces > 0) {
          --braces;
        } else if (i + 1 < limit && text[i + 1] == '}') {
          return i + 2;
        } else {
          return find_naive_end(text, begin, limit, place);
        }
        break;
      case '<':
        if (place == Place::text && starts_markup(text.substr(i, limit - i))) {
          return find_naive_end(text, begin, limit, place);
        }
        break;
      default:
        break;
    }
  }
  return find_naive_end(text, begin, limit, place);
}

Part ValueParser::mustache(Span range, js::ExpressionForm form) {
  Part part;
  part.span = range;
  part.is_expression = true;
  const Span inside{range.begin + 2, range.end - 2};
  js::ExpressionOptions options;
  options.form = form;
  options.code = diag::Code::axml_bad_expression;
  const js::ExpressionResult result =
      js::parse_expression(document_.source, inside, options, document_.arena, sink_);
  if (result.is_empty) {
    sink_.report(diag::make(diag::Code::axml_empty_expression, {document_.source, range}));
    return part;
  }
  if (result.node == nullptr) {
    return part;
  }
  if (result.end != inside.end) {
    const Span rest{result.end, result.end + 1};
    sink_.report(diag::make(diag::Code::axml_bad_expression, {document_.source, rest},
                            "unexpected " + std::string(text_.substr(rest.begin, 1))));
    return part;
  }
  if (!check_expression(document_.source, result.node, sink_)) {
    return part;
  }
  part.expression = result.node;
  part.is_object_body = result.is_object_body;
  return part;
}

std::span<const Part> ValueParser::parse(Span range, Place place, js::ExpressionForm form) {
  std::vector<Part> parts;
  std::uint32_t plain = range.begin;
  std::uint32_t at = range.begin;
  const auto end_plain = [&](std::uint32_t end) {
    if (end > plain) {
      Part part;
      part.span = {plain, end};
      part.text = text_.substr(plain, end - plain);
      parts.push_back(part);
    }
  };
  while (at + 1 < range.end) {
    if (text_[at] != '{' || text_[at + 1] != '{') {
      ++at;
      continue;
    }
    const std::uint32_t end = find_mustache_end(text_, at, range.end, place);
    if (end == no_end) {
      sink_.report(
          diag::make(diag::Code::axml_unterminated_mustache, {document_.source, {at, at + 2}}));
      at += 2;
      continue;
    }
    end_plain(at);
    parts.push_back(mustache({at, end}, form));
    at = plain = end;
  }
  end_plain(range.end);

  const bool has_expression = std::ranges::any_of(parts, &Part::is_expression);
  if (place == Place::text || has_expression) {
    while (!parts.empty() && !parts.front().is_expression) {
      Part& first = parts.front();
      while (!first.text.empty() && is_space(first.text.front())) {
        first.text.remove_prefix(1);
        ++first.span.begin;
      }
      if (!first.text.empty()) {
        break;
      }
      parts.erase(parts.begin());
    }
    while (!parts.empty() && !parts.back().is_expression) {
      Part& last = parts.back();
      while (!last.text.empty() && is_space(last.text.back())) {
        last.text.remove_suffix(1);
        --last.span.end;
      }
      if (!last.text.empty()) {
        break;
      }
      parts.pop_back();
    }
  }
  return document_.arena.copy(std::span<const Part>(parts));
}

}  // namespace mpaas::axml
