#include <algorithm>

#include "compiler/base/text.h"
#include "devserver/http/head.h"
#include "devserver/http/http.h"

namespace mpaas::http {
namespace {

// A link or the address bar: the answer becomes a page of its own, nobody else can read it.
bool is_navigation(const Request& head) {
  return (head.method == "GET" || head.method == "HEAD") &&
         head.headers.get("Sec-Fetch-Mode") == "navigate" &&
         head.headers.get("Sec-Fetch-Dest") == "document";
}

}  // namespace

std::optional<Response> refuse_foreign(const Request& head, const std::vector<std::string>& names) {
  constexpr unsigned forbidden = 403;
  if (std::ranges::find(names, head.host) == names.end()) {
    return Response::empty(forbidden);
  }
  if (head.method == "OPTIONS") {
    return Response::empty(forbidden);  // no other origin is ever given leave
  }
  for (const auto& [name, value] : head.headers) {
    if (text::lower_ascii(name) != "origin") {
      continue;
    }
    const std::string origin = text::lower_ascii(value);
    const bool own = std::ranges::any_of(
        names, [&](const std::string& ours) { return origin == "http://" + ours; });
    if (!own) {
      return Response::empty(forbidden);
    }
  }
  const std::string_view site = head.headers.get("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "none" && !is_navigation(head)) {
    return Response::empty(forbidden);
  }
  return std::nullopt;
}

bool is_upgrade(const Request& head) {
  return head.method == "GET" && list_contains(head.headers.get("Connection"), "upgrade") &&
         list_contains(head.headers.get("Upgrade"), "websocket");
}

bool equal_secret(std::string_view left, std::string_view right) {
  unsigned difference = left.size() == right.size() ? 0 : 1;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const char other = right.empty() ? '\0' : right[i % right.size()];
    difference |= static_cast<unsigned>(static_cast<unsigned char>(left[i] ^ other));
  }
  return difference == 0;
}

}  // namespace mpaas::http
