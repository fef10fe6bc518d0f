// The dev server: builds an app whenever its files change, serves it with the simulator, and tells
// every open simulator what changed. A browser sees (all below a secret token, "/<token>/"):
//
//   ./ ./simulator.js ./page.html ./worker.js …   the simulator and the open runtime
//   ./app/<file>                                  the last good build
//   ./api/app ./api/mock ./api/request ./api/qr   what is served, mocks, my.request, the LAN code
//   ./ws                                          messages in both directions (JSON text)
//
// Everything is answered from memory: no path of a request is ever opened. Without the token there
// is only / (a line of text) and /__mpaas/health.
//
// Threads: one for sockets, one for builds, one for the watcher. Events are called on these, one at
// a time; a callback must not stop the server.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/compiler.h"

namespace mpaas::devserver {

// Where the app comes from.
class AppSource {
 public:
  virtual ~AppSource() = default;
  virtual std::shared_ptr<const Build> build(std::stop_token stop) = 0;
  // Absolute; watched with everything below, and the place of mock.json and mock/<api>.json. "" =
  // nothing.
  virtual std::string folder() const = 0;
};
std::unique_ptr<AppSource> project_source(std::string folder);
// An .amr or upload .zip, from bytes. Fails when it holds no compiled mini-program.
Result<std::unique_ptr<AppSource>> package_source(std::string_view bytes);

struct Options {
  std::string host = "127.0.0.1";  // with 127.0.0.1, ::1 is listened on too
  std::uint16_t port = 8620;       // 0: the system chooses
  bool strict_port = false;        // else the next free one of twenty is taken
  bool lan = false;                // also on this machine's addresses in the local network
  bool allow_private = false;      // devices in the network may my.request private addresses
  std::string token;               // "" = 128 random bits
  // SVG of a QR code, for ./api/qr; empty: there is none.
  std::function<std::string(std::string_view text)> draw_qr;
  bool poll = false;  // no inotify
};

struct BuildReport {
  std::shared_ptr<const Build> build;
  std::string build_id;            // of the app that is served
  Change change = Change::none;    // what open simulators have to renew
  std::vector<std::string> files;  // outputs that differ from those served before
  std::chrono::microseconds took{};
  bool fixed = false;  // the build before had errors
};

struct ConsoleLine {  // from a page: hostile text, make it printable before it meets a terminal
  std::string level;  // log, info, warn, error, debug
  std::string text;
  std::string source;
  std::string peer;  // ip
};

struct Events {
  std::function<void()> build_started;
  std::function<void(const BuildReport&)> built;
  std::function<void(const ConsoleLine&)> console;
  std::function<void(const std::string& peer, const std::string& user_agent)> connected;
  std::function<void(const std::string& reason)> polling;  // inotify does not work, and why
};

class DevServer {
 public:
  // Listens, then builds in the background. Errors: try_later (port taken), permission,
  // configuration (no such address, no network), not_found (the folder).
  static Result<std::unique_ptr<DevServer>> start(std::unique_ptr<AppSource> app, Options options,
                                                  Events events);
  virtual ~DevServer() = default;  // stops

  virtual std::string local_url() const = 0;                  // with token
  virtual std::vector<std::string> network_urls() const = 0;  // best first; empty without lan
  virtual std::uint16_t port() const = 0;
  virtual void rebuild() = 0;  // in the background
  virtual void reload() = 0;   // every simulator starts its app again
};

}  // namespace mpaas::devserver
