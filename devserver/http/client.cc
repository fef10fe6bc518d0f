#include <boost/asio/ssl.hpp>
#include <boost/beast/ssl.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <limits>
#include <thread>

#include "compiler/base/path.h"
#include "compiler/base/text.h"
#include "devserver/http/asio.h"
#include "devserver/http/head.h"
#include "devserver/http/http.h"

namespace mpaas::http {
namespace {

namespace ssl = net::ssl;

// One fetch. `finish` may be reached twice (an answer and the deadline); the first counts.
struct Job {
  Job(net::io_context& loop, Fetch given, std::function<void(Result<Fetched>)> done_with)
      : fetch(std::move(given)), done(std::move(done_with)), deadline(loop, fetch.timeout) {}
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
  ~Job() { finish(Error{Error::Kind::cancelled, "the client ended"}); }
  void finish(Result<Fetched> result) {
    if (done) {
      deadline.cancel();
      std::exchange(done, nullptr)(std::move(result));
    }
  }
  Fetch fetch;
  std::function<void(Result<Fetched>)> done;
  net::steady_timer deadline;
  std::chrono::steady_clock::time_point ends = std::chrono::steady_clock::now() + fetch.timeout;
};

Error failed(const Url& url, std::string_view action, const Failure& failure) {
  if (failure == beast::error::timeout) {
    return {Error::Kind::try_later, fmt::format("{} {}: timed out", action, url.authority())};
  }
  return {Error::Kind::network,
          fmt::format("{} {}: {}", action, url.authority(), failure.message())};
}

// Connection-level headers belong to each connection, and the client speaks for itself there.
bool is_ours(std::string_view name) {
  static constexpr std::string_view names[] = {"host",
                                               "content-length",
                                               "transfer-encoding",
                                               "connection",
                                               "keep-alive",
                                               "upgrade",
                                               "te",
                                               "trailer",
                                               "proxy-connection",
                                               "accept-encoding",
                                               "expect",
                                               "proxy-authorization"};
  const std::string lower = text::lower_ascii(name);
  return std::ranges::find(names, lower) != std::end(names);
}

std::string resolve_reference(const Url& base, std::string_view location) {
  if (location.find("://") != std::string_view::npos) {
    return std::string(location);
  }
  const std::string origin = base.scheme + "://" + base.authority();
  if (location.starts_with("//")) {
    return base.scheme + ":" + std::string(location);
  }
  if (location.starts_with('/')) {
    return origin + std::string(location);
  }
  const std::string path = base.target.substr(0, base.target.find('?'));
  return origin + path.substr(0, path.rfind('/') + 1) + std::string(location);
}

wire::request<wire::string_body> message_for(const Fetch& fetch, const Url& url) {
  wire::request<wire::string_body> message;
  message.version(11);
  message.method_string(fetch.method);
  message.target(url.target);
  message.set(wire::field::host, url.authority());
  for (const auto& [name, value] : fetch.headers) {
    if (is_token(name) && is_field_value(value) && !is_ours(name)) {
      message.insert(name, value);
    }
  }
  if (message.find(wire::field::user_agent) == message.end()) {
    message.set(wire::field::user_agent, "mpaas/" MPAAS_VERSION);
  }
  message.set(wire::field::accept_encoding, "identity");
  message.keep_alive(false);
  message.body() = fetch.body;
  message.prepare_payload();
  return message;
}

template <class Stream>
net::awaitable<Result<Fetched>> exchange(Stream& stream, const Job& job, const Url& url) {
  Failure failure;
  wire::request<wire::string_body> message = message_for(job.fetch, url);
  co_await wire::async_write(stream, message, into(failure));
  if (failure) {
    co_return failed(url, "send to", failure);
  }
  wire::response_parser<wire::string_body> parser;
  parser.header_limit(64 * 1024);
  parser.body_limit(std::numeric_limits<std::uint64_t>::max());  // Beast's own ignores some answers
  parser.skip(job.fetch.method == "HEAD");
  beast::flat_buffer buffer;
  co_await wire::async_read_header(stream, buffer, parser, into(failure));
  const auto too_large = [&] {
    return parser.content_length().value_or(0) > job.fetch.body_limit ||
           parser.get().body().size() > job.fetch.body_limit;
  };
  while (!failure && !parser.is_done() && !too_large()) {
    co_await wire::async_read_some(stream, buffer, parser, into(failure));
  }
  if (failure) {
    co_return failed(url, "read from", failure);
  }
  if (job.fetch.method != "HEAD" && too_large()) {
    co_return Error{Error::Kind::protocol, fmt::format("{} answers more than {} bytes",
                                                       url.authority(), job.fetch.body_limit)};
  }
  Fetched fetched;
  fetched.status = parser.get().result_int();
  for (const auto& field : parser.get()) {
    fetched.headers.add(std::string(field.name_string()), std::string(field.value()));
  }
  fetched.body = std::move(parser.get().body());
  fetched.url = url.scheme + "://" + url.authority() + url.target;
  co_return fetched;
}

// The request that a redirect asks for; false when the answer is final.
bool follow(Fetch& fetch, const Url& from, const Fetched& answer) {
  const unsigned status = answer.status;
  const std::string_view location = answer.headers.get("Location");
  const bool redirect =
      status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  if (!redirect || location.empty()) {
    return false;
  }
  fetch.url = resolve_reference(from, location);
  const bool keeps_method = status == 307 || status == 308 || fetch.method == "GET" ||
                            fetch.method == "HEAD" || (status != 303 && fetch.method != "POST");
  if (!keeps_method) {
    fetch.method = "GET";
    fetch.body.clear();
  }
  const Result<Url> to = parse_url(fetch.url);
  if (to && (to->authority() != from.authority() || to->scheme != from.scheme)) {
    Headers kept;  // secrets stay with the site they were meant for
    for (const auto& [name, value] : fetch.headers) {
      const std::string lower = text::lower_ascii(name);
      if (lower != "authorization" && lower != "cookie") {
        kept.add(name, value);
      }
    }
    fetch.headers = kept;
  }
  return true;
}

}  // namespace

class Client::State {
 public:
  State() : work_(net::make_work_guard(loop_)), thread_([this] { loop_.run(); }) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    loop_.stop();
    thread_.join();
  }

