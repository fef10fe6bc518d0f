// Pages of app.json: the paths listed in "pages" and in sub-packages, and the files they stand for.
#pragma once

#include <vector>

#include "compiler/project/project.h"

namespace mpaas::project {

// `root` is the folder of app.json in the FileSystem.
std::vector<Page> load_pages(const FileSystem& files, const std::string& root,
                             const json::Node& app, diag::Sink& sink);

// The style beside a page or app.json: stem.acss or .css, "" without one. A .less file is reported:
// its language is not ours yet.
std::string find_style(const FileSystem& files, const std::string& stem, diag::Sink& sink);

// Checks "tabBar" and numbers its pages.
void load_tab_bar(const FileSystem& files, const std::string& root, const json::Node& app,
                  std::vector<Page>& pages, diag::Sink& sink);

}  // namespace mpaas::project
