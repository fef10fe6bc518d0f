#include <fmt/format.h>

#include <chrono>
#include <mutex>
#include <ostream>

#include "cli/terminal/terminal.h"
#include "compiler/base/path.h"
#include "compiler/diag/render.h"

namespace mpaas::terminal {
namespace {

using Clock = std::chrono::steady_clock;

bool colour(const Io& io, const GlobalOptions& options, bool is_terminal) {
  if (options.colour != ColourChoice::automatic) {
    return options.colour == ColourChoice::always;
  }
  const std::optional<std::string> no_colour =
      io.environment ? io.environment("NO_COLOR") : std::nullopt;
  if (no_colour && !no_colour->empty()) {
    return false;
  }
  const std::optional<std::string> term = io.environment ? io.environment("TERM") : std::nullopt;
  return is_terminal && !(term && *term == "dumb");
}

class SilentProgress : public Progress {
 public:
  void update(std::uint64_t, std::uint64_t, std::string_view) override {}
};

class LineProgress : public Progress {
 public:
  LineProgress(std::ostream& err, std::string label, int columns)
      : err_(err), label_(std::move(label)), columns_(columns) {}
  ~LineProgress() override {
    if (shown_) {
      err_ << "\r\x1b[K" << std::flush;
    }
  }
  void update(std::uint64_t done, std::uint64_t total, std::string_view what) override {
    const std::scoped_lock lock(mutex_);
    const Clock::time_point now = Clock::now();
    // Short work should not flicker.
    if (now - begin_ < std::chrono::milliseconds(500) ||
        now - last_ < std::chrono::milliseconds(80)) {
      return;
    }
    last_ = now;
    shown_ = true;
    std::string line = label_;
    if (total > 0) {
      constexpr std::uint64_t width = 24;
      const std::uint64_t filled = std::min(width, done * width / total);
      std::string bar;
      for (std::uint64_t i = 0; i < width; ++i) {
        bar += i < filled ? "━" : "┄";
      }
      line += fmt::format(" {} {:3}%", bar, std::min<std::uint64_t>(100, done * 100 / total));
    } else if (done > 0) {
      line += fmt::format(" {}", done);
    }
    const int room = columns_ - static_cast<int>(label_.size()) - 34;
    if (room > 8 && !what.empty()) {
      line += fmt::format(" {}", diag::printable(what.substr(0, static_cast<std::size_t>(room))));
    }
    err_ << "\r\x1b[K" << line << std::flush;
  }

