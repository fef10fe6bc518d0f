#include <array>

#include "cli/commands/commands.h"

namespace mpaas::commands {

// A row here and a function in its own file make a command.
#define MPAAS_COMMAND(function, name, summary, example) std::unique_ptr<Command> function();
#include "cli/commands/commands.def"
#undef MPAAS_COMMAND

std::span<const CommandRow> table() {
  static constexpr CommandRow rows[] = {
#define MPAAS_COMMAND(function, name, summary, example) {name, summary, example, function},
#include "cli/commands/commands.def"
#undef MPAAS_COMMAND
  };
  return rows;
}

}  // namespace mpaas::commands
