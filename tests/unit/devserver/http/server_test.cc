#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

#include "compiler/base/file_system.h"
#include "devserver/http/http.h"
#include "tests/support/loopback.h"

using namespace mpaas;
using namespace mpaas::http;
using mpaas::testing::Loopback;
using mpaas::testing::status_of;

namespace {

// Lets a test wait for what happens on the server's thread.
class Events {
 public:
  void add(std::string event) {
    const std::lock_guard lock(mutex_);
    list_.push_back(std::move(event));
    changed_.notify_all();
  }
  bool wait_for(const std::string& event) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20), [&] {
      return std::find(list_.begin(), list_.end(), event) != list_.end();
    });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> list_;
};

struct Echo {
  explicit Echo(Options options = {}) : Echo(site(), std::move(options)) {}
  Echo(Site with, Options options) : server(std::move(with), std::move(options)) {
    const Result<std::uint16_t> chosen = server.listen("127.0.0.1", 0);
    REQUIRE(chosen);
    port = *chosen;
    server.start();
  }
  // Answers "METHOD path query body".
  Site site() {
    Site made;
    made.admit = [this](const Request& head) {
      Admission admission;
      if (head.path == "/refused") {
        return Admission::refused(Response::empty(403));
      }
      if (head.path == "/large") {
        admission.body_limit = 8u << 20;
        admission.body_directory = directory;
      }
      return admission;
    };
    made.handle = [this](Request request, Reply reply) {
      if (request.path == "/forget") {
        return;
      }
      if (request.path == "/later") {
        late = std::thread([reply] { reply(Response::of("late", "text/plain")); });
        return;
      }
      if (request.path == "/file") {
        Response response;
        response.file = file;
        reply(std::move(response));
        return;
      }
      if (request.path == "/bad-header") {
        Response response = Response::empty(302);
        response.headers.set("Location", "/a\r\nSet-Cookie: x=y");
        reply(std::move(response));
        return;
      }
      if (request.path == "/large") {
        reply(Response::of(fmt::format("{} {}", request.body.size(), request.body.back()), "a/b"));
        return;
      }
      reply(Response::of(
          fmt::format("{} {} {} {}", request.method, request.path, request.query, request.body),
          "text/plain"));
    };
    made.upgrade = [this](const Request& head,
                          std::shared_ptr<WebSocket> socket) -> std::optional<SocketEvents> {
      if (head.path != "/ws") {
        return std::nullopt;
      }
      SocketEvents handlers;
      handlers.message_limit = 1000;
      handlers.message = [this, socket](std::string_view text) {
        events.add("message " + std::string(text));
        if (text == "close") {
          socket->close(1000);
        }
        socket->send("echo " + std::string(text));
      };
      handlers.closed = [this] { events.add("closed"); };
      socket->send("welcome");
      return handlers;
    };
    return made;
  }
  ~Echo() {
    server.stop();
    if (late.joinable()) {
      late.join();
    }
  }
  Loopback connect() const { return Loopback(port); }
  std::string ask(const std::string& bytes) const {
    Loopback client(port);
    client.send(bytes);
    return client.read_response();
  }

  std::string directory;
  std::string file;
  Events events;
  std::thread late;
  Server server;
  std::uint16_t port = 0;
};

const std::string host = "Host: a\r\n";
const std::string upgrade =
    "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

std::string body_of(const std::string& response) {
  const std::size_t end = response.find("\r\n\r\n");
  return end == std::string::npos ? "" : response.substr(end + 4);
}

std::size_t open_files() {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    count += entry.path().empty() ? 0 : 1;
  }
  return count;
}

}  // namespace

TEST_CASE("requests follow each other on one connection, also pipelined", "[http]") {
  const Echo echo;
  Loopback client = echo.connect();
  client.send("GET /a?b HTTP/1.1\r\n" + host + "\r\nPOST /c HTTP/1.1\r\n" + host +
              "Content-Length: 2\r\n\r\nhi\r\nGET /d HTTP/1.1\r\n" + host + "\r\n");
  CHECK(body_of(client.read_response()) == "GET /a b ");
  CHECK(body_of(client.read_response()) == "POST /c  hi");
  CHECK(body_of(client.read_response()) == "GET /d  ");
  client.send("GET /e HTTP/1.1\r\nConnection: close\r\n" + host + "\r\n");
  CHECK(body_of(client.read_response()) == "GET /e  ");
  CHECK(client.closed());
}

