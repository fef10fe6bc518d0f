// A mini-program project as its configuration describes it: app.json, mini.project.json and the
// json file beside each page and component. Everything is checked here, each mistake at its place,
// and loading goes on after it. Formats: the documentation of Alipay mini-programs for the sources,
// the appx contract (section 4) for what is written into the package.
//
// Two kinds of paths. "Page paths" are what app.json says: relative to the folder of app.json,
// without extension, "pages/index/index". "Files" are paths in the FileSystem; they differ when
// miniprogramRoot puts app.json into a sub-folder. A Project owns all it holds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/file_system.h"
#include "compiler/base/glob.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/json/json.h"

namespace mpaas::project {

// One entry of usingComponents.
struct ComponentUse {
  std::string tag;
  std::string
      specifier;      // as written: "../card/card", "/components/card", "antd-mini/es/Button/index"
  diag::Location at;  // the specifier, with its quotes
  diag::Location tag_at;
};

// What the json beside a page or a component says.
struct Unit {
  std::string file;                      // in the FileSystem, without extension
  std::optional<json::Document> config;  // none: no json file, or a bad one (then it was reported)
  bool component = false;                // "component": true
  std::string style_isolation;           // "" when not said
  std::vector<ComponentUse> components;
};

struct Page {
  std::string path;              // "pages/index/index"
  std::string template_file;     // "" when it is missing (which was reported)
  std::string script_file;       // the same
  std::string style_file;        // "" when there is none
  diag::Location listed_at;      // in app.json
  std::optional<int> tab_index;  // 10, 11 … for the pages of the tab bar
  Unit unit;
};

struct Alias {
  std::string name;    // "@"
  std::string target;  // a file or folder in the FileSystem, or the name of a package
  diag::Location at;
};

// Which scripts are brought to the target's edition. The project's own are, but for those that
// `ignored` matches; those from npm where the configuration asks for it.
struct Transpile {
  bool packages = false;  // compileOptions.transpile, or all of node_modules by the old switch
  std::vector<std::string> only;  // nodeModulesES6Whitelist: these packages, when not empty
  GlobList ignored;               // transpile.script.ignore; from the folder of mini.project.json
};

struct Project {
  std::string root;  // folder of app.json in the FileSystem, "" or "src"
  json::Document app;
  std::optional<json::Document> settings;  // mini.project.json
  std::string app_id;                      // "" when not said; so are name and version
  std::string name;
  std::string version;
  bool component2 = false;
  std::vector<Alias> aliases;
  Transpile transpile;
  std::string script_file;               // app.js; "" when missing (reported)
  std::string style_file;                // app.acss, or ""
  std::vector<ComponentUse> components;  // for all pages and components; their own entries win
  std::vector<Page>
      pages;  // as listed, those of sub-packages behind; the first one is the home page
};

// nullopt when there is no app.json to speak of. Otherwise what could be read, however much of it
// is wrong; a caller builds only when no error was reported.
std::optional<Project> load(const FileSystem& files, diag::Sink& sink);

// The json of the page or component `file` (without extension). A missing one is not reported.
// Components of the graph are read on demand through this.
Unit load_unit(const FileSystem& files, std::string file, diag::Sink& sink);
// The same from a source that is already read.
Unit parse_unit(SourcePointer source, std::string file, diag::Sink& sink);

// Reads, and reports what cannot be read (too large). nullptr when there is no such file.
SourcePointer read_source(const FileSystem& files, const std::string& file, diag::Sink& sink);

// "#F5F5F9" or "#fff" as the number the containers want, 0xRRGGBB.
std::optional<std::uint32_t> parse_colour(std::string_view text);

// The config files of a package, as compact JSON. Keys keep the order of the sources, unknown keys
// are kept, colours become numbers. The pages of sub-packages are listed with the others: the
// package has one bundle.
std::string app_config_json(const Project& project);
std::optional<std::string> tab_bar_json(const Project& project);  // nullopt: no tab bar
std::string manifest_json();
// The object both bundles put into self.appXAppJson.
std::string appx_app_json(const Project& project);

}  // namespace mpaas::project
