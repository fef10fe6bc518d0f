// The inner tar of a package. Private to this folder.
//
// Written as GNU tar does with
//   tar --format=gnu --owner=admin:500 --group=admin:500 --sort=name --mtime=@T
// which is what the console makes. Read: GNU and POSIX headers with plain files and folders.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/package/package.h"

namespace mpaas::package::tar {

// The name field of a header; phones know no other place for a name.
inline constexpr std::size_t longest_name = 100;

struct Item {
  std::string_view path;  // folders end in '/'
  std::string_view content;
};
// In the given order.
std::string write(const std::vector<Item>& items, std::int64_t time);

// Checks every header before it returns anything, and that libarchive, hence most programs, sees
// the same entries in the same places.
Result<std::vector<Entry>> read(std::string_view bytes, const Limits& limits);

}  // namespace mpaas::package::tar
