#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "compiler/crypto/crypto.h"

namespace mpaas::crypto {
namespace {

constexpr int key_permissions = 7015;
constexpr std::size_t largest_secret_file = 1024 * 1024;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  int get() const { return number_; }

 private:
  int number_;
};

Error cannot_read(const std::string& path, int number) {
  const Error::Kind kind = number == ENOENT || number == ENOTDIR ? Error::Kind::not_found
                           : number == EACCES                    ? Error::Kind::permission
                                                                 : Error::Kind::io;
  return {kind, fmt::format("read {}: {}", path, std::strerror(number))};
}

}  // namespace

Secret::Secret(std::string&& bytes) : bytes_(bytes.begin(), bytes.end()) {
  OPENSSL_cleanse(bytes.data(), bytes.size());
  bytes.clear();
}

Secret::Secret(Secret&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    bytes_ = std::exchange(other.bytes_, {});
  }
  return *this;
}

Secret::~Secret() { wipe(); }

Secret Secret::copy() const {
  Secret out;
  out.bytes_ = bytes_;
  return out;
}

void Secret::wipe() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

Result<Secret> read_secret_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    return cannot_read(path, errno);
  }
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) {
    return cannot_read(path, errno);
  }
  if (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode)) {
    return Error{Error::Kind::invalid, fmt::format("read {}: not a file", path)};
  }
  if (status.st_uid != ::geteuid() && status.st_uid != 0) {
    return Error{Error::Kind::permission, fmt::format("{} belongs to another user", path),
                 key_permissions, "use a key file of your own"};
  }
  if ((status.st_mode & 077U) != 0) {
    return Error{Error::Kind::permission,
                 fmt::format("others can read the private key {} (mode {:04o})", path,
                             static_cast<unsigned>(status.st_mode & 07777U)),
                 key_permissions, fmt::format("chmod 600 {}", path)};
  }
  std::string content;
  content.reserve(largest_secret_file);  // grows never, so that no copy is left behind
  std::array<char, 4096> buffer{};
  Error failure{Error::Kind::invalid, {}};
  for (;;) {
    const ssize_t count = ::read(file.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      failure = cannot_read(path, errno);
      break;
    }
    if (count == 0) {
      OPENSSL_cleanse(buffer.data(), buffer.size());
      return Secret(std::move(content));
    }
    if (content.size() + static_cast<std::size_t>(count) > largest_secret_file) {
      failure.message = fmt::format("{} is too large for a key", path);
      break;
    }
    content.append(buffer.data(), static_cast<std::size_t>(count));
  }
  OPENSSL_cleanse(buffer.data(), buffer.size());
  OPENSSL_cleanse(content.data(), content.size());
  return failure;
}

}  // namespace mpaas::crypto
