// Files that go into the package as they are: images, fonts, sounds, data.
#pragma once

#include <string>
#include <vector>

#include "compiler/emit/emit.h"

namespace mpaas::emit {

// Everything below the project's root that is no source, no tool's file and not hidden. Folders
// made by a build (they hold the marker of write_tree) and node_modules are left out.
std::vector<OutputFile> collect_assets(const FileSystem& files, const std::string& root,
                                       Cache& cache, diag::Sink& sink);

}  // namespace mpaas::emit
