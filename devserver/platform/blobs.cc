#include "devserver/platform/blobs.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "compiler/base/file_system.h"
#include "compiler/crypto/crypto.h"

namespace mpaas::platform {
namespace {

namespace fs = std::filesystem;

Error io_error(std::string_view what, const std::string& path) {
  return {Error::Kind::io, fmt::format("cannot {} {}: {}", what, path, std::strerror(errno)), 8021};
}

class File {
 public:
  explicit File(int number) : number_(number) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  int get() const { return number_; }

 private:
  int number_;
};

Status write_all(int file, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      return io_error("write", path);
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return ok();
}

Status make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    return io_error("make", path);
  }
  return ok();
}

}  // namespace

bool is_sha256(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

Status Blobs::prepare() {
  MPAAS_TRY(make_folder(directory_));
  std::error_code error;
  fs::remove_all(incoming(), error);
  MPAAS_TRY(make_folder(incoming()));
  const std::string all = directory_ + "/sha256";
  MPAAS_TRY(make_folder(all));
  // All of them now, so that put() never has to wonder who synced a new one.
  for (int first = 0; first < 256; ++first) {
    MPAAS_TRY(make_folder(fmt::format("{}/{:02x}", all, first)));
  }
  MPAAS_TRY(sync_folder(all));
  return sync_folder(directory_);
}

std::string Blobs::path(std::string_view sha256) const {
  return fmt::format("{}/sha256/{}/{}", directory_, sha256.substr(0, 2), sha256.substr(2));
}

Status Blobs::sync_folder(const std::string& path) {
  const File folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || ::fsync(folder.get()) != 0) {
    broken_ = true;
    return io_error("sync", path);
  }
  return ok();
}

Result<Blob> Blobs::put(std::string_view bytes) {
  if (broken_) {
    return Error{Error::Kind::io, "the platform's disk failed; restart it when the disk is well",
                 8021};
  }
  Blob blob{crypto::digest_hex(crypto::Digest::sha256, bytes), bytes.size()};
  const std::string name = path(blob.sha256);
  const std::string folder = name.substr(0, name.rfind('/'));
  struct stat known {};
  // Content that is there already was synced by whoever put it, except when that one is still at
  // work: syncing its folder again costs little and closes the gap.
  if (::stat(name.c_str(), &known) == 0 && static_cast<std::uint64_t>(known.st_size) == blob.size) {
    MPAAS_TRY(sync_folder(folder));
    return blob;
  }
  const std::string temporary =
      fmt::format("{}/{}", incoming(), crypto::hex(crypto::random_bytes(16)));
  Status stored = [&]() -> Status {
    const File file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (file.get() < 0) {
      return io_error("make", temporary);
    }
    MPAAS_TRY(write_all(file.get(), bytes, temporary));
    if (::fsync(file.get()) != 0) {
      broken_ = true;
      return io_error("sync", temporary);
    }
    if (::rename(temporary.c_str(), name.c_str()) != 0) {
      return io_error("rename", temporary);
    }
    return ok();
  }();
  if (!stored) {
    ::unlink(temporary.c_str());
    return std::move(stored).error();
  }
  MPAAS_TRY(sync_folder(folder));
  return blob;
}

Result<std::string> Blobs::read(std::string_view sha256) const {
  const std::string name = path(sha256);
  Result<std::string> bytes = real_file_system("/")->read(name);
  if (bytes && crypto::digest_hex(crypto::Digest::sha256, *bytes) != sha256) {
    return Error{Error::Kind::io, fmt::format("{} is damaged", name), 8021};
  }
  return bytes;
}

Status Blobs::remove(std::string_view sha256) {
  const std::string name = path(sha256);
  if (::unlink(name.c_str()) != 0 && errno != ENOENT) {
    return io_error("remove", name);
  }
  return ok();
}

std::vector<std::string> Blobs::all() const {
  std::vector<std::string> digests;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(directory_ + "/sha256", error), end;
       !error && entry != end; entry.increment(error)) {
    std::string digest =
        entry->path().parent_path().filename().string() + entry->path().filename().string();
    if (is_sha256(digest)) {
      digests.push_back(std::move(digest));
    }
  }
  return digests;
}

}  // namespace mpaas::platform
