// HTTP/1.1 and WebSocket, server and client: the only sockets of the dev server and the release
// platform. Boost.Beast stays behind this header.
//
// A Server runs in its own thread. It listens on the addresses it is given, reads a request's head
// strictly (RFC 9112; what is ambiguous is refused), asks Site::admit what may happen, then reads
// the body, and hands the request to Site::handle, which answers through Reply, at once or later,
// from any thread. Nothing a client sends makes the server open a file: answers are bytes in memory
// or files that the handler names.
//
// Refused before any handler runs: 400 ambiguous or malformed, 405 TRACE and CONNECT, 408 a head
// that takes too long, 413 a body over the admitted limit, 414/431 a head that is too large, 501 an
// unknown transfer coding. Connections over the caps are closed at once.
//
// Errors: listen() says try_later when the port is taken, permission when the system forbids it,
// configuration when the address is none of this machine. A client's failures are network,
// try_later (timed out), protocol or rejected (the address was not allowed).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/result.h"

namespace mpaas::http {

struct Header {
  std::string name;
  std::string value;
};

// In the order of the message; names compare without case.
class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<Header> list) : list_(list) {}
  std::optional<std::string_view> find(std::string_view name) const;
  std::string_view get(std::string_view name) const { return find(name).value_or(""); }
  void set(std::string name, std::string value);  // replaces all of that name
  void add(std::string name, std::string value) {
    list_.push_back({std::move(name), std::move(value)});
  }
  std::vector<Header>::const_iterator begin() const { return list_.begin(); }
  std::vector<Header>::const_iterator end() const { return list_.end(); }

 private:
  std::vector<Header> list_;
};

// "127.0.0.1", "::1"; IPv4 inside IPv6 is written as IPv4.
enum class Reach : std::uint8_t {
  loopback,
  private_network,  // RFC 1918, link-local, unique local, carrier NAT, documentation: not the
                    // internet
  reserved,         // unspecified, multicast, broadcast …: never a server
  internet
};
Reach reach_of(std::string_view ip);
// This machine's IPv4 addresses that others may reach, the one towards the internet first.
std::vector<std::string> network_addresses();

struct Request {
  std::string method;  // upper case
  std::string target;  // as it came
  std::string path;  // decoded; begins with '/', no empty, "." or ".." parts, no control characters
  std::string query;  // after '?', not decoded
  Headers headers;
  std::string host;  // the Host header: lower case, with port when it has one
  std::string peer;  // the client's ip
  // The whole body. In memory, or a file of Admission::body_directory mapped into memory, which is
  // deleted with the last copy of this Request.
  std::string_view body;
  std::shared_ptr<const void> body_owner;
};

// name=value&… decoded ('+' is a space); bad escapes are kept as they are.
std::vector<std::pair<std::string, std::string>> parse_form(std::string_view text);
// nullopt when an escape is no two hexadecimal digits.
std::optional<std::string> percent_decode(std::string_view text);

// multipart/form-data (RFC 7578). The parts point into `body`. Bounded: at most `max_parts` parts,
// 16 KiB of head each. Invalid: no boundary, a part without a name, an end that never comes.
struct Part {
  std::string name;
  std::optional<std::string> filename;  // as sent; never use it as a path
  std::string content_type;
  std::string_view content;
};
Result<std::vector<Part>> parse_multipart(std::string_view content_type, std::string_view body,
                                          std::size_t max_parts = 64);

struct Response {
  unsigned status = 200;
  Headers headers;
  std::string_view body;                   // alive as long as body_owner
  std::shared_ptr<const void> body_owner;  // null: `body` is static
  std::string file;                        // sent instead of `body` when not empty
  bool close = false;                      // end the connection afterwards

  static Response of(std::string content, std::string content_type, unsigned status = 200);
  static Response shared(std::shared_ptr<const std::string> content, std::string content_type);
  static Response fixed(std::string_view content, std::string content_type);  // static storage
  static Response json(std::string text, unsigned status = 200);
  // Headers only: refusals tell nothing.
  static Response empty(unsigned status) {
    Response response;
    response.status = status;
    return response;
  }
};
std::string_view content_type_for(
    std::string_view path);  // by extension; octet-stream when unknown

// Answers one request, once. Copyable into callbacks; when the last copy dies unanswered, the
// client gets 500. After the server stopped an answer goes nowhere.
class Reply {
 public:
  class Target;
  explicit Reply(std::shared_ptr<Target> target) : target_(std::move(target)) {}
  void operator()(Response response) const;

 private:
  std::shared_ptr<Target> target_;
};

