// my.request goes through the dev server, so that CORS does not matter: JSON in, JSON out.
//   {url, method, headers, data, encoding?, timeout, responseType}
//   -> {status, headers, data, encoding: "utf8"|"base64"} or {error, message}
#pragma once

#include <memory>
#include <string_view>

#include "devserver/authorize.h"
#include "devserver/http/http.h"

namespace mpaas::devserver {

class RequestProxy {
 public:
  explicit RequestProxy(bool allow_private) : allow_private_(allow_private) {}
  // Answers later. On the server's thread.
  void forward(std::string_view json, Role role, const http::Reply& reply);

 private:
  bool allow_private_;
  std::unique_ptr<http::Client> client_;  // on first use
};

}  // namespace mpaas::devserver
