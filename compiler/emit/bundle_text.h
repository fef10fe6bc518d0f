// The text of one output, put together in order, and the source map that goes with it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/emit/emit.h"

namespace mpaas::emit {

class BundleText {
 public:
  void add(std::string_view text) { text_ += text; }
  // The module must outlive this object.
  void add(const ModuleText& module) {
    modules_.emplace_back(text_.size(), &module);
    text_ += module.text;
  }
  const std::string& text() const { return text_; }
  std::string take() && { return std::move(text_); }

  // The map of the text so far; `file` is the name of the output. The text then ends with a comment
  // which says that the map stands beside it.
  std::string take_map(std::string_view file);

 private:
  std::string text_;
  std::vector<std::pair<std::size_t, const ModuleText*>> modules_;  // by where they begin
};

}  // namespace mpaas::emit
