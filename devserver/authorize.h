// Who may ask for what: the one check before routing, the same for pages, WebSockets and the proxy.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "devserver/http/http.h"

namespace mpaas::devserver {

struct Gatekeeper {
  std::vector<std::string> names;      // what the server is called: "127.0.0.1:8620"
  std::vector<std::string> addresses;  // the machine's own ips that are listened on
  std::string token;
  bool allow_private = false;
};

// developer: on this machine. viewer: a device in the network, which may look at the app only.
enum class Role : std::uint8_t { visitor, viewer, developer };

struct Pass {
  Role role = Role::visitor;
  std::string path;  // below the token, "" for "/<token>/"; for visitors the whole path
};

struct Decision {
  std::optional<http::Response> refuse;
  Pass pass;
};
Decision authorize(const http::Request& head, const Gatekeeper& gatekeeper);

// Whether a request of that role may make the server connect there.
bool may_fetch(Role role, http::Reach reach, bool allow_private);

}  // namespace mpaas::devserver
