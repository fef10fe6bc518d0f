// One call of an operation as Service's files see it; private to this folder.
#pragma once

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>

#include "devserver/platform/service.h"

namespace mpaas::platform {

struct Service::Call {
  const Scope& scope;
  const Parameters& parameters;
  const std::string& base_url;

  std::string_view text(std::string_view name) const { return value_of(parameters, name); }
  std::string string(std::string_view name) const { return std::string(text(name)); }
  std::int64_t number(std::string_view name, std::int64_t otherwise = 0) const {
    const std::string_view value = text(name);
    std::from_chars(value.data(), value.data() + value.size(), otherwise);
    return otherwise;
  }
  Page page() const {
    constexpr std::int64_t most = 100;
    return {std::clamp<std::int64_t>(number("PageNum", 1), 1, 1'000'000),
            std::clamp<std::int64_t>(number("PageSize", 10), 1, most)};
  }
};

inline Error rejected(std::string message) {
  return {Error::Kind::rejected, std::move(message), 8011};
}

}  // namespace mpaas::platform
