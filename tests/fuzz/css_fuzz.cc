#include <cstddef>
#include <cstdint>

#include "compiler/acss/acss.h"

// What was printed reads and prints the same again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  mpaas::diag::List list;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto sheet = mpaas::acss::parse(mpaas::make_source("a.acss", text), list);
  for (const bool minify : {false, true}) {
    const std::string once = mpaas::acss::print(*sheet, {.minify = minify});
    mpaas::diag::List again;
    const auto second = mpaas::acss::parse(mpaas::make_source("a.acss", once), again);
    if (list.items.empty() && mpaas::acss::print(*second, {.minify = minify}) != once) {
      __builtin_trap();
    }
  }
  return 0;
}
