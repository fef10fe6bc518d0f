#include "compiler/base/file_system.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "compiler/base/path.h"

namespace mpaas {
namespace {

constexpr std::string_view output_marker = ".mpaas-output";

Error system_error(std::string_view action, std::string_view path) {
  const int number = errno;
  Error::Kind kind = Error::Kind::io;
  if (number == ENOENT || number == ENOTDIR) {
    kind = Error::Kind::not_found;
  } else if (number == EACCES || number == EPERM) {
    kind = Error::Kind::permission;
  }
  return {kind, fmt::format("cannot {} {}: {}", action, path, std::strerror(number))};
}

Error cannot_write(std::string_view path) {
  Error error = system_error("write", path);
  error.kind = Error::Kind::cannot_write;
  return error;
}

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

Status write_all(int file, std::string_view content, std::string_view path) {
  while (!content.empty()) {
    const ssize_t written = ::write(file, content.data(), content.size());
    if (written < 0) {
      if (errno == EINTR) {
        continue;
      }
      return cannot_write(path);
    }
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return ok();
}

class RealFileSystem : public FileSystem {
 public:
  explicit RealFileSystem(std::string root) : root_(std::move(root)) {}

  Result<std::string> read(std::string_view path) const override {
    const std::string full = resolve(path);
    const Descriptor file(::open(full.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) {
      return system_error("read", path);
    }
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) {
      return system_error("read", path);
    }
    if (!S_ISREG(status.st_mode)) {
      return Error{Error::Kind::io, fmt::format("cannot read {}: not a file", path)};
    }
    std::string content(static_cast<std::size_t>(status.st_size), '\0');
    std::size_t filled = 0;
    for (;;) {
      if (filled == content.size()) {
        content.resize(content.size() + 1);  // one byte more tells the end without a second stat
      }
      const ssize_t count = ::read(file.get(), content.data() + filled, content.size() - filled);
      if (count < 0 && errno == EINTR) {
        continue;
      }
      if (count < 0) {
        return system_error("read", path);
      }
      if (count == 0) {
        content.resize(filled);
        return content;
      }
      filled += static_cast<std::size_t>(count);
    }
  }

  FileStamp stat(std::string_view path) const override {
    struct stat status {};
    if (::stat(resolve(path).c_str(), &status) != 0) {
      return {};
    }
    FileStamp stamp;
    stamp.kind = S_ISREG(status.st_mode)   ? FileKind::file
                 : S_ISDIR(status.st_mode) ? FileKind::directory
                                           : FileKind::other;
    stamp.size = static_cast<std::uint64_t>(status.st_size);
    stamp.modified_ns =
        static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec;
    stamp.inode = status.st_ino;
    return stamp;
  }

  Result<std::vector<DirectoryEntry>> list(std::string_view path) const override {
    std::vector<DirectoryEntry> entries;
    std::error_code error;
    for (std::filesystem::directory_iterator it(resolve(path), error), end; !error && it != end;
         it.increment(error)) {
      FileKind kind = FileKind::other;
      std::error_code ignored;
      const bool link = it->is_symlink(ignored);
      if (it->is_regular_file(ignored)) {
        kind = FileKind::file;
      } else if (it->is_directory(ignored) && !link) {
        kind = FileKind::directory;
      }
      entries.push_back({it->path().filename().string(), kind});
    }
    if (error) {
      errno = error.value();
      return system_error("list", path.empty() ? root_ : path);
    }
    std::ranges::sort(entries, {}, &DirectoryEntry::name);
    return entries;
  }

  std::string root() const override { return root_; }

 private:
  std::string resolve(std::string_view path) const {
    return path.empty() ? root_ : path::join(root_, path);
  }
  std::string root_;
};

}  // namespace

std::shared_ptr<FileSystem> real_file_system(std::string root) {
  return std::make_shared<RealFileSystem>(std::move(root));
}

void MemoryFileSystem::write(std::string path, std::string content) {
  const std::scoped_lock lock(mutex_);
  files_.insert_or_assign(std::move(path), File{std::move(content), ++versions_});
}

void MemoryFileSystem::remove(std::string_view path) {
  const std::scoped_lock lock(mutex_);
  if (const auto found = files_.find(path); found != files_.end()) {
    files_.erase(found);
  }
}

Result<std::string> MemoryFileSystem::read(std::string_view path) const {
  const std::scoped_lock lock(mutex_);
  const auto found = files_.find(path);
  if (found == files_.end()) {
    return Error{Error::Kind::not_found,
                 fmt::format("cannot read {}: No such file or directory", path)};
  }
  return found->second.content;
}

FileStamp MemoryFileSystem::stat(std::string_view path) const {
  const std::scoped_lock lock(mutex_);
  if (const auto found = files_.find(path); found != files_.end()) {
    FileStamp stamp;
    stamp.kind = FileKind::file;
    stamp.size = found->second.content.size();
    stamp.modified_ns = found->second.version;
    return stamp;
  }
  FileStamp stamp;
  const std::string prefix = path.empty() ? std::string() : std::string(path) + "/";
  const auto next = files_.lower_bound(prefix);
  if (next != files_.end() && next->first.starts_with(prefix)) {
    stamp.kind = FileKind::directory;
  }
  return stamp;
}

Result<std::vector<DirectoryEntry>> MemoryFileSystem::list(std::string_view path) const {
  const std::scoped_lock lock(mutex_);
  const std::string prefix = path.empty() ? std::string() : std::string(path) + "/";
  std::vector<DirectoryEntry> entries;
  for (auto it = files_.lower_bound(prefix); it != files_.end() && it->first.starts_with(prefix);
       ++it) {
    const std::string_view rest = std::string_view(it->first).substr(prefix.size());
    const std::size_t slash = rest.find('/');
    const std::string_view name = rest.substr(0, slash);
    if (entries.empty() || entries.back().name != name) {
      entries.push_back({std::string(name),
                         slash == std::string_view::npos ? FileKind::file : FileKind::directory});
    }
  }
  if (entries.empty()) {
    return Error{Error::Kind::not_found, fmt::format("list {}: No such file or directory", path)};
  }
  std::ranges::sort(entries, {}, &DirectoryEntry::name);
  return entries;
}

Status write_file(const std::string& path, std::string_view content, unsigned mode) {
  const std::string_view parent = path::directory(path);
  std::error_code error;
  if (!parent.empty()) {
    std::filesystem::create_directories(std::string(parent), error);
  }
  const std::string beside = fmt::format("{}.{}.tmp", path, ::getpid());
  {
    const Descriptor file(
        ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode));
    if (file.get() < 0) {
      return cannot_write(path);
    }
    Status written = write_all(file.get(), content, path);
    if (!written) {
      ::unlink(beside.c_str());
      return written;
    }
  }
  if (::rename(beside.c_str(), path.c_str()) != 0) {
    Error failure = cannot_write(path);
    ::unlink(beside.c_str());
    return failure;
  }
  return ok();
}

Status write_tree(const std::string& path, const std::vector<OutputEntry>& files) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path target = fs::path(path).lexically_normal();
  const std::string target_name =
      target.has_filename() ? target.string() : target.parent_path().string();
  if (fs::exists(target_name, error)) {
    const bool ours = fs::exists(path::join(target_name, output_marker), error);
    if (!fs::is_directory(target_name, error) || (!ours && !fs::is_empty(target_name, error))) {
      return Error{Error::Kind::cannot_write,
                   fmt::format("{} exists and was not made by mpaas; it is left as it is", path), 0,
                   "choose another output folder, or remove this one yourself"};
    }
  }
  const std::string parent(path::directory(target_name));
  if (!parent.empty()) {
    fs::create_directories(parent, error);
    if (error) {
      errno = error.value();
      return cannot_write(parent);
    }
  }
  MPAAS_TRY_ASSIGN(TemporaryDirectory staging,
                   TemporaryDirectory::make(parent.empty() ? "." : parent));
  const std::string fresh = path::join(staging.path(), "new");
  fs::create_directory(fresh, error);
  std::string last_directory;
  for (const OutputEntry& file : files) {
    const std::string full = path::join(fresh, file.path);
    if (std::string directory(path::directory(full)); directory != last_directory) {
      fs::create_directories(directory, error);
      last_directory = std::move(directory);
    }
    const Descriptor out(::open(full.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (out.get() < 0) {
      return cannot_write(path::join(path, file.path));
    }
    MPAAS_TRY(write_all(out.get(), file.content, path::join(path, file.path)));
  }
  MPAAS_TRY(write_file(path::join(fresh, output_marker), ""));
  if (fs::exists(target_name, error)) {
    // One step, so that even kill -9 leaves the old folder or the new one. Some file systems
    // cannot.
    if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, target_name.c_str(), RENAME_EXCHANGE) == 0) {
      return ok();
    }
    const std::string old = path::join(staging.path(), "old");
    if (::rename(target_name.c_str(), old.c_str()) != 0) {
      return cannot_write(path);
    }
    if (::rename(fresh.c_str(), target_name.c_str()) != 0) {
      Error failure = cannot_write(path);
      if (::rename(old.c_str(), target_name.c_str()) != 0) {
        failure.hint = fmt::format("the former content is in {}", old);
        staging.keep();
      }
      return failure;
    }
    return ok();
  }
  if (::rename(fresh.c_str(), target_name.c_str()) != 0) {
    return cannot_write(path);
  }
  return ok();
}

Result<TemporaryDirectory> TemporaryDirectory::make(const std::string& parent) {
  std::string base = parent;
  if (base.empty()) {
    const char* variable = std::getenv("TMPDIR");
    base = variable != nullptr && *variable != '\0' ? variable : "/tmp";
  }
  std::string name = path::join(base, ".mpaas-XXXXXX");
  if (::mkdtemp(name.data()) == nullptr) {
    return cannot_write(base);
  }
  return TemporaryDirectory(std::move(name));
}

TemporaryDirectory& TemporaryDirectory::operator=(TemporaryDirectory&& other) noexcept {
  std::swap(path_, other.path_);
  return *this;
}

TemporaryDirectory::~TemporaryDirectory() {
  if (!path_.empty()) {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
}

}  // namespace mpaas
