// The head of a request, read strictly. Beast frames the body from the same bytes; whatever two
// readers could understand differently (RFC 9112 section 11.2) is refused here first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "devserver/http/http.h"

namespace mpaas::http {

constexpr std::size_t head_limit = 32 * 1024;
constexpr std::size_t target_limit = 8 * 1024;
constexpr std::size_t header_count_limit = 100;

struct Head {
  Request request;
  std::optional<std::uint64_t> content_length;
  bool chunked = false;
  bool expects_continue = false;
};

// raw: from the request line to the empty line, both included. Returns 0, or the status to refuse
// with.
unsigned parse_head(std::string_view raw, Head& head);

bool is_token(std::string_view text);  // RFC 9110 5.6.2
// May stand in a header of ours: visible characters, space and tab.
bool is_field_value(std::string_view text);
// "keep-alive, Upgrade" contains "upgrade".
bool list_contains(std::string_view list, std::string_view lower_item);

}  // namespace mpaas::http
