// FileSystem is the only way the compiler sees files. Three kinds: the real one below a root
// folder, one in memory (tests), and an overlay of editor buffers over another. Paths are relative
// to the root ('/'-separated, see path.h); absolute ones reach outside of it (node_modules above
// the project). All functions may be called from several threads.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"

namespace mpaas {

enum class FileKind : std::uint8_t { none, file, directory, other };

// What tells a changed file from an unchanged one without reading it.
struct FileStamp {
  FileKind kind = FileKind::none;
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;
  std::uint64_t inode = 0;
  bool operator==(const FileStamp&) const = default;
};

struct DirectoryEntry {
  std::string name;
  FileKind kind;
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;
  virtual Result<std::string> read(std::string_view path) const = 0;
  virtual FileStamp stat(std::string_view path) const = 0;
  // Sorted by name. Symbolic links are followed for files and reported as `other` for folders, so
  // that a walk cannot leave the tree or run in circles.
  virtual Result<std::vector<DirectoryEntry>> list(std::string_view path) const = 0;
  // Folder on disk that relative paths start from; "" in memory.
  virtual std::string root() const = 0;

  bool is_file(std::string_view path) const { return stat(path).kind == FileKind::file; }
  bool is_directory(std::string_view path) const { return stat(path).kind == FileKind::directory; }
};

std::shared_ptr<FileSystem> real_file_system(std::string root);

class MemoryFileSystem : public FileSystem {
 public:
  void write(std::string path, std::string content);
  void remove(std::string_view path);
  Result<std::string> read(std::string_view path) const override;
  FileStamp stat(std::string_view path) const override;
  Result<std::vector<DirectoryEntry>> list(std::string_view path) const override;
  std::string root() const override { return {}; }

 private:
  struct File {
    std::string content;
    std::int64_t version;
  };
  mutable std::mutex mutex_;
  std::map<std::string, File, std::less<>> files_;
  std::int64_t versions_ = 0;
};

// Outputs. Everything is written beside its place and renamed, so that a stopped or failed run
// leaves either the old or the new file.
Status write_file(const std::string& path, std::string_view content, unsigned mode = 0644);
// Replaces the folder `path` by one that holds exactly `files` (relative path -> content). Built
// beside it, then swapped by rename. Refuses to replace a folder that was not made by this function
// (it has no marker file `.mpaas-output`) unless it is empty or absent.
struct OutputEntry {
  std::string_view path;
  std::string_view content;
};
Status write_tree(const std::string& path, const std::vector<OutputEntry>& files);

// Deletes itself and everything in it. For staging and tests.
class TemporaryDirectory {
 public:
  // In `parent`, or in TMPDIR when that is empty.
  static Result<TemporaryDirectory> make(const std::string& parent = {});
  TemporaryDirectory(TemporaryDirectory&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TemporaryDirectory& operator=(TemporaryDirectory&& other) noexcept;
  ~TemporaryDirectory();
  const std::string& path() const { return path_; }
  // Leaves it where it is.
  void keep() { path_.clear(); }

 private:
  explicit TemporaryDirectory(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace mpaas
