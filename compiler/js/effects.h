// What may be left out: expressions and statements which nobody notices when they are not
// evaluated. Used by tree shaking (whole statements of a module) and by minify/ (values that are
// not used). The answers are careful: what is not known to be harmless has side effects. Reading a
// declared variable counts as harmless, even where it might stand in its temporal dead zone, and so
// do the built-in globals of the language; every other global may be missing.
#pragma once

#include <cstdint>

#include "compiler/js/ast.h"

namespace mpaas::js {

// How reading a `let`, `const` or class is seen: it throws before its declaration has run.
enum class DeadZone : std::uint8_t { ignored, respected };

// Whether evaluating the expression, or running the statement, may be noticed by anyone: calls,
// assignments, reads of properties (getters), conversions of objects, missing globals. Declarations
// have none when their values have none. import and `export … from` do.
// Looks at `budget` nodes at most; a larger tree has side effects.
bool has_side_effects(const Node* node, DeadZone dead_zone = DeadZone::ignored,
                      std::uint32_t budget = 1'000'000);

// A global which every runtime of the language has and which can be read without an effect.
bool is_known_global(const Identifier* identifier);

// What kind of value an expression gives, as far as its form tells.
enum class ValueType : std::uint8_t {
  unknown,
  undefined,
  null,
  boolean,
  number,
  string,
  big_int,
  numeric,    // number or big_int
  primitive,  // one of the above
};
ValueType value_type(const Node* node);
inline bool is_primitive(ValueType type) { return type != ValueType::unknown; }

}  // namespace mpaas::js
