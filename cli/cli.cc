#include "cli/cli.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <optional>

#include "cli/commands/commands.h"
#include "compiler/base/path.h"
#include "compiler/base/text.h"
#include "compiler/base/utf8.h"

namespace mpaas::cli {
namespace {

using commands::CommandRow;
using terminal::Exit;
using terminal::Message;
using terminal::text;

std::atomic<bool> interrupted{false};

extern "C" void on_signal(int signal) {
  // The second Ctrl-C does not wait for anybody.
  if (interrupted.exchange(true)) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
}

int code(Exit exit) { return static_cast<int>(exit); }

// "keys new" is one command; the longest name that the arguments begin with wins.
const CommandRow* find_command(const std::vector<std::string>& arguments, std::size_t& words) {
  const CommandRow* found = nullptr;
  words = 0;
  for (const CommandRow& row : commands::table()) {
    const std::vector<std::string_view> name = text::split(row.name, ' ');
    const bool fits =
        name.size() <= arguments.size() && std::equal(name.begin(), name.end(), arguments.begin());
    if (fits && name.size() > words) {
      found = &row;
      words = name.size();
    }
  }
  return found;
}

std::string command_list(bool colour, std::string_view prefix) {
  const auto paint = [&](std::string_view shown, const char* style) {
    return colour ? fmt::format("\x1b[{}m{}\x1b[0m", style, shown) : std::string(shown);
  };
  std::string out;
  std::size_t widest = 0;
  for (const CommandRow& row : commands::table()) {
    widest = std::max(widest, row.name.size());
  }
  for (const CommandRow& row : commands::table()) {
    if (row.name.starts_with(prefix)) {
      out += fmt::format("  {}{}{}\n", paint(row.name, "36"),
                         std::string(widest - row.name.size() + 2, ' '), row.summary);
    }
  }
  return out;
}

std::string main_help(bool colour) {
  const auto bold = [&](std::string_view shown) {
    return colour ? fmt::format("\x1b[1m{}\x1b[0m", shown) : std::string(shown);
  };
  return fmt::format("{} {}\n{}\n\n{}\n{}\n{}\n", bold("mpaas " MPAAS_VERSION " ·"),
                     text(Message::tagline), text(Message::usage), bold(text(Message::commands)),
                     command_list(colour, ""), text(Message::help_footer));
}

int wrong_usage(const terminal::Io& io, terminal::GlobalOptions options, const std::string& command,
                const std::string& message, const std::string& hint) {
  terminal::Session session(io, options, command);
  return code(session.fail({Error::Kind::usage, message, 0, hint}));
}

// "mpaas keys --help" and "mpaas help keys": the commands that begin with the word.
bool is_group(std::string_view word) {
  const auto& rows = commands::table();
  return std::any_of(rows.begin(), rows.end(), [word](const CommandRow& row) {
    return row.name.size() > word.size() && row.name.starts_with(word) &&
           row.name[word.size()] == ' ';
  });
}

// Names that the command surface promises and that do nothing yet: said, not guessed at.
constexpr std::array<std::string_view, 2> planned{"debug", "lsp"};

int unknown_command(const std::vector<std::string>& arguments, const terminal::Io& io,
                    terminal::GlobalOptions options) {
  std::vector<std::string> names;
  for (const CommandRow& row : commands::table()) {
    names.emplace_back(row.name);
  }
  const bool group = is_group(arguments[0]);
  if (group && arguments.size() == 1) {
    *io.err << command_list(false, arguments[0] + " ");
    return code(Exit::usage);
  }
  if (group && (arguments[1] == "--help" || arguments[1] == "-h")) {
    *io.out << command_list(false, arguments[0] + " ");
    return code(Exit::ok);
  }
  if (arguments[0].starts_with('-')) {
    const std::vector<std::string> known = {"--help", "--version"};
    const std::string meant = text::closest(arguments[0], std::span<const std::string>(known));
    return wrong_usage(io, options, "mpaas", text(Message::unknown_option, arguments[0]),
                       !meant.empty() ? text(Message::did_you_mean, "mpaas " + meant)
                       : arguments.size() > 1
                           ? text(Message::options_behind, arguments[1], arguments[0])
                           : std::string(text(Message::see_commands)));
  }
  const std::string given = group ? arguments[0] + " " + arguments[1] : arguments[0];
  const std::string near = text::closest(given, std::span<const std::string>(names));
  return wrong_usage(io, options, "mpaas", text(Message::unknown_command, given),
                     near.empty() ? std::string(text(Message::see_commands))
                                  : text(Message::did_you_mean, "mpaas " + near));
}

}  // namespace

int run(const std::vector<std::string>& arguments, const terminal::Io& io) {
  terminal::GlobalOptions options;
  options.json = std::ranges::find(arguments, "--json") != arguments.end();
  const terminal::Session asking(io, options, "mpaas");
  if (arguments.empty() || arguments[0] == "--help" || arguments[0] == "-h" ||
      arguments[0] == "help") {
    if (arguments.size() > 1 && arguments[0] == "help") {
      std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
      rest.emplace_back("--help");
      return run(rest, io);
    }
    *io.out << main_help(asking.colour_out());
    return code(arguments.empty() ? Exit::usage : Exit::ok);
  }
  if (arguments[0] == "--version" || arguments[0] == "-V") {
    *io.out << text(Message::version_line, MPAAS_VERSION) << '\n';
    return code(Exit::ok);
  }
  std::size_t words = 0;
  const CommandRow* row = find_command(arguments, words);
  if (row == nullptr) {
    return unknown_command(arguments, io, options);
  }
  const std::unique_ptr<commands::Command> command = row->make();
  terminal::CommandLine line{std::string(row->name), std::string(row->summary),
                             std::string(row->example)};
  command->define(line.arguments());
  bool help = false;
  const std::vector<std::string> rest(arguments.begin() + static_cast<std::ptrdiff_t>(words),
                                      arguments.end());
  if (const auto problem = line.parse(rest, options, help)) {
    return wrong_usage(io, options, std::string(row->name), problem->message, problem->hint);
  }
  if (help) {
    *io.out << line.help_text(asking.colour_out());
    return code(Exit::ok);
  }
  terminal::Session session(io, options, std::string(row->name));
  const Exit exit = command->run(session);
  return code(session.interrupted() && exit != Exit::ok ? Exit::interrupted : exit);
}

int main(int count, char** values) {
  std::ios::sync_with_stdio(false);
  struct sigaction action {};
  action.sa_handler = on_signal;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  terminal::Io io;
  io.out = &std::cout;
  io.err = &std::cerr;
  io.environment = [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
  io.out_is_terminal = ::isatty(STDOUT_FILENO) == 1;
  io.err_is_terminal = ::isatty(STDERR_FILENO) == 1;
  io.in_is_terminal = ::isatty(STDIN_FILENO) == 1;
  struct winsize size {};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    io.terminal_columns = size.ws_col;
  }
  if (char* directory = ::getcwd(nullptr, 0)) {
    io.working_directory = directory;
    std::free(directory);
  }
  io.interrupted = &interrupted;
  const int exit = run({values + 1, values + count}, io);
  std::cout.flush();
  return exit;
}

}  // namespace mpaas::cli
