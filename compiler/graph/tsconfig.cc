#include "compiler/graph/tsconfig.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "compiler/base/path.h"
#include "compiler/base/text.h"
#include "compiler/graph/resolver.h"
#include "compiler/json/json.h"

namespace mpaas::graph {
namespace {

constexpr int longest_chain = 16;  // of extends

std::string below(std::string_view directory, std::string_view path) {
  const std::string joined = path::join(directory, path);
  return path::normalize(joined).value_or(joined);
}

}  // namespace

struct Tsconfigs::Settings {
  Tsconfig result;
  std::optional<std::string> target;
  std::optional<bool> use_define;
};

std::vector<std::string> Tsconfig::candidates(std::string_view specifier) const {
  std::vector<std::string> out;
  if (specifier.starts_with('.') || specifier.starts_with('/')) {
    return out;
  }
  const Path* best = nullptr;
  std::string_view star;
  std::size_t best_length = 0;
  for (const Path& path : paths) {
    const std::size_t at = path.pattern.find('*');
    if (at == std::string::npos) {
      if (path.pattern == specifier) {
        best = &path;
        star = {};
        break;
      }
      continue;
    }
    const std::string_view before = std::string_view(path.pattern).substr(0, at);
    const std::string_view after = std::string_view(path.pattern).substr(at + 1);
    if (specifier.size() >= before.size() + after.size() && specifier.starts_with(before) &&
        specifier.ends_with(after) && (best == nullptr || before.size() > best_length)) {
      best = &path;
      best_length = before.size();
      star = specifier.substr(before.size(), specifier.size() - before.size() - after.size());
    }
  }
  if (best != nullptr) {
    for (const std::string& target : best->targets) {
      out.push_back(below(paths_directory, text::replace_all(target, "*", star)));
    }
  }
  if (base_url) {
    out.push_back(below(*base_url, specifier));
  }
  return out;
}

TsconfigPointer Tsconfigs::find(std::string_view file) {
  if (is_from_npm(file)) {
    return nullptr;
  }
  const std::scoped_lock lock(mutex_);
  return in_directory(std::string(path::directory(file)));
}

std::vector<diag::Diagnostic> Tsconfigs::take_diagnostics() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(found_.items, {});
}

TsconfigPointer Tsconfigs::in_directory(const std::string& directory) {
  if (const auto known = directories_.find(directory); known != directories_.end()) {
    return known->second;
  }
  TsconfigPointer made;
  for (const std::string_view name : {"tsconfig.json", "jsconfig.json"}) {
    const std::string path = path::join(directory, name);
    if (!made && files_.is_file(path)) {
      made = load(path);
    }
  }
  if (!made && !directory.empty() && directory != "/") {
    made = in_directory(std::string(path::directory(directory)));
  }
  directories_.emplace(directory, made);
  return made;
}

TsconfigPointer Tsconfigs::load(const std::string& path) {
  Settings settings;
  settings.result.directory = std::string(path::directory(path));
  read(path, settings, 0);
  Tsconfig& result = settings.result;
  // As tsc has it: fields are JavaScript's own from ES2022 on.
  bool has_fields = false;
  if (settings.target) {
    const js::Edition edition = js::edition_of(*settings.target);
    has_fields = edition >= 2022;
  }
  result.options.use_define_for_class_fields = settings.use_define.value_or(has_fields);
  return std::make_shared<const Tsconfig>(std::move(result));
}

// Reads what the file extends first: the file itself has the last word.
bool Tsconfigs::read(const std::string& path, Settings& settings, int depth) {
  Result<std::string> text = files_.read(path);
  if (!text) {
    return false;
  }
  const SourcePointer source = make_source(path, *std::move(text));
  const std::optional<json::Document> document = json::parse(source, found_);
  if (!document || !json::expect(document->root(), json::Type::object, found_)) {
    return true;
  }
  const json::Node root = document->root();
  const std::string directory(path::directory(path));
  if (const std::optional<json::Node> extended = root.find("extends")) {
    if (extended->is_array()) {
      for (const json::Node& each : extended->children()) {
        extend(std::string(each.text()), each.at(), directory, settings, depth);
      }
    } else if (json::expect(*extended, json::Type::string, found_)) {
      extend(std::string(extended->text()), extended->at(), directory, settings, depth);
    }
  }
  const std::optional<json::Node> options = json::read_object(root, "compilerOptions", found_);
  if (!options) {
    return true;
  }
  Tsconfig& result = settings.result;
  if (const auto target = json::read_string(*options, "target", found_)) {
    settings.target = *target;
  }
  if (const auto value = json::read_bool(*options, "useDefineForClassFields", found_)) {
    settings.use_define = *value;
  }
  const auto read_flag = [&](std::string_view key, bool& flag) {
    flag = json::read_bool(*options, key, found_).value_or(flag);
  };
  read_flag("experimentalDecorators", result.options.experimental_decorators);
  read_flag("emitDecoratorMetadata", result.options.emit_decorator_metadata);
  read_flag("verbatimModuleSyntax", result.options.verbatim_module_syntax);
  if (const auto base = json::read_string(*options, "baseUrl", found_)) {
    result.base_url = below(directory, *base);
    result.paths_directory = *result.base_url;
  }
  if (const auto paths = json::read_object(*options, "paths", found_)) {
    result.paths.clear();
    result.paths_directory = result.base_url.value_or(directory);
    for (const json::Node& each : paths->children()) {
      if (!json::expect(each, json::Type::array, found_)) {
        continue;
      }
      Tsconfig::Path path_entry{std::string(each.key()), {}};
      for (const json::Node& target : each.children()) {
        if (json::expect(target, json::Type::string, found_)) {
          path_entry.targets.emplace_back(target.text());
        }
      }
      result.paths.push_back(std::move(path_entry));
    }
  }
  return true;
}

void Tsconfigs::extend(const std::string& specifier, const diag::Location& at,
                       const std::string& directory, Settings& settings, int depth) {
  const std::string path = extended_file(specifier, directory);
  if (depth >= longest_chain || path.empty() || !read(path, settings, depth + 1)) {
    found_.report(diag::make(diag::Code::graph_missing_tsconfig, at, specifier));
  }
}

std::string Tsconfigs::extended_file(const std::string& specifier,
                                     const std::string& directory) const {
  const auto existing = [this](const std::string& path) -> std::string {
    for (const std::string& candidate : {path, path + ".json", path::join(path, "tsconfig.json")}) {
      if (files_.is_file(candidate)) {
        return candidate;
      }
    }
    return {};
  };
  if (specifier.starts_with('.') || path::is_absolute(specifier)) {
    return existing(below(directory, specifier));
  }
  for (std::string place = directory;; place = std::string(path::directory(place))) {
    std::string found = existing(path::join(path::join(place, "node_modules"), specifier));
    if (!found.empty() || place.empty() || place == "/") {
      return found;
    }
  }
}

}  // namespace mpaas::graph
