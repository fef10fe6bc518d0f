// The top level of a module, taken apart for the linker: which statements can be left out on their
// own, what each declares and what it uses of the file's top level. A part is one statement, or one
// declarator of `var a = 1, b = 2`. Made once a file; it depends on the file alone.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/js/program.h"

namespace mpaas::js {

inline constexpr std::uint32_t no_part = 0xffffffff;

struct Part {
  const Node* statement = nullptr;         // of Program::body
  const Declarator* declarator = nullptr;  // the part is this one of its declarators
  bool has_effects = false;                // it must run even if nobody uses what it declares
  std::uint32_t first_use = 0;             // in Parts::uses, up to the next part's
};

// A top-level symbol that a part refers to, imports and helpers included.
struct Use {
  std::uint32_t symbol = 0;  // index
  std::uint32_t count = 0;
  const Name* property = nullptr;  // `ns.property` of an `import * as ns`
};

struct Parts {
  std::vector<Part> parts;  // in order; one more at the end, empty
  std::vector<Use> uses;
  // By Symbol::index: the first part that declares it. Others, for a `var` of many statements, are
  // in more_declarations as pairs.
  std::vector<std::uint32_t> declared_in;
  struct Declaration {
    std::uint32_t symbol;
    std::uint32_t part;
  };
  std::vector<Declaration> more_declarations;
  std::uint32_t default_part = no_part;      // `export default` of what has no name
  std::vector<std::uint32_t> part_of_scope;  // by scope; no_part for the top level
  // By Symbol::index, of `import * as ns`: it is assigned to somewhere (ns.a = 1), which throws, so
  // its members must not be resolved. Empty when there is none.
  std::vector<bool> opaque;
};

Parts split_into_parts(const Program& program);

}  // namespace mpaas::js
