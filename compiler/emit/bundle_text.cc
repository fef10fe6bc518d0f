#include "compiler/emit/bundle_text.h"

#include <fmt/format.h>

namespace mpaas::emit {

std::string BundleText::take_map(std::string_view file) {
  const std::string_view text = text_;
  SourceMapWriter writer;
  std::size_t at = 0;
  for (const auto& [begin, module] : modules_) {
    writer.add_text(text.substr(at, begin - at));
    writer.add_piece(module->map);
    at = begin + module->text.size();
  }
  writer.add_text(text.substr(at));
  text_ += fmt::format("//# sourceMappingURL={}.map\n", file);
  return writer.json(file);
}

}  // namespace mpaas::emit
