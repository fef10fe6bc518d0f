#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <limits>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_set>

#include "devserver/http/asio.h"
#include "devserver/http/body_store.h"
#include "devserver/http/head.h"
#include "devserver/http/http.h"

#include <boost/beast/websocket.hpp>

namespace mpaas::http {
namespace {

namespace websocket = beast::websocket;
constexpr std::size_t piece = 64 * 1024;
constexpr std::size_t waiting_limit = 16u << 20;
constexpr std::chrono::milliseconds farewell{300};

// Objects that other threads hold (Reply, WebSocket) reach the event loop through this; when the
// server ends, the gate closes and they fall silent.
class Gate {
 public:
  explicit Gate(net::io_context& loop) : loop_(&loop) {}
  void close() {
    const std::lock_guard lock(mutex_);
    loop_ = nullptr;
  }
  // Runs work on the server's thread: now when this is that thread.
  template <class Work>
  void run(Work work) {
    if (std::this_thread::get_id() == thread_.load(std::memory_order_relaxed)) {
      work();
      return;
    }
    const std::lock_guard lock(mutex_);
    if (loop_ != nullptr) {
      net::post(*loop_, std::move(work));
    }
  }
  void enter() { thread_ = std::this_thread::get_id(); }
  void leave() { thread_ = std::thread::id(); }  // the id may soon name another thread

