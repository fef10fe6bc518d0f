#include "devserver/http/head.h"

#include <algorithm>
#include <charconv>

#include "compiler/base/text.h"
#include "compiler/base/utf8.h"

namespace mpaas::http {
namespace {

constexpr unsigned bad_request = 400;

bool is_token_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_host(std::string_view text) {
  return !text.empty() && text.size() <= 255 && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           std::string_view(".-_:[]").find(c) != std::string_view::npos;
  });
}

// Decoding happens once, and what it gives must already be in normal form: a lookup in a map never
// needs "..", and a proxy in front of us may read such a path differently.
bool take_target(std::string_view target, Request& request) {
  if (target.empty() || target.front() != '/') {
    return false;  // absolute-form and asterisk-form are for proxies
  }
  const bool visible = std::ranges::all_of(
      target, [](char c) { return c > ' ' && c < '\x7f' && c != '#' && c != '\\'; });
  if (!visible) {
    return false;
  }
  const std::size_t question = target.find('?');
  std::optional<std::string> path = percent_decode(target.substr(0, question));
  if (!path || utf8::find_invalid(*path) != std::string_view::npos) {
    return false;
  }
  for (const char c : *path) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '\x7f' || c == '\\') {
      return false;
    }
  }
  const std::vector<std::string_view> parts = text::split(std::string_view(*path).substr(1), '/');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool last = i + 1 == parts.size();
    if ((parts[i].empty() && !last) || parts[i] == "." || parts[i] == "..") {
      return false;
    }
  }
  request.target = target;
  request.path = *std::move(path);
  request.query = question == std::string_view::npos ? "" : target.substr(question + 1);
  return true;
}

unsigned take_request_line(std::string_view line, Request& request, bool& version_1_1) {
  const std::size_t first = line.find(' ');
  const std::size_t second = line.rfind(' ');
  if (first == std::string_view::npos || second == first) {
    return bad_request;
  }
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, second - first - 1);
  const std::string_view version = line.substr(second + 1);
  if (!is_token(method) || method.size() > 32) {
    return bad_request;
  }
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return version.starts_with("HTTP/") && version.size() == 8 ? 505 : bad_request;
  }
  version_1_1 = version == "HTTP/1.1";
  if (method == "TRACE" || method == "CONNECT") {
    return 405;
  }
  if (target.size() > target_limit) {
    return 414;
  }
  request.method = method;
  return take_target(target, request) ? 0 : bad_request;
}

unsigned take_framing(Head& head, bool version_1_1) {
  std::size_t lengths = 0;
  std::size_t codings = 0;
  std::size_t hosts = 0;
  for (const auto& [name, value] : head.request.headers) {
    const std::string lower = text::lower_ascii(name);
    if (lower == "host") {
      head.request.host = text::lower_ascii(value);
      hosts += 1;
    } else if (lower == "content-length") {
      std::uint64_t length = 0;
      const char* const end = value.data() + value.size();
      const auto [stop, error] = std::from_chars(value.data(), end, length);
      if (value.empty() || error != std::errc{} || stop != end) {
        return bad_request;
      }
      head.content_length = length;
      lengths += 1;
    } else if (lower == "transfer-encoding") {
      if (text::lower_ascii(value) != "chunked") {
        return 501;
      }
      head.chunked = true;
      codings += 1;
    } else if (lower == "expect") {
      if (text::lower_ascii(value) != "100-continue") {
        return 417;
      }
      head.expects_continue = true;
    }
  }
  if (hosts != 1 || !is_host(head.request.host)) {
    return bad_request;
  }
  if (lengths > 1 || codings > 1 || (lengths > 0 && codings > 0)) {
    return bad_request;
  }
  return head.chunked && !version_1_1 ? bad_request : 0;
}

}  // namespace

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_token_character);
}

bool is_field_value(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != '\x7f');
  });
}

bool list_contains(std::string_view list, std::string_view lower_item) {
  for (const std::string_view item : text::split(list, ',')) {
    if (text::lower_ascii(text::trim(item)) == lower_item) {
      return true;
    }
  }
  return false;
}

unsigned parse_head(std::string_view raw, Head& head) {
  if (raw.size() < 4 || !raw.ends_with("\r\n\r\n")) {
    return bad_request;
  }
  raw.remove_suffix(2);
  bool version_1_1 = false;
  bool first = true;
  std::size_t count = 0;
  while (!raw.empty()) {
    const std::size_t end = raw.find("\r\n");
    const std::string_view line = raw.substr(0, end);
    raw.remove_prefix(end + 2);
    if (!is_field_value(line)) {
      return bad_request;  // among others a CR or LF of its own
    }
    if (first) {
      if (const unsigned status = take_request_line(line, head.request, version_1_1)) {
        return status;
      }
      first = false;
      continue;
    }
    count += 1;
    if (count > header_count_limit) {
      return 431;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
      return bad_request;  // among others a folded line, or a space before the colon
    }
    head.request.headers.add(std::string(line.substr(0, colon)),
                             std::string(text::trim(line.substr(colon + 1))));
  }
  return take_framing(head, version_1_1);
}

}  // namespace mpaas::http
