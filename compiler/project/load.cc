#include <nlohmann/json.hpp>

#include "compiler/base/path.h"
#include "compiler/project/known_keys.h"
#include "compiler/project/page_list.h"
#include "compiler/project/project.h"
#include "compiler/project/unit.h"

namespace mpaas::project {
namespace {

constexpr const char* settings_file = "mini.project.json";

// A bad file is reported and counts as absent.
std::optional<json::Document> read_object_file(const FileSystem& files, const std::string& file,
                                               diag::Sink& sink) {
  const SourcePointer source = read_source(files, file, sink);
  if (!source) {
    return std::nullopt;
  }
  std::optional<json::Document> document = json::parse(source, sink);
  if (document && !json::expect(document->root(), json::Type::object, sink)) {
    return std::nullopt;
  }
  return document;
}

// The folder of app.json as mini.project.json says.
std::string find_root(const std::optional<json::Document>& settings, diag::Sink& sink) {
  if (!settings) {
    return {};
  }
  const std::optional<std::string> written =
      json::read_string(settings->root(), "miniprogramRoot", sink);
  if (!written) {
    return {};
  }
  std::optional<std::string> root = path::normalize(*written);
  if (!root || path::is_absolute(*root)) {
    sink.report(diag::make(diag::Code::project_bad_path, settings->find("/miniprogramRoot")->at(),
                           *written));
    return {};
  }
  while (root->ends_with('/')) {
    root->pop_back();
  }
  return *root == "." ? std::string() : *root;
}

void report_no_app(const FileSystem& files, const std::string& root, diag::Sink& sink) {
  const std::string shown = !root.empty() ? root : files.root().empty() ? "." : files.root();
  diag::Diagnostic diagnostic = diag::make(diag::Code::project_missing_app_json, {}, shown);
  const Result<std::vector<DirectoryEntry>> entries = files.list("");
  for (const DirectoryEntry& entry : entries ? *entries : std::vector<DirectoryEntry>()) {
    if (entry.kind == FileKind::directory && entry.name != "node_modules" &&
        files.is_file(path::join(entry.name, "app.json"))) {
      diagnostic.with_hint(
          fmt::format("there is {0}/app.json: run mpaas in {0}, or write {{\"miniprogramRoot\": "
                      "\"{0}\"}} into {1}",
                      entry.name, settings_file));
      break;
    }
  }
  sink.report(std::move(diagnostic));
}

void read_aliases(const json::Node& options, Project& project, diag::Sink& sink) {
  const std::optional<json::Node> aliases = json::read_object(options, "resolveAlias", sink);
  for (const json::Node& entry : aliases ? aliases->children() : std::vector<json::Node>()) {
    if (!json::expect(entry, json::Type::string, sink)) {
      continue;
    }
    std::string target(entry.text());
    if (target.starts_with('.')) {
      const std::optional<std::string> inside = path::normalize(target);
      if (!inside) {
        sink.report(diag::make(diag::Code::project_bad_path, entry.at(), target));
        continue;
      }
      target = *inside;
    } else if (target.starts_with('/')) {
      target = path::join(project.root, target.substr(1));
    }
    project.aliases.push_back({std::string(entry.key()), std::move(target), entry.at()});
  }
}

// A list of strings; what is none is reported and left out.
std::vector<std::string> read_strings(const json::Node& object, std::string_view key,
                                      diag::Sink& sink) {
  std::vector<std::string> out;
  const std::optional<json::Node> list = json::read_array(object, key, sink);
  for (const json::Node& entry : list ? list->children() : std::vector<json::Node>()) {
    if (json::expect(entry, json::Type::string, sink)) {
      out.emplace_back(entry.text());
    }
  }
  return out;
}

void read_transpile(const json::Node& options, Transpile& transpile, diag::Sink& sink) {
  // Format 1 has the two switches at the top, under older names.
  for (const char* key : {"nodeModulesES6Whitelist", "node_modules_es6_whitelist"}) {
    const std::vector<std::string> packages = read_strings(options, key, sink);
    transpile.only.insert(transpile.only.end(), packages.begin(), packages.end());
  }
  if (json::read_bool(options, "enableNodeModuleBabelTransform", sink).value_or(false)) {
    transpile.packages = true;
  }
  const std::optional<json::Node> asked = options.find("transpile");
  if (!asked) {
    return;
  }
  transpile.only.clear();
  if (asked->value().is_boolean()) {
    transpile.packages = json::read_bool(options, "transpile", sink).value_or(false);
    return;
  }
  const std::optional<json::Node> object = json::read_object(options, "transpile", sink);
  if (!object) {
    return;
  }
  transpile.packages = true;
  if (const std::optional<json::Node> script = json::read_object(*object, "script", sink)) {
    transpile.ignored = GlobList(read_strings(*script, "ignore", sink));
  }
}

// What it does is up to emit/.
void check_global_object(const json::Node& options, diag::Sink& sink) {
  const std::optional<std::string> mode = json::read_string(options, "globalObjectMode", sink);
  if (mode && *mode != "legacy" && *mode != "enable" && *mode != "fake") {
    sink.report(diag::make(diag::Code::project_wrong_type, options.find("globalObjectMode")->at(),
                           "globalObjectMode", "\"legacy\", \"enable\" or \"fake\"",
                           '"' + *mode + '"'));
  }
}

void read_settings(Project& project, diag::Sink& sink) {
  if (!project.settings) {
    return;
  }
  const json::Node root = project.settings->root();
  check_keys(root, KeySet::settings, Strictness::near_misses, sink);
  project.app_id = json::read_string(root, "appId", sink).value_or("");
  project.name = json::read_string(root, "name", sink).value_or("");
  project.version = json::read_string(root, "version", sink).value_or("");
  // Format 1 has the switch at the top.
  project.component2 = json::read_bool(root, "component2", sink).value_or(false);
  read_transpile(root, project.transpile, sink);
  if (const std::optional<json::Node> options = json::read_object(root, "compileOptions", sink)) {
    check_keys(*options, KeySet::compile_options, Strictness::near_misses, sink);
    project.component2 = json::read_bool(*options, "component2", sink).value_or(project.component2);
    read_aliases(*options, project, sink);
    read_transpile(*options, project.transpile, sink);
    check_global_object(*options, sink);
  }
}

void read_app(const FileSystem& files, Project& project, diag::Sink& sink) {
  const json::Node app = project.app.root();
  check_keys(app, KeySet::app, Strictness::all, sink);
  if (project.app_id.empty()) {
    project.app_id = json::read_string(app, "appId", sink).value_or("");
  }
  if (const std::optional<json::Node> window = json::read_object(app, "window", sink)) {
    check_keys(*window, KeySet::window, Strictness::near_misses, sink);
    check_colours(*window, sink);
    if (project.name.empty()) {
      project.name = json::read_string(*window, "defaultTitle", sink).value_or("");
    }
  }
  project.components = read_components(app, sink);
  const std::string stem = path::join(project.root, "app");
  for (const char* extension : {".js", ".ts"}) {
    if (project.script_file.empty() && files.is_file(stem + extension)) {
      project.script_file = stem + extension;
    }
  }
  if (project.script_file.empty()) {
    const std::uint32_t begin = app.at().span.begin;
    sink.report(
        diag::make(diag::Code::project_missing_app_js, {project.app.source(), {begin, begin + 1}}));
  }
  project.style_file = find_style(files, stem, sink);
  project.pages = load_pages(files, project.root, app, sink);
  load_tab_bar(files, project.root, app, project.pages, sink);
}

}  // namespace

std::optional<Project> load(const FileSystem& files, diag::Sink& sink) {
  std::optional<json::Document> settings = read_object_file(files, settings_file, sink);
  const std::string root = find_root(settings, sink);
  const std::string app_file = path::join(root, "app.json");
  if (!files.is_file(app_file)) {
    report_no_app(files, root, sink);
    return std::nullopt;
  }
  std::optional<json::Document> app = read_object_file(files, app_file, sink);
  if (!app) {
    return std::nullopt;
  }
  Project project{.root = root,
                  .app = *std::move(app),
                  .settings = std::move(settings),
                  .app_id = {},
                  .name = {},
                  .version = {},
                  .component2 = false,
                  .aliases = {},
                  .transpile = {},
                  .script_file = {},
                  .style_file = {},
                  .components = {},
                  .pages = {}};
  read_settings(project, sink);
  read_app(files, project, sink);
  return project;
}

}  // namespace mpaas::project
