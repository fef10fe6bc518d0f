// Reading and parsing one file.
#pragma once

#include "compiler/graph/graph.h"

namespace mpaas::graph {

// `target`, `typescript`: of this file. Never null: a file that cannot be read is a module without
// a tree and with a diagnostic.
ModulePointer load_module(const FileSystem& files, const std::string& path, const FileStamp& stamp,
                          js::Edition target, const js::TypescriptOptions& typescript,
                          const ScanOptions& options);

}  // namespace mpaas::graph
