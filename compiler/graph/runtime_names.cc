// Code from text, which is switched off on phones.
#include "compiler/graph/runtime_names.h"

#include <string_view>

namespace mpaas::graph {
namespace {

using diag::Code;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The text behind the identifier without white space in front, and the word before it.
std::string_view behind(const js::Program& program, Span span) {
  std::string_view text = std::string_view(program.source->text).substr(span.end);
  while (!text.empty() && is_blank(text.front())) {
    text.remove_prefix(1);
  }
  return text;
}

bool follows(const js::Program& program, Span span, std::string_view word) {
  std::string_view text = std::string_view(program.source->text).substr(0, span.begin);
  while (!text.empty() && (is_blank(text.back()) || text.back() == '(')) {
    text.remove_suffix(1);
  }
  return text.ends_with(word);
}

// Function("return this") gives the global object: the one text that the framework lets through.
bool asks_for_global(std::string_view arguments) {
  return arguments.substr(1).starts_with("'return this'") ||
         arguments.substr(1).starts_with("\"return this\"") ||
         arguments.substr(1).starts_with("`return this`");
}

bool makes_code(const js::Program& program, const js::Identifier& identifier) {
  if (follows(program, identifier.span, "typeof")) {
    return false;
  }
  if (identifier.name->text == "eval") {
    return true;
  }
  const std::string_view rest = behind(program, identifier.span);
  return identifier.name->text == "Function" &&
         ((rest.starts_with('(') && !asks_for_global(rest)) ||
          (follows(program, identifier.span, "new") && !rest.starts_with('(')));
}

}  // namespace

void check_runtime_names(const Node& node, std::vector<diag::Diagnostic>& found) {
  const js::Program& program = *node.module->program;
  const bool npm = is_from_npm(node.module->path);
  bool reported = false;
  for (const js::Identifier* identifier : program.free_identifiers) {
    if (identifier->span.end == 0) {
      continue;  // made by the compiler
    }
    const std::string_view name = identifier->name->text;
    if (name == "eval" || name == "Function") {
      // A package that does it mostly does it often, and its user can do nothing about it.
      if (makes_code(program, *identifier) && !(npm && reported)) {
        reported = true;
        found.push_back(diag::make(Code::js_forbidden_eval, {node.module->source, identifier->span},
                                   name == "eval" ? "eval" : "new Function"));
      }
    }
  }
}

}  // namespace mpaas::graph
