#include "devserver/devserver.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>
#include <unordered_map>
#include <utility>

#include "compiler/base/path.h"
#include "compiler/base/resources.h"
#include "compiler/crypto/crypto.h"
#include "compiler/diag/render.h"
#include "devserver/authorize.h"
#include "devserver/http/http.h"
#include "devserver/mocks.h"
#include "devserver/request_proxy.h"
#include "devserver/watch/watch.h"

namespace mpaas::devserver {
namespace {

constexpr std::uint64_t request_limit = 12u << 20;  // my.request bodies
constexpr std::size_t message_limit = 256 * 1024;   // from a simulator
constexpr std::size_t console_text_limit = 16 * 1024;

struct StaticFile {
  std::string_view url;
  std::string_view resource;
};
constexpr StaticFile static_files[] = {
    {"", "simulator/index.html"},
    {"page.css", "runtime/elements/page.css"},
    {"page.html", "simulator/page.html"},
    {"page.js", "runtime/page.js"},
    {"simulator.css", "simulator/simulator.css"},
    {"simulator.js", "simulator/simulator.js"},
    {"worker.js", "runtime/worker.js"},
};

// The app is the developer's own code; the policy keeps everybody else's scripts and frames out of
// the page that knows the token.
constexpr std::string_view page_policy =
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src * data: blob:; media-src * data: blob:; font-src * data:; "
    "connect-src 'self' ws: wss: http: https:; worker-src 'self'; frame-src 'self' http: https:; "
    "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

std::string make_token() {
  std::string token = crypto::base64(crypto::random_bytes(16));
  token.resize(token.find('='));
  std::ranges::replace(token, '+', '-');
  std::ranges::replace(token, '/', '_');
  return token;
}

std::string_view name_of(Change change) {
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

std::vector<diag::Diagnostic> errors_of(const Build& build) {
  std::vector<diag::Diagnostic> errors;
  std::ranges::copy_if(
      build.diagnostics, std::back_inserter(errors),
      [](const diag::Diagnostic& one) { return one.severity == diag::Severity::error; });
  return errors;
}

// What clients see; replaced as a whole.
struct Served {
  std::shared_ptr<const Build> build;  // the last good one; null: none yet
  std::string build_id;
  std::shared_ptr<const Build> latest;  // good or not
  std::string mock = "{}";
};

std::vector<std::string> differing(const Build* before, const Build& after) {
  std::vector<std::string> paths;
  for (const OutputFile& file : after.outputs) {
    const OutputFile* const old = before == nullptr ? nullptr : before->find(file.path);
    // Maps change with their scripts.
    if ((old == nullptr || old->hash != file.hash) && !file.path.ends_with(".js.map")) {
      paths.push_back(file.path);
    }
  }
  for (const OutputFile& file : before == nullptr ? std::vector<OutputFile>{} : before->outputs) {
    if (after.find(file.path) == nullptr) {
      paths.push_back(file.path);
    }
  }
  return paths;
}

class Running : public DevServer {
 public:
  Running(std::unique_ptr<AppSource> app, Options options, Events events)
      : app_(std::move(app)),
        options_(std::move(options)),
        events_(std::move(events)),
        proxy_(options_.allow_private) {
    gatekeeper_.token = options_.token.empty() ? make_token() : options_.token;
    gatekeeper_.allow_private = options_.allow_private;
    run_ = crypto::hex(crypto::random_bytes(3));
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  ~Running() override {
    watcher_.reset();
    builder_.request_stop();
    dirty_.notify_all();
    if (builder_.joinable()) {
      builder_.join();
    }
    if (server_) {
      server_->stop();
    }
  }

  Status listen();
  Status watch();
  void start() {
    server_->start();
    builder_ = std::jthread([this](const std::stop_token& stop) { build_all(stop); });
  }

  std::string local_url() const override {
    return fmt::format("http://{}/{}/", local_name_, token());
  }
  std::vector<std::string> network_urls() const override {
    std::vector<std::string> urls;
    for (const std::string& address : network_) {
      urls.push_back(fmt::format("http://{}:{}/{}/", address, port_, token()));
    }
    return urls;
  }
  std::uint16_t port() const override { return port_; }
  void rebuild() override {
    const std::lock_guard lock(mutex_);
    asked_ = true;
    dirty_.notify_all();
  }
  void reload() override { broadcast(R"({"type":"reload"})"); }

 private:
  const std::string& token() const { return gatekeeper_.token; }
  Status listen_on(std::uint16_t port);
  void name(const std::string& host);

  void build_all(const std::stop_token& stop);
  void build_once(const std::stop_token& stop);
  void publish(const std::shared_ptr<const Build>& build, std::chrono::microseconds took);
  void refresh_mocks();
  void watch_where(const Build& build);

  http::Admission admit(const http::Request& head) const;
  void handle(const http::Request& request, const http::Reply& reply);
  http::Response answer(const http::Request& request, const std::string& path);
  http::Response app_file(std::string_view path);
  http::Response describe_app();
  std::optional<http::SocketEvents> upgrade(const http::Request& head,
                                            const std::shared_ptr<http::WebSocket>& socket);
  void receive(std::string_view text, const std::string& peer);
  std::string hello();
  void broadcast(std::string text);

  Served served() {
    const std::lock_guard lock(mutex_);
    return served_;
  }
  template <class... Arguments, class... Values>
  void tell(const std::function<void(Arguments...)>& callback, const Values&... values) {
    const std::lock_guard lock(telling_);
    if (callback) {
      callback(values...);
    }
  }

  const std::unique_ptr<AppSource> app_;
  const Options options_;
  const Events events_;
  Gatekeeper gatekeeper_;
  std::string run_;  // tells this run's builds from those of an earlier one
  std::uint16_t port_ = 0;
  std::string local_name_;
  std::vector<std::string> network_;

  std::mutex telling_;
  std::mutex mutex_;
  std::condition_variable_any dirty_;
  bool asked_ = true;
  Served served_;
  unsigned builds_ = 0;
  std::vector<std::string> mock_problems_;
  std::unordered_map<http::WebSocket*, std::shared_ptr<http::WebSocket>> sockets_;

  RequestProxy proxy_;
  std::unique_ptr<http::Server> server_;
  std::unique_ptr<watch::Watcher> watcher_;
  std::jthread builder_;
};

// --- addresses

void Running::name(const std::string& host) {
  gatekeeper_.names.push_back(fmt::format("{}:{}", host, port_));
  constexpr std::uint16_t usual_port = 80;
  if (port_ == usual_port) {
    gatekeeper_.names.push_back(host);
  }
}

Status Running::listen_on(std::uint16_t port) {
  http::Site site;
  site.admit = [this](const http::Request& head) { return admit(head); };
  site.handle = [this](const http::Request& request, const http::Reply& reply) {
    handle(request, reply);
  };
  site.upgrade = [this](const http::Request& head, const std::shared_ptr<http::WebSocket>& socket) {
    return upgrade(head, socket);
  };
  server_ = std::make_unique<http::Server>(std::move(site));
  gatekeeper_.names.clear();
  gatekeeper_.addresses.clear();
  network_.clear();
  const std::string host = options_.host == "localhost" ? "127.0.0.1" : options_.host;
  MPAAS_TRY_ASSIGN(port_, server_->listen(host, port));
  const bool any = host == "0.0.0.0" || host == "::";
  const bool loopback = http::reach_of(host) == http::Reach::loopback;
  if (host == "127.0.0.1") {
    const Result<std::uint16_t> six = server_->listen("::1", port_);
    if (six) {
      name("[::1]");
    } else if (six.error().kind == Error::Kind::try_later) {
      return six.error();  // somebody else answers at http://localhost there
    }
  }
  const std::string written = host.find(':') == std::string::npos ? host : "[" + host + "]";
  if (!any) {
    name(written);
    gatekeeper_.addresses.push_back(host);
  }
  if (loopback || any) {
    name("localhost");
  }
  if (any) {
    name("127.0.0.1");
  } else if (!loopback) {
    network_.push_back(written);
  }
  local_name_ = loopback ? fmt::format("localhost:{}", port_)
                : any    ? fmt::format("127.0.0.1:{}", port_)
                         : fmt::format("{}:{}", written, port_);
  if (!options_.lan && !any) {
    return ok();
  }
  for (const std::string& address : http::network_addresses()) {
    if (!any && address != host) {
      const Result<std::uint16_t> listening = server_->listen(address, port_);
      if (!listening) {
        if (listening.error().kind == Error::Kind::try_later) {
          return listening.error();
        }
        continue;
      }
    }
    if (address != host) {
      name(address);
      gatekeeper_.addresses.push_back(address);
      network_.push_back(address);
    }
  }
  if (options_.lan && network_.empty()) {
    return Error{Error::Kind::configuration, "this machine is in no network", 0,
                 "connect it to the network of the phone, then try again"};
  }
  return ok();
}

Status Running::listen() {
  constexpr std::uint16_t attempts = 20;
  for (std::uint16_t attempt = 0;; ++attempt) {
    const auto port = static_cast<std::uint16_t>(options_.port + attempt);
    Status listening = listen_on(options_.port == 0 ? 0 : port);
    const bool taken = !listening && listening.error().kind == Error::Kind::try_later;
    const bool last =
        (options_.strict_port && options_.port != 0) || attempt + 1 == attempts || port == 65535;
    if (!taken || last) {
      return listening;
    }
  }
}

Status Running::watch() {
  if (app_->folder().empty()) {
    return ok();
  }
  watch::Options options;
  options.trees = {app_->folder()};
  options.ignored_folders = {path::join(app_->folder(), "dist")};
  options.poll = options_.poll;
  MPAAS_TRY_ASSIGN(watcher_, watch::Watcher::start(std::move(options),
                                                   [this](const watch::Ring&) { rebuild(); }));
  const std::string reason = watcher_->polling_reason();
  if (!reason.empty() && !options_.poll) {
    tell(events_.polling, reason);
  }
  return ok();
}

// --- building

void Running::build_all(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      dirty_.wait(lock, stop, [this] { return asked_; });
      if (stop.stop_requested()) {
        return;
      }
      asked_ = false;
    }
    refresh_mocks();
    build_once(stop);
  }
}

void Running::build_once(const std::stop_token& stop) {
  tell(events_.build_started);
  const auto began = std::chrono::steady_clock::now();
  const std::shared_ptr<const Build> build = app_->build(stop);
  if (stop.stop_requested()) {
    return;
  }
  watch_where(*build);
  publish(build, std::chrono::duration_cast<std::chrono::microseconds>(
                     std::chrono::steady_clock::now() - began));
}

// Packages of node_modules that the app uses are watched folder by folder.
void Running::watch_where(const Build& build) {
  if (!watcher_) {
    return;
  }
  std::vector<std::string> folders;
  for (const std::string& folder : build.watched_directories) {
    if (path::is_absolute(folder) || folder.find("node_modules") != std::string::npos) {
      folders.push_back(path::join(app_->folder(), folder));
    }
  }
  watcher_->watch_folders(std::move(folders));
}

void Running::publish(const std::shared_ptr<const Build>& build, std::chrono::microseconds took) {
  BuildReport report;
  report.build = build;
  report.took = took;
  std::string message;
  {
    const std::lock_guard lock(mutex_);
    const bool had_errors = served_.latest && !served_.latest->ok;
    report.fixed = build->ok && had_errors;
    served_.latest = build;
    if (build->ok) {
      report.files = differing(served_.build.get(), *build);
      const bool first = !served_.build;
      report.change = first                  ? Change::full
                      : report.files.empty() ? Change::none
                                             : std::max(build->change, Change::style);
      served_.build = build;
      if (report.change != Change::none) {
        builds_ += 1;
        served_.build_id = fmt::format("{}-{}", run_, builds_);
      }
    }
    report.build_id = served_.build_id;
  }
  if (!build->ok) {
    broadcast(R"({"type":"diagnostics","diagnostics":)" + diag::render_json(errors_of(*build)) +
              "}");
  } else {
    if (report.fixed) {
      broadcast(R"({"type":"fixed"})");
    }
    if (report.change != Change::none) {
      const nlohmann::json files = report.files;
      broadcast(fmt::format(R"({{"type":"update","buildId":"{}","kind":"{}","files":{}}})",
                            report.build_id, name_of(report.change), files.dump()));
    }
  }
  tell(events_.built, report);
}

void Running::refresh_mocks() {
  if (app_->folder().empty()) {
    return;
  }
  Mocks mocks = load_mocks(*real_file_system(app_->folder()));
  bool changed = false;
  {
    const std::lock_guard lock(mutex_);
    // A file that is being written, or mistyped, takes no answer away.
    if (mocks.problems.empty()) {
      changed = std::exchange(served_.mock, mocks.json) != mocks.json;
    }
  }
  if (changed) {
    broadcast(R"({"type":"mock","mock":)" + mocks.json + "}");
  }
  if (mocks.problems != mock_problems_) {
    for (const std::string& problem : mocks.problems) {
      tell(events_.console, ConsoleLine{"warn", problem, "mock", ""});
    }
    mock_problems_ = std::move(mocks.problems);
  }
}

// --- answering

http::Admission Running::admit(const http::Request& head) const {
  Decision decision = authorize(head, gatekeeper_);
  if (decision.refuse) {
    return http::Admission::refused(*std::move(decision.refuse));
  }
  http::Admission admission;
  admission.body_limit = decision.pass.path == "api/request" ? request_limit : 0;
  return admission;
}

void Running::handle(const http::Request& request, const http::Reply& reply) {
  const Decision decision = authorize(request, gatekeeper_);
  if (decision.pass.role != Role::visitor && decision.pass.path == "api/request") {
    proxy_.forward(request.body, decision.pass.role, reply);
    return;
  }
  if (decision.pass.role == Role::visitor) {
    reply(decision.pass.path == "/__mpaas/health"
              ? http::Response::json(R"({"ok":true,"version":")" MPAAS_VERSION "\"}")
              : http::Response::fixed("mpaas dev: open the address that the terminal shows.\n",
                                      "text/plain; charset=utf-8"));
    return;
  }
  http::Response response = answer(request, decision.pass.path);
  response.headers.set("Cache-Control", "no-store");
  if (response.headers.get("Content-Type").starts_with("text/html")) {
    response.headers.set("Content-Security-Policy", std::string(page_policy));
  }
  reply(std::move(response));
}

http::Response Running::answer(const http::Request& request, const std::string& path) {
  constexpr unsigned not_found = 404;
  constexpr unsigned upgrade_required = 426;
  constexpr std::string_view app_prefix = "app/";
  if (path.starts_with(app_prefix)) {
    return app_file(std::string_view(path).substr(app_prefix.size()));
  }
  if (path == "api/app") {
    return describe_app();
  }
  if (path == "api/mock") {
    return http::Response::json(served().mock);
  }
  if (path == "api/qr" && options_.draw_qr && !network_.empty()) {
    return http::Response::of(options_.draw_qr(network_urls().front()), "image/svg+xml");
  }
  if (path == "ws" && request.method == "GET") {
    return http::Response::empty(upgrade_required);
  }
  for (const StaticFile& file : static_files) {
    if (file.url == path) {
      if (const std::optional<std::string_view> content = find_resource(file.resource)) {
        return http::Response::fixed(*content, std::string(http::content_type_for(file.resource)));
      }
    }
  }
  return http::Response::empty(not_found);
}

http::Response Running::app_file(std::string_view path) {
  const std::shared_ptr<const Build> build = served().build;
  const OutputFile* const file = build ? build->find(path) : nullptr;
  if (file == nullptr) {
    return http::Response::empty(404);
  }
  return http::Response::shared(file->content, std::string(http::content_type_for(path)));
}

http::Response Running::describe_app() {
  const Served now = served();
  if (!now.build) {
    return http::Response::json(R"({"error":"there is no build without errors yet"})", 503);
  }
  nlohmann::json app = {
      {"appId", now.build->app_id},          {"name", now.build->name},
      {"version", now.build->version},       {"buildId", now.build_id},
      {"component2", now.build->component2}, {"tabBar", now.build->find("tabBar.json") != nullptr}};
  if (!network_.empty()) {
    app["lanUrl"] = network_urls().front();
  }
  return http::Response::json(app.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

// --- talking

std::string Running::hello() {
  const Served now = served();
  const bool good = !now.latest || now.latest->ok;
  return fmt::format(R"({{"type":"hello","buildId":"{}","ok":{},"diagnostics":{}}})", now.build_id,
                     good, good ? "[]" : diag::render_json(errors_of(*now.latest)));
}

std::optional<http::SocketEvents> Running::upgrade(const http::Request& head,
                                                   const std::shared_ptr<http::WebSocket>& socket) {
  const Decision decision = authorize(head, gatekeeper_);
  if (decision.refuse || decision.pass.path != "ws") {
    return std::nullopt;
  }
  {
    // Under the lock that publish() takes too: no update falls between hello and joining.
    const std::lock_guard lock(mutex_);
    sockets_.emplace(socket.get(), socket);
  }
  socket->send(hello());
  http::SocketEvents events;
  events.message_limit = message_limit;
  events.message = [this, peer = head.peer](std::string_view text) { receive(text, peer); };
  events.closed = [this, raw = socket.get()] {
    const std::lock_guard lock(mutex_);
    sockets_.erase(raw);
  };
  return events;
}

void Running::receive(std::string_view text, const std::string& peer) {
  const nlohmann::json message = nlohmann::json::parse(
      text, [](int depth, nlohmann::json::parse_event_t, nlohmann::json&) { return depth < 8; },
      false);
  if (!message.is_object()) {
    return;
  }
  const auto member = [&](const char* name, std::size_t limit) {
    const auto found = message.find(name);
    return found != message.end() && found->is_string() ? found->get<std::string>().substr(0, limit)
                                                        : std::string();
  };
  const std::string type = member("type", 20);
  if (type == "console") {
    tell(events_.console, ConsoleLine{member("level", 20), member("text", console_text_limit),
                                      member("source", 300), peer});
  } else if (type == "ready") {
    tell(events_.connected, peer, member("userAgent", 300));
  }
}

void Running::broadcast(std::string text) {
  const auto shared = std::make_shared<const std::string>(std::move(text));
  std::vector<std::shared_ptr<http::WebSocket>> all;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [raw, socket] : sockets_) {
      all.push_back(socket);
    }
  }
  for (const std::shared_ptr<http::WebSocket>& socket : all) {
    socket->send(shared);
  }
}

}  // namespace

Result<std::unique_ptr<DevServer>> DevServer::start(std::unique_ptr<AppSource> app, Options options,
                                                    Events events) {
  auto running = std::make_unique<Running>(std::move(app), std::move(options), std::move(events));
  MPAAS_TRY(running->listen());
  MPAAS_TRY(running->watch());
  running->start();
  return std::unique_ptr<DevServer>(std::move(running));
}

}  // namespace mpaas::devserver