 private:
  std::ostream& err_;
  std::string label_;
  int columns_;
  std::mutex mutex_;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point last_{};
  bool shown_ = false;
};

}  // namespace

Exit exit_for(Error::Kind kind) {
  switch (kind) {
    case Error::Kind::not_found:
      return Exit::no_input;
    case Error::Kind::permission:
    case Error::Kind::rejected:
      return Exit::not_allowed;
    case Error::Kind::io:
      return Exit::io;
    case Error::Kind::cannot_write:
      return Exit::cannot_write;
    case Error::Kind::invalid:
    case Error::Kind::crypto:
      return Exit::bad_data;
    case Error::Kind::usage:
      return Exit::usage;
    case Error::Kind::network:
      return Exit::unavailable;
    case Error::Kind::protocol:
      return Exit::protocol;
    case Error::Kind::try_later:
      return Exit::try_later;
    case Error::Kind::cancelled:
      return Exit::interrupted;
    case Error::Kind::configuration:
      return Exit::configuration;
    case Error::Kind::bug:
      return Exit::bug;
  }
  return Exit::bug;
}

Session::Session(Io io, GlobalOptions options, std::string command)
    : io_(std::move(io)), options_(options), command_(std::move(command)) {}

bool Session::colour_out() const { return colour(io_, options_, io_.out_is_terminal); }
bool Session::colour_err() const { return colour(io_, options_, io_.err_is_terminal); }

std::string Session::resolve(const std::string& path) const {
  return path::is_absolute(path) || io_.working_directory.empty()
             ? path
             : path::join(io_.working_directory, path);
}

std::string Session::paint(std::string_view text, std::string_view style) const {
  if (!colour_err()) {
    return std::string(text);
  }
  const char* code = style == "bold"     ? "1"
                     : style == "dim"    ? "2"
                     : style == "red"    ? "1;31"
                     : style == "green"  ? "32"
                     : style == "yellow" ? "33"
                                         : "36";
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string Session::ok_mark() const { return paint("✓", "green"); }

void Session::say(const std::string& line) {
  if (!options_.quiet) {
    *io_.err << line << '\n' << std::flush;
  }
}

void Session::detail(const std::string& line) {
  if (options_.verbose) {
    *io_.err << paint(line, "dim") << '\n' << std::flush;
  }
}

void Session::warn(const std::string& line) {
  *io_.err << paint(text(Message::warning), "yellow") << ": " << line << '\n' << std::flush;
}

void Session::print(const std::string& text) {
  if (!options_.json) {
    *io_.out << text << std::flush;
  }
}

void Session::show(const diag::Diagnostic& diagnostic) {
  if (options_.json) {
    kept_.push_back(diagnostic);
  } else {
    *io_.err << diag::render_text(diagnostic, colour_err() ? diag::Colour::on : diag::Colour::off)
             << '\n';
  }
}

void Session::show(const std::vector<diag::Diagnostic>& diagnostics) {
  for (const diag::Diagnostic& diagnostic : diagnostics) {
    show(diagnostic);
  }
}

Exit Session::finish(Exit exit, const std::string& result_json) {
  if (options_.json) {
    std::string items = diag::render_json(kept_);
    items.pop_back();
    for (const std::string& error : kept_errors_) {
      items += items.size() > 1 ? "," + error : error;
    }
    std::string name = command_;
    for (char& c : name) {
      c = c == ' ' ? '-' : c;
    }
    *io_.out << fmt::format(R"({{"schema":"mpaas.{}/1","ok":{},"diagnostics":{}],"result":{}}})",
                            name, exit == Exit::ok, items, result_json)
             << '\n'
             << std::flush;
  }
  return exit;
}

Exit Session::fail(const Error& error) {
  const Exit exit = error.kind == Error::Kind::cancelled || interrupted() ? Exit::interrupted
                                                                          : exit_for(error.kind);
  const std::string message =
      exit == Exit::interrupted ? text(Message::interrupted, 0) : error.message;
  const std::string label = error.code == 0 ? std::string() : fmt::format("E{}", error.code);
  if (options_.json) {
    const diag::CodeInfo* row = label.empty() ? nullptr : diag::find_code(label);
    kept_errors_.push_back(fmt::format(
        R"({{"code":{},"name":{},"severity":"error","path":null,"message":{},"hint":{},"frame":"","notes":[]}})",
        label.empty() ? "null" : diag::json_string(label),
        row == nullptr ? "null" : diag::json_string(row->name), diag::json_string(message),
        diag::json_string(error.hint)));
  } else {
    *io_.err << fmt::format("{}{}: {}\n", paint(text(Message::error), "red"),
                            label.empty() ? "" : fmt::format("[{}]", label),
                            diag::printable(message));
    if (!error.hint.empty()) {
      *io_.err << fmt::format("{}: {}\n", paint(text(Message::help), "cyan"),
                              diag::printable(error.hint));
    }
    *io_.err << std::flush;
  }
  return finish(exit);
}

void Session::event(const std::string& name, const std::string& members_json) {
  if (options_.json) {
    *io_.out << fmt::format(R"({{"event":{}{}{}}})", diag::json_string(name),
                            members_json.empty() ? "" : ",", members_json)
             << '\n'
             << std::flush;
  }
}

std::unique_ptr<Progress> Session::progress(const std::string& label) {
  if (options_.json || options_.quiet || !io_.err_is_terminal || io_.environment("CI")) {
    return std::make_unique<SilentProgress>();
  }
  return std::make_unique<LineProgress>(*io_.err, label, io_.terminal_columns);
}

}  // namespace mpaas::terminal
