#include <cstddef>
#include <cstdint>

#include "compiler/json/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  mpaas::diag::List list;
  const auto document = mpaas::json::parse(
      mpaas::make_source("a.json", std::string(reinterpret_cast<const char*>(data), size)), list);
  return document && document->root().children().size() > size ? __builtin_trap(), 0 : 0;
}
