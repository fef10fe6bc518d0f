// Turns byte offsets into lines and columns, by the rule of whoever reads them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace mpaas {

struct Position {
  std::uint32_t line;    // from 1
  std::uint32_t column;  // from 1, in UTF-16 code units as editors count
};

class LineIndex {
 public:
  // Keeps a view of the text. Lines end at \n, \r\n or \r.
  explicit LineIndex(std::string_view text);

  Position position(std::uint32_t offset) const;
  // Without its line ending; line from 1.
  std::string_view line(std::uint32_t number) const;
  std::uint32_t line_start(std::uint32_t number) const { return starts_[number - 1]; }
  std::uint32_t line_count() const { return static_cast<std::uint32_t>(starts_.size()); }

 private:
  std::string_view text_;
  std::vector<std::uint32_t> starts_;
};

}  // namespace mpaas
