// Files by the SHA-256 of their content: <directory>/sha256/ab/cdef…, written once and never
// changed. put() returns only after the bytes and the name are on the disk: temporary file → write
// → fsync → rename → fsync of the folder. May be called from several threads. A disk that failed to
// sync takes no more writes until a restart.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"

namespace mpaas::platform {

struct Blob {
  std::string sha256;  // hex
  std::uint64_t size = 0;
};

class Blobs {
 public:
  explicit Blobs(std::string directory) : directory_(std::move(directory)) {}
  // Makes the folders and removes what an interrupted run left behind.
  Status prepare();

  Result<Blob> put(std::string_view bytes);
  // For Response::file. The caller knows the digest from a row, so it exists.
  std::string path(std::string_view sha256) const;
  Result<std::string> read(std::string_view sha256) const;  // checks the digest
  Status remove(std::string_view sha256);
  std::vector<std::string> all() const;  // digests
  // Where bodies of uploads may be kept while they arrive.
  std::string incoming() const { return directory_ + "/incoming"; }

 private:
  Status sync_folder(const std::string& path);

  std::string directory_;
  std::atomic<bool> broken_ = false;
};

// 64 lower-case hexadecimal digits.
bool is_sha256(std::string_view text);

}  // namespace mpaas::platform
