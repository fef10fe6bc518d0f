#include "compiler/js/transform.h"

#include <array>
#include <charconv>
#include <utility>

#include "compiler/js/lower/lower.h"
#include "compiler/js/minify/minify.h"
#include "compiler/js/tree.h"
#include "compiler/js/typescript/typescript.h"

namespace mpaas::js {

Edition edition_of(std::string_view text) {
  if (text == "esnext" || text == "ESNext" || text == "ESNEXT") {
    return esnext;
  }
  if (text.size() > 2 && (text[0] == 'e' || text[0] == 'E') && (text[1] == 's' || text[1] == 'S')) {
    text.remove_prefix(2);
  }
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return 0;
  }
  if (number >= 6 && number <= 17) {
    number += 2009;
  }
  const bool known = number == 5 || (number >= 2015 && number <= 2026);
  return known ? static_cast<Edition>(number) : Edition{0};
}

void transform(Program& program, const TransformOptions& options, diag::Sink& sink) {
  if (options.target == esnext && !options.minify && !program.is_typescript) {
    return;
  }
  Tree tree(program);
  if (program.is_typescript) {
    compile_typescript(tree, options.typescript, sink);
    tree.finish();
  }
  if (options.target < esnext) {
    lower(tree, options.target, sink);
    tree.finish();
  }
  if (options.target == 5) {
    program.is_es5 = true;
    lower_to_es5(tree, sink);
    tree.finish();
  }
  if (options.minify && !program.has_errors) {
    TransformOptions local = options;
    local.top_level_is_local = options.top_level_is_local || program.format == Format::module;
    minify(tree, local);
    tree.finish();
  }
}

}  // namespace mpaas::js
