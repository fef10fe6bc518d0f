// What a Document shares: the values, and one Entry for each of them in the order of the text.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <vector>

#include "compiler/json/json.h"

namespace mpaas::json {

// Entries are in pre-order: the descendants of entry i are i + 1 … end - 1.
struct Entry {
  Span key;  // with its quotes; the value's own span where there is no key
  Span value;
  std::uint32_t end;
  std::uint32_t ordinal;  // position among the members or items of the parent's value
};

struct Content {
  SourcePointer source;
  Value value;
  std::vector<Entry> entries;
};

}  // namespace mpaas::json
