// Any UTF-8: the parser must not crash or hang, and what it accepts must survive printing.
#include <cstdint>
#include <cstdlib>

#include "compiler/base/utf8.h"
#include "compiler/js/js.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace js = mpaas::js;
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (mpaas::utf8::find_invalid(text) != std::string::npos)
    return 0;
  mpaas::diag::List sink;
  const auto program = js::parse_program(mpaas::make_source("a.js", text), {}, sink);
  mpaas::Arena arena;
  const auto source = mpaas::make_source("a.axml", text);
  js::parse_expression(source, {0, static_cast<std::uint32_t>(size)}, {js::ExpressionForm::either},
                       arena, sink);
  if (program->has_errors)
    return 0;
  const auto again = mpaas::make_source("a.js", js::print(*program, {true, true, true}));
  if (js::parse_program(again, {}, sink)->has_errors)
    abort();
  js::print_module(*program, {}, {true, true, false});
  return 0;
}
