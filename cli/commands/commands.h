// The table of commands. Help, completion, the documentation and did-you-mean derive from it. One
// file a verb: <verb>_command.cc.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "cli/terminal/terminal.h"

namespace mpaas::commands {

class Command {
 public:
  virtual ~Command() = default;
  virtual void define(terminal::Arguments& arguments) = 0;
  virtual terminal::Exit run(terminal::Session& session) = 0;
};

struct CommandRow {
  std::string_view name;     // "pack", or "keys new" for a verb below a verb
  std::string_view summary;  // one line, for the list
  std::string_view example;  // shown under --help
  std::unique_ptr<Command> (*make)();
};

std::span<const CommandRow> table();

}  // namespace mpaas::commands
