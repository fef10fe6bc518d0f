// One file that a build makes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace mpaas {

// The content is shared by all builds in which it is the same.
struct OutputFile {
  std::string path;  // inside the package: "index.js", "image/a.png"
  std::shared_ptr<const std::string> content;
  std::uint64_t hash = 0;  // hash64 of the content
};

}  // namespace mpaas
