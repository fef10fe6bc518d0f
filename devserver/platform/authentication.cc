#include "devserver/platform/authentication.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>

#include "compiler/base/text.h"
#include "compiler/crypto/crypto.h"

namespace mpaas::platform {
namespace {

Refusal missing(std::string_view name) {
  return {400, fmt::format("Missing{}", name),
          fmt::format("{} is mandatory for this action.", name)};
}

Refusal bad_signature(std::string string_to_sign) {
  return {400, "SignatureDoesNotMatch",
          fmt::format("Specified signature is not matched with our calculation. "
                      "server string to sign is:{}",
                      string_to_sign)};
}

const Refusal internal{500, "InternalError", "The platform could not read or write its store."};

// A header that has to be there exactly once.
std::optional<std::string> single(const http::Request& request, std::string_view name) {
  std::optional<std::string> found;
  for (const http::Header& header : request.headers) {
    if (text::lower_ascii(header.name) == name) {
      if (found) {
        return std::nullopt;
      }
      found = header.value;
    }
  }
  return found;
}

bool is_form(const http::Request& request) {
  const std::string type = text::lower_ascii(request.headers.get("content-type"));
  return type.substr(0, type.find(';')) == "application/x-www-form-urlencoded";
}

// Date, nonce: the last steps of both styles.
std::optional<Refusal> check_freshness(Service& service, const std::string& key_id,
                                       std::string_view date, std::string_view nonce) {
  const std::optional<std::int64_t> time = parse_utc_time(date);
  if (!time) {
    return Refusal{400, "InvalidTimeStamp.Format",
                   "Specified time stamp or date value is not well formatted."};
  }
  if (std::llabs(*time - service.now()) > clock_tolerance_seconds) {
    return Refusal{400, "InvalidTimeStamp.Expired",
                   fmt::format("Specified time stamp or date value is expired. server time: {}",
                               utc_time(service.now()))};
  }
  const Result<bool> fresh = service.use_nonce(key_id, nonce);
  if (!fresh) {
    return internal;
  }
  if (!*fresh) {
    return Refusal{400, "SignatureNonceUsed", "Specified signature nonce was used already."};
  }
  return std::nullopt;
}

bool is_nonce(std::string_view nonce) { return nonce.size() >= 8 && nonce.size() <= 128; }

struct Key {
  std::optional<AccessKey> key;
  std::optional<Refusal> refusal;
};

Key find_key(Service& service, std::string_view id) {
  Result<std::optional<AccessKey>> key = service.access_key(id);
  if (!key) {
    return {std::nullopt, internal};
  }
  if (!*key) {
    return {std::nullopt,
            Refusal{404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."}};
  }
  return {*std::move(key), std::nullopt};
}

std::variant<AuthenticCall, Refusal> finish(std::string_view action, std::string_view version,
                                            Parameters parameters, const AccessKey& key) {
  if (version != api_version) {
    return Refusal{400, "NoSuchVersion",
                   fmt::format("Specified version does not exist; this is {}.", api_version)};
  }
  const Operation* operation = find_operation(action);
  if (operation == nullptr) {
    return Refusal{404, "InvalidAction.NotFound",
                   "Specified api is not found, please check your url and method."};
  }
  return AuthenticCall{operation, std::move(parameters), key.tenant};
}

std::variant<AuthenticCall, Refusal> authenticate_acs3(const http::Request& request,
                                                       Service& service) {
  const std::optional<std::string> header = single(request, "authorization");
  const std::optional<Acs3Authorization> authorization =
      header ? parse_authorization(*header) : std::nullopt;
  if (!authorization) {
    return Refusal{400, "IncompleteSignature", "The Authorization header is malformed."};
  }
  const std::vector<std::string>& names = authorization->signed_headers;
  const auto is_signed = [&](std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  constexpr std::array<std::string_view, 6> needed = {
      "host",       "x-acs-action",          "x-acs-content-sha256",
      "x-acs-date", "x-acs-signature-nonce", "x-acs-version"};
  for (const std::string_view name : needed) {
    if (!single(request, name)) {
      return missing(name);
    }
    if (!is_signed(name)) {
      return Refusal{400, "IncompleteSignature", fmt::format("{} is not signed.", name)};
    }
  }
  SignedRequest message;
  message.method = request.method;
  message.path = request.target.substr(0, request.target.find('?'));
  message.query = http::parse_form(request.query);
  for (const http::Header& one : request.headers) {
    const std::string name = text::lower_ascii(one.name);
    if ((name.starts_with("x-acs-") || name == "content-type") && !is_signed(name)) {
      return Refusal{400, "IncompleteSignature", fmt::format("{} is not signed.", name)};
    }
  }
  for (const std::string& name : names) {
    const std::optional<std::string> value = single(request, name);
    if (!value) {
      return missing(name);
    }
    message.headers.emplace_back(name, *value);
  }
  message.body_sha256 = crypto::digest_hex(crypto::Digest::sha256, request.body);
  if (!crypto::equal_constant_time(message.body_sha256, *single(request, "x-acs-content-sha256"))) {
    return Refusal{400, "InvalidContentSha256", "x-acs-content-sha256 is not that of the body."};
  }
  Key key = find_key(service, authorization->key_id);
  if (key.refusal) {
    return *key.refusal;
  }
  if (!crypto::equal_constant_time(acs3_signature(key.key->secret.view(), message),
                                   authorization->signature)) {
    return bad_signature(acs3_string_to_sign(message));
  }
  const std::string nonce = *single(request, "x-acs-signature-nonce");
  if (!is_nonce(nonce)) {
    return Refusal{400, "InvalidSignatureNonce", "The nonce has 8 to 128 characters."};
  }
  if (std::optional<Refusal> refusal =
          check_freshness(service, authorization->key_id, *single(request, "x-acs-date"), nonce)) {
    return *std::move(refusal);
  }
  Parameters parameters = std::move(message.query);
  if (!request.body.empty()) {
    if (!is_form(request)) {
      return Refusal{400, "UnsupportedContentType", "The body is no form."};
    }
    Parameters form = http::parse_form(request.body);
    std::move(form.begin(), form.end(), std::back_inserter(parameters));
  }
  return finish(*single(request, "x-acs-action"), *single(request, "x-acs-version"),
                std::move(parameters), *key.key);
}

std::variant<AuthenticCall, Refusal> authenticate_rpc(const http::Request& request,
                                                      Service& service) {
  Parameters parameters = http::parse_form(request.query);
  if (!request.body.empty() && is_form(request)) {
    Parameters form = http::parse_form(request.body);
    std::move(form.begin(), form.end(), std::back_inserter(parameters));
  }
  std::set<std::string_view> seen;
  for (const auto& [name, value] : parameters) {
    if (!seen.insert(name).second) {
      return Refusal{400, "InvalidParameter", fmt::format("{} is given twice.", name)};
    }
  }
  constexpr std::array<std::string_view, 8> own = {
      "Action",         "AccessKeyId",      "Signature", "SignatureMethod",
      "SignatureNonce", "SignatureVersion", "Timestamp", "Version"};
  for (const std::string_view name : own) {
    if (value_of(parameters, name).empty()) {
      return missing(name);
    }
  }
  if (value_of(parameters, "SignatureMethod") != "HMAC-SHA1" ||
      value_of(parameters, "SignatureVersion") != "1.0") {
    return Refusal{400, "InvalidSignatureMethod", "Only HMAC-SHA1 of version 1.0 is known."};
  }
  const std::string key_id(value_of(parameters, "AccessKeyId"));
  Key key = find_key(service, key_id);
  if (key.refusal) {
    return *key.refusal;
  }
  if (!crypto::equal_constant_time(
          rpc_signature(key.key->secret.view(), request.method, parameters),
          value_of(parameters, "Signature"))) {
    return bad_signature(rpc_string_to_sign(request.method, parameters));
  }
  const std::string_view nonce = value_of(parameters, "SignatureNonce");
  if (!is_nonce(nonce)) {
    return Refusal{400, "InvalidSignatureNonce", "The nonce has 8 to 128 characters."};
  }
  if (std::optional<Refusal> refusal =
          check_freshness(service, key_id, value_of(parameters, "Timestamp"), nonce)) {
    return *std::move(refusal);
  }
  const std::string action(value_of(parameters, "Action"));
  const std::string version(value_of(parameters, "Version"));
  parameters.erase(std::remove_if(parameters.begin(), parameters.end(),
                                  [&](const auto& pair) {
                                    return pair.first == "Format" ||
                                           std::find(own.begin(), own.end(), pair.first) !=
                                               own.end();
                                  }),
                   parameters.end());
  return finish(action, version, std::move(parameters), *key.key);
}

}  // namespace

std::variant<AuthenticCall, Refusal> authenticate(const http::Request& request, Service& service) {
  if (request.headers.find("authorization")) {
    return authenticate_acs3(request, service);
  }
  return authenticate_rpc(request, service);
}

}  // namespace mpaas::platform
