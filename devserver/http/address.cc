#include <arpa/inet.h>
#include <fmt/format.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "compiler/base/text.h"
#include "devserver/http/http.h"

namespace mpaas::http {
namespace {

struct Range {
  std::uint32_t start;
  unsigned bits;
  Reach reach;
};

constexpr std::uint32_t ip4(unsigned a, unsigned b, unsigned c, unsigned d) {
  return a << 24 | b << 16 | c << 8 | d;
}

// IANA special-purpose address registry.
constexpr std::array ranges = {
    Range{ip4(0, 0, 0, 0), 8, Reach::reserved},  // reaches this very machine on Linux
    Range{ip4(10, 0, 0, 0), 8, Reach::private_network},
    Range{ip4(100, 64, 0, 0), 10, Reach::private_network},
    Range{ip4(127, 0, 0, 0), 8, Reach::loopback},
    Range{ip4(169, 254, 0, 0), 16, Reach::private_network},
    Range{ip4(172, 16, 0, 0), 12, Reach::private_network},
    Range{ip4(192, 0, 0, 0), 24, Reach::reserved},
    Range{ip4(192, 0, 2, 0), 24, Reach::private_network},
    Range{ip4(192, 168, 0, 0), 16, Reach::private_network},
    Range{ip4(198, 18, 0, 0), 15, Reach::private_network},
    Range{ip4(198, 51, 100, 0), 24, Reach::private_network},
    Range{ip4(203, 0, 113, 0), 24, Reach::private_network},
    Range{ip4(224, 0, 0, 0), 4, Reach::reserved},
    Range{ip4(240, 0, 0, 0), 4, Reach::reserved},
};

Reach reach_of_ip4(std::uint32_t ip) {
  for (const Range& range : ranges) {
    if ((ip ^ range.start) >> (32 - range.bits) == 0) {
      return range.reach;
    }
  }
  return Reach::internet;
}

using Bytes16 = std::array<unsigned char, 16>;

std::uint32_t ip4_at(const Bytes16& bytes, std::size_t at) {
  return ip4(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
}

bool starts_with(const Bytes16& bytes, std::initializer_list<unsigned char> prefix) {
  return std::equal(prefix.begin(), prefix.end(), bytes.begin());
}

// Addresses that carry an IPv4 address are judged by it: otherwise ::ffff:127.0.0.1 or
// 64:ff9b::10.0.0.1 walk around the check.
Reach reach_of_ip6(const Bytes16& ip) {
  if (starts_with(ip, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff})) {
    return reach_of_ip4(ip4_at(ip, 12));
  }
  if (starts_with(ip, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})) {
    const std::uint32_t low = ip4_at(ip, 12);
    return low == 1 ? Reach::loopback : reach_of_ip4(low);
  }
  if (starts_with(ip, {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0})) {
    return reach_of_ip4(ip4_at(ip, 12));
  }
  if (starts_with(ip, {0x20, 0x02})) {
    return reach_of_ip4(ip4_at(ip, 2));
  }
  if ((ip[0] & 0xfe) == 0xfc || (ip[0] == 0xfe && (ip[1] & 0x80) != 0) ||
      starts_with(ip, {0x20, 0x01, 0x0d, 0xb8})) {
    return Reach::private_network;
  }
  if (starts_with(ip, {0x20, 0x01, 0, 0}) || (ip[0] & 0xe0) != 0x20) {
    return Reach::reserved;  // only 2000::/3 is given out
  }
  return Reach::internet;
}

std::string text_of(const sockaddr_in& address) {
  char text[INET_ADDRSTRLEN] = {};
  ::inet_ntop(AF_INET, &address.sin_addr, text, sizeof text);
  return text;
}

// Connecting a datagram socket asks the routing table and sends nothing.
std::string address_towards_internet() {
  const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_in far{};
  far.sin_family = AF_INET;
  far.sin_port = htons(53);
  far.sin_addr.s_addr = htonl(ip4(192, 0, 2, 1));
  sockaddr_in near{};
  socklen_t size = sizeof near;
  const bool found = ::connect(socket, reinterpret_cast<const sockaddr*>(&far), sizeof far) == 0 &&
                     ::getsockname(socket, reinterpret_cast<sockaddr*>(&near), &size) == 0;
  ::close(socket);
  return found ? text_of(near) : std::string();
}

Error bad_url(std::string_view text, std::string_view why) {
  return {Error::Kind::invalid, fmt::format("{} is no URL to fetch: {}", text, why)};
}

}  // namespace