// One WebSocket. All functions may be called from any thread, also after it closed (then they do
// nothing). A client that does not read what it is sent (more than 16 MiB waiting) is closed.
class WebSocket {
 public:
  virtual ~WebSocket() = default;
  virtual void send(std::shared_ptr<const std::string> text) = 0;
  void send(std::string text) { send(std::make_shared<const std::string>(std::move(text))); }
  virtual void close(unsigned code = 1000) = 0;
};
struct SocketEvents {
  std::function<void(std::string_view text)> message;  // on the server's thread
  std::function<void()> closed;                        // once; nothing comes after it
  std::size_t message_limit = std::size_t{1} << 20;    // bytes; more closes with 1009
};

// What may happen with a request, decided from its head (its body is not there yet).
struct Admission {
  std::optional<Response> refuse;        // answered instead, and the connection ends
  std::uint64_t body_limit = 64 * 1024;  // bytes; more is 413
  std::string body_directory = {};       // "" = into memory; else into a temporary file there

  static Admission refused(Response response) {
    Admission admission;
    admission.refuse = std::move(response);
    return admission;
  }
};

struct Site {
  // Called for each request and each upgrade, before anything else; on the server's thread.
  std::function<Admission(const Request& head)> admit;
  // On the server's thread, or on one of Options::handler_threads.
  std::function<void(Request request, Reply reply)> handle;
  // An admitted upgrade; on the server's thread. nullopt: there is no WebSocket here (404).
  std::function<std::optional<SocketEvents>(const Request& head, std::shared_ptr<WebSocket> socket)>
      upgrade;
};

struct Options {
  unsigned handler_threads = 0;  // 0: handlers run on the server's thread and must not block
  unsigned connections = 2048;
  unsigned connections_per_ip = 320;
  std::chrono::milliseconds head_timeout{10'000};
  std::chrono::milliseconds idle_timeout{75'000};  // keep-alive, and each piece of a body
  // Added to every answer that does not set them itself.
  Headers headers = {{"X-Content-Type-Options", "nosniff"},
                     {"Cross-Origin-Resource-Policy", "same-origin"},
                     {"Referrer-Policy", "no-referrer"},
                     {"Vary", "Origin"}};
};

class Server {
 public:
  explicit Server(Site site, Options options = {});
  ~Server();  // stops
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Port 0: the system chooses. May be called for several addresses, before and after start().
  Result<std::uint16_t> listen(const std::string& ip, std::uint16_t port);
  void start();
  // Says goodbye to WebSockets (1001), waits a moment for answers under way, ends the thread.
  void stop();

 private:
  class State;
  std::unique_ptr<State> state_;
};

// The one check that everything with a browser in front of it makes first (DNS rebinding, foreign
// origins, cross-site requests; GHSA-67mh-4wv8-2f99, CVE-2025-24010, CVE-2025-30360 …). nullopt:
// the request comes from our own page, from a person's address bar or from a program.
// `names` are what this server is called, with port: "127.0.0.1:8620", "localhost:8620".
std::optional<Response> refuse_foreign(const Request& head, const std::vector<std::string>& names);
bool is_upgrade(const Request& head);
// Takes the same time wherever the two differ.
bool equal_secret(std::string_view left, std::string_view right);

struct Url {
  std::string scheme;  // "http" or "https"
  std::string host;    // without brackets
  std::uint16_t port = 80;
  std::string target;             // path and query, at least "/"
  std::string authority() const;  // for the Host header
};
// http and https only; user:password@ is refused.
Result<Url> parse_url(std::string_view text);

struct Fetch {
  std::string method = "GET";
  std::string url;
  Headers headers;  // hop-by-hop headers, Host and Content-Length are set by the client
  std::string body;
  std::chrono::milliseconds timeout{30'000};  // for everything together
  std::uint64_t body_limit = 32u << 20;
  int redirects = 10;
  // Asked for each address before connecting, also after redirects; only an address that passed is
  // connected to. Empty: everything but `reserved` is allowed.
  std::function<bool(Reach reach, const std::string& ip)> allow;
};
struct Fetched {
  unsigned status = 0;
  Headers headers;
  std::string body;
  std::string url;  // after redirects
};

// Many requests at once in one thread of its own. TLS certificates are checked.
class Client {
 public:
  Client();
  ~Client();  // unfinished requests are dropped; their callbacks get `cancelled`
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  // The callback runs on the client's thread.
  void fetch(Fetch request, std::function<void(Result<Fetched>)> done);
  Result<Fetched> fetch(Fetch request);  // waits; not from a callback

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace mpaas::http
