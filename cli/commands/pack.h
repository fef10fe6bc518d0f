// From a folder to the bytes of a package: what `mpaas pack` writes and `mpaas upload` sends. A
// project (app.json) is built first, every other folder is taken as it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/terminal/terminal.h"
#include "compiler/package/package.h"

namespace mpaas::commands {

struct PackRequest {
  std::string directory;  // as given; "" = here
  std::string type;       // "", "mini", "h5", "global"
  std::string id;         // "" = what the project or hpmfile.json says; so is version
  std::string version;
  package::Package::Format format = package::Package::Format::amr;
  std::string sign_key;                 // file; "" = unsigned
  std::vector<std::string> encrypt_to;  // certificate files
};

struct Packed {
  package::Description description;
  std::string bytes;
  std::string file_name;  // "<id>_<version>.amr", ".zip", with ".p7m" when encrypted
  std::size_t files = 0;
  std::uint64_t unpacked_bytes = 0;
  std::optional<crypto::KeyInfo> signed_with;
  std::vector<std::string> encrypted_to;  // subjects
};

struct PackOutcome {
  std::optional<Packed> packed;
  // When there is none: either an error that is not told yet, or diagnostics were shown.
  std::optional<Error> error;
  terminal::Exit exit = terminal::Exit::ok;
};

PackOutcome make_package(terminal::Session& session, const PackRequest& request);

}  // namespace mpaas::commands