Reach reach_of(std::string_view ip) {
  const std::string text(ip.substr(0, ip.find('%')));
  in_addr four{};
  if (::inet_pton(AF_INET, text.c_str(), &four) == 1) {
    return reach_of_ip4(ntohl(four.s_addr));
  }
  Bytes16 six{};
  if (::inet_pton(AF_INET6, text.c_str(), six.data()) == 1) {
    return reach_of_ip6(six);
  }
  return Reach::reserved;
}

std::vector<std::string> network_addresses() {
  std::vector<std::string> addresses;
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) {
    return addresses;
  }
  for (const ifaddrs* one = list; one != nullptr; one = one->ifa_next) {
    const bool usable = one->ifa_addr != nullptr && one->ifa_addr->sa_family == AF_INET &&
                        (one->ifa_flags & IFF_UP) != 0 && (one->ifa_flags & IFF_LOOPBACK) == 0;
    if (usable) {
      sockaddr_in address{};
      std::memcpy(&address, one->ifa_addr, sizeof address);
      addresses.push_back(text_of(address));
    }
  }
  ::freeifaddrs(list);
  const std::string first = address_towards_internet();
  std::stable_partition(addresses.begin(), addresses.end(),
                        [&](const std::string& address) { return address == first; });
  return addresses;
}

std::string Url::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  const bool usual = port == (scheme == "https" ? 443 : 80);
  return usual ? name : fmt::format("{}:{}", name, port);
}

Result<Url> parse_url(std::string_view text) {
  const bool visible =
      std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f' && c != '\\'; });
  if (text.size() > 8192 || !visible) {
    return bad_url(text.substr(0, 200), "it holds characters that need %-encoding");
  }
  Url url;
  const std::size_t scheme_end = text.find("://");
  if (scheme_end == std::string_view::npos) {
    return bad_url(text, "it does not start with http:// or https://");
  }
  url.scheme = text::lower_ascii(text.substr(0, scheme_end));
  if (url.scheme != "http" && url.scheme != "https") {
    return bad_url(text, "only http and https are fetched");
  }
  std::string_view rest = text.substr(scheme_end + 3);
  rest = rest.substr(0, rest.find('#'));
  const std::size_t authority_end = std::min(rest.find_first_of("/?"), rest.size());
  std::string_view authority = rest.substr(0, authority_end);
  const std::string_view target = rest.substr(authority_end);
  if (authority.find('@') != std::string_view::npos) {
    return bad_url(text, "a name and password do not belong into it");
  }
  std::string_view port;
  if (authority.starts_with('[')) {
    const std::size_t close = authority.find(']');
    Bytes16 ignored{};
    const std::string inner(authority.substr(1, close == std::string_view::npos ? 0 : close - 1));
    if (::inet_pton(AF_INET6, inner.c_str(), ignored.data()) != 1) {
      return bad_url(text, "its IPv6 address is malformed");
    }
    url.host = inner;
    authority.remove_prefix(close + 1);
    if (!authority.empty() && authority.front() != ':') {
      return bad_url(text, "its host is malformed");
    }
    port = authority.empty() ? "" : authority.substr(1);
  } else {
    const std::size_t colon = authority.find(':');
    url.host = text::lower_ascii(authority.substr(0, colon));
    port = colon == std::string_view::npos ? "" : authority.substr(colon + 1);
    const bool name = std::ranges::all_of(url.host, [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '_';
    });
    if (url.host.empty() || url.host.size() > 253 || !name) {
      return bad_url(text, "its host is malformed");
    }
  }
  url.port = url.scheme == "https" ? 443 : 80;
  if (!port.empty()) {
    const char* const end = port.data() + port.size();
    const auto [stop, error] = std::from_chars(port.data(), end, url.port);
    if (error != std::errc{} || stop != end || url.port == 0) {
      return bad_url(text, "its port is malformed");
    }
  }
  url.target = target.starts_with('/') ? std::string(target) : "/" + std::string(target);
  return url;
}

}  // namespace mpaas::http
