// Who calls: checks an OpenAPI request's signature, date and nonce, in either style, and yields the
// operation and its parameters. Nothing of the request is believed before the signature fits; the
// nonce is used up last.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "devserver/http/http.h"
#include "devserver/platform/protocol.h"
#include "devserver/platform/service.h"

namespace mpaas::platform {

// HTTP status and the Code and Message of Alibaba's error answers.
struct Refusal {
  unsigned status = 400;
  std::string code;
  std::string message;
};

struct AuthenticCall {
  const Operation* operation = nullptr;
  Parameters parameters;  // without those of the signature
  std::string tenant;     // of the access key
};

std::variant<AuthenticCall, Refusal> authenticate(const http::Request& request, Service& service);

}  // namespace mpaas::platform
