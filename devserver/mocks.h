// Answers for JSAPIs of the container, written by the developer beside the app: mock.json is
// {"apiName": answer, …}, mock/<apiName>.json is one answer and wins.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/base/file_system.h"

namespace mpaas::devserver {

struct Mocks {
  std::string json = "{}";
  std::vector<std::string> problems;  // "mock.json: not JSON", for people
};
Mocks load_mocks(const FileSystem& files);

}  // namespace mpaas::devserver
