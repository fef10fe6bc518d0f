#include "devserver/devserver.h"

#include <fstream>

#include "devserver/http/http.h"
#include "tests/unit/devserver/served.h"

using namespace mpaas;
using namespace mpaas::devserver;
using namespace mpaas::testing;

TEST_CASE("the simulator and the app are served below the token", "[devserver]") {
  const Served served;
  const std::string index = served.get("");
  CHECK(status_of(index) == "200");
  CHECK(body_of(index) == "<!doctype html>simulator");
  CHECK(index.find("Content-Type: text/html; charset=utf-8\r\n") != std::string::npos);
  CHECK(index.find("Content-Security-Policy: default-src 'self'; script-src 'self';") !=
        std::string::npos);
  CHECK(index.find("Cache-Control: no-store\r\n") != std::string::npos);
  const std::pair<const char*, const char*> rows[] = {
      {"simulator.js", "simulator-js"},
      {"simulator.css", "simulator-css"},
      {"worker.js", "worker-js"},
      {"page.html", "<!doctype html>page"},
      {"page.js", "page-js"},
      {"page.css", "page-css"},
      {"app/index.js?v=1", "view"},
      {"app/index.worker.js", "worker"},
      {"api/mock", "{}"},
  };
  for (const auto& [path, content] : rows) {
    CAPTURE(path);
    CHECK(body_of(served.get(path)) == content);
  }
  for (const char* path : {"index.html", "app", "app/", "app/none.js", "api", "api/", "api/qr",
                           "runtime/worker.js", "simulator/index.html", "none"}) {
    CAPTURE(path);
    CHECK(status_of(served.get(path)) == "404");
  }
  CHECK(status_of(served.get("ws")) == "426");
  const std::string bare =
      served.raw(fmt::format("GET /{} HTTP/1.1\r\nHost: {}\r\n\r\n", token, served.host));
  CHECK(status_of(bare) == "308");
  CHECK(bare.find("Location: /" + token + "/\r\n") != std::string::npos);
}

TEST_CASE("api/app says what is served", "[devserver]") {
  const Served served;
  const nlohmann::json app = nlohmann::json::parse(body_of(served.get("api/app")));
  CHECK(app["appId"] == "2021000000000001");
  CHECK(app["name"] == "shop");
  CHECK(app["version"] == "1.0.0.0");
  CHECK(app["component2"] == false);
  CHECK_FALSE(app["buildId"].get<std::string>().empty());
}

TEST_CASE("a change reaches every open simulator", "[devserver]") {
  Served served;
  Loopback first = served.open_socket();
  Loopback second = served.open_socket();
  const nlohmann::json hello = next_message(first);
  CHECK(hello["type"] == "hello");
  CHECK(hello["ok"] == true);
  CHECK(hello["diagnostics"].empty());
  CHECK(next_message(second) == hello);
  served.app->next(
      {{"index.js", "view 2"}, {"index.worker.js", "worker"}, {"appConfig.json", "{}"}},
      Change::style);
  served.server->rebuild();
  for (Loopback* client : {&first, &second}) {
    const nlohmann::json update = next_message(*client);
    CHECK(update["type"] == "update");
    CHECK(update["kind"] == "style");
    CHECK(update["files"] == nlohmann::json{"index.js"});
    CHECK(update["buildId"] != hello["buildId"]);
  }
  CHECK(body_of(served.get("app/index.js")) == "view 2");
  // The same outputs: nobody is told.
  served.server->rebuild();
  served.heard.wait_for("built true 0 0");
  served.app->next({{"index.js", "view 2"}, {"appConfig.json", "{}"}}, Change::full);
  served.server->rebuild();
  const nlohmann::json update = next_message(first);
  CHECK(update["kind"] == "full");
  CHECK(update["files"] == nlohmann::json{"index.worker.js"});
}

