// Everything mpaas says to a person or a program goes through here: terminal, arguments (CLI11
// behind Arguments), colour, progress, the --json envelope, exit codes. stdout carries the result,
// stderr everything else. A Session is one run of one command; run(args, io) can be called twice in
// one process, so nothing here is global.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/terminal/arguments.h"
#include "cli/terminal/messages.h"
#include "compiler/base/result.h"
#include "compiler/diag/diagnostic.h"

namespace mpaas::terminal {

// sysexits, and what scripts rely on.
enum class Exit : int {
  ok = 0,
  project_errors = 1,
  usage = 64,
  bad_data = 65,
  no_input = 66,
  unavailable = 69,
  bug = 70,
  cannot_write = 73,
  io = 74,
  try_later = 75,
  protocol = 76,
  not_allowed = 77,
  configuration = 78,
  interrupted = 130
};
Exit exit_for(Error::Kind kind);

// The world outside, handed in by main or by a test.
struct Io {
  std::ostream* out;
  std::ostream* err;
  std::function<std::optional<std::string>(const std::string&)> environment;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool in_is_terminal = false;
  int terminal_columns = 80;
  std::string working_directory;
  // Set by Ctrl-C; long work looks at it and stops with Exit::interrupted, leaving nothing
  // half-written.
  const std::atomic<bool>* interrupted = nullptr;
};

class Progress;

class Session {
 public:
  Session(Io io, GlobalOptions options, std::string command);

  const Io& io() const { return io_; }
  const GlobalOptions& options() const { return options_; }
  bool json() const { return options_.json; }
  bool interrupted() const { return io_.interrupted != nullptr && io_.interrupted->load(); }
  bool colour_out() const;
  bool colour_err() const;
  std::optional<std::string> environment(const std::string& name) const {
    return io_.environment ? io_.environment(name) : std::nullopt;
  }
  // Path as given on the command line -> path to open (relative ones start at the working
  // directory).
  std::string resolve(const std::string& path) const;

  // Talk, to stderr. Silent with --quiet (not warn). `detail` only with --verbose.
  void say(const std::string& line);
  void detail(const std::string& line);
  void warn(const std::string& line);
  // Result for people, to stdout; not with --json.
  void print(const std::string& text);
  // Diagnostics: as text with frames to stderr, or kept for the envelope with --json.
  void show(const std::vector<diag::Diagnostic>& diagnostics);
  void show(const diag::Diagnostic& diagnostic);

  // Ends the command. With --json writes
  // {"schema":"mpaas.<command>/1","ok":…,"diagnostics":[…],"result":<result_json>} to stdout.
  // result_json is text of one JSON value ("{}" when there is nothing to say).
  Exit finish(Exit exit, const std::string& result_json = "{}");
  // An Error becomes one message (and one diagnostic in the envelope), and the exit code of its
  // kind.
  Exit fail(const Error& error);
  // Long-running commands with --json: one event a line, {"event":name, ...members}. members is
  // text like "\"port\":1" or "".
  void event(const std::string& name, const std::string& members_json);

  // "✓ text" in green, for people.
  std::string ok_mark() const;
  std::string paint(std::string_view text,
                    std::string_view style) const;  // bold dim red green yellow cyan, on stderr

  // A line on stderr while work of more than half a second goes on; gone when the object dies. Only
  // on a terminal.
  std::unique_ptr<Progress> progress(const std::string& label);

 private:
  Io io_;
  GlobalOptions options_;
  std::string command_;
  std::vector<diag::Diagnostic> kept_;
  std::vector<std::string> kept_errors_;
};

class Progress {
 public:
  virtual ~Progress() = default;
  // done of total (total 0: unknown), in whatever unit; `what` is shown behind it.
  virtual void update(std::uint64_t done, std::uint64_t total, std::string_view what) = 0;
};

}  // namespace mpaas::terminal
