#include "cli/commands/dev_terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>

namespace mpaas::commands {
namespace {

volatile std::sig_atomic_t terminated = 0;
struct sigaction before_term {};
struct sigaction before_hup {};

void on_termination(int) { terminated = 1; }

}  // namespace

KeyInput::KeyInput(bool wanted) {
  termios now{};
  if (!wanted || ::tcgetattr(STDIN_FILENO, &now) != 0) {
    return;
  }
  before_ = now;
  now.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  now.c_cc[VMIN] = 0;
  now.c_cc[VTIME] = 0;
  if (::tcsetattr(STDIN_FILENO, TCSANOW, &now) != 0) {
    before_.reset();
  }
}

KeyInput::~KeyInput() {
  if (before_) {
    ::tcsetattr(STDIN_FILENO, TCSANOW, &*before_);
  }
}

int KeyInput::descriptor() const { return before_ ? STDIN_FILENO : -1; }

std::optional<char> KeyInput::next() {
  char key = 0;
  if (!before_) {
    return std::nullopt;
  }
  const ssize_t count = ::read(STDIN_FILENO, &key, 1);
  if (count == 0 || (count < 0 && errno == EIO)) {
    pollfd gone{STDIN_FILENO, POLLIN, 0};
    if (::poll(&gone, 1, 0) > 0 && (gone.revents & (POLLHUP | POLLERR)) != 0) {
      before_.reset();  // the terminal was closed: waiting on it would spin
    }
    return std::nullopt;
  }
  if (count < 0) {
    return std::nullopt;
  }
  constexpr char escape = '\x1b';
  if (key == escape) {
    while (::read(STDIN_FILENO, &key, 1) == 1) {
    }
    return std::nullopt;
  }
  return key;
}

TerminationSignals::TerminationSignals() {
  terminated = 0;
  struct sigaction action {};
  action.sa_handler = on_termination;
  ::sigaction(SIGTERM, &action, &before_term);
  ::sigaction(SIGHUP, &action, &before_hup);
}

TerminationSignals::~TerminationSignals() {
  ::sigaction(SIGTERM, &before_term, nullptr);
  ::sigaction(SIGHUP, &before_hup, nullptr);
}

bool TerminationSignals::arrived() const { return terminated != 0; }

bool open_in_browser(const std::string& url) {
  // The middle process ends at once, so nobody has to wait for the browser.
  const pid_t child = ::fork();
  if (child < 0) {
    return false;
  }
  if (child == 0) {
    const pid_t grandchild = ::fork();
    if (grandchild != 0) {
      ::_exit(grandchild < 0 ? 1 : 0);
    }
    ::setsid();
    const int nothing = ::open("/dev/null", O_RDWR);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
      ::dup2(nothing, stream);
    }
    for (const std::string_view opener : {"xdg-open", "open", "wslview"}) {
      std::array<char*, 3> arguments = {const_cast<char*>(opener.data()),
                                        const_cast<char*>(url.c_str()), nullptr};
      ::execvp(arguments[0], arguments.data());
    }
    ::_exit(127);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace mpaas::commands