TEST_CASE("while a build has errors the last good one is served", "[devserver]") {
  Served served;
  Loopback client = served.open_socket();
  const nlohmann::json hello = next_message(client);
  served.app->next_broken();
  served.server->rebuild();
  const nlohmann::json broken = next_message(client);
  CHECK(broken["type"] == "diagnostics");
  REQUIRE(broken["diagnostics"].size() == 1);
  CHECK(broken["diagnostics"][0]["code"] == "E2001");
  CHECK(broken["diagnostics"][0]["path"] == "pages/a/a.axml");
  CHECK(broken["diagnostics"][0]["line"] == 1);
  CHECK(broken["diagnostics"][0]["frame"].is_string());
  CHECK(body_of(served.get("app/index.js")) == "view");
  Loopback late = served.open_socket();
  const nlohmann::json late_hello = next_message(late);
  CHECK(late_hello["ok"] == false);
  CHECK(late_hello["diagnostics"] == broken["diagnostics"]);
  CHECK(late_hello["buildId"] == hello["buildId"]);
  served.app->next(
      {{"index.js", "view"}, {"index.worker.js", "worker 2"}, {"appConfig.json", "{}"}});
  served.server->rebuild();
  CHECK(next_message(client)["type"] == "fixed");
  CHECK(next_message(client)["type"] == "update");
}

TEST_CASE("an app that never built says so", "[devserver]") {
  use_test_resources();
  auto app = std::make_unique<StringApp>();
  app->next_broken();
  Heard heard;
  Options options;
  options.port = 0;
  options.token = token;
  Events events;
  events.built = [&](const BuildReport& report) { heard.add(report.build->ok ? "good" : "bad"); };
  const auto server = DevServer::start(std::move(app), options, events);
  REQUIRE(server);
  CHECK(heard.wait_for("bad") == "bad");
  Loopback client((*server)->port());
  client.send(fmt::format("GET /{}/api/app HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", token,
                          (*server)->port()));
  CHECK(status_of(client.read_response()) == "503");
}

