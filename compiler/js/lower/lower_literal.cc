// Literals: 1_000 (2021), U+2028 in strings (2019), 1n (2020), templates with escapes that mean
// nothing (2018), flags and groups of regular expressions.
#include <fmt/format.h>

#include <string>

#include "compiler/js/lower/lowerer.h"
#include "compiler/js/quote.h"
#include "compiler/js/regexp.h"

namespace mpaas::js {
namespace {

std::string without_separators(std::string_view raw) {
  std::string text;
  for (const char c : raw) {
    if (c != '_') {
      text += c;
    }
  }
  return text;
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// \u and \x without their digits, and octal escapes: only a tag may see these.
bool has_meaningless_escape(std::string_view raw) {
  for (std::size_t at = raw.find('\\'); at != std::string_view::npos && at + 1 < raw.size();
       at = raw.find('\\', at + 2)) {
    const std::string_view rest = raw.substr(at + 2);
    const char kind = raw[at + 1];
    if (kind == 'x' && (rest.size() < 2 || !is_hex(rest[0]) || !is_hex(rest[1]))) {
      return true;
    }
    if (kind >= '1' && kind <= '9') {
      return true;
    }
    if (kind == '0' && !rest.empty() && rest[0] >= '0' && rest[0] <= '9') {
      return true;
    }
    if (kind != 'u') {
      continue;
    }
    if (!rest.empty() && rest[0] == '{') {
      std::uint32_t value = 0;
      std::size_t i = 1;
      for (; i < rest.size() && is_hex(rest[i]) && value <= 0x10FFFF; ++i) {
        const char c = rest[i];
        value = value * 16 + static_cast<std::uint32_t>(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
      }
      if (i == 1 || i >= rest.size() || rest[i] != '}' || value > 0x10FFFF) {
        return true;
      }
    } else {
      for (std::size_t i = 0; i < 4; ++i) {
        if (i >= rest.size() || !is_hex(rest[i])) {
          return true;
        }
      }
    }
  }
  return false;
}

std::string name_of_edition(Edition edition) {
  return edition == esnext ? "esnext" : fmt::format("ES{}", edition);
}

std::string with_line_feeds(std::string_view raw) {
  std::string text;
  for (std::size_t at = 0; at < raw.size(); ++at) {
    if (raw[at] == '\r') {
      at += at + 1 < raw.size() && raw[at + 1] == '\n' ? 1 : 0;
      text += '\n';
    } else {
      text += raw[at];
    }
  }
  return text;
}

// Every . outside of classes means any character: [^].
std::string with_dot_for_all(std::string_view pattern) {
  std::string text;
  bool in_class = false;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const char c = pattern[at];
    if (c == '\\' && at + 1 < pattern.size()) {
      text += c;
      text += pattern[++at];
      continue;
    }
    in_class = c == '[' || (in_class && c != ']');
    if (c == '.' && !in_class) {
      text += "[^]";
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace

Node* Lowerer::visit_number(NumberLiteral* node) {
  if (below(2021) && node->raw.find('_') != std::string_view::npos) {
    node->raw = tree_.program.arena.copy(std::string_view(without_separators(node->raw)));
  }
  return node;
}

Node* Lowerer::visit_big_int(BigIntLiteral* node) {
  if (below(2020)) {
    report_edition("a BigInt", 2020, node->span);
  }
  if (below(2021) && node->raw.find('_') != std::string_view::npos) {
    node->raw = tree_.program.arena.copy(std::string_view(without_separators(node->raw)));
  }
  return node;
}

void Lowerer::report_edition(std::string_view what, Edition needed, Span span) {
  sink_.report(diag::make(diag::Code::js_needs_edition, {tree_.program.source, span}, what,
                          name_of_edition(target_), name_of_edition(needed)));
  tree_.program.has_errors = true;
}

Node* Lowerer::visit_string(StringLiteral* node) {
  constexpr std::string_view line_separator_start = "\xE2\x80";
  if (!below(2019) || node->raw.find(line_separator_start) == std::string_view::npos) {
    return node;
  }
  std::string text(node->raw);
  for (std::size_t at = text.find(line_separator_start); at != std::string::npos;
       at = text.find(line_separator_start, at + 1)) {
    if (at + 2 < text.size() && (text[at + 2] == '\xA8' || text[at + 2] == '\xA9')) {
      text.replace(at, 3, text[at + 2] == '\xA8' ? "\\u2028" : "\\u2029");
    }
  }
  node->raw = tree_.program.arena.copy(std::string_view(text));
  return node;
}

// What an engine of the target cannot compile is compiled when it is reached: the rest of the file
// runs, and engines that know more than the target run all of it.
Node* Lowerer::visit_reg_exp(RegExpLiteral* node) {
  if (!below(2025)) {
    return node;
  }
  const RegExpFeatures features = check_reg_exp(node->raw).features;
  Edition needed = 0;
  std::string_view what;
  const auto needs = [&](bool used, Edition edition, std::string_view name) {
    if (used && below(edition) && edition > needed) {
      needed = edition;
      what = name;
    }
  };
  needs(features.named_groups, 2018, "named groups");
  needs(features.lookbehind, 2018, "lookbehind");
  needs(features.property_escapes, 2018, "\\p{…}");
  needs(features.indices, 2022, "the flag d");
  needs(features.unicode_sets, 2024, "the flag v");
  needs(features.repeated_names, 2025, "repeated group names");
  needs(features.modifiers, 2025, "modifiers");
  const std::size_t end = node->raw.rfind('/');
  std::string pattern(node->raw.substr(1, end - 1));
  std::string flags(node->raw.substr(end + 1));
  if (features.dot_all && below(2018) && !features.modifiers && !features.unicode_sets) {
    pattern = with_dot_for_all(pattern);
    flags.erase(flags.find('s'), 1);
    node->raw = tree_.program.arena.copy(std::string_view(fmt::format("/{}/{}", pattern, flags)));
  }
  if (needed == 0) {
    return node;
  }
  sink_.report(diag::make(diag::Code::js_reg_exp_engine, {tree_.program.source, node->span}, what,
                          fmt::format("ES{}", needed)));
  NodeList arguments{make_.string(pattern)};
  if (!flags.empty()) {
    arguments.push(make_.string(flags));
  }
  Node* made = make_.new_expression(tree_.global("RegExp"), arguments);
  made->span = node->span;
  return made;
}

// tag`\unicode` → tag(cache || (cache = template_object([void 0], ["\\unicode"])))
Node* Lowerer::visit_meaningless_template(TaggedTemplate* node) {
  bool found = false;
  for (const Node* chunk : node->quasi->chunks) {
    found = found || has_meaningless_escape(as<TemplateChunk>(chunk)->raw);
  }
  if (!found) {
    return node;
  }
  NodeList cooked;
  NodeList raw;
  for (const Node* chunk : node->quasi->chunks) {
    const std::string text = with_line_feeds(as<TemplateChunk>(chunk)->raw);
    raw.push(make_.string(text));
    if (has_meaningless_escape(text)) {
      cooked.push(make_.undefined());
    } else {
      cooked.push(make_.string(decode_escapes(text)));
    }
  }
  // One object for the place in the source, however often it runs.
  Frame* top = frame_;
  while (top->outer != nullptr) {
    top = top->outer;
  }
  Symbol* cache = tree_.new_symbol(0, SymbolKind::variable, "_template");
  top->variables.push_back({cache, nullptr});
  NodeList arguments{make_.logical_or(
      tree_.use(cache), assign(cache, call_helper(Helper::template_object,
                                                  {make_.array(cooked), make_.array(raw)}, node)))};
  rewrite_list(node->quasi->expressions, [&arguments](Node* each) {
    arguments.push(each);
    return static_cast<Node*>(nullptr);
  });
  Node* made = make_.call(node->tag, arguments);
  made->span = node->span;
  return made;
}

}  // namespace mpaas::js
