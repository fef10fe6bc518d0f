// One HTTP exchange through libcurl, and when to try again. Private to this folder, which is the
// only one that knows libcurl.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/base/result.h"

namespace mpaas::release {

struct Exchange {
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<std::string_view> body;  // pieces, posted one after the other
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;
  std::function<bool()> cancelled;
};

struct Answer {
  unsigned status = 0;
  std::optional<std::chrono::seconds> retry_after;
  std::string body;  // at most 16 MiB
};

struct Failure {
  Error error;
  bool arrived = true;  // the request may have reached the server
};

// https, or http to this machine; no user name, no fragment. Configuration errors say why.
Status check_url(std::string_view url);

std::variant<Answer, Failure> post(const Exchange& exchange);

// Full jitter: a random part of 0.5 s · 2^attempt, at most 20 s; or what the server asked for, at
// most a minute.
std::chrono::milliseconds pause_before(int attempt, std::optional<std::chrono::seconds> asked);

}  // namespace mpaas::release
