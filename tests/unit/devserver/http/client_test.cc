#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <future>

#include "devserver/http/http.h"

using namespace mpaas;
using namespace mpaas::http;

namespace {

// Redirects, echoes, and stays silent.
struct Target {
  Target() : server(site()) {
    const Result<std::uint16_t> chosen = server.listen("127.0.0.1", 0);
    REQUIRE(chosen);
    port = *chosen;
    server.start();
  }
  static Site site() {
    Site made;
    made.handle = [silent = std::make_shared<std::vector<Reply>>()](Request request, Reply reply) {
      if (request.path == "/silent") {
        silent->push_back(reply);
        return;
      }
      if (request.path.starts_with("/to/")) {
        Response response =
            Response::empty(static_cast<unsigned>(std::stoi(request.path.substr(4, 3))));
        response.headers.set("Location", *percent_decode(request.query));
        reply(std::move(response));
        return;
      }
      if (request.path == "/large") {
        reply(Response::of(std::string(5000, 'x'), "text/plain"));
        return;
      }
      Response response =
          Response::of(fmt::format("{} {} [{}] auth={} te={} host={}", request.method, request.path,
                                   request.body, request.headers.get("Authorization"),
                                   request.headers.get("TE"), request.host),
                       "text/plain");
      response.headers.add("X-Many", "1");
      response.headers.add("X-Many", "2");
      reply(std::move(response));
    };
    return made;
  }
  std::string url(const std::string& path) const {
    return fmt::format("http://127.0.0.1:{}{}", port, path);
  }
  Server server;
  std::uint16_t port = 0;
};

Fetch fetch_of(const std::string& url) {
  Fetch fetch;
  fetch.url = url;
  return fetch;
}

}  // namespace

TEST_CASE("the client sends and receives", "[http]") {
  const Target target;
  Client client;
  Fetch fetch = fetch_of(target.url("/a?b"));
  fetch.method = "PUT";
  fetch.body = "content";
  fetch.headers = {
      {"Authorization", "x"}, {"TE", "gzip"}, {"Host", "evil"}, {"Bad\r\n", "y"}, {"A", "b\r\nc"}};
  const Result<Fetched> fetched = client.fetch(fetch);
  REQUIRE(fetched);
  CHECK(fetched->status == 200);
  CHECK(fetched->body == fmt::format("PUT /a [content] auth=x te= host=127.0.0.1:{}", target.port));
  CHECK(fetched->headers.get("x-many") == "1");
}

TEST_CASE("redirects are followed as browsers do, and bounded", "[http]") {
  const Target target;
  Client client;
  Fetch fetch = fetch_of(target.url("/to/302?/a"));
  fetch.method = "POST";
  fetch.body = "content";
  Result<Fetched> fetched = client.fetch(fetch);
  REQUIRE(fetched);
  CHECK(fetched->body.starts_with("GET /a []"));
  CHECK(fetched->url == target.url("/a"));
  fetch.url = target.url("/to/307?/a");
  CHECK(client.fetch(fetch)->body.starts_with("POST /a [content]"));
  fetch.url = target.url("/to/302?../to/302%3F/x");
  CHECK(client.fetch(fetch)->status == 400);  // /../ is nobody's path
  fetch.url = target.url("/to/302?/to/302%3F/x");
  CHECK(client.fetch(fetch)->body.starts_with("GET /x"));
  fetch.redirects = 0;
  CHECK(client.fetch(fetch)->status == 302);
  const Target other;
  fetch.redirects = 3;
  fetch.headers = {{"Authorization", "secret"}};
  fetch.url = target.url("/to/302?" + other.url("/b"));
  CHECK(client.fetch(fetch)->body.find("auth= ") != std::string::npos);
  fetch.url = target.url("/to/302?file:///etc/passwd");
  CHECK(client.fetch(fetch).error().kind == Error::Kind::invalid);
}

TEST_CASE("each address is asked for, also after a redirect", "[http]") {
  const Target target;
  Client client;
  Fetch fetch = fetch_of(target.url("/a"));
  fetch.allow = [](Reach reach, const std::string&) { return reach == Reach::internet; };
  CHECK(client.fetch(fetch).error().kind == Error::Kind::rejected);
  fetch.url = fmt::format("http://localhost:{}/a", target.port);
  CHECK(client.fetch(fetch).error().kind == Error::Kind::rejected);
  std::vector<std::string> asked;
  fetch.url = target.url("/to/302?" + fmt::format("http://127.0.0.2:{}/a", target.port));
  fetch.allow = [&](Reach, const std::string& ip) {
    asked.push_back(ip);
    return ip == "127.0.0.1";
  };
  CHECK(client.fetch(fetch).error().kind == Error::Kind::rejected);
  CHECK(asked == std::vector<std::string>{"127.0.0.1", "127.0.0.2"});
  CHECK(client.fetch(fetch_of("http://0.0.0.0/")).error().kind == Error::Kind::rejected);
}

TEST_CASE("silence, size and refusal end a fetch", "[http]") {
  const Target target;
  Client client;
  Fetch fetch = fetch_of(target.url("/silent"));
  fetch.timeout = std::chrono::milliseconds(50);
  CHECK(client.fetch(fetch).error().kind == Error::Kind::try_later);
  fetch = fetch_of(target.url("/large"));
  fetch.body_limit = 4999;
  CHECK(client.fetch(fetch).error().kind == Error::Kind::protocol);
  fetch.body_limit = 5000;
  CHECK(client.fetch(fetch)->body.size() == 5000);
  std::uint16_t free_port = 0;
  {
    Server closed({});
    free_port = *closed.listen("127.0.0.1", 0);
  }
  CHECK(client.fetch(fetch_of(fmt::format("http://127.0.0.1:{}/", free_port))).error().kind ==
        Error::Kind::network);
  CHECK(client.fetch(fetch_of(fmt::format("https://127.0.0.1:{}/", target.port))).error().kind ==
        Error::Kind::network);
}

TEST_CASE("a fetch cut short by the client's end is told", "[http]") {
  const Target target;
  std::promise<Result<Fetched>> promise;
  std::future<Result<Fetched>> answer = promise.get_future();
  {
    Client client;
    client.fetch(fetch_of(target.url("/silent")),
                 [&](Result<Fetched> result) { promise.set_value(std::move(result)); });
  }
  REQUIRE(answer.wait_for(std::chrono::seconds(20)) == std::future_status::ready);
  CHECK(answer.get().error().kind == Error::Kind::cancelled);
}
