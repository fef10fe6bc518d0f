#include "devserver/http/body_store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace mpaas::http {
namespace {

Error cannot_keep(std::string_view action) {
  return {Error::Kind::cannot_write,
          fmt::format("{} the body of a request: {}", action, std::strerror(errno))};
}

}  // namespace

Result<BodyStore> BodyStore::open(const std::string& directory) {
  if (directory.empty()) {
    BodyStore store(-1);
    store.memory_ = std::make_shared<std::string>();
    return store;
  }
  int file = ::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0) {  // not every file system has O_TMPFILE
    std::string name = directory + "/body.XXXXXX";
    file = ::mkostemp(name.data(), O_CLOEXEC);
    if (file < 0) {
      return cannot_keep("keep");
    }
    ::unlink(name.c_str());
  }
  return BodyStore(file);
}

BodyStore::BodyStore(BodyStore&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      size_(other.size_),
      memory_(std::move(other.memory_)) {}

BodyStore::~BodyStore() {
  if (file_ >= 0) {
    ::close(file_);
  }
}

Status BodyStore::append(std::string_view bytes) {
  size_ += bytes.size();
  if (file_ < 0) {
    memory_->append(bytes);
    return ok();
  }
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) {
        continue;
      }
      return cannot_keep("keep");
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return ok();
}

Status BodyStore::finish(Request& request) {
  if (file_ < 0) {
    request.body = *memory_;
    request.body_owner = memory_;
    return ok();
  }
  if (size_ == 0) {
    return ok();
  }
  void* const start = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file_, 0);
  if (start == MAP_FAILED) {
    return cannot_keep("map");
  }
  const std::size_t size = size_;
  request.body_owner =
      std::shared_ptr<const void>(start, [size](void* mapped) { ::munmap(mapped, size); });
  request.body = {static_cast<const char*>(start), size};
  return ok();
}

}  // namespace mpaas::http
