// The rules of a sheet as a flat list in pre-order over the token list.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/acss/tokens.h"

namespace mpaas::acss {

enum class ItemKind : std::uint8_t {
  rule,          // prelude { … }
  at_rule,       // @name prelude { … }
  at_statement,  // @name prelude;
  declaration,   // name: value
  licence        // /*! … */, as a span of the source in `first`, `last`
};

// Token ranges are half open and carry no white space at their ends. The descendants of item i are
// i + 1 … end - 1.
struct Item {
  ItemKind kind;
  std::uint32_t first;      // first token
  std::uint32_t last;       // behind the prelude, or behind the value
  std::uint32_t value = 0;  // declaration: first token of the value (== last when it is empty)
  std::uint32_t end = 0;
};

struct Rules {
  std::vector<Token> tokens;
  std::vector<Item> items;
};

}  // namespace mpaas::acss
