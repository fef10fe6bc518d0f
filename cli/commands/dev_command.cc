// mpaas dev: one DevServer, and a terminal that says what it does. Everything is printed by the
// command's own thread; the server's threads only leave notes.
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <deque>
#include <mutex>

#include "cli/commands/commands.h"
#include "cli/commands/dev_terminal.h"
#include "cli/commands/package_files.h"
#include "compiler/base/path.h"
#include "compiler/base/text.h"
#include "compiler/diag/render.h"
#include "compiler/qr/qr.h"
#include "devserver/devserver.h"

namespace mpaas::commands {
namespace {

using devserver::BuildReport;
using devserver::ConsoleLine;
using terminal::Exit;
using terminal::Message;
using terminal::Session;
using terminal::text;

std::string plain(Message message) { return std::string(text(message)); }

// Work for the command's thread, left by others.
class Notes {
 public:
  Notes() : wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
  ~Notes() { ::close(wake_); }
  Notes(const Notes&) = delete;
  Notes& operator=(const Notes&) = delete;

  void leave(std::function<void()> note) {
    {
      const std::lock_guard lock(mutex_);
      if (notes_.size() >= most_notes) {
        return;  // a page that logs in a loop must not fill the memory
      }
      notes_.push_back(std::move(note));
    }
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(wake_, &one, sizeof one);
  }
  std::deque<std::function<void()>> take() {
    std::uint64_t count = 0;
    while (::read(wake_, &count, sizeof count) > 0) {
    }
    const std::lock_guard lock(mutex_);
    return std::exchange(notes_, {});
  }
  int descriptor() const { return wake_; }

 private:
  static constexpr std::size_t most_notes = 10'000;
  const int wake_;
  std::mutex mutex_;
  std::deque<std::function<void()>> notes_;
};

std::string clock_time() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  return fmt::format("{:02}:{:02}:{:02}", local.tm_hour, local.tm_min, local.tm_sec);
}

std::string milliseconds(std::chrono::microseconds took) {
  const double value = static_cast<double>(took.count()) / 1000;
  return value < 10 ? fmt::format("{:.1f}", value) : fmt::format("{:.0f}", value);
}

std::string list_json(const std::vector<std::string>& items) {
  std::string list;
  for (const std::string& item : items) {
    list += (list.empty() ? "" : ",") + diag::json_string(item);
  }
  return "[" + list + "]";
}

std::string_view change_name(Change change) {
  switch (change) {
    case Change::none:
      return "none";
    case Change::style:
      return "style";
    case Change::template_only:
      return "template";
    case Change::full:
      return "full";
  }
  return "full";
}

Message change_message(const BuildReport& report) {
  switch (report.change) {
    case Change::none:
      return report.fixed ? Message::dev_fixed : Message::dev_unchanged;
    case Change::style:
      return Message::dev_change_style;
    case Change::template_only:
      return Message::dev_change_template;
    case Change::full:
      return Message::dev_change_full;
  }
  return Message::dev_change_full;
}

class DevCommand : public Command {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.positional("dir", input_, plain(Message::dev_help_input));
    arguments.option("--host", host_, plain(Message::dev_help_host));
    arguments.option("--port", port_, plain(Message::dev_help_port));
    arguments.flag("--strict-port", strict_port_, plain(Message::dev_help_strict_port));
    arguments.flag("--open", open_, plain(Message::dev_help_open));
    arguments.flag("--lan", lan_, plain(Message::dev_help_lan));
    arguments.flag("--allow-private", allow_private_, plain(Message::dev_help_allow_private));
    arguments.flag("--poll", poll_, plain(Message::dev_help_poll));
    arguments.option("--runtime", runtime_, plain(Message::dev_help_runtime));
  }

  Exit run(Session& session) override {
    session_ = &session;
    began_ = std::chrono::steady_clock::now();
    if (!runtime_.empty()) {
      return session.fail({Error::Kind::usage, text(Message::not_supported_yet, "--runtime")});
    }
    constexpr int highest_port = 65535;
    if (port_ < 0 || port_ > highest_port) {
      return session.fail({Error::Kind::usage, text(Message::dev_bad_port, port_)});
    }
    Result<std::unique_ptr<devserver::AppSource>> app = open_app();
    if (!app) {
      return session.fail(app.error());
    }
    Notes notes;
    Result<std::unique_ptr<devserver::DevServer>> started =
        devserver::DevServer::start(*std::move(app), server_options(), events(notes));
    if (!started) {
      return session.fail(started.error());
    }
    server_ = *std::move(started);
    const TerminationSignals termination;
    KeyInput keys(session.io().in_is_terminal && !session.json());
    keys_ = keys.active();
    const Exit exit = loop(notes, keys, termination);
    server_.reset();
    return exit;
  }