 private:
  std::mutex mutex_;
  net::io_context* loop_;
  std::atomic<std::thread::id> thread_ = std::thread::id();
};

// An answer under way. Lives and dies on the server's thread.
struct Exchange {
  explicit Exchange(net::io_context& loop) : arrived(loop) {
    arrived.expires_at(net::steady_timer::time_point::max());
  }
  std::optional<Response> response;
  net::steady_timer arrived;  // cancelled when the response is there
};

std::string ip_of(const tcp::socket& socket) {
  Failure failure;
  const net::ip::address address = socket.remote_endpoint(failure).address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return net::ip::make_address_v4(net::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

}  // namespace

class Reply::Target {
 public:
  Target(std::shared_ptr<Gate> gate, const std::shared_ptr<Exchange>& exchange)
      : gate_(std::move(gate)), exchange_(exchange) {}
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;
  ~Target() {
    if (!answered_) {
      answer(Response::empty(500));
    }
  }

  void answer(Response response) {
    if (answered_.exchange(true)) {
      return;
    }
    auto boxed = std::make_shared<Response>(std::move(response));
    gate_->run([weak = exchange_, boxed] {
      if (const std::shared_ptr<Exchange> exchange = weak.lock()) {
        exchange->response = std::move(*boxed);
        exchange->arrived.cancel();
      }
    });
  }

 private:
  std::shared_ptr<Gate> gate_;
  std::weak_ptr<Exchange> exchange_;
  std::atomic<bool> answered_ = false;
};

void Reply::operator()(Response response) const { target_->answer(std::move(response)); }

namespace {

// Lives and dies on the server's thread; others hold a Handle.
class Socket : public std::enable_shared_from_this<Socket> {
 public:
  explicit Socket(beast::tcp_stream&& stream) : stream_(std::move(stream)) {}

  void send(const std::shared_ptr<const std::string>& text) {
    if (dead_) {
      return;
    }
    waiting_bytes_ += text->size();
    if (waiting_bytes_ > waiting_limit) {
      dead_ = true;
      abandon();
      return;
    }
    waiting_.push_back(text);
    wake();
  }

  void close(unsigned code) {
    close_with_ = code;
    wake();
  }

  websocket::stream<beast::tcp_stream>& stream() { return stream_; }

  // Sends what waits, one frame at a time, until the socket closes.
  static net::awaitable<void> write_all(std::shared_ptr<Socket> self) {
    Failure failure;
    while (!failure && !self->waiting_.empty()) {
      // Taken out first: the connection may end, and clear what waits, during the write.
      const std::shared_ptr<const std::string> text = std::move(self->waiting_.front());
      self->waiting_.pop_front();
      self->stream_.text(true);
      co_await self->stream_.async_write(net::buffer(*text), into(failure));
      self->waiting_bytes_ -= text->size();
    }
    if (!failure && self->open_ && self->close_with_ != 0) {
      const websocket::close_reason reason(static_cast<std::uint16_t>(self->close_with_));
      co_await self->stream_.async_close(reason, into(failure));
    }
    self->writing_ = false;
  }

  void opened() {
    open_ = true;
    wake();
  }
  void gone() {
    open_ = false;
    waiting_.clear();
  }
  void abandon() {
    gone();
    beast::get_lowest_layer(stream_).close();
  }

 private:
  void wake() {
    if (open_ && !writing_) {
      writing_ = true;
      net::co_spawn(stream_.get_executor(), write_all(shared_from_this()), net::detached);
    }
  }

  websocket::stream<beast::tcp_stream> stream_;
  std::deque<std::shared_ptr<const std::string>> waiting_;
  std::size_t waiting_bytes_ = 0;
  unsigned close_with_ = 0;
  bool open_ = false;
  bool writing_ = false;
  bool dead_ = false;
};

class Handle : public WebSocket {
 public:
  Handle(std::weak_ptr<Socket> socket, std::shared_ptr<Gate> gate)
      : socket_(std::move(socket)), gate_(std::move(gate)) {}
  void send(std::shared_ptr<const std::string> text) override {
    gate_->run([weak = socket_, text = std::move(text)] {
      if (const std::shared_ptr<Socket> socket = weak.lock()) {
        socket->send(text);
      }
    });
  }
  void close(unsigned code) override {
    gate_->run([weak = socket_, code] {
      if (const std::shared_ptr<Socket> socket = weak.lock()) {
        socket->close(code);
      }
    });
  }

 private:
  std::weak_ptr<Socket> socket_;
  std::shared_ptr<Gate> gate_;
};

// One TCP connection until it ends or becomes a WebSocket.
struct Connection {
  explicit Connection(tcp::socket&& accepted)
      : stream(std::move(accepted)), buffer(head_limit + piece), ip(ip_of(stream.socket())) {}
  beast::tcp_stream stream;
  beast::flat_buffer buffer;
  std::string ip;
  bool idle = false;        // between two requests: may be closed any time
  unsigned slow_heads = 0;  // counts alarms, so that an old one cannot ring for a later head
  std::shared_ptr<Socket> socket;
};

// A chunk that is none, as against a connection that broke.
bool is_malformed(const Failure& failure) {
  static const auto& category = wire::make_error_code(wire::error::bad_chunk).category();
  return failure.category() == category && failure != wire::error::partial_message &&
         failure != wire::error::end_of_stream;
}

}  // namespace

class Server::State {
 public:
  State(Site site, Options options)
      : site_(std::move(site)), options_(std::move(options)), gate_(std::make_shared<Gate>(loop_)) {
    if (options_.handler_threads > 0) {
      handlers_.emplace(options_.handler_threads);
    }
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { stop(); }

  Result<std::uint16_t> listen(const std::string& ip, std::uint16_t port);

  void start() {
    if (!thread_.joinable()) {
      thread_ = std::thread([this] {
        gate_->enter();
        const auto work = net::make_work_guard(loop_);
        loop_.run();
        gate_->leave();
      });
    }
  }

  void stop();

 private:
  net::awaitable<void> accept_all(std::shared_ptr<tcp::acceptor> acceptor);
  net::awaitable<void> serve(std::shared_ptr<Connection> connection);
  net::awaitable<bool> serve_one(std::shared_ptr<Connection> shared);
  net::awaitable<std::size_t> read_head(std::shared_ptr<Connection> connection, unsigned& refusal);
  void ring_when_slow(const std::shared_ptr<Connection>& connection, net::steady_timer& alarm);
  net::awaitable<unsigned> read_body(Connection& connection,
                                     wire::request_parser<wire::buffer_body>& parser,
                                     const Admission& admission, Head& head);
  net::awaitable<void> answer(Request request, std::shared_ptr<Exchange> exchange);
  net::awaitable<bool> write(Connection& connection, Response response, bool head_only,
                             bool keep_alive);
  net::awaitable<void> refuse(Connection& connection, Response response);
  net::awaitable<void> run_socket(Connection& connection, Request head,
                                  wire::request<wire::empty_body> upgrade);
  template <class Message>
  void fill(Message& message, const Response& response, bool keep_alive) const;
  net::awaitable<void> farewell_all();

  Site site_;
  Options options_;
  net::io_context loop_{1};
  std::shared_ptr<Gate> gate_;
  std::optional<net::thread_pool> handlers_;
  std::vector<std::shared_ptr<tcp::acceptor>> acceptors_;
  std::unordered_set<Connection*> connections_;
  std::map<std::string, unsigned> per_ip_;
  bool stopping_ = false;
  std::thread thread_;
};

Result<std::uint16_t> Server::State::listen(const std::string& ip, std::uint16_t port) {
  Failure failure;
  const net::ip::address address = net::ip::make_address(ip, failure);
  if (failure) {
    return Error{Error::Kind::configuration, fmt::format("{} is no ip address", ip)};
  }
  auto acceptor = std::make_shared<tcp::acceptor>(loop_);
  const tcp::endpoint endpoint(address, port);
  const auto succeeded = [&](auto step) {
    if (!failure) {
      step();
    }
  };
  acceptor->open(endpoint.protocol(), failure);
  succeeded([&] { acceptor->set_option(net::socket_base::reuse_address(true), failure); });
  if (address.is_v6()) {
    succeeded([&] { acceptor->set_option(net::ip::v6_only(true), failure); });
  }
  succeeded([&] { acceptor->bind(endpoint, failure); });
  succeeded([&] { acceptor->listen(512, failure); });
  if (failure) {
    Error::Kind kind = Error::Kind::network;
    if (failure == net::error::address_in_use) {
      kind = Error::Kind::try_later;
    } else if (failure == net::error::access_denied) {
      kind = Error::Kind::permission;
    } else if (failure.value() == EADDRNOTAVAIL || failure.value() == EAFNOSUPPORT) {
      kind = Error::Kind::configuration;
    }
    return Error{kind, fmt::format("listen on {} port {}: {}", ip, port, failure.message())};
  }
  const std::uint16_t chosen = acceptor->local_endpoint(failure).port();
  net::post(loop_, [this, acceptor] {
    acceptors_.push_back(acceptor);
    net::co_spawn(loop_, accept_all(acceptor), net::detached);
  });
  return chosen;
}

void Server::State::stop() {
  if (thread_.joinable()) {
    net::post(loop_, [this] { net::co_spawn(loop_, farewell_all(), net::detached); });
    thread_.join();
  }
  gate_->close();
  if (handlers_) {
    handlers_->stop();
    handlers_->join();
    handlers_.reset();
  }
}

net::awaitable<void> Server::State::farewell_all() {
  stopping_ = true;
  Failure failure;
  for (const auto& acceptor : acceptors_) {
    acceptor->close(failure);
  }
  for (Connection* const connection : connections_) {
    if (connection->socket) {
      connection->socket->close(1001);
    } else if (connection->idle) {
      connection->stream.close();
    }
  }
  const auto deadline = std::chrono::steady_clock::now() + farewell;
  net::steady_timer pause(loop_);
  while (!connections_.empty() && std::chrono::steady_clock::now() < deadline) {
    pause.expires_after(std::chrono::milliseconds(2));
    co_await pause.async_wait(into(failure));
  }
  loop_.stop();
}

net::awaitable<void> Server::State::accept_all(std::shared_ptr<tcp::acceptor> acceptor) {
  for (;;) {
    Failure failure;
    tcp::socket socket = co_await acceptor->async_accept(into(failure));
    if (stopping_ || failure == net::error::operation_aborted) {
      co_return;
    }
    if (failure) {
      // Out of file descriptors, most likely: accepting again at once would spin.
      net::steady_timer pause(loop_, std::chrono::milliseconds(100));
      co_await pause.async_wait(into(failure));
      continue;
    }
    auto connection = std::make_shared<Connection>(std::move(socket));
    unsigned& from_there = per_ip_[connection->ip];
    if (connections_.size() >= options_.connections || from_there >= options_.connections_per_ip) {
      continue;
    }
    from_there += 1;
    connections_.insert(connection.get());
    net::co_spawn(loop_, serve(std::move(connection)), net::detached);
  }
}

net::awaitable<void> Server::State::serve(std::shared_ptr<Connection> connection) {
  Failure failure;
  connection->stream.socket().set_option(tcp::no_delay(true), failure);
  for (;;) {
    const bool again = co_await serve_one(connection);
    if (!again || stopping_) {
      break;
    }
  }
  if (!connection->socket) {
    connection->stream.socket().shutdown(tcp::socket::shutdown_both, failure);
  }
  connections_.erase(connection.get());
  const auto count = per_ip_.find(connection->ip);
  count->second -= 1;
  if (count->second == 0) {
    per_ip_.erase(count);
  }
}

// A timeout of Beast's would close the socket, and the client could not be told why.
void Server::State::ring_when_slow(const std::shared_ptr<Connection>& connection,
                                   net::steady_timer& alarm) {
  connection->slow_heads += 1;
  alarm.expires_after(options_.head_timeout);
  alarm.async_wait([weak = std::weak_ptr<Connection>(connection),
                    number = connection->slow_heads](const Failure& cancelled) {
    const std::shared_ptr<Connection> late = weak.lock();
    if (!cancelled && late && late->slow_heads == number) {
      late->stream.cancel();
    }
  });
}

// Returns the size of the head in connection.buffer, or 0: the connection ended, or `refusal` says
// how it should.
net::awaitable<std::size_t> Server::State::read_head(std::shared_ptr<Connection> connection,
                                                     unsigned& refusal) {
  beast::flat_buffer& buffer = connection->buffer;
  Failure failure;
  std::size_t searched = 0;
  bool line_break_skipped = false;
  bool started = false;
  net::steady_timer alarm(loop_);
  connection->idle = buffer.size() == 0;
  connection->stream.expires_after(options_.idle_timeout);
  for (;;) {
    const auto bytes = buffer.cdata();
    const std::string_view text(static_cast<const char*>(bytes.data()), bytes.size());
    if (!line_break_skipped && text.starts_with("\r\n")) {
      buffer.consume(2);  // old clients end a body with one line break too many (RFC 9112 2.2)
      line_break_skipped = true;
      continue;
    }
    const std::size_t end = text.find("\r\n\r\n", searched < 4 ? 0 : searched - 3);
    if (end != std::string_view::npos && end + 4 <= head_limit) {
      connection->idle = false;
      connection->slow_heads += 1;
      co_return end + 4;
    }
    if (text.size() >= head_limit || end != std::string_view::npos) {
      refusal = 431;
      co_return 0;
    }
    if (!text.empty() && !started) {
      started = true;
      connection->idle = false;
      connection->stream.expires_never();
      ring_when_slow(connection, alarm);
    }
    searched = text.size();
    const std::size_t count = co_await connection->stream.async_read_some(
        buffer.prepare(std::min<std::size_t>(8192, buffer.max_size() - buffer.size())),
        into(failure));
    if (failure) {
      if (failure == net::error::operation_aborted && started && !stopping_) {
        refusal = 408;
      }
      co_return 0;
    }
    buffer.commit(count);
  }
}

// Returns 0, a status to refuse with, or 1: the connection broke.
net::awaitable<unsigned> Server::State::read_body(Connection& connection,
                                                  wire::request_parser<wire::buffer_body>& parser,
                                                  const Admission& admission, Head& head) {
  constexpr unsigned broken = 1;
  if (!head.chunked && head.content_length.value_or(0) == 0) {
    co_return 0;
  }
  if (head.content_length.value_or(0) > admission.body_limit) {
    co_return 413;
  }
  Failure failure;
  if (head.expects_continue) {
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    co_await net::async_write(connection.stream, net::buffer(go_on), into(failure));
    if (failure) {
      co_return broken;
    }
  }
  Result<BodyStore> store = BodyStore::open(admission.body_directory);
  if (!store) {
    co_return 507;
  }
  std::vector<char> chunk(piece);
  std::uint64_t total = 0;
  while (!parser.is_done()) {
    parser.get().body().data = chunk.data();
    parser.get().body().size = chunk.size();
    connection.stream.expires_after(options_.idle_timeout);
    co_await wire::async_read(connection.stream, connection.buffer, parser, into(failure));
    if (failure && failure != wire::error::need_buffer) {
      co_return is_malformed(failure) ? 400 : broken;
    }
    const std::size_t count = chunk.size() - parser.get().body().size;
    total += count;
    if (total > admission.body_limit) {
      co_return 413;
    }
    if (!store->append({chunk.data(), count})) {
      co_return 507;
    }
  }
  co_return store->finish(head.request) ? 0 : 507;
}

// True when another request may follow on this connection.
net::awaitable<bool> Server::State::serve_one(std::shared_ptr<Connection> shared) {
  Connection& connection = *shared;
  unsigned refusal = 0;
  const std::size_t size = co_await read_head(shared, refusal);
  if (size == 0) {
    if (refusal != 0) {
      co_await refuse(connection, Response::empty(refusal));
    }
    co_return false;
  }
  const std::string_view raw(static_cast<const char*>(connection.buffer.cdata().data()), size);
  Head head;
  refusal = parse_head(raw, head);
  Failure failure;
  wire::request_parser<wire::buffer_body> parser;
  parser.header_limit(head_limit);
  parser.body_limit(std::numeric_limits<std::uint64_t>::max());
  if (refusal == 0) {
    connection.buffer.consume(parser.put(connection.buffer.cdata(), failure));
    if (failure || !parser.is_header_done()) {
      refusal = 400;
    }
  }
  if (refusal != 0) {
    co_await refuse(connection, Response::empty(refusal));
    co_return false;
  }
  head.request.peer = connection.ip;
  Admission admission = site_.admit ? site_.admit(head.request) : Admission{};
  if (admission.refuse) {
    co_await refuse(connection, *std::move(admission.refuse));
    co_return false;
  }
  const bool keep_alive = parser.get().keep_alive();
  const bool head_only = head.request.method == "HEAD";
  if (is_upgrade(head.request)) {
    const bool sent_too_early = connection.buffer.size() > 0 || !parser.is_done();
    if (!site_.upgrade || sent_too_early) {
      co_await refuse(connection, Response::empty(sent_too_early ? 400 : 404));
      co_return false;
    }
    wire::request<wire::empty_body> upgrade{
        static_cast<const wire::request_header<>&>(parser.get().base())};
    co_await run_socket(connection, std::move(head.request), std::move(upgrade));
    co_return false;
  }
  refusal = co_await read_body(connection, parser, admission, head);
  if (refusal == 1) {
    co_return false;
  }
  if (refusal != 0) {
    co_await refuse(connection, Response::empty(refusal));
    co_return false;
  }
  auto exchange = std::make_shared<Exchange>(loop_);
  co_await answer(std::move(head.request), exchange);
  co_return co_await write(connection, *std::move(exchange->response), head_only, keep_alive);
}

net::awaitable<void> Server::State::answer(Request request, std::shared_ptr<Exchange> exchange) {
  Reply reply(std::make_shared<Reply::Target>(gate_, exchange));
  if (!site_.handle) {
    reply(Response::empty(404));
  } else if (handlers_) {
    auto boxed = std::make_shared<Request>(std::move(request));
    net::post(*handlers_, [this, boxed, reply = std::move(reply)]() mutable {
      site_.handle(std::move(*boxed), std::move(reply));
    });
  } else {
    site_.handle(std::move(request), std::move(reply));
  }
  while (!exchange->response) {
    Failure cancelled;
    co_await exchange->arrived.async_wait(into(cancelled));
  }
}

template <class Message>
void Server::State::fill(Message& message, const Response& response, bool keep_alive) const {
  message.version(11);
  message.result(response.status);
  for (const auto& [name, value] : response.headers) {
    if (is_token(name) && is_field_value(value)) {
      message.insert(name, value);
    }
  }
  for (const auto& [name, value] : options_.headers) {
    if (message.find(name) == message.end()) {
      message.insert(name, value);
    }
  }
  message.keep_alive(keep_alive);
}

net::awaitable<bool> Server::State::write(Connection& connection, Response response, bool head_only,
                                          bool keep_alive) {
  keep_alive = keep_alive && !response.close && !stopping_;
  Failure failure;
  connection.stream.expires_after(options_.idle_timeout);
  const bool bodiless = head_only || response.status == 204 || response.status == 304;
  if (!response.file.empty()) {
    wire::response<wire::file_body> message;
    message.body().open(response.file.c_str(), beast::file_mode::scan, failure);
    if (failure) {
      response = Response::empty(404);
    } else if (!bodiless) {
      fill(message, response, keep_alive);
      message.prepare_payload();
      wire::response_serializer<wire::file_body> serializer(message);
      while (!serializer.is_done() && !failure) {
        connection.stream.expires_after(options_.idle_timeout);
        co_await wire::async_write_some(connection.stream, serializer, into(failure));
      }
      co_return keep_alive && !failure;
    } else {
      const std::uint64_t size = message.body().size();
      wire::response<wire::empty_body> brief;
      fill(brief, response, keep_alive);
      brief.content_length(size);
      co_await wire::async_write(connection.stream, brief, into(failure));
      co_return keep_alive && !failure;
    }
  }
  if (bodiless) {
    wire::response<wire::empty_body> message;
    fill(message, response, keep_alive);
    if (head_only) {
      message.content_length(response.body.size());
    }
    co_await wire::async_write(connection.stream, message, into(failure));
  } else {
    wire::response<wire::span_body<const char>> message;
    message.body() = {response.body.data(), response.body.size()};
    fill(message, response, keep_alive);
    message.content_length(response.body.size());
    co_await wire::async_write(connection.stream, message, into(failure));
  }
  co_return keep_alive && !failure;
}

// Answers and ends the connection in a way that lets the client read the answer although it may
// still be sending: closing at once would reset it.
net::awaitable<void> Server::State::refuse(Connection& connection, Response response) {
  response.close = true;
  co_await write(connection, std::move(response), false, false);
  Failure failure;
  connection.stream.socket().shutdown(tcp::socket::shutdown_send, failure);
  connection.stream.expires_after(std::chrono::seconds(1));
  std::vector<char> discarded(piece);
  for (int pieces = 0; pieces < 64 && !failure && !stopping_; ++pieces) {
    co_await connection.stream.async_read_some(net::buffer(discarded), into(failure));
  }
}

net::awaitable<void> Server::State::run_socket(Connection& connection, Request head,
                                               wire::request<wire::empty_body> upgrade) {
  auto socket = std::make_shared<Socket>(std::move(connection.stream));
  connection.socket = socket;
  websocket::stream<beast::tcp_stream>& stream = socket->stream();
  beast::get_lowest_layer(stream).expires_never();
  std::optional<SocketEvents> events = site_.upgrade(head, std::make_shared<Handle>(socket, gate_));
  Failure failure;
  if (!events) {
    wire::response<wire::empty_body> message;
    fill(message, Response::empty(404), false);
    message.content_length(0);
    beast::get_lowest_layer(stream).expires_after(options_.head_timeout);
    co_await wire::async_write(beast::get_lowest_layer(stream), message, into(failure));
    co_return;
  }
  websocket::stream_base::timeout timeouts{};
  timeouts.handshake_timeout = options_.head_timeout;
  timeouts.idle_timeout = options_.idle_timeout;
  timeouts.keep_alive_pings = true;
  stream.set_option(timeouts);
  stream.read_message_max(events->message_limit);
  co_await stream.async_accept(upgrade, into(failure));
  beast::flat_buffer message;
  if (!failure) {
    socket->opened();
  }
  while (!failure) {
    co_await stream.async_read(message, into(failure));
    if (!failure && events->message) {
      events->message({static_cast<const char*>(message.cdata().data()), message.size()});
    }
    message.consume(message.size());
  }
  socket->gone();
  if (events->closed) {
    events->closed();
  }
}

Server::Server(Site site, Options options)
    : state_(std::make_unique<State>(std::move(site), std::move(options))) {}
Server::~Server() = default;
Result<std::uint16_t> Server::listen(const std::string& ip, std::uint16_t port) {
  return state_->listen(ip, port);
}
void Server::start() { state_->start(); }
void Server::stop() { state_->stop(); }

}  // namespace mpaas::http
