// A running dev server with an app made of strings, and a client for it.
#pragma once

#include <fmt/format.h>

#include <array>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "compiler/base/file_system.h"
#include "compiler/base/hash.h"
#include "compiler/base/resources.h"
#include "devserver/devserver.h"
#include "tests/support/loopback.h"

namespace mpaas::testing {

inline void use_test_resources() {
  static constexpr std::array<Resource, 7> table = {
      Resource{"runtime/elements/page.css", "page-css"},
      Resource{"runtime/page.js", "page-js"},
      Resource{"runtime/worker.js", "worker-js"},
      Resource{"simulator/index.html", "<!doctype html>simulator"},
      Resource{"simulator/page.html", "<!doctype html>page"},
      Resource{"simulator/simulator.css", "simulator-css"},
      Resource{"simulator/simulator.js", "simulator-js"},
  };
  set_resources(table);
}

// Builds what it is told to.
class StringApp : public devserver::AppSource {
 public:
  explicit StringApp(std::string folder = {}) : folder_(std::move(folder)) {}
  void next(std::map<std::string, std::string> files, Change change = Change::full) {
    auto build = std::make_shared<Build>();
    build->ok = true;
    build->app_id = "2021000000000001";
    build->name = "shop";
    build->version = "1.0.0.0";
    build->change = change;
    for (const auto& [path, content] : files) {
      build->outputs.push_back(
          {path, std::make_shared<const std::string>(content), hash64(content)});
    }
    set(std::move(build));
  }
  void next_broken() {
    auto build = std::make_shared<Build>();
    build->diagnostics.push_back(diag::make(
        diag::Code::axml_unclosed_tag,
        {make_source("pages/a/a.axml", "<view class=\"\x1b[31m\">\n"), Span{0, 5}}, "view"));
    set(std::move(build));
  }
  std::shared_ptr<const Build> build(std::stop_token) override {
    const std::lock_guard lock(mutex_);
    return build_;
  }
  std::string folder() const override { return folder_; }

 private:
  void set(std::shared_ptr<const Build> build) {
    const std::lock_guard lock(mutex_);
    build_ = std::move(build);
  }
  std::mutex mutex_;
  std::shared_ptr<const Build> build_;
  std::string folder_;
};

// What the server's callbacks said, to wait for.
class Heard {
 public:
  void add(std::string line) {
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
    changed_.notify_all();
  }
  // Waits for `count` lines that start so; the last of them, or "" in the end.
  std::string wait_for(const std::string& start, std::size_t count = 1) {
    std::unique_lock lock(mutex_);
    std::string found;
    changed_.wait_for(lock, std::chrono::seconds(20), [&] {
      std::size_t seen = 0;
      for (const std::string& line : lines_) {
        if (line.starts_with(start)) {
          seen += 1;
          found = line;
        }
      }
      return seen >= count;
    });
    return found;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> lines_;
};

inline const std::string token = "0123456789abcdefghijkl";

class Served {
 public:
  explicit Served(devserver::Options options = {}, std::string folder = {}) {
    use_test_resources();
    auto made = std::make_unique<StringApp>(std::move(folder));
    app = made.get();
    app->next({{"index.js", "view"}, {"index.worker.js", "worker"}, {"appConfig.json", "{}"}});
    options.port = 0;
    options.token = token;
    devserver::Events events;
    events.built = [this](const devserver::BuildReport& report) {
      heard.add(fmt::format("built {} {} {}", report.build->ok, static_cast<int>(report.change),
                            report.files.size()));
    };
    events.console = [this](const devserver::ConsoleLine& line) {
      heard.add(fmt::format("console {} {} {}", line.level, line.text, line.source));
    };
    events.connected = [this](const std::string& peer, const std::string& agent) {
      heard.add(fmt::format("connected {} {}", peer, agent));
    };
    Result<std::unique_ptr<devserver::DevServer>> started =
        devserver::DevServer::start(std::move(made), std::move(options), std::move(events));
    REQUIRE(started);
    server = *std::move(started);
    host = fmt::format("127.0.0.1:{}", server->port());
    heard.wait_for("built");
  }

  Loopback connect() const { return Loopback(server->port()); }
  // path below the token; headers end in \r\n each.
  std::string get(const std::string& path, const std::string& headers = {}) const {
    return raw(
        fmt::format("GET /{}/{} HTTP/1.1\r\nHost: {}\r\n{}\r\n", token, path, host, headers));
  }
  std::string post(const std::string& path, const std::string& body,
                   const std::string& headers = "Content-Type: application/json\r\n") const {
    return raw(fmt::format("POST /{}/{} HTTP/1.1\r\nHost: {}\r\nContent-Length: {}\r\n{}\r\n{}",
                           token, path, host, body.size(), headers, body));
  }
  std::string raw(const std::string& bytes) const {
    Loopback client = connect();
    client.send(bytes);
    return client.read_response();
  }
  std::string upgrade(const std::string& headers, const std::string& path) const {
    return fmt::format(
        "GET {} HTTP/1.1\r\nHost: {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{}\r\n",
        path, host, headers);
  }
  std::string socket_path() const { return "/" + token + "/ws"; }
  std::string own_origin() const { return fmt::format("Origin: http://{}\r\n", host); }
  // An open simulator.
  Loopback open_socket() const {
    Loopback client = connect();
    client.send(upgrade(own_origin(), socket_path()));
    REQUIRE(status_of(client.read_response()) == "101");
    return client;
  }

  Heard heard;
  StringApp* app = nullptr;
  std::unique_ptr<devserver::DevServer> server;
  std::string host;
};

inline std::string body_of(const std::string& response) {
  const std::size_t end = response.find("\r\n\r\n");
  return end == std::string::npos ? "" : response.substr(end + 4);
}

inline nlohmann::json next_message(Loopback& client) {
  return nlohmann::json::parse(client.read_frame().second, nullptr, false);
}

}  // namespace mpaas::testing
