#include "templates/templates.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "compiler/base/file_system.h"
#include "compiler/base/path.h"
#include "compiler/base/resources.h"
#include "compiler/base/text.h"
#include "compiler/base/utf8.h"
#include "compiler/json/json.h"

namespace mpaas::templates {
namespace {

constexpr std::string_view description_file = "template.json";
constexpr std::string_view files_folder = "files/";
constexpr std::string_view resource_prefix = "templates/";
constexpr std::size_t most_files = 10'000;
constexpr std::size_t most_bytes = std::size_t{256} << 20;
constexpr unsigned deepest_folder = 32;

// For templates without template.json: files in which a name can stand and braces mean nothing.
constexpr std::string_view usual_replace[] = {"README.md", "app.json", "mini.project.json",
                                              "package.json"};

Error invalid(std::string message) { return {Error::Kind::invalid, std::move(message)}; }

// "a/b.js", or an error for paths that would leave the project.
Result<std::string> safe_path(std::string_view path) {
  const std::optional<std::string> normal = path::normalize(path);
  if (!normal || normal->empty() || path::is_absolute(path) ||
      path.find_first_of(std::string_view("\\:\0", 3)) != std::string_view::npos ||
      utf8::find_invalid(path) != std::string_view::npos) {
    return invalid(fmt::format("template file {}: no path inside a project", path));
  }
  return *normal;
}

std::string_view string_member(const json::Value& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string()
             ? std::string_view(found->get_ref<const std::string&>())
             : std::string_view();
}

void append_strings(const json::Value& object, const char* key, std::vector<std::string>& into) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_array()) {
    return;
  }
  for (const json::Value& item : *found) {
    if (item.is_string()) {
      into.push_back(item.get<std::string>());
    }
  }
}

Status read_description(const std::string& text, Template& into) {
  diag::List list;
  const auto document = json::parse(make_source(std::string(description_file), text), list);
  if (!document || !document->value().is_object()) {
    return invalid(fmt::format("{}: {}", description_file,
                               list.items.empty() ? "must be an object" : list.items[0].message));
  }
  const json::Value& value = document->value();
  if (const std::string_view name = string_member(value, "name"); !name.empty()) {
    into.name = name;
  }
  into.description = string_member(value, "description");
  into.app_id = string_member(value, "appId");
  append_strings(value, "replace", into.replace);
  append_strings(value, "next", into.next);
  return ok();
}

// The folder all files are in ("my-template-1.0/"), as archives have it; "" when there is none.
std::string common_folder(const std::vector<File>& files) {
  if (files.empty()) {
    return {};
  }
  const std::size_t slash = files.front().path.find('/');
  if (slash == std::string::npos) {
    return {};
  }
  std::string folder = files.front().path.substr(0, slash + 1);
  const bool all = std::all_of(files.begin(), files.end(),
                               [&](const File& file) { return file.path.starts_with(folder); });
  return all ? folder : std::string();
}

Status read_folder(const FileSystem& files, const std::string& folder, unsigned depth,
                   std::size_t& bytes, std::vector<File>& out) {
  if (depth > deepest_folder) {
    return invalid(fmt::format("template folder {} is nested too deep", folder));
  }
  MPAAS_TRY_ASSIGN(const std::vector<DirectoryEntry> entries, files.list(folder));
  for (const DirectoryEntry& entry : entries) {
    const std::string full = path::join(folder, entry.name);
    if (entry.kind == FileKind::directory) {
      if (entry.name != "node_modules" && entry.name != ".git" && entry.name != "dist") {
        MPAAS_TRY(read_folder(files, full, depth + 1, bytes, out));
      }
    } else if (entry.kind == FileKind::file) {
      bytes += files.stat(full).size;
      if (bytes > most_bytes || out.size() >= most_files) {
        return invalid("the template is too large");
      }
      MPAAS_TRY_ASSIGN(std::string content, files.read(full));
      out.push_back({full, std::move(content)});
    }
  }
  return ok();
}

// `top` is the folder that is not part of the template, "" or with its '/'.
Result<Template> assemble(std::vector<File> files, std::string name, const std::string& top) {
  if (files.size() > most_files) {
    return invalid("the template is too large");
  }
  Template out;
  out.name = std::move(name);
  std::string prefix = top;
  const auto described = std::find_if(files.begin(), files.end(), [&](const File& file) {
    return file.path.starts_with(top) && file.path.substr(top.size()) == description_file;
  });
  if (described != files.end()) {
    MPAAS_TRY(read_description(described->content, out));
    prefix += files_folder;
  } else {
    out.replace.assign(std::begin(usual_replace), std::end(usual_replace));
  }
  std::set<std::string> seen;
  for (File& file : files) {
    MPAAS_TRY(safe_path(file.path));
    if (!file.path.starts_with(prefix)) {
      continue;
    }
    MPAAS_TRY_ASSIGN(std::string path,
                     safe_path(std::string_view(file.path).substr(prefix.size())));
    if (!seen.insert(path).second) {
      return invalid(fmt::format("template file {} comes twice", path));
    }
    out.files.push_back({std::move(path), std::move(file.content)});
  }
  if (out.files.empty()) {
    return invalid("the template holds no files");
  }
  std::sort(out.files.begin(), out.files.end(),
            [](const File& a, const File& b) { return a.path < b.path; });
  return out;
}

const std::string& app_id_of(const Template& source, const Variables& variables) {
  return variables.app_id.empty() ? source.app_id : variables.app_id;
}

Error cannot_write(const std::string& path) {
  return {Error::Kind::cannot_write, fmt::format("write {}: {}", path, std::strerror(errno))};
}