 private:
  Result<std::unique_ptr<devserver::AppSource>> open_app() {
    const std::string path =
        path::normalize(session_->resolve(input_.empty() ? "." : input_)).value_or(input_);
    const std::shared_ptr<FileSystem> files = real_file_system("/");
    const FileKind kind = files->stat(path).kind;
    if (kind == FileKind::directory) {
      return devserver::project_source(path);
    }
    if (kind == FileKind::none) {
      return Error{Error::Kind::not_found, text(Message::dev_no_input, input_)};
    }
    MPAAS_TRY_ASSIGN(const std::string bytes, files->read(path));
    return devserver::package_source(bytes);
  }

  devserver::Options server_options() const {
    devserver::Options options;
    options.host = host_;
    options.port = static_cast<std::uint16_t>(port_);
    options.strict_port = strict_port_;
    options.lan = lan_;
    options.allow_private = allow_private_;
    options.poll = poll_;
    options.draw_qr = [](std::string_view url) {
      const Result<qr::Matrix> matrix = qr::encode(url);
      return matrix ? qr::to_svg(*matrix) : std::string();
    };
    return options;
  }

  devserver::Events events(Notes& notes) {
    devserver::Events events;
    events.build_started = [this, &notes] { notes.leave([this] { build_started(); }); };
    events.built = [this, &notes](const BuildReport& report) {
      notes.leave([this, report] { built(report); });
    };
    events.console = [this, &notes](const ConsoleLine& line) {
      notes.leave([this, line] { console(line); });
    };
    events.connected = [this, &notes](const std::string& peer, const std::string& agent) {
      notes.leave([this, peer, agent] { connected(peer, agent); });
    };
    events.polling = [this, &notes](const std::string& reason) {
      notes.leave([this, reason] { session_->warn(reason); });
    };
    return events;
  }

  Exit loop(Notes& notes, KeyInput& keys, const TerminationSignals& termination) {
    constexpr int look_up_ms = 200;  // a signal may come just before the wait
    while (!session_->interrupted() && !termination.arrived() && !exit_) {
      pollfd waiting[] = {{notes.descriptor(), POLLIN, 0}, {keys.descriptor(), POLLIN, 0}};
      ::poll(waiting, keys.descriptor() >= 0 ? 2 : 1, look_up_ms);
      for (const std::function<void()>& note : notes.take()) {
        note();
      }
      while (const std::optional<char> key = keys.next()) {
        press(*key);
      }
    }
    if (exit_) {
      return *exit_;
    }
    return session_->interrupted() ? Exit::interrupted : Exit::ok;
  }

  // --- what happened

  void build_started() {
    if (session_->json()) {
      session_->event("build-start", "");
    }
  }

  void built(const BuildReport& report) {
    if (session_->json()) {
      built_json(report);
    } else {
      session_->show(report.build->diagnostics);
      // The first success is the banner's to tell, and without an app nothing goes on.
      if (ready_ || (!report.build->ok && !misses_app(*report.build))) {
        session_->say(build_line(report));
      }
    }
    if (!ready_) {
      if (misses_app(*report.build)) {
        if (session_->json()) {
          session_->event("stopped", "");
        }
        exit_ = Exit::project_errors;
        return;
      }
      ready_ = true;
      ready(report);
    }
  }

  // Called in the wrong folder: waiting for files there helps nobody.
  static bool misses_app(const Build& build) {
    return std::any_of(build.diagnostics.begin(), build.diagnostics.end(), [](const auto& one) {
      return one.code == diag::Code::project_missing_app_json;
    });
  }

  std::string build_line(const BuildReport& report) const {
    const std::string time = session_->paint(clock_time(), "dim");
    if (!report.build->ok) {
      return text(ready_ ? Message::dev_build_failed : Message::dev_first_build_failed, time,
                  session_->paint("✗", "red"),
                  count_text(diag::count_errors(report.build->diagnostics), "error"));
    }
    return text(Message::dev_built, time, session_->ok_mark(), milliseconds(report.took),
                session_->paint(plain(change_message(report)), "dim"));
  }

