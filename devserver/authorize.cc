#include "devserver/authorize.h"

#include <algorithm>

#include "compiler/base/text.h"

namespace mpaas::devserver {
namespace {

constexpr unsigned moved = 308;
constexpr unsigned forbidden = 403;
constexpr unsigned not_found = 404;
constexpr unsigned not_allowed = 405;
constexpr unsigned wrong_type = 415;

Decision refused(unsigned status) { return {http::Response::empty(status), {}}; }

bool is_json(std::string_view content_type) {
  return text::lower_ascii(text::trim(content_type.substr(0, content_type.find(';')))) ==
         "application/json";
}

}  // namespace

Decision authorize(const http::Request& head, const Gatekeeper& gatekeeper) {
  if (std::optional<http::Response> response = http::refuse_foreign(head, gatekeeper.names)) {
    return {std::move(response), {}};
  }
  Decision decision;
  const bool reads = head.method == "GET" || head.method == "HEAD";
  if (head.path == "/" || head.path == "/__mpaas/health") {
    decision.pass.path = head.path;
    return reads && !http::is_upgrade(head) ? std::move(decision) : refused(not_allowed);
  }
  const std::string_view below = std::string_view(head.path).substr(1);
  const std::size_t slash = below.find('/');
  if (!http::equal_secret(below.substr(0, slash), gatekeeper.token)) {
    return refused(not_found);
  }
  if (slash == std::string_view::npos) {
    decision.refuse = http::Response::empty(moved);
    decision.refuse->headers.set("Location", head.path + "/");
    return decision;
  }
  decision.pass.path = below.substr(slash + 1);
  const bool own_machine =
      http::reach_of(head.peer) == http::Reach::loopback ||
      std::ranges::find(gatekeeper.addresses, head.peer) != gatekeeper.addresses.end();
  decision.pass.role = own_machine ? Role::developer : Role::viewer;
  if (http::is_upgrade(head)) {
    // Browsers always say where a WebSocket comes from; refuse_foreign() has looked at it. A
    // program without an Origin has the token, or it would not be here.
    return decision.pass.path == "ws" ? std::move(decision) : refused(forbidden);
  }
  if (decision.pass.path == "api/request") {
    if (head.method != "POST") {
      return refused(not_allowed);
    }
    // Forms and text/plain are sent across sites without asking first; JSON is not.
    return is_json(head.headers.get("Content-Type")) ? std::move(decision) : refused(wrong_type);
  }
  return reads ? std::move(decision) : refused(not_allowed);
}

bool may_fetch(Role role, http::Reach reach, bool allow_private) {
  switch (reach) {
    case http::Reach::internet:
      return role != Role::visitor;
    case http::Reach::loopback:
    case http::Reach::private_network:
      return role == Role::developer || (role == Role::viewer && allow_private);
    case http::Reach::reserved:
      return false;
  }
  return false;
}

}  // namespace mpaas::devserver
