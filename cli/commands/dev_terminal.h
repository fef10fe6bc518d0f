// What `mpaas dev` does with the terminal and the desktop beside printing.
#pragma once

#include <termios.h>

#include <optional>
#include <string>

namespace mpaas::commands {

// Keys arrive without Enter and are not shown, while this lives; Ctrl-C still interrupts. Does
// nothing when standard input is no terminal.
class KeyInput {
 public:
  explicit KeyInput(bool wanted);
  ~KeyInput();
  KeyInput(const KeyInput&) = delete;
  KeyInput& operator=(const KeyInput&) = delete;

  bool active() const { return before_.has_value(); }
  // Descriptor to wait on; -1 when inactive.
  int descriptor() const;
  // The next key that waits, or nullopt. Escape sequences (arrows) come as nothing.
  std::optional<char> next();

 private:
  std::optional<termios> before_;
};

// SIGTERM and SIGHUP set the flag instead of ending the process while this lives, so that the
// terminal can be put right first.
class TerminationSignals {
 public:
  TerminationSignals();
  ~TerminationSignals();
  TerminationSignals(const TerminationSignals&) = delete;
  TerminationSignals& operator=(const TerminationSignals&) = delete;
  bool arrived() const;
};

// With the desktop's own opener, never through a shell. False when there is none.
bool open_in_browser(const std::string& url);

}  // namespace mpaas::commands
