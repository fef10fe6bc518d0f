// Project templates: `mpaas create <template> <dir>`. The built-in ones are compiled into the
// binary (templates/<name>/template.json and templates/<name>/files/…); a folder or an archive of
// the user's own has the same shape. Without a template.json the whole of it are the files.
//
// template.json: {"name", "description", "appId": the id that a new project begins with,
//                 "replace": [files in which {{name}}, {{packageName}} and {{appId}} are filled
//                 in]}
// A file named "gitignore" becomes ".gitignore": archives and npm drop the latter.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"

namespace mpaas::templates {

struct File {
  std::string path;  // relative, '/'-separated
  std::string content;
};

struct Template {
  std::string name;
  std::string description;  // one line
  std::string app_id;
  std::vector<std::string> replace;
  std::vector<std::string> next;
  std::vector<File> files;
};

struct Variables {
  std::string name;    // of the project, for people
  std::string app_id;  // "": the template's own
};

// Sorted by name.
std::vector<Template> built_in();
// From the files of a folder or an archive, whatever their top folder is called. `name` is used
// when template.json does not say one. Refuses paths that leave the project and files without end.
Result<Template> from_files(std::vector<File> files, std::string name);
// Reads a folder of the user's; node_modules, .git and dist are left out.
Result<Template> from_folder(const std::string& folder);

// The files of a new project, sorted by path.
Result<std::vector<File>> fill_in(const Template& source, const Variables& variables);
// Puts them into `folder`, which must be absent or empty: staged beside it, then moved. Creates all
// files or none.
Status write_project(const std::string& folder, const std::vector<File>& files);

// The template's `next`, filled in the same way.
std::vector<std::string> next_steps(const Template& source, const Variables& variables);
// Whether package.json among the files names dependencies that npm has to install.
bool needs_install(const std::vector<File>& files);
// "My Shop" -> "my-shop", as npm wants it.
std::string package_name(std::string_view name);

}  // namespace mpaas::templates
