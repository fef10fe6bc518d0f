// A plain TCP client for tests of servers: it sends exactly the bytes it is told, also those that
// no real client would send.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

namespace mpaas::testing {

class Loopback {
 public:
  explicit Loopback(std::uint16_t port)
      : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  Loopback(Loopback&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)),
        connected_(other.connected_),
        unread_(std::move(other.unread_)) {}
  Loopback(const Loopback&) = delete;
  ~Loopback() {
    if (socket_ >= 0) {
      ::close(socket_);
    }
  }

  bool connected() const { return connected_; }
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) {
        return false;
      }
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  void close() { ::close(std::exchange(socket_, -1)); }
  void end_sending() { ::shutdown(socket_, SHUT_WR); }

  // Everything until the server closes. The wait is a safety net, not a measurement.
  std::string read_all() {
    while (fill()) {
    }
    return std::exchange(unread_, {});
  }
  // Exactly `count` bytes, or fewer when the connection ends.
  std::string read(std::size_t count) {
    while (unread_.size() < count && fill()) {
    }
    std::string bytes = unread_.substr(0, count);
    unread_.erase(0, bytes.size());
    return bytes;
  }
  // One response with Content-Length, or a head alone.
  std::string read_response() {
    std::size_t end = 0;
    while ((end = unread_.find("\r\n\r\n")) == std::string::npos) {
      if (!fill()) {
        return std::exchange(unread_, {});
      }
    }
    const std::size_t length = unread_.find("Content-Length: ");
    std::size_t body = 0;
    if (length < end) {
      body = std::strtoul(unread_.c_str() + length + 16, nullptr, 10);
    }
    return read(end + 4 + body);
  }
  // True when the server closed and nothing is left to read.
  bool closed() { return unread_.empty() && !fill(); }

  // One server frame of a WebSocket (unmasked): opcode and payload; opcode -1 when it ended.
  std::pair<int, std::string> read_frame() {
    const std::string head = read(2);
    if (head.size() < 2) {
      return {-1, {}};
    }
    std::size_t size = static_cast<unsigned char>(head[1]) & 0x7f;
    if (size >= 126) {
      const std::string longer = read(size == 126 ? 2 : 8);
      size = 0;
      for (const char byte : longer) {
        size = size << 8 | static_cast<unsigned char>(byte);
      }
    }
    return {head[0] & 0x0f, read(size)};
  }
  // One masked client frame.
  bool send_frame(int opcode, std::string_view payload, bool masked = true) {
    std::string frame(1, static_cast<char>(0x80 | opcode));
    const char mask_bit = masked ? '\x80' : '\0';
    if (payload.size() < 126) {
      frame += static_cast<char>(mask_bit | static_cast<char>(payload.size()));
    } else {
      const bool longest = payload.size() > 0xffff;
      frame += static_cast<char>(mask_bit | (longest ? 127 : 126));
      for (int shift = longest ? 56 : 8; shift >= 0; shift -= 8) {
        frame += static_cast<char>(payload.size() >> shift & 0xff);
      }
    }
    if (masked) {
      frame += std::string(4, '\0');  // a mask of zeros changes nothing
    }
    return send(frame + std::string(payload));
  }

 private:
  bool fill() {
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, 20'000) <= 0) {
      return false;
    }
    char bytes[16 * 1024];
    const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
    if (count <= 0) {
      return false;
    }
    unread_.append(bytes, static_cast<std::size_t>(count));
    return true;
  }

  int socket_;
  bool connected_ = false;
  std::string unread_;
};

inline std::string status_of(std::string_view response) {
  return std::string(response.substr(response.find(' ') + 1, 3));
}

}  // namespace mpaas::testing
