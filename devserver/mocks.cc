#include "devserver/mocks.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "compiler/base/path.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/json/json.h"

namespace mpaas::devserver {
namespace {

std::optional<json::Value> load(const FileSystem& files, const std::string& path, Mocks& mocks) {
  if (!files.is_file(path)) {
    return std::nullopt;
  }
  Result<std::string> text = files.read(path);
  if (!text) {
    mocks.problems.push_back(text.error().message);
    return std::nullopt;
  }
  diag::List list;
  const auto source = std::make_shared<const Source>(Source{path, *std::move(text)});
  const std::optional<json::Document> document = json::parse(source, list);
  for (const diag::Diagnostic& diagnostic : list.items) {
    mocks.problems.push_back(fmt::format("{}: {}", path, diagnostic.message));
  }
  if (!document) {
    return std::nullopt;
  }
  return document->value();
}

}  // namespace

Mocks load_mocks(const FileSystem& files) {
  Mocks mocks;
  json::Value table = json::Value::object();
  if (std::optional<json::Value> whole = load(files, "mock.json", mocks)) {
    if (whole->is_object()) {
      table = *std::move(whole);
    } else {
      mocks.problems.emplace_back("mock.json: must be an object from API names to answers");
    }
  }
  if (files.is_directory("mock")) {
    const Result<std::vector<DirectoryEntry>> entries = files.list("mock");
    for (const DirectoryEntry& entry : entries ? *entries : std::vector<DirectoryEntry>{}) {
      if (entry.kind == FileKind::file && path::extension(entry.name) == ".json") {
        if (std::optional<json::Value> one = load(files, "mock/" + entry.name, mocks)) {
          table[std::string(path::without_extension(entry.name))] = *std::move(one);
        }
      }
    }
  }
  mocks.json = table.dump();
  return mocks;
}

}  // namespace mpaas::devserver
