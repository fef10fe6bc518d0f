// The platform over HTTP:
//
//   POST /               OpenAPI (also GET, in the old style)        loopback only
//   POST /files          form upload with a file token               loopback only
//   GET  /packages/<sha256>/<name>.amr                               immutable
//   GET  /device/check?h5Id=…&version=…&userId=…   (or POST)         see protocol.h DeviceQuery
//   GET  /health
//
// Administration is for this machine; phones of the network reach only what they need. Host and
// Origin are checked before anything else.
#pragma once

#include <string>
#include <vector>

#include "devserver/http/http.h"
#include "devserver/platform/service.h"

namespace mpaas::platform {

class Routes {
 public:
  // names: what the platform is called, with port ("127.0.0.1:8630"). incoming: folder for bodies.
  Routes(Service& service, std::vector<std::string> names, std::string incoming);

  http::Admission admit(const http::Request& head) const;
  http::Response answer(const http::Request& request);

 private:
  http::Response api(const http::Request& request);
  http::Response upload(const http::Request& request);
  http::Response package(const http::Request& request);
  http::Response device(const http::Request& request);

  Service& service_;
  std::vector<std::string> names_;
  std::string incoming_;
};

}  // namespace mpaas::platform
