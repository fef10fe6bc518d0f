// The command line as one function, so that a test can call it twice in one process.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal/terminal.h"

namespace mpaas::cli {

// arguments without the program's name. Returns the exit code.
int run(const std::vector<std::string>& arguments, const terminal::Io& io);
// Makes Io from the process (streams, environment, Ctrl-C) and runs.
int main(int count, char** values);

}  // namespace mpaas::cli
