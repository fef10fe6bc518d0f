#include "cli/commands/package_files.h"

#include <fmt/format.h>

#include <filesystem>

#include "compiler/base/file_system.h"
#include "compiler/base/path.h"

namespace mpaas::commands {
namespace {

constexpr std::uint64_t largest_input = 1ULL << 30U;
constexpr std::size_t deepest = 64;

Status read_below(const FileSystem& files, const std::string& folder, std::size_t depth,
                  std::vector<package::ArchiveFile>& out) {
  if (depth > deepest) {
    return Error{Error::Kind::invalid, fmt::format("{}: folders are nested too deep", folder)};
  }
  MPAAS_TRY_ASSIGN(const std::vector<DirectoryEntry> entries, files.list(folder));
  for (const DirectoryEntry& entry : entries) {
    if (entry.name.starts_with('.')) {
      continue;
    }
    const std::string path = folder.empty() ? entry.name : path::join(folder, entry.name);
    std::error_code ignored;
    if (entry.kind == FileKind::other ||
        std::filesystem::is_symlink(path::join(files.root(), path), ignored)) {
      const diag::Diagnostic row =
          diag::make(diag::Code::archive_forbidden_type, {}, path, "a link, device or pipe");
      return Error{Error::Kind::invalid, row.message, static_cast<int>(row.code),
                   "copy the file itself to this place"};
    }
    if (entry.kind == FileKind::directory) {
      MPAAS_TRY(read_below(files, path, depth + 1, out));
    } else {
      MPAAS_TRY_ASSIGN(std::string content, files.read(path));
      out.push_back({path, std::move(content)});
    }
  }
  return ok();
}

}  // namespace

Result<std::string> read_input(const terminal::Session& session, const std::string& path) {
  const auto files = real_file_system("");
  const std::string full = session.resolve(path);
  if (files->stat(full).size > largest_input) {
    return Error{Error::Kind::invalid, fmt::format("{} is larger than any package", path)};
  }
  Result<std::string> content = files->read(full);
  if (!content && files->is_directory(full)) {
    return Error{Error::Kind::not_found, fmt::format("{} is a folder, not a file", path)};
  }
  return content;
}

Result<std::vector<package::ArchiveFile>> read_folder(const std::string& root) {
  std::vector<package::ArchiveFile> out;
  MPAAS_TRY(read_below(*real_file_system(root), "", 0, out));
  return out;
}

std::string size_text(std::uint64_t bytes) {
  if (bytes < 1024) {
    return fmt::format("{} B", bytes);
  }
  const double kilobytes = static_cast<double>(bytes) / 1024;
  return kilobytes < 1024 ? fmt::format("{:.1f} kB", kilobytes)
                          : fmt::format("{:.2f} MB", kilobytes / 1024);
}

std::string count_text(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string_view type_text(package::Type type) {
  using terminal::Message;
  using terminal::text;
  switch (type) {
    case package::Type::mini:
      return text(Message::package_mini);
    case package::Type::h5:
      return text(Message::package_h5);
    case package::Type::global:
      return text(Message::package_global);
  }
  return "";
}

}  // namespace mpaas::commands
