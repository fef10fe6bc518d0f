#include "compiler/emit/assets.h"

#include <algorithm>
#include <array>

#include "compiler/base/hash.h"
#include "compiler/base/path.h"

namespace mpaas::emit {
namespace {

constexpr int deepest_folder = 32;
constexpr std::uint64_t largest_asset = std::uint64_t{64} << 20;

// Sources, and what tools leave in a project.
bool is_source(std::string_view name) {
  static constexpr std::array<std::string_view, 19> extensions{
      ".js",   ".mjs", ".cjs",  ".ts", ".mts", ".cts",  ".json", ".sjs", ".axml", ".acss",
      ".less", ".css", ".scss", ".md", ".map", ".lock", ".log",  ".amr", ".tgz"};
  return std::ranges::find(extensions, path::extension(name)) != extensions.end();
}

bool is_tool_file(std::string_view name) {
  return name.starts_with('.') || name == "node_modules" || name == "Makefile" || name == "LICENSE";
}

class Collector {
 public:
  Collector(const FileSystem& files, const std::string& root, Cache& cache, diag::Sink& sink)
      : files_(files), root_(root), cache_(cache), sink_(sink) {}

  void walk(const std::string& folder, int depth) {
    const Result<std::vector<DirectoryEntry>> entries = files_.list(folder);
    if (!entries || depth > deepest_folder) {
      return;
    }
    // Not "mock": its files answer calls in the simulator and do not belong on a phone.
    for (const DirectoryEntry& entry : *entries) {
      const std::string full = path::join(folder, entry.name);
      if (is_tool_file(entry.name)) {
        continue;
      }
      if (entry.kind == FileKind::directory) {
        const bool output = files_.is_file(path::join(full, ".mpaas-output"));
        const bool mock = folder == root_ && entry.name == "mock";
        if (!output && !mock) {
          walk(full, depth + 1);
        }
      } else if (entry.kind == FileKind::file && !is_source(entry.name)) {
        take(full);
      }
    }
  }

  std::vector<OutputFile> found;
  std::map<std::string, Cache::Asset> kept;

 private:
  void take(const std::string& path) {
    const FileStamp stamp = files_.stat(path);
    const auto known = cache_.assets.find(path);
    Cache::Asset asset;
    if (known != cache_.assets.end() && known->second.stamp == stamp) {
      asset = known->second;
    } else {
      Result<std::string> content =
          stamp.size > largest_asset ? Result<std::string>(Error{Error::Kind::invalid, "too large"})
                                     : files_.read(path);
      if (!content) {
        sink_.report(diag::make(diag::Code::graph_cannot_read, {}, path, content.error().message));
        return;
      }
      asset.stamp = stamp;
      asset.file.path = root_.empty() ? path : path.substr(root_.size() + 1);
      asset.file.hash = hash64(*content);
      asset.file.content = std::make_shared<const std::string>(*std::move(content));
    }
    found.push_back(asset.file);
    kept.emplace(path, std::move(asset));
  }

  const FileSystem& files_;
  const std::string& root_;
  Cache& cache_;
  diag::Sink& sink_;
};

}  // namespace

std::vector<OutputFile> collect_assets(const FileSystem& files, const std::string& root,
                                       Cache& cache, diag::Sink& sink) {
  Collector collector(files, root, cache, sink);
  collector.walk(root, 0);
  cache.assets = std::move(collector.kept);
  return std::move(collector.found);
}

}  // namespace mpaas::emit
