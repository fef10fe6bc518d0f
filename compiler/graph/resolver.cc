#include "compiler/graph/resolver.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <shared_mutex>
#include <span>
#include <unordered_map>

#include "compiler/base/glob.h"
#include "compiler/base/path.h"
#include "compiler/base/text.h"
#include "compiler/graph/tsconfig.h"
#include "compiler/json/json.h"

namespace mpaas::graph {
namespace {

using Json = nlohmann::ordered_json;

// What may be left out at the end of a specifier, in the order in which it is tried.
std::span<const std::string_view> extensions(ReferenceKind kind) {
  static constexpr std::array<std::string_view, 6> script{".js",  ".ts",  ".json",
                                                          ".mjs", ".mts", ".cts"};
  static constexpr std::array<std::string_view, 2> sjs{".sjs", ".sjs.ts"};
  static constexpr std::array<std::string_view, 1> axml{".axml"};
  static constexpr std::array<std::string_view, 1> acss{".acss"};
  static constexpr std::array<std::string_view, 1> component{".json"};
  switch (kind) {
    case ReferenceKind::import:
    case ReferenceKind::require:
      return script;
    case ReferenceKind::sjs:
      return sjs;
    case ReferenceKind::axml:
      return axml;
    case ReferenceKind::acss:
      return acss;
    case ReferenceKind::component:
      return component;
  }
  return script;
}

bool is_script(ReferenceKind kind) {
  return kind == ReferenceKind::import || kind == ReferenceKind::require;
}

bool is_relative(std::string_view specifier) {
  return specifier.starts_with("./") || specifier.starts_with("../") || specifier == "." ||
         specifier == "..";
}

struct PackageName {
  std::string name;
  std::string subpath;  // "" or "es/Button/index"
};

PackageName split_package(std::string_view specifier) {
  std::size_t end = specifier.find('/');
  if (specifier.starts_with('@') && end != std::string_view::npos) {
    end = specifier.find('/', end + 1);
  }
  if (end == std::string_view::npos) {
    return {std::string(specifier), {}};
  }
  return {std::string(specifier.substr(0, end)), std::string(specifier.substr(end + 1))};
}

// The value of `exports` for one subpath after conditions: a path below the package, or nothing.
std::optional<std::string> pick_condition(const Json& value, ReferenceKind kind, int depth = 0) {
  if (depth > 16) {
    return std::nullopt;
  }
  if (value.is_string()) {
    return value.get<std::string>();
  }
  if (value.is_array()) {
    for (const Json& item : value) {
      if (auto found = pick_condition(item, kind, depth + 1)) {
        return found;
      }
    }
  }
  if (value.is_object()) {
    for (const auto& [condition, item] : value.items()) {
      const bool fits = condition == "default" || condition == "alipay" || condition == "module" ||
                        condition == (kind == ReferenceKind::require ? "require" : "import");
      if (fits) {
        if (auto found = pick_condition(item, kind, depth + 1)) {
          return found;
        }
      }
    }
  }
  return std::nullopt;
}

std::optional<std::string> match_exports(const Json& exports, const std::string& subpath,
                                         ReferenceKind kind) {
  const std::string wanted = subpath.empty() ? "." : "./" + subpath;
  const bool has_subpaths =
      exports.is_object() && !exports.empty() && exports.items().begin().key().starts_with('.');
  if (!has_subpaths) {
    return wanted == "." ? pick_condition(exports, kind) : std::nullopt;
  }
  if (const auto exact = exports.find(wanted); exact != exports.end()) {
    return pick_condition(*exact, kind);
  }
  // "./es/*": the pattern with the longest text before its star wins.
  std::string_view best;
  std::optional<std::string> result;
  for (const auto& [pattern, value] : exports.items()) {
    const std::size_t star = pattern.find('*');
    if (star == std::string::npos) {
      continue;
    }
    const std::string_view before = std::string_view(pattern).substr(0, star);
    const std::string_view after = std::string_view(pattern).substr(star + 1);
    if (wanted.size() < before.size() + after.size() || !wanted.starts_with(before) ||
        !wanted.ends_with(after) || before.size() < best.size()) {
      continue;
    }
    if (auto target = pick_condition(value, kind)) {
      best = before;
      result = text::replace_all(*target, "*",
                                 std::string_view(wanted).substr(
                                     before.size(), wanted.size() - before.size() - after.size()));
    }
  }
  return result;
}

std::string text_member(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// As webpack reads it: a pattern without a folder means any folder.
void read_side_effects(const Json& description, bool& any, std::optional<GlobList>& listed) {
  const auto found = description.find("sideEffects");
  if (found == description.end()) {
    return;
  }
  if (found->is_boolean()) {
    any = found->get<bool>();
    return;
  }
  std::vector<std::string> patterns;
  for (const Json& item : found->is_string() ? Json::array({*found}) : *found) {
    if (item.is_string()) {
      std::string pattern = item.get<std::string>();
      const bool has_folder = pattern.find('/') != std::string::npos;
      if (pattern.starts_with("./")) {
        pattern.erase(0, 2);
      } else if (!has_folder) {
        pattern.insert(0, "**/");
      }
      patterns.push_back(std::move(pattern));
    }
  }
  if (found->is_string() || found->is_array()) {
    listed.emplace(patterns);
  }
}

}  // namespace

struct Resolver::Package {
  Json exports;
  std::string module;
  std::string main;
  std::string miniprogram;
  bool is_module = false;                // "type": "module"
  bool side_effects = true;              // "sideEffects": false
  std::optional<GlobList> with_effects;  // "sideEffects": ["*.css", …]: only these have any
};

struct Resolver::State {
  std::shared_mutex mutex;
  std::unordered_map<std::string, FileStamp> stamps;
  std::unordered_map<std::string, std::shared_ptr<const Package>> packages;
};

Resolver::Resolver(const FileSystem& files, std::string root,
                   std::vector<std::pair<std::string, std::string>> aliases, Tsconfigs* tsconfigs)
    : files_(files),
      root_(std::move(root)),
      aliases_(std::move(aliases)),
      tsconfigs_(tsconfigs),
      state_(std::make_unique<State>()) {}
Resolver::~Resolver() = default;

FileStamp Resolver::stat(const std::string& path) {
  {
    const std::shared_lock lock(state_->mutex);
    if (const auto found = state_->stamps.find(path); found != state_->stamps.end()) {
      return found->second;
    }
  }
  const FileStamp stamp = files_.stat(path);
  const std::unique_lock lock(state_->mutex);
  return state_->stamps.emplace(path, stamp).first->second;
}

std::shared_ptr<const Resolver::Package> Resolver::package_at(const std::string& directory) {
  {
    const std::shared_lock lock(state_->mutex);
    if (const auto found = state_->packages.find(directory); found != state_->packages.end()) {
      return found->second;
    }
  }
  std::shared_ptr<const Package> made;
  const std::string path = path::join(directory, "package.json");
  if (stat(path).kind == FileKind::file) {
    if (Result<std::string> text = files_.read(path)) {
      // A package.json that is no JSON is its author's mistake; the package is then taken as one
      // without fields.
      const Json value = Json::parse(*text, nullptr, false, true);
      Package package;
      if (value.is_object()) {
        package.exports = value.value("exports", Json());
        package.module = text_member(value, "module");
        package.main = text_member(value, "main");
        package.miniprogram = text_member(value, "miniprogram");
        package.is_module = text_member(value, "type") == "module";
        read_side_effects(value, package.side_effects, package.with_effects);
      }
      made = std::make_shared<const Package>(std::move(package));
    }
  }
  const std::unique_lock lock(state_->mutex);
  return state_->packages.emplace(directory, made).first->second;
}

// The file that `path`, which may lack its extension or name a folder, stands for; "" when there is
// none.
std::string Resolver::file_for(const std::string& path, ReferenceKind kind) {
  if (kind == ReferenceKind::component) {
    const bool there =
        stat(path + ".json").kind == FileKind::file || stat(path + ".axml").kind == FileKind::file;
    if (there) {
      return path;
    }
    const std::string inside = path::join(path, "index");
    return stat(inside + ".json").kind == FileKind::file ? inside : std::string();
  }
  if (stat(path).kind == FileKind::file) {
    return path;
  }
  if (kind == ReferenceKind::sjs && stat(path + ".ts").kind == FileKind::file) {
    return path + ".ts";
  }
  if (is_script(kind)) {
    // TypeScript imports a.ts by the name that its output would have.
    const std::string_view written = path::extension(path);
    if (written == ".js" || written == ".mjs" || written == ".cjs") {
      const std::size_t stem = path.size() - written.size() + 1;
      std::string source =
          path.substr(0, stem) + text::replace_all(std::string(written.substr(1)), "js", "ts");
      if (stat(source).kind == FileKind::file) {
        return source;
      }
    }
  }
  for (const std::string_view extension : extensions(kind)) {
    std::string candidate = path + std::string(extension);
    if (stat(candidate).kind == FileKind::file) {
      return candidate;
    }
  }
  if (!is_script(kind) || stat(path).kind != FileKind::directory) {
    return {};
  }
  if (const std::shared_ptr<const Package> package = package_at(path)) {
    for (const std::string& field :
         {kind == ReferenceKind::import ? package->module : package->main,
          kind == ReferenceKind::import ? package->main : package->module}) {
      const std::optional<std::string> target = path::normalize(path::join(path, field));
      if (!field.empty() && target && *target != path) {
        if (std::string found = file_for(*target, kind); !found.empty()) {
          return found;
        }
      }
    }
  }
  for (const std::string_view extension : extensions(kind)) {
    std::string candidate = path::join(path, "index" + std::string(extension));
    if (stat(candidate).kind == FileKind::file) {
      return candidate;
    }
  }
  return {};
}

Resolution Resolver::in_package(std::string_view importer, std::string_view specifier,
                                ReferenceKind kind) {
  const PackageName wanted = split_package(specifier);
  std::vector<std::string> places;
  for (std::string directory(path::directory(importer));; directory = path::directory(directory)) {
    if (path::filename(directory) != "node_modules") {
      places.push_back(path::join(directory, "node_modules"));
    }
    if (directory.empty() || directory == "/") {
      break;
    }
  }
  if (!path::is_absolute(importer) && path::is_absolute(files_.root())) {
    for (std::string above(path::directory(files_.root())); !above.empty();
         above = path::directory(above)) {
      places.push_back(path::join(above, "node_modules"));
      if (above == "/") {
        break;
      }
    }
  }
  for (const std::string& place : places) {
    const std::string directory = path::join(place, wanted.name);
    if (stat(directory).kind != FileKind::directory) {
      continue;
    }
    const std::shared_ptr<const Package> package = package_at(directory);
    if (package && is_script(kind) && !package->exports.is_null()) {
      const std::optional<std::string> target =
          match_exports(package->exports, wanted.subpath, kind);
      const std::optional<std::string> inside =
          target ? path::normalize(path::join(directory, *target)) : std::nullopt;
      if (inside && inside->starts_with(directory)) {
        if (std::string found = file_for(*inside, kind); !found.empty()) {
          return {Resolution::Status::found, std::move(found), {}, {}};
        }
      }
      return {Resolution::Status::not_exported, {}, wanted.name, {}};
    }
    const std::optional<std::string> inside =
        path::normalize(path::join(directory, wanted.subpath));
    if (inside && inside->starts_with(directory)) {
      std::string found = file_for(*inside, kind);
      if (found.empty() && package && !package->miniprogram.empty()) {
        const std::string below =
            path::join(path::join(directory, package->miniprogram), wanted.subpath);
        found = file_for(path::normalize(below).value_or(below), kind);
      }
      if (!found.empty()) {
        return {Resolution::Status::found, std::move(found), {}, {}};
      }
    }
    return {Resolution::Status::not_found,
            {},
            wanted.name,
            closest_specifier(specifier, inside.value_or(directory), kind)};
  }
  return {Resolution::Status::no_package, {}, wanted.name, {}};
}

std::string Resolver::closest_specifier(std::string_view specifier, const std::string& wanted,
                                        ReferenceKind kind) {
  const Result<std::vector<DirectoryEntry>> entries = files_.list(path::directory(wanted));
  if (!entries) {
    return {};
  }
  std::vector<std::string> names;
  for (const DirectoryEntry& entry : *entries) {
    const std::string_view extension = path::extension(entry.name);
    const std::span<const std::string_view> fitting = extensions(kind);
    if (entry.kind == FileKind::directory) {
      names.push_back(entry.name);
    } else if (std::find(fitting.begin(), fitting.end(), extension) != fitting.end()) {
      const bool with_extension = !path::extension(specifier).empty();
      names.emplace_back(with_extension ? std::string_view(entry.name)
                                        : path::without_extension(entry.name));
    }
  }
  const std::string near =
      text::closest(path::filename(wanted), std::span<const std::string>(names));
  if (near.empty()) {
    return {};
  }
  return std::string(specifier.substr(0, specifier.size() - path::filename(specifier).size())) +
         near;
}

Resolution Resolver::resolve(std::string_view importer, std::string_view specifier,
                             ReferenceKind kind) {
  std::string aliased;
  for (const auto& [from, to] : aliases_) {
    if (specifier == from ||
        (specifier.starts_with(from) && specifier.substr(from.size()).starts_with('/'))) {
      aliased = path::join("/", to.starts_with("./") ? to.substr(2) : to) +
                std::string(specifier.substr(from.size()));
      specifier = aliased;
      break;
    }
  }
  const auto at = [&](std::string_view base, std::string_view rest) -> Resolution {
    const std::optional<std::string> target = path::normalize(path::join(base, rest));
    if (!target) {
      return {};
    }
    std::string found = file_for(*target, kind);
    if (!found.empty()) {
      return {Resolution::Status::found, std::move(found), {}, {}};
    }
    return {Resolution::Status::not_found, {}, {}, closest_specifier(specifier, *target, kind)};
  };
  if (is_relative(specifier)) {
    return at(path::directory(importer), specifier);
  }
  if (specifier.starts_with('/')) {
    return at(root_, specifier.substr(1));
  }
  // Templates, styles and SJS name files without "./" too; scripts and components mean npm first.
  if (!is_script(kind) && kind != ReferenceKind::component) {
    Resolution beside = at(path::directory(importer), specifier);
    if (beside.status == Resolution::Status::found) {
      return beside;
    }
    Resolution package = in_package(importer, specifier, kind);
    return package.status == Resolution::Status::found ? package : beside;
  }
  if (tsconfigs_ != nullptr && is_script(kind)) {
    if (const TsconfigPointer tsconfig = tsconfigs_->find(importer)) {
      for (const std::string& candidate : tsconfig->candidates(specifier)) {
        if (std::string found = file_for(candidate, kind); !found.empty()) {
          return {Resolution::Status::found, std::move(found), {}, {}};
        }
      }
    }
  }
  Resolution package = in_package(importer, specifier, kind);
  if (package.status == Resolution::Status::no_package) {
    for (const std::string_view base : {path::directory(importer), std::string_view(root_)}) {
      Resolution beside = at(base, specifier);
      if (beside.status == Resolution::Status::found) {
        return beside;
      }
    }
  }
  return package;
}

Resolver::Traits Resolver::traits(std::string_view path) {
  Traits out;
  const std::string_view extension = path::extension(path);
  out.is_node_module = extension == ".mjs" || extension == ".mts";
  for (std::string directory(path::directory(path));; directory = path::directory(directory)) {
    if (const std::shared_ptr<const Package> package = package_at(directory)) {
      if (extension == ".js" || extension == ".ts") {
        out.is_node_module = package->is_module;
      }
      out.side_effects = package->side_effects;
      if (package->with_effects) {
        out.side_effects = package->with_effects->matches(
            path.substr(directory.empty() ? 0 : directory.size() + 1));
      }
      return out;
    }
    if (directory.empty() || directory == "/" || path::filename(directory) == "node_modules") {
      return out;
    }
  }
}

bool is_from_npm(std::string_view path) {
  return path.starts_with("node_modules/") || path.find("/node_modules/") != std::string_view::npos;
}

std::string_view package_of(std::string_view path) {
  constexpr std::string_view folder = "node_modules/";
  const std::size_t at = path.rfind(folder);
  if (!is_from_npm(path) || at == std::string_view::npos) {
    return {};
  }
  path.remove_prefix(at + folder.size());
  std::size_t end = path.find('/');
  if (path.starts_with('@') && end != std::string_view::npos) {
    end = path.find('/', end + 1);
  }
  return path.substr(0, end);
}

std::string package_path(std::string_view path, std::string_view root) {
  if (is_from_npm(path)) {
    const std::size_t at = path.starts_with("node_modules/") ? 0 : path.find("/node_modules/") + 1;
    return std::string(path.substr(at));
  }
  if (!root.empty() && path.starts_with(root) && path.substr(root.size()).starts_with('/')) {
    path.remove_prefix(root.size() + 1);
  }
  return std::string(path);
}

}  // namespace mpaas::graph
