// What the commands that handle packages share: reading inputs, folders as package files, sizes as
// people read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/terminal/terminal.h"
#include "compiler/base/result.h"
#include "compiler/package/package.h"

namespace mpaas::commands {

// `path` as given on the command line. Refuses more than a package can have.
Result<std::string> read_input(const terminal::Session& session, const std::string& path);

// Every file below a folder, in no particular order. Hidden files (".git", ".DS_Store") stay out.
// Links are refused: what they point to need not belong into a package.
Result<std::vector<package::ArchiveFile>> read_folder(const std::string& root);

std::string size_text(std::uint64_t bytes);
std::string count_text(std::size_t count, std::string_view noun);
// "mini-program", "H5 package", "global resource package"
std::string_view type_text(package::Type type);

}  // namespace mpaas::commands
