// What happens to a tree between parsing and printing. The passes run in one fixed order, in place:
//   typescript/  enums, namespaces, parameter properties, unused imports    (.ts files)
//   lower/       syntax which the target does not know, in older syntax
//   minify/      shorter syntax of the same meaning
// Names and white space are the printer's part (print.h).
#pragma once

#include <cstdint>
#include <string_view>

#include "compiler/diag/diagnostic.h"
#include "compiler/js/program.h"

namespace mpaas::js {

// An edition of the language: 5, 2015 … 2026; esnext knows everything.
using Edition = std::uint16_t;
inline constexpr Edition esnext = 9999;

// "5", "es5", "2015", "ES2020", "es6" … "esnext"; 0 when the text is no edition.
Edition edition_of(std::string_view text);

// How TypeScript is read: what of tsconfig.json changes the output.
struct TypescriptOptions {
  bool verbatim_module_syntax = false;   // keep every import that does not say `type`
  bool experimental_decorators = false;  // the decorators of old
  bool emit_decorator_metadata = false;
  bool use_define_for_class_fields = true;

  bool operator==(const TypescriptOptions&) const = default;
};

struct TransformOptions {
  Edition target = esnext;
  bool minify = false;  // syntax
  // Top-level names are nobody else's: a module, or a file that becomes one (CommonJS).
  bool top_level_is_local = false;
  TypescriptOptions typescript;
};

// Runs the passes which the options and the file ask for. Mistakes that only they can find (a
// BigInt below 2020) go to the sink and set has_errors.
void transform(Program& program, const TransformOptions& options, diag::Sink& sink);

}  // namespace mpaas::js
