#include "devserver/request_proxy.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "compiler/base/text.h"
#include "compiler/base/utf8.h"
#include "compiler/crypto/crypto.h"

namespace mpaas::devserver {
namespace {

using nlohmann::json;

// Codes of my.request in the framework's documentation.
enum class RequestError : int {
  wrong_parameter = 2,
  not_allowed = 4,
  no_network = 12,
  timeout = 13
};

http::Response failure(RequestError code, std::string_view message, unsigned status = 200) {
  const json answer = {{"error", static_cast<int>(code)}, {"message", message}};
  return http::Response::json(answer.dump(-1, ' ', false, json::error_handler_t::replace), status);
}

std::string text_member(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) {
    return {};
  }
  return found->is_string() ? found->get<std::string>() : found->dump();
}

struct Asked {
  http::Fetch fetch;
  bool binary = false;
};

Result<Asked> read_request(std::string_view text) {
  constexpr std::int64_t longest_wait_ms = 120'000;
  const auto wrong = [](const char* what) { return Error{Error::Kind::invalid, what}; };
  // Writing JSON recurses, so depth is bounded here; deeper values are left out.
  const json given = json::parse(
      text, [](int depth, json::parse_event_t, json&) { return depth < 8; }, false);
  if (!given.is_object()) {
    return wrong("the request is no JSON object");
  }
  Asked asked;
  http::Fetch& fetch = asked.fetch;
  fetch.url = text_member(given, "url");
  const std::string method = text_member(given, "method");
  fetch.method = method.empty() ? "GET" : method;
  std::transform(fetch.method.begin(), fetch.method.end(), fetch.method.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  static constexpr std::string_view methods[] = {"GET",    "HEAD",  "POST",   "PUT",
                                                 "DELETE", "PATCH", "OPTIONS"};
  if (std::ranges::find(methods, fetch.method) == std::end(methods)) {
    return wrong("method is none of GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS");
  }
  if (const auto headers = given.find("headers"); headers != given.end() && headers->is_object()) {
    for (const auto& [name, value] : headers->items()) {
      fetch.headers.add(name, value.is_string() ? value.get<std::string>() : value.dump());
    }
  }
  fetch.body = text_member(given, "data");
  if (text_member(given, "encoding") == "base64") {
    std::optional<std::string> bytes = crypto::from_base64(fetch.body);
    if (!bytes) {
      return wrong("data is no base64");
    }
    fetch.body = *std::move(bytes);
  }
  if (const auto timeout = given.find("timeout"); timeout != given.end() && timeout->is_number()) {
    const double wait = timeout->get<double>();
    if (wait >= 1) {
      fetch.timeout = std::chrono::milliseconds(
          static_cast<std::int64_t>(std::min(wait, static_cast<double>(longest_wait_ms))));
    }
  }
  asked.binary = text_member(given, "responseType") == "arraybuffer";
  return asked;
}

http::Response answer(const Result<http::Fetched>& fetched, bool binary) {
  if (!fetched) {
    switch (fetched.error().kind) {
      case Error::Kind::rejected:
        return failure(RequestError::not_allowed, fetched.error().message, 403);
      case Error::Kind::try_later:
        return failure(RequestError::timeout, fetched.error().message);
      case Error::Kind::invalid:
        return failure(RequestError::wrong_parameter, fetched.error().message);
      default:
        return failure(RequestError::no_network, fetched.error().message);
    }
  }
  json headers = json::object();
  for (const auto& [name, value] : fetched->headers) {
    const std::string lower = text::lower_ascii(name);
    const auto before = headers.find(lower);
    headers[lower] = before == headers.end() ? value : before->get<std::string>() + ", " + value;
  }
  const bool utf8 = !binary && utf8::find_invalid(fetched->body) == std::string_view::npos;
  const json answer = {{"status", fetched->status},
                       {"headers", std::move(headers)},
                       {"data", utf8 ? fetched->body : crypto::base64(fetched->body)},
                       {"encoding", utf8 ? "utf8" : "base64"}};
  return http::Response::json(answer.dump(-1, ' ', false, json::error_handler_t::replace));
}

}  // namespace

void RequestProxy::forward(std::string_view text, Role role, const http::Reply& reply) {
  Result<Asked> asked = read_request(text);
  if (!asked) {
    reply(failure(RequestError::wrong_parameter, asked.error().message, 400));
    return;
  }
  asked->fetch.allow = [role, allow_private = allow_private_](http::Reach reach,
                                                              const std::string&) {
    return may_fetch(role, reach, allow_private);
  };
  if (!client_) {
    client_ = std::make_unique<http::Client>();
  }
  const bool binary = asked->binary;
  client_->fetch(std::move(asked->fetch), [reply, binary](const Result<http::Fetched>& fetched) {
    reply(answer(fetched, binary));
  });
}

}  // namespace mpaas::devserver