// Moves what is in `from` into the empty folder `to`; what was moved is moved back when one fails.
Status move_entries(const std::string& from, const std::string& to) {
  std::vector<std::string> moved;
  std::error_code error;
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(from, error)) {
    names.push_back(entry.path().filename().string());
  }
  for (const std::string& name : names) {
    if (std::rename(path::join(from, name).c_str(), path::join(to, name).c_str()) != 0) {
      Error failure = cannot_write(path::join(to, name));
      for (const std::string& back : moved) {
        std::rename(path::join(to, back).c_str(), path::join(from, back).c_str());
      }
      return failure;
    }
    moved.push_back(name);
  }
  return ok();
}

}  // namespace

std::vector<Template> built_in() {
  std::map<std::string, std::vector<File>> folders;
  for (const Resource& resource : resources()) {
    const std::string_view name = resource.name;
    if (!name.starts_with(resource_prefix)) {
      continue;
    }
    const std::string_view rest = name.substr(resource_prefix.size());
    const std::size_t slash = std::min(rest.find('/'), rest.size() - 1);
    folders[std::string(rest.substr(0, slash))].push_back(
        {std::string(rest.substr(slash + 1)), std::string(resource.content)});
  }
  std::vector<Template> out;
  for (auto& [name, files] : folders) {
    if (Result<Template> made = assemble(std::move(files), name, "")) {
      out.push_back(*std::move(made));
    }
  }
  return out;
}

Result<Template> from_files(std::vector<File> files, std::string name) {
  const std::string top = common_folder(files);
  return assemble(std::move(files), std::move(name), top);
}

Result<Template> from_folder(const std::string& folder) {
  std::vector<File> files;
  std::size_t bytes = 0;
  MPAAS_TRY(read_folder(*real_file_system(folder), "", 0, bytes, files));
  return assemble(std::move(files), std::string(path::filename(folder)), "");
}

Result<std::vector<File>> fill_in(const Template& source, const Variables& variables) {
  std::vector<File> out;
  // Inside of JSON strings a name is written with its escapes.
  const auto quoted = [](const std::string& text) {
    const std::string dumped =
        json::Value(text).dump(-1, ' ', false, json::Value::error_handler_t::replace);
    return dumped.substr(1, dumped.size() - 2);
  };
  const std::string& app_id = app_id_of(source, variables);
  for (const File& file : source.files) {
    File made = file;
    if (std::find(source.replace.begin(), source.replace.end(), file.path) !=
        source.replace.end()) {
      const bool json = path::extension(file.path) == ".json";
      made.content = text::replace_all(std::move(made.content), "{{packageName}}",
                                       package_name(variables.name));
      made.content =
          text::replace_all(std::move(made.content), "{{appId}}", json ? quoted(app_id) : app_id);
      made.content = text::replace_all(std::move(made.content), "{{name}}",
                                       json ? quoted(variables.name) : variables.name);
    }
    if (path::filename(made.path) == "gitignore") {
      made.path.insert(made.path.size() - path::filename(made.path).size(), ".");
    }
    out.push_back(std::move(made));
  }
  std::sort(out.begin(), out.end(), [](const File& a, const File& b) { return a.path < b.path; });
  return out;
}

std::vector<std::string> next_steps(const Template& source, const Variables& variables) {
  std::vector<std::string> out = source.next;
  if (out.empty()) {
    out.emplace_back("mpaas dev");
  }
  for (std::string& step : out) {
    step = text::replace_all(std::move(step), "{{appId}}", app_id_of(source, variables));
  }
  return out;
}

Status write_project(const std::string& folder, const std::vector<File>& files) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::string target = fs::path(folder).lexically_normal().string();
  while (target.size() > 1 && target.ends_with('/')) {
    target.pop_back();
  }
  const bool exists = fs::exists(fs::symlink_status(target, error));
  if (exists && (!fs::is_directory(target, error) || !fs::is_empty(target, error))) {
    return Error{Error::Kind::cannot_write, fmt::format("{} exists and is not empty", folder), 0,
                 "choose a new folder; nothing was changed"};
  }
  const std::string parent(path::directory(target));
  if (!parent.empty()) {
    fs::create_directories(parent, error);
    if (error) {
      errno = error.value();
      return cannot_write(parent);
    }
  }
  MPAAS_TRY_ASSIGN(const TemporaryDirectory staging,
                   TemporaryDirectory::make(parent.empty() ? "." : parent));
  const std::string fresh = path::join(staging.path(), "new");
  fs::create_directory(fresh, error);
  for (const File& file : files) {
    MPAAS_TRY(write_file(path::join(fresh, file.path), file.content));
  }
  if (exists) {
    return move_entries(fresh, target);
  }
  return std::rename(fresh.c_str(), target.c_str()) == 0 ? ok() : Status(cannot_write(folder));
}

bool needs_install(const std::vector<File>& files) {
  const auto found = std::find_if(files.begin(), files.end(),
                                  [](const File& file) { return file.path == "package.json"; });
  if (found == files.end()) {
    return false;
  }
  const json::Value value = json::Value::parse(found->content, nullptr, false);
  for (const char* key : {"dependencies", "devDependencies"}) {
    if (value.is_object() && value.contains(key) && value[key].is_object() && !value[key].empty()) {
      return true;
    }
  }
  return false;
}

std::string package_name(std::string_view name) {
  std::string out;
  for (const char c : text::lower_ascii(name)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain) {
      out += c;
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  while (out.ends_with('-')) {
    out.pop_back();
  }
  return out.empty() ? "mini-app" : out.substr(0, 100);
}

}  // namespace mpaas::templates