TEST_CASE("a head may come byte by byte", "[http]") {
  const Echo echo;
  Loopback client = echo.connect();
  for (const char byte : "GET /slow HTTP/1.1\r\n" + host + "\r\n") {
    client.send(std::string(1, byte));
  }
  CHECK(body_of(client.read_response()) == "GET /slow  ");
}

TEST_CASE("every answer carries the protecting headers", "[http]") {
  const Echo echo;
  for (const std::string path : {"/", "/refused", "/%00"}) {
    const std::string answer = echo.ask("GET " + path + " HTTP/1.1\r\n" + host + "\r\n");
    CHECK(answer.find("X-Content-Type-Options: nosniff\r\n") != std::string::npos);
    CHECK(answer.find("Cross-Origin-Resource-Policy: same-origin\r\n") != std::string::npos);
    CHECK(answer.find("Referrer-Policy: no-referrer\r\n") != std::string::npos);
    CHECK(answer.find("Vary: Origin\r\n") != std::string::npos);
  }
}

TEST_CASE("chunked bodies are put together, within the limit", "[http]") {
  const Echo echo;
  const std::string head = "POST /c HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n";
  CHECK(body_of(echo.ask(head + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: z\r\n\r\n")) ==
        "POST /c  abcde");
  CHECK(status_of(echo.ask(head + "zz\r\nabc\r\n0\r\n\r\n")) == "400");
  CHECK(status_of(echo.ask(head + "3\r\nabcX\r\n0\r\n\r\n")) == "400");
  CHECK(status_of(echo.ask(head + "ffffffffffffffff1\r\n")) == "400");
  std::string large = head;
  for (int i = 0; i < 9; ++i) {
    large += "2000\r\n" + std::string(0x2000, 'x') + "\r\n";
  }
  CHECK(status_of(echo.ask(large + "0\r\n\r\n")) == "413");
  CHECK(status_of(echo.ask("POST / HTTP/1.1\r\n" + host + "Content-Length: 65537\r\n\r\n")) ==
        "413");
}

TEST_CASE("large bodies go to an unnamed file", "[http]") {
  Result<TemporaryDirectory> directory = TemporaryDirectory::make();
  REQUIRE(directory);
  Echo echo;
  echo.directory = directory->path();
  const std::string body(3u << 20, 'x');
  const std::size_t before = open_files();
  for (int i = 0; i < 3; ++i) {
    const std::string answer = echo.ask(fmt::format(
        "POST /large HTTP/1.1\r\n{}Content-Length: {}\r\n\r\n{}!", host, body.size() + 1, body));
    CHECK(body_of(answer) == "3145729 !");
  }
  CHECK(std::filesystem::is_empty(directory->path()));
  CHECK(open_files() <= before + 3);
}

TEST_CASE("Expect: 100-continue is told to go on, or why not", "[http]") {
  const Echo echo;
  Loopback client = echo.connect();
  const std::string expect = "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n";
  client.send("POST /c HTTP/1.1\r\n" + host + expect);
  CHECK(client.read_response() == "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("ok");
  CHECK(body_of(client.read_response()) == "POST /c  ok");
  CHECK(status_of(echo.ask("POST /refused HTTP/1.1\r\n" + host + expect)) == "403");
}

TEST_CASE("HEAD has the length and no body", "[http]") {
  const Echo echo;
  Loopback client = echo.connect();
  client.send("HEAD /x HTTP/1.1\r\nConnection: close\r\n" + host + "\r\n");
  const std::string answer = client.read_all();
  CHECK(answer.find("Content-Length: 9\r\n") != std::string::npos);
  CHECK(body_of(answer).empty());
}

TEST_CASE("answers may come late, from another thread, or never", "[http]") {
  for (const unsigned threads : {0u, 2u}) {
    Options options;
    options.handler_threads = threads;
    const Echo echo(options);
    CHECK(body_of(echo.ask("GET /later HTTP/1.1\r\n" + host + "\r\n")) == "late");
    CHECK(status_of(echo.ask("GET /forget HTTP/1.1\r\n" + host + "\r\n")) == "500");
    CHECK(body_of(echo.ask("GET /a HTTP/1.1\r\n" + host + "\r\n")) == "GET /a  ");
  }
}

TEST_CASE("an answer after the end goes nowhere", "[http]") {
  std::optional<Reply> kept;
  std::shared_ptr<WebSocket> kept_socket;
  Events events;
  Loopback client = [&] {
    Site site;
    site.handle = [&](Request, Reply reply) {
      kept = std::move(reply);
      events.add("asked");
    };
    Echo echo(std::move(site), {});
    Loopback connected = echo.connect();
    connected.send("GET / HTTP/1.1\r\n" + host + "\r\n");
    REQUIRE(events.wait_for("asked"));
    return connected;
  }();
  (*kept)(Response::of("too late", "text/plain"));
  kept.reset();
  CHECK(client.read_all().empty());
}

TEST_CASE("files are sent by name, and a missing one is 404", "[http]") {
  Result<TemporaryDirectory> directory = TemporaryDirectory::make();
  REQUIRE(directory);
  Echo echo;
  echo.file = directory->path() + "/a.amr";
  const std::string request = "GET /file HTTP/1.1\r\nConnection: close\r\n" + host + "\r\n";
  CHECK(status_of(echo.ask(request)) == "404");
  const std::string content(300'000, 'z');
  REQUIRE(write_file(echo.file, content));
  Loopback client = echo.connect();
  client.send(request);
  const std::string answer = client.read_all();
  CHECK(status_of(answer) == "200");
  CHECK(body_of(answer) == content);
}

TEST_CASE("a header that would split the answer is left out", "[http]") {
  const Echo echo;
  const std::string answer = echo.ask("GET /bad-header HTTP/1.1\r\n" + host + "\r\n");
  CHECK(status_of(answer) == "302");
  CHECK(answer.find("Set-Cookie") == std::string::npos);
}

TEST_CASE("heads that are too large or too slow are refused", "[http]") {
  Options options;
  options.head_timeout = std::chrono::milliseconds(30);
  const Echo echo(options);
  Loopback large = echo.connect();
  large.send("GET / HTTP/1.1\r\n" + host + "X: " + std::string(64 * 1024, 'a') + "\r\n\r\n");
  CHECK(status_of(large.read_response()) == "431");
  Loopback slow = echo.connect();
  slow.send("GET / HT");
  CHECK(status_of(slow.read_response()) == "408");
  CHECK(slow.closed());
  options.idle_timeout = std::chrono::milliseconds(30);
  const Echo strict(options);
  Loopback silent = strict.connect();
  CHECK(silent.closed());
}

TEST_CASE("WebSockets talk in both directions and close cleanly", "[http]") {
  Echo echo;
  Loopback client = echo.connect();
  client.send(upgrade);
  const std::string answer = client.read_response();
  CHECK(status_of(answer) == "101");
  CHECK(answer.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") != std::string::npos);
  CHECK(client.read_frame() == std::make_pair(1, std::string("welcome")));
  client.send_frame(1, "hello");
  CHECK(client.read_frame() == std::make_pair(1, std::string("echo hello")));
  client.send_frame(9, "ping");
  CHECK(client.read_frame() == std::make_pair(10, std::string("ping")));
  client.send_frame(8, "\x03\xe8");
  CHECK(client.read_frame().first == 8);
  client.close();
  CHECK(echo.events.wait_for("closed"));
}

TEST_CASE("WebSocket frames that are too large, unmasked or no UTF-8 end it", "[http]") {
  struct Row {
    std::string payload;
    bool masked;
    unsigned code;
  };
  for (const Row& row : {Row{std::string(1001, 'a'), true, 1009}, Row{"plain", false, 1002},
                         Row{"\xff\xfe", true, 1007}}) {
    Echo echo;
    Loopback client = echo.connect();
    client.send(upgrade);
    client.read_response();
    client.read_frame();
    client.send_frame(1, row.payload, row.masked);
    const auto [opcode, reason] = client.read_frame();
    REQUIRE(opcode == 8);
    REQUIRE(reason.size() >= 2);
    CHECK((static_cast<unsigned char>(reason[0]) << 8 | static_cast<unsigned char>(reason[1])) ==
          static_cast<int>(row.code));
    client.close();
    CHECK(echo.events.wait_for("closed"));
  }
}

TEST_CASE("an upgrade that nobody takes, is malformed or comes with more is refused", "[http]") {
  const Echo echo;
  std::string other = upgrade;
  other.replace(5, 2, "xx");
  CHECK(status_of(echo.ask(other)) == "404");
  std::string keyless = upgrade;
  keyless.erase(keyless.find("Sec-WebSocket-Key"),
                keyless.find("\r\n\r\n") - keyless.find("Sec-WebSocket-Key") + 2);
  CHECK(status_of(echo.ask(keyless)) == "400");
  CHECK(status_of(echo.ask(upgrade + "early")) == "400");
}

TEST_CASE("idle WebSockets starve nobody", "[http]") {
  const Echo echo;
  std::vector<Loopback> idle;
  for (int i = 0; i < 200; ++i) {
    idle.push_back(echo.connect());
    REQUIRE(idle.back().send(upgrade));
  }
  for (Loopback& client : idle) {
    REQUIRE(status_of(client.read_response()) == "101");
  }
  CHECK(body_of(echo.ask("GET /a HTTP/1.1\r\n" + host + "\r\n")) == "GET /a  ");
}

TEST_CASE("one address cannot take all connections", "[http]") {
  Options options;
  options.connections_per_ip = 3;
  const Echo echo(options);
  std::vector<Loopback> held;
  for (int i = 0; i < 3; ++i) {
    held.push_back(echo.connect());
    held.back().send("GET /a HTTP/1.1\r\n" + host + "\r\n");
    CHECK(status_of(held.back().read_response()) == "200");
  }
  CHECK(echo.connect().closed());
  held.pop_back();
  std::string answer;
  for (int i = 0; i < 100 && answer.empty(); ++i) {  // until the server has seen the close
    answer = echo.ask("GET /a HTTP/1.1\r\n" + host + "\r\n");
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  CHECK(status_of(answer) == "200");
}

TEST_CASE("stopping says goodbye to WebSockets and frees the port", "[http]") {
  Loopback client = [] {
    Echo echo;
    Loopback connected = echo.connect();
    connected.send(upgrade);
    connected.read_response();
    connected.read_frame();
    echo.server.stop();
    Server second({});
    CHECK(second.listen("127.0.0.1", echo.port));
    return connected;
  }();
  const auto [opcode, reason] = client.read_frame();
  CHECK(opcode == 8);
  CHECK(reason.substr(0, 2) == "\x03\xe9");
}

TEST_CASE("what cannot be listened on is named", "[http]") {
  Server server({});
  const Result<std::uint16_t> port = server.listen("127.0.0.1", 0);
  REQUIRE(port);
  CHECK(server.listen("127.0.0.1", *port).error().kind == Error::Kind::try_later);
  CHECK(server.listen("8.8.8.8", 0).error().kind == Error::Kind::configuration);
  CHECK(server.listen("localhost", 0).error().kind == Error::Kind::configuration);
}

TEST_CASE("foreign requests are told apart", "[http]") {
  struct Row {
    std::string method;
    std::string host;
    Headers headers;
    bool refused;
  };
  const Row rows[] = {
      {"GET", "localhost:1", {}, false},
      {"GET", "localhost", {}, true},
      {"GET", "evil.example", {}, true},
      {"GET", "localhost:1.evil.example", {}, true},
      {"OPTIONS", "localhost:1", {}, true},
      {"GET", "localhost:1", {{"Origin", "http://localhost:1"}}, false},
      {"GET", "localhost:1", {{"Origin", "http://LOCALHOST:1"}}, false},
      {"GET", "localhost:1", {{"Origin", "https://localhost:1"}}, true},
      {"GET", "localhost:1", {{"Origin", "http://localhost:2"}}, true},
      {"GET", "localhost:1", {{"Origin", "null"}}, true},
      {"GET", "localhost:1", {{"Origin", ""}}, true},
      {"GET", "localhost:1", {{"Origin", "http://localhost:1"}, {"Origin", "http://evil"}}, true},
      {"GET", "localhost:1", {{"Sec-Fetch-Site", "same-origin"}}, false},
      {"GET", "localhost:1", {{"Sec-Fetch-Site", "none"}}, false},
      {"GET", "localhost:1", {{"Sec-Fetch-Site", "cross-site"}}, true},
      {"GET", "localhost:1", {{"Sec-Fetch-Site", "same-site"}}, true},
      {"GET",
       "localhost:1",
       {{"Sec-Fetch-Site", "cross-site"},
        {"Sec-Fetch-Mode", "navigate"},
        {"Sec-Fetch-Dest", "document"}},
       false},
      {"GET",
       "localhost:1",
       {{"Sec-Fetch-Site", "cross-site"},
        {"Sec-Fetch-Mode", "navigate"},
        {"Sec-Fetch-Dest", "iframe"}},
       true},
      {"POST",
       "localhost:1",
       {{"Sec-Fetch-Site", "cross-site"},
        {"Sec-Fetch-Mode", "navigate"},
        {"Sec-Fetch-Dest", "document"}},
       true},
  };
  for (const Row& row : rows) {
    Request head;
    head.method = row.method;
    head.host = row.host;
    head.headers = row.headers;
    CAPTURE(row.method, row.host, std::distance(row.headers.begin(), row.headers.end()));
    CHECK(refuse_foreign(head, {"localhost:1", "127.0.0.1:1"}).has_value() == row.refused);
  }
}
