// The whole way of a script: TypeScript, lowering, compression, short names, text and source map.
// The last two bytes choose the target and the options (a comment in the corpus). Whatever happens
// to the source must not crash or hang, and what comes out must be a program.
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "compiler/base/utf8.h"
#include "compiler/js/js.h"
#include "compiler/source/source_map.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace js = mpaas::js;
  constexpr js::Edition editions[] = {5,    2015, 2016, 2017, 2018,      2019,
                                      2020, 2021, 2022, 2025, js::esnext};
  if (size < 2) {
    return 0;
  }
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto choice = [&](unsigned bit) { return ((data[size - 1] >> bit) & 1U) != 0; };
  if (mpaas::utf8::find_invalid(text) != std::string::npos) {
    return 0;
  }
  js::Options options;
  options.transform.target = editions[data[size - 2] % std::size(editions)];
  options.transform.minify = choice(0);
  options.transform.top_level_is_local = choice(1);
  options.allow_return = choice(2);
  options.transform.typescript.experimental_decorators = choice(2);
  const mpaas::SourcePointer source = mpaas::make_source(choice(3) ? "a.ts" : "a.js", text);
  mpaas::diag::List found;
  const js::ProgramPointer program = js::parse_program(source, options, found);
  if (program->has_errors) {
    // Nobody would know why.
    if (found.items.empty()) {
      abort();
    }
    return 0;
  }
  mpaas::SourceMapRecorder recorder(source, nullptr);
  js::PrintOptions print;
  print.minify_whitespace = choice(0);
  print.mangle = choice(4);
  print.ascii_only = choice(5);
  print.map = &recorder;
  const std::string printed = js::print(*program, print);
  recorder.encode(printed);
  js::Options again;
  again.allow_return = true;
  if (program->format == js::Format::module) {
    again.goal = js::Goal::module;
  }
  mpaas::diag::List second;
  if (js::parse_program(mpaas::make_source("b.js", printed), again, second)->has_errors) {
    abort();
  }
  print.map = nullptr;
  js::print_module(*program, {}, print);
  return 0;
}
