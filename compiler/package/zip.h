// Reading and writing zip files (APPNOTE 6.3). Private to this folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/package/package.h"

namespace mpaas::package::zip {

// ---- reading: strict. Local and central headers must agree, the entries must fill the file from
// its first byte to the central directory, and the end record must end the file, so that every
// program sees the same members.

struct Entry {
  std::string_view name;  // folders end in '/'
  std::string_view packed;
  std::uint64_t size = 0;
  std::uint32_t crc = 0;
  bool deflated = false;
  bool directory = false;
};

struct Rules {
  Limits limits;
  bool comment_allowed = false;  // archives of source hosting sites carry one
};

// In file order.
Result<std::vector<Entry>> list(std::string_view bytes, const Rules& rules);
Result<std::string> unpack(const Entry& entry);

// ---- writing: as Info-ZIP 3.0 on Unix, without extra fields and times other than the given one.

class Writer {
 public:
  explicit Writer(std::int64_t time);
  // Fails beyond what a zip without ZIP64 holds.
  Status add(std::string_view name, std::string_view content);
  Status add_directory(std::string_view name_with_slash);
  Result<std::string> finish() &&;

 private:
  Status add(std::string_view name, std::string_view content, std::uint32_t attributes);

  std::uint16_t dos_date_;
  std::uint16_t dos_time_;
  std::uint16_t entries_ = 0;
  std::string out_;
  std::string directory_;
};

}  // namespace mpaas::package::zip
