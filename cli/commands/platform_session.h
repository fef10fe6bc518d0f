// What the commands that talk to a release platform share: the profile, the client with a progress
// line and Ctrl-C, numbers given as text.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "cli/release/release.h"
#include "cli/terminal/terminal.h"

namespace mpaas::commands {

struct Connection {
  std::unique_ptr<terminal::Progress> progress;
  std::unique_ptr<release::Client> client;
  std::string endpoint;
};
// `progress` is what the line says while a file goes up.
Result<Connection> connect(terminal::Session& session, const std::optional<std::string>& profile,
                           const std::string& progress = {});
release::Environment environment_of(const terminal::Session& session);

Result<std::int64_t> number_argument(const std::string& text);

}  // namespace mpaas::commands