  void built_json(const BuildReport& report) {
    for (const diag::Diagnostic& diagnostic : report.build->diagnostics) {
      session_->event(diagnostic.severity == diag::Severity::error ? "error" : "warning",
                      "\"diagnostic\":" + diag::render_json(diagnostic));
    }
    session_->event(
        "build-done",
        fmt::format(
            R"("ok":{},"milliseconds":{:.2f},"change":"{}","files":{},"sources":{},"parsed":{})",
            report.build->ok, static_cast<double>(report.took.count()) / 1000,
            change_name(report.change), list_json(report.files), report.build->files_total,
            report.build->files_parsed));
  }

  void ready(const BuildReport& report) {
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - began_);
    if (session_->json()) {
      session_->event(
          "ready",
          fmt::format(R"("url":{},"network":{},"port":{},"ok":{},"milliseconds":{})",
                      diag::json_string(server_->local_url()), list_json(server_->network_urls()),
                      server_->port(), report.build->ok, took.count()));
    } else {
      session_->say("");
      session_->say(text(Message::dev_ready, session_->paint("mpaas", "bold"), MPAAS_VERSION,
                         diag::printable(report.build->name), took.count()));
      session_->say("");
      show_urls();
      if (!server_->network_urls().empty()) {
        session_->say(plain(Message::dev_lan_warning));
        show_code();
      }
      if (keys_) {
        session_->say(session_->paint(plain(Message::dev_press), "dim"));
      }
    }
    if (open_ && !open_in_browser(server_->local_url())) {
      session_->warn(plain(Message::dev_cannot_open));
    }
  }

  void console(const ConsoleLine& line) {
    if (session_->json()) {
      session_->event("console",
                      fmt::format(R"("level":{},"text":{},"source":{},"peer":{})",
                                  diag::json_string(line.level), diag::json_string(line.text),
                                  diag::json_string(line.source), diag::json_string(line.peer)));
      return;
    }
    const std::string_view style = line.level == "error"  ? "red"
                                   : line.level == "warn" ? "yellow"
                                   : line.level == "info" ? "cyan"
                                                          : "dim";
    const std::string tag = diag::printable(line.source.empty() ? line.level : line.source);
    for (const std::string_view row : text::split(line.text, '\n')) {
      session_->say(fmt::format("{} {}", session_->paint(tag + " │", style), diag::printable(row)));
    }
  }

  void connected(const std::string& peer, const std::string& agent) {
    if (session_->json()) {
      session_->event("client-connected",
                      fmt::format(R"("peer":{},"userAgent":{})", diag::json_string(peer),
                                  diag::json_string(agent)));
    } else {
      session_->detail(text(Message::dev_connected, diag::printable(peer), diag::printable(agent)));
    }
  }

  // --- what is pressed

  void press(char key) {
    switch (key) {
      case 'r':
        session_->say(plain(Message::dev_reloading));
        server_->reload();
        break;
      case 'o':
        if (!open_in_browser(server_->local_url())) {
          session_->warn(plain(Message::dev_cannot_open));
        }
        break;
      case 'u':
        show_urls();
        break;
      case 'e':
        show_code();
        break;
      case 'c':
        session_->say("\x1b[2J\x1b[3J\x1b[H");
        break;
      case 'q':
        exit_ = Exit::ok;
        break;
      case '?':
      case 'h':
        session_->say(plain(Message::dev_keys));
        break;
      default:
        break;
    }
  }

  void show_urls() {
    const std::string arrow = session_->paint("➜", "green");
    session_->say(text(Message::dev_local, arrow, session_->paint(server_->local_url(), "cyan")));
    for (const std::string& url : server_->network_urls()) {
      session_->say(text(Message::dev_network, arrow, session_->paint(url, "cyan")));
    }
  }

  void show_code() {
    if (server_->network_urls().empty()) {
      session_->say(plain(Message::dev_no_network));
      return;
    }
    const Result<qr::Matrix> matrix = qr::encode(server_->network_urls().front());
    if (matrix) {
      session_->say(qr::to_terminal(
          *matrix, session_->colour_err() ? qr::TerminalStyle::colour : qr::TerminalStyle::plain));
    }
  }

  std::string input_;
  std::string host_ = "127.0.0.1";
  int port_ = 8620;
  bool strict_port_ = false;
  bool open_ = false;
  bool lan_ = false;
  bool allow_private_ = false;
  bool poll_ = false;
  std::string runtime_;

  Session* session_ = nullptr;
  std::unique_ptr<devserver::DevServer> server_;
  std::chrono::steady_clock::time_point began_;
  bool ready_ = false;
  bool keys_ = false;
  std::optional<Exit> exit_;
};

}  // namespace

std::unique_ptr<Command> dev_command() { return std::make_unique<DevCommand>(); }

}  // namespace mpaas::commands
