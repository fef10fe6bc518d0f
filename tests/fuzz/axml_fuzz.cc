#include <cstddef>
#include <cstdint>

#include "compiler/axml/axml.h"
#include "compiler/base/utf8.h"

// What has no mistakes can be emitted, and prints and reads the same again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace axml = mpaas::axml;
  std::string text(reinterpret_cast<const char*>(data), size);
  mpaas::diag::List list;
  if (mpaas::utf8::find_invalid(text) != std::string_view::npos)
    return 0;
  const auto document = axml::parse(mpaas::make_source("a.axml", std::move(text)), list);
  if (document->has_errors)
    return 0;
  mpaas::Arena arena;
  mpaas::js::print_statements(axml::emit(*document, {.using_components = {{"c", "/c"}}}, arena));
  const std::string once = axml::print(*document);
  const auto second = axml::parse(mpaas::make_source("a.axml", once), list);
  if (!second->has_errors && axml::print(*second) != once)
    __builtin_trap();
  return 0;
}
