// The embedded release platform: the part of the mPaaS cloud that a team needs to release
// mini-programs, on their own machine. Speaks the OpenAPI 2020-10-28 (protocol.h), takes uploads,
// converts and signs packages, and tells devices what to install. Everything is kept in one folder
// (store.h); what was acknowledged survives kill -9.
//
// create() makes the folder and one access key; start() serves it, in threads of its own, until the
// object dies. Errors: cannot_write (there is one already), not_found (there is none), try_later
// (served by another process, or the port is taken), configuration, io.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/crypto/crypto.h"

namespace mpaas::platform {

struct Identity {
  std::string tenant_id;
  std::string workspace_id;
  std::string app_id;  // of the mPaaS app, not of a mini-program
};

struct Credentials {
  Identity identity;
  std::string access_key_id;
  crypto::Secret access_key_secret;
};

inline constexpr std::uint16_t default_port = 8630;

struct PlatformOptions {
  std::string directory;
  std::vector<std::string> addresses = {"127.0.0.1"};  // to listen on
  std::uint16_t port = default_port;                   // 0: the system chooses
  std::function<std::int64_t()> clock;                 // seconds since 1970; null: the system's
};

class Platform {
 public:
  // Empty members of the identity are made up.
  static Result<Credentials> create(const std::string& directory, Identity identity);
  static Result<std::unique_ptr<Platform>> start(const PlatformOptions& options);
  ~Platform();
  Platform(const Platform&) = delete;
  Platform& operator=(const Platform&) = delete;

  std::uint16_t port() const;
  std::string url() const;  // "http://127.0.0.1:8630"

 private:
  struct State;
  explicit Platform(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace mpaas::platform