TEST_CASE("simulators report consoles and that they are ready", "[devserver]") {
  Served served;
  Loopback client = served.open_socket();
  client.send_frame(1, R"({"type":"ready","pages":1,"userAgent":"test/1"})");
  CHECK(served.heard.wait_for("connected") == "connected 127.0.0.1 test/1");
  client.send_frame(1, "no json");
  client.send_frame(1, R"(["type"])");
  client.send_frame(1, R"({"type":5})");
  client.send_frame(1, std::string(100'000, '['));
  client.send_frame(1, R"({"type":"console","level":"warn","text":"hi","source":"index.js:1"})");
  CHECK(served.heard.wait_for("console") == "console warn hi index.js:1");
  served.server->reload();
  next_message(client);
  CHECK(next_message(client)["type"] == "reload");
}

TEST_CASE("saving a file builds again, mocks are read anew", "[devserver]") {
  for (const bool poll : {false, true}) {
    CAPTURE(poll);
    Result<TemporaryDirectory> folder = TemporaryDirectory::make();
    REQUIRE(folder);
    std::filesystem::create_directory(folder->path() + "/mock");
    std::ofstream(folder->path() + "/mock.json") << R"({"a":1,"b":{"x":2}})";
    std::ofstream(folder->path() + "/mock/b.json") << R"({"x":3})";
    Options options;
    options.poll = poll;
    Served served(options, folder->path());
    CHECK(nlohmann::json::parse(body_of(served.get("api/mock"))) ==
          nlohmann::json::parse(R"({"a":1,"b":{"x":3}})"));
    Loopback client = served.open_socket();
    next_message(client);
    served.app->next({{"index.js", "saved"}}, Change::template_only);
    REQUIRE(write_file(folder->path() + "/app.js", "saved"));
    CHECK(next_message(client)["kind"] == "template");
    CHECK(body_of(served.get("app/index.js")) == "saved");
    REQUIRE(write_file(folder->path() + "/mock.json", R"({"a":5})"));
    const nlohmann::json message = next_message(client);
    CHECK(message["type"] == "mock");
    CHECK(message["mock"] == nlohmann::json::parse(R"({"a":5,"b":{"x":3}})"));
    std::ofstream(folder->path() + "/mock.json") << "{";
    CHECK(served.heard.wait_for("console warn mock.json: ").find("mock.json") != std::string::npos);
    CHECK(nlohmann::json::parse(body_of(served.get("api/mock"))) == message["mock"]);
  }
}

TEST_CASE("my.request goes out and comes back", "[devserver]") {
  http::Site site;
  site.handle = [](const http::Request& request, const http::Reply& reply) {
    if (request.path == "/bytes") {
      reply(http::Response::of(std::string("\xff\x00\x01", 3), "image/x"));
      return;
    }
    http::Response response =
        http::Response::of(fmt::format("{} {} {} {}", request.method, request.target,
                                       request.headers.get("X-A"), request.body),
                           "text/plain", 201);
    response.headers.add("Set-Cookie", "a=1");
    response.headers.add("Set-Cookie", "b=2");
    reply(std::move(response));
  };
  http::Server target(site);
  const std::uint16_t port = *target.listen("127.0.0.1", 0);
  target.start();
  const Served served;
  const auto ask = [&](nlohmann::json request) {
    return nlohmann::json::parse(body_of(served.post("api/request", request.dump())));
  };
  const std::string base = fmt::format("http://127.0.0.1:{}", port);
  nlohmann::json answer = ask({{"url", base + "/p?q"},
                               {"method", "post"},
                               {"headers", {{"X-A", "1"}, {"Host", "evil"}}},
                               {"data", "text"},
                               {"timeout", 5000}});
  CHECK(answer["status"] == 201);
  CHECK(answer["data"] == "POST /p?q 1 text");
  CHECK(answer["encoding"] == "utf8");
  CHECK(answer["headers"]["set-cookie"] == "a=1, b=2");
  answer = ask({{"url", base + "/bytes"}});
  CHECK(answer["encoding"] == "base64");
  CHECK(answer["data"] == "/wAB");
  answer = ask({{"url", base + "/p"}, {"responseType", "arraybuffer"}});
  CHECK(answer["encoding"] == "base64");
  answer = ask({{"url", base + "/p"}, {"method", "PUT"}, {"data", "/wAB"}, {"encoding", "base64"}});
  CHECK(answer["encoding"] == "base64");
  for (const nlohmann::json& wrong :
       {nlohmann::json::array(), nlohmann::json{{"url", "file:///etc/passwd"}},
        nlohmann::json{{"url", base}, {"method", "TRACE"}}, nlohmann::json{{"url", 5}},
        nlohmann::json{{"url", base}, {"data", "%"}, {"encoding", "base64"}}}) {
    CAPTURE(wrong.dump());
    CHECK(ask(wrong)["error"] == 2);
  }
  CHECK(ask({{"url", "http://127.0.0.1:1/"}})["error"] == 12);
}

TEST_CASE("a port that is taken moves to the next, unless it must not", "[devserver]") {
  use_test_resources();
  http::Server first({});
  const Result<std::uint16_t> taken = first.listen("127.0.0.1", 0);
  REQUIRE(taken);
  const auto start = [&](bool strict) {
    auto app = std::make_unique<StringApp>();
    app->next({});
    Options options;
    options.port = *taken;
    options.strict_port = strict;
    return DevServer::start(std::move(app), options, {});
  };
  if (*taken < 65000) {
    const auto server = start(false);
    REQUIRE(server);
    CHECK((*server)->port() > *taken);
    CHECK(
        (*server)->local_url().starts_with(fmt::format("http://localhost:{}/", (*server)->port())));
  }
  CHECK(start(true).error().kind == Error::Kind::try_later);
}

TEST_CASE("tokens are random and long enough", "[devserver]") {
  use_test_resources();
  std::vector<std::string> urls;
  for (int i = 0; i < 2; ++i) {
    auto app = std::make_unique<StringApp>();
    app->next({});
    Options options;
    options.port = 0;
    const auto server = DevServer::start(std::move(app), options, {});
    REQUIRE(server);
    const std::string url = (*server)->local_url();
    const std::string path = url.substr(url.find('/', 7));
    CHECK(path.size() == 24);
    CHECK(path.find_first_not_of(
              "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_/") ==
          std::string::npos);
    CHECK((*server)->network_urls().empty());
    urls.push_back(path);
  }
  CHECK(urls[0] != urls[1]);
}

TEST_CASE("a package that holds no mini-program is refused", "[devserver]") {
  CHECK_FALSE(package_source("no zip"));
}

TEST_CASE("the server can be stopped at any moment", "[devserver]") {
  for (int i = 0; i < 5; ++i) {
    Served served;
    Loopback client = served.open_socket();
    served.server->rebuild();
    served.server.reset();
    CHECK(next_message(client)["type"] == "hello");
  }
}