  void start(Fetch fetch, std::function<void(Result<Fetched>)> done) {
    auto job = std::make_shared<Job>(loop_, std::move(fetch), std::move(done));
    net::post(loop_, [this, job] {
      job->deadline.async_wait([job](const Failure& cancelled) {
        if (!cancelled) {
          job->finish(Error{
              Error::Kind::try_later,
              fmt::format("{}: no answer in {} ms", job->fetch.url, job->fetch.timeout.count())});
        }
      });
      net::co_spawn(loop_, run(job), net::detached);
    });
  }

 private:
  net::awaitable<void> run(std::shared_ptr<Job> job) {
    int redirects = job->fetch.redirects;
    for (;;) {
      Result<Url> url = parse_url(job->fetch.url);
      if (!url) {
        job->finish(std::move(url).error());
        co_return;
      }
      Result<Fetched> fetched = co_await fetch_once(job, *url);
      if (!fetched || redirects <= 0 || !follow(job->fetch, *url, *fetched)) {
        job->finish(std::move(fetched));
        co_return;
      }
      redirects -= 1;
    }
  }

  // Addresses that passed the check; connecting goes to these and to nothing that a second look-up
  // might say.
  net::awaitable<Result<std::vector<tcp::endpoint>>> addresses_of(const Job& job, const Url& url) {
    std::vector<tcp::endpoint> all;
    Failure failure;
    const net::ip::address literal = net::ip::make_address(url.host, failure);
    if (!failure) {
      all.emplace_back(literal, url.port);
    } else {
      tcp::resolver resolver(loop_);
      failure = {};
      const auto found =
          co_await resolver.async_resolve(url.host, std::to_string(url.port), into(failure));
      if (failure) {
        co_return failed(url, "find", failure);
      }
      for (const auto& entry : found) {
        all.push_back(entry.endpoint());
      }
    }
    std::vector<tcp::endpoint> allowed;
    for (const tcp::endpoint& endpoint : all) {
      const std::string ip = endpoint.address().to_string();
      const Reach reach = reach_of(ip);
      if (job.fetch.allow ? job.fetch.allow(reach, ip) : reach != Reach::reserved) {
        allowed.push_back(endpoint);
      }
    }
    if (allowed.empty()) {
      co_return Error{Error::Kind::rejected,
                      fmt::format("{} is not allowed to be fetched from here", url.authority())};
    }
    co_return allowed;
  }

  net::awaitable<Result<Fetched>> fetch_once(std::shared_ptr<Job> job, Url url) {
    Result<std::vector<tcp::endpoint>> addresses = co_await addresses_of(*job, url);
    if (!addresses) {
      co_return std::move(addresses).error();
    }
    Failure failure;
    beast::tcp_stream plain(loop_);
    plain.expires_at(job->ends);
    co_await plain.async_connect(*addresses, into(failure));
    if (failure) {
      co_return failed(url, "connect to", failure);
    }
    if (url.scheme == "http") {
      Result<Fetched> fetched = co_await exchange(plain, *job, url);
      co_return fetched;
    }
    beast::ssl_stream<beast::tcp_stream> secure(std::move(plain), tls());
    secure.set_verify_mode(ssl::verify_peer);
    secure.set_verify_callback(ssl::host_name_verification(url.host));
    SSL_set_tlsext_host_name(secure.native_handle(), url.host.c_str());
    co_await secure.async_handshake(ssl::stream_base::client, into(failure));
    if (failure) {
      co_return failed(url, "secure the connection to", failure);
    }
    Result<Fetched> fetched = co_await exchange(secure, *job, url);
    co_return fetched;
  }

  // Made on first use: reading the system's certificates takes tens of milliseconds.
  ssl::context& tls() {
    if (!tls_) {
      tls_.emplace(ssl::context::tls_client);
      Failure ignored;  // without certificates every handshake fails, with its own message
      tls_->set_default_verify_paths(ignored);
      SSL_CTX_set_min_proto_version(tls_->native_handle(), TLS1_2_VERSION);
    }
    return *tls_;
  }

  std::optional<ssl::context> tls_;
  net::io_context loop_{1};
  net::executor_work_guard<net::io_context::executor_type> work_;
  std::thread thread_;
};

Client::Client() : state_(std::make_unique<State>()) {}
Client::~Client() = default;

void Client::fetch(Fetch request, std::function<void(Result<Fetched>)> done) {
  state_->start(std::move(request), std::move(done));
}

Result<Fetched> Client::fetch(Fetch request) {
  auto promise = std::make_shared<std::promise<Result<Fetched>>>();
  std::future<Result<Fetched>> answer = promise->get_future();
  fetch(std::move(request),
        [promise](Result<Fetched> result) { promise->set_value(std::move(result)); });
  return answer.get();
}

}  // namespace mpaas::http
