// What names and types may stand in an archive, whatever its format. Private to this folder.
#pragma once

#include <fmt/format.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "compiler/base/result.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/package/package.h"

namespace mpaas::package {

// An Error that reads as the row of codes.def.
template <class... Arguments>
Error refuse(diag::Code code, const Arguments&... arguments) {
  diag::Diagnostic row = diag::make(code, {}, arguments...);
  return {Error::Kind::invalid, std::move(row.message), static_cast<int>(code),
          std::move(row.hint)};
}

// A name in a message: control characters made visible, long ones cut.
std::string shown(std::string_view name);

// The name of an entry as the archive has it, a trailing '/' for folders allowed.
Status check_member_name(std::string_view name, const Limits& limits);

// The ids of the framework's own packages, which Alipay makes by other tools than the console.
bool is_framework_id(std::string_view id);

// All names of one archive: no repetitions, no file that is a folder too, none that differ only in
// case (many file systems would merge them).
class NameSet {
 public:
  // `path` without a trailing '/'.
  Status add(std::string_view path, bool directory);

 private:
  struct Seen {
    std::string path;
    bool directory;
    bool listed;  // not only the parent of another
  };
  std::map<std::string, Seen, std::less<>> seen_;
};

}  // namespace mpaas::package
