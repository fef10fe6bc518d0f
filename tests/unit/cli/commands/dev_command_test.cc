#include <atomic>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <ostream>
#include <streambuf>
#include <thread>

#include "cli/commands/commands.h"
#include "compiler/base/file_system.h"
#include "devserver/http/http.h"

using namespace mpaas;

namespace {

// A stream that one thread writes and another waits on, line by line.
class Lines : public std::streambuf {
 public:
  // The first event of that name after the last one taken; null in the end.
  nlohmann::json next_event(const std::string& name) {
    std::unique_lock lock(mutex_);
    nlohmann::json event;
    changed_.wait_for(lock, std::chrono::seconds(60), [&] {
      for (std::size_t end = 0; (end = text_.find('\n')) != std::string::npos;) {
        nlohmann::json line = nlohmann::json::parse(text_.substr(0, end), nullptr, false);
        text_.erase(0, end + 1);
        if (line.is_object() && line["event"] == name) {
          event = std::move(line);
          return true;
        }
      }
      return false;
    });
    return event;
  }

 private:
  int_type overflow(int_type c) override {
    const char byte = traits_type::to_char_type(c);
    return xsputn(&byte, 1) == 1 ? c : traits_type::eof();
  }
  std::streamsize xsputn(const char* bytes, std::streamsize count) override {
    const std::lock_guard lock(mutex_);
    text_.append(bytes, static_cast<std::size_t>(count));
    changed_.notify_all();
    return count;
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string text_;
};

// `mpaas dev --json` in a thread of its own.
class Running {
 public:
  explicit Running(const std::string& folder)
      : stream_(&lines), thread_([this, folder] { run(folder); }) {}
  ~Running() { stop(); }
  terminal::Exit stop() {
    interrupted_ = true;
    if (thread_.joinable()) {
      thread_.join();
    }
    return exit_;
  }
  Lines lines;

 private:
  void run(const std::string& folder) {
    terminal::Io io;
    io.out = &stream_;
    io.err = &stream_;
    io.environment = [](const std::string&) { return std::nullopt; };
    io.working_directory = folder;
    io.interrupted = &interrupted_;
    terminal::GlobalOptions options;
    options.json = true;
    terminal::Session session(io, options, "dev");
    const auto row = std::ranges::find(commands::table(), "dev", &commands::CommandRow::name);
    const std::unique_ptr<commands::Command> command = row->make();
    Ports ports;
    command->define(ports);
    exit_ = command->run(session);
  }

  // Gives --port 0 and leaves the rest as it is.
  class Ports : public terminal::Arguments {
   public:
    void positional(const std::string&, std::string&, const std::string&, Need) override {}
    void positional(const std::string&, std::vector<std::string>&, const std::string&,
                    Need) override {}
    void option(const std::string&, std::string&, const std::string&) override {}
    void option(const std::string&, std::optional<std::string>&, const std::string&) override {}
    void option(const std::string&, std::vector<std::string>&, const std::string&) override {}
    void option(const std::string& names, int& into, const std::string&) override {
      into = names == "--port" ? 0 : into;
    }
    void choice(const std::string&, std::string&, const std::vector<std::string>&,
                const std::string&) override {}
    void flag(const std::string&, bool&, const std::string&) override {}
    void flag(const std::string&, std::string&, const std::vector<std::string>&,
              const std::string&) override {}
  };

  std::ostream stream_;
  std::atomic<bool> interrupted_ = false;
  terminal::Exit exit_ = terminal::Exit::bug;
  std::thread thread_;
};

void put(const std::string& path, const std::string& content) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << content;
}

}  // namespace

TEST_CASE("mpaas dev serves a project and follows it", "[dev]") {
  Result<TemporaryDirectory> folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const std::string root = folder->path();
  put(root + "/app.json", R"({"pages":["pages/a/a"]})");
  put(root + "/app.js", "App({});");
  put(root + "/pages/a/a.js", "Page({});");
  put(root + "/pages/a/a.axml", "<view>one</view>");
  put(root + "/pages/a/a.acss", ".a { color: red }");
  put(root + "/pages/a/a.json", "{}");
  Running dev(root);
  CHECK(dev.lines.next_event("build-done")["ok"] == true);
  const nlohmann::json ready = dev.lines.next_event("ready");
  REQUIRE(ready.is_object());
  http::Client client;
  http::Fetch fetch;
  fetch.url = ready["url"].get<std::string>() + "app/index.js";
  Result<http::Fetched> script = client.fetch(fetch);
  REQUIRE(script);
  CHECK(script->status == 200);
  CHECK(script->body.find("one") != std::string::npos);

  put(root + "/pages/a/a.acss", ".a { color: blue }");
  CHECK(dev.lines.next_event("build-done")["change"] == "style");
  put(root + "/pages/a/a.axml", "<view>two</view>");
  CHECK(dev.lines.next_event("build-done")["change"] == "template");
  script = client.fetch(fetch);
  REQUIRE(script);
  CHECK(script->body.find("two") != std::string::npos);

  put(root + "/pages/a/a.axml", "<view>three");
  const nlohmann::json error = dev.lines.next_event("error");
  CHECK(error["diagnostic"]["code"] == "E2001");
  CHECK(error["diagnostic"]["path"] == "pages/a/a.axml");
  CHECK(dev.lines.next_event("build-done")["ok"] == false);
  script = client.fetch(fetch);
  REQUIRE(script);
  CHECK(script->body.find("two") != std::string::npos);
  put(root + "/pages/a/a.axml", "<view>four</view>");
  CHECK(dev.lines.next_event("build-done")["ok"] == true);
  CHECK(dev.stop() == terminal::Exit::interrupted);
}

TEST_CASE("mpaas dev in a folder without an app says so and ends", "[dev]") {
  Result<TemporaryDirectory> folder = TemporaryDirectory::make();
  REQUIRE(folder);
  Running dev(folder->path());
  CHECK(dev.lines.next_event("error")["diagnostic"]["code"] == "E1001");
  CHECK(dev.lines.next_event("stopped").is_object());
}
