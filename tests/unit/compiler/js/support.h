// Short ways to parse and print in the tests of this folder.
#pragma once

#include <catch2/catch.hpp>
#include <string>

#include "compiler/diag/render.h"
#include "compiler/js/js.h"

namespace mpaas::js {

struct Parsed {
  ProgramPointer program;
  diag::List found;
};

inline Parsed parse(const std::string& text, const Options& options = {}) {
  Parsed parsed;
  parsed.program = parse_program(make_source("a.js", text), options, parsed.found);
  return parsed;
}

inline std::string printed(const std::string& text, const PrintOptions& print_options,
                           const Options& options = {}) {
  const Parsed parsed = parse(text, options);
  INFO(text);
  REQUIRE(diag::count_errors(parsed.found.items) == 0);
  REQUIRE(!parsed.program->has_errors);
  return print(*parsed.program, print_options);
}
inline std::string minified(const std::string& text, const Options& options = {}) {
  return printed(text, {true, false, false}, options);
}
inline std::string mangled(const std::string& text, const Options& options = {}) {
  return printed(text, {true, true, false}, options);
}

// "line:column-endColumn message" of each diagnostic.
inline std::string problems(const std::string& text, const Options& options = {}) {
  const Parsed parsed = parse(text, options);
  std::string all;
  for (const diag::Diagnostic& item : parsed.found.items) {
    // Line and text with ^ under what is marked, as a person sees it.
    const std::string& source = item.at.source->text;
    all += fmt::format("{}{} [{}] {}", all.empty() ? "" : "\n", diag::label(item.code),
                       source.substr(item.at.span.begin, item.at.span.end - item.at.span.begin),
                       item.message);
  }
  return all;
}

}  // namespace mpaas::js
