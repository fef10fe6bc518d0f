#include "compiler/source/line_index.h"

#include <algorithm>

#include "compiler/base/utf8.h"

namespace mpaas {

LineIndex::LineIndex(std::string_view text) : text_(text), starts_{0} {
  for (std::uint32_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))) {
      starts_.push_back(i + 1);
    }
  }
}

Position LineIndex::position(std::uint32_t offset) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  const auto after = std::ranges::upper_bound(starts_, offset);
  const auto line = static_cast<std::uint32_t>(after - starts_.begin());
  const std::uint32_t start = starts_[line - 1];
  const std::size_t units = utf8::utf16_length(text_.substr(start, offset - start));
  return {line, static_cast<std::uint32_t>(units) + 1};
}

std::string_view LineIndex::line(std::uint32_t number) const {
  const std::uint32_t start = starts_[number - 1];
  const std::uint32_t end =
      number < starts_.size() ? starts_[number] : static_cast<std::uint32_t>(text_.size());
  std::string_view text = text_.substr(start, end - start);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  return text;
}

}  // namespace mpaas
