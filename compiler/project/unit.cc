#include "compiler/project/unit.h"

#include <nlohmann/json.hpp>

#include "compiler/project/known_keys.h"
#include "compiler/project/project.h"

namespace mpaas::project {
namespace {

constexpr std::size_t largest_json = std::size_t{16} << 20;

}  // namespace

SourcePointer read_source(const FileSystem& files, const std::string& file, diag::Sink& sink) {
  const FileStamp stamp = files.stat(file);
  if (stamp.kind != FileKind::file) {
    return nullptr;
  }
  if (stamp.size > largest_json) {
    sink.report(diag::make(diag::Code::project_file_too_large, {make_source(file, ""), {}}, file,
                           largest_json >> 20));
    return nullptr;
  }
  Result<std::string> text = files.read(file);
  if (!text) {
    sink.report(diag::make(diag::Code::graph_cannot_read, {make_source(file, ""), {}}, file,
                           text.error().message));
    return nullptr;
  }
  return make_source(file, *std::move(text));
}

std::vector<ComponentUse> read_components(const json::Node& object, diag::Sink& sink) {
  std::vector<ComponentUse> out;
  const std::optional<json::Node> list = json::read_object(object, "usingComponents", sink);
  if (!list) {
    return out;
  }
  for (const json::Node& entry : list->children()) {
    if (json::expect(entry, json::Type::string, sink)) {
      out.push_back(
          {std::string(entry.key()), std::string(entry.text()), entry.at(), entry.key_at()});
    }
  }
  return out;
}

Unit parse_unit(SourcePointer source, std::string file, diag::Sink& sink) {
  Unit unit;
  unit.file = std::move(file);
  unit.config = json::parse(std::move(source), sink);
  if (!unit.config) {
    return unit;
  }
  const json::Node root = unit.config->root();
  if (!json::expect(root, json::Type::object, sink)) {
    unit.config.reset();
    return unit;
  }
  check_keys(root, KeySet::page, Strictness::near_misses, sink);
  check_colours(root, sink);
  unit.component = json::read_bool(root, "component", sink).value_or(false);
  unit.style_isolation = json::read_string(root, "styleIsolation", sink).value_or("");
  unit.components = read_components(root, sink);
  return unit;
}

Unit load_unit(const FileSystem& files, std::string file, diag::Sink& sink) {
  SourcePointer source = read_source(files, file + ".json", sink);
  if (!source) {
    Unit unit;
    unit.file = std::move(file);
    return unit;
  }
  return parse_unit(std::move(source), std::move(file), sink);
}

}  // namespace mpaas::project
