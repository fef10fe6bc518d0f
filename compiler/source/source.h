// A Source is one file of the user: its path and its text, immutable and shared by everything that
// points into it. A Span is a range of byte offsets in one Source. Lines and columns exist only
// when somebody shows them (line_index.h).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace mpaas {

struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool operator==(const Span&) const = default;
};

struct Source {
  std::string path;  // as the user would write it, relative to the project
  std::string text;  // UTF-8, at most 4 GiB

  std::string_view operator[](Span span) const {
    return std::string_view(text).substr(span.begin, span.end - span.begin);
  }
};

using SourcePointer = std::shared_ptr<const Source>;

inline SourcePointer make_source(std::string path, std::string text) {
  return std::make_shared<const Source>(Source{std::move(path), std::move(text)});
}

}  // namespace mpaas
