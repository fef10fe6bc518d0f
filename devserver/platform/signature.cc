// Request signatures: pure functions over what goes over the wire.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/base/text.h"
#include "compiler/crypto/crypto.h"
#include "devserver/platform/protocol.h"

namespace mpaas::platform {
namespace {

constexpr std::string_view acs3 = "ACS3-HMAC-SHA256";

std::string encode(std::string_view text, std::string_view also_plain) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~' ||
                       also_plain.find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

// name=value&…, sorted by encoded name as all SDKs do.
std::string join_sorted(const Parameters& parameters, std::string_view also_plain) {
  std::vector<std::pair<std::string, std::string>> encoded;
  encoded.reserve(parameters.size());
  for (const auto& [name, value] : parameters) {
    encoded.emplace_back(encode(name, also_plain), encode(value, also_plain));
  }
  std::sort(encoded.begin(), encoded.end());
  std::string out;
  for (const auto& [name, value] : encoded) {
    out += out.empty() ? "" : "&";
    out += name;
    out += '=';
    out += value;
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> sorted_headers(const SignedRequest& request) {
  std::vector<std::pair<std::string, std::string>> headers;
  for (const auto& [name, value] : request.headers) {
    headers.emplace_back(text::lower_ascii(name), text::trim(value));
  }
  std::sort(headers.begin(), headers.end());
  return headers;
}

std::string signed_names(const SignedRequest& request) {
  std::string names;
  for (const auto& [name, value] : sorted_headers(request)) {
    names += names.empty() ? "" : ";";
    names += name;
  }
  return names;
}

}  // namespace

std::string percent_encode(std::string_view text) { return encode(text, {}); }

std::string form_body(Parameters parameters) { return join_sorted(parameters, "*"); }

std::string canonical_request(const SignedRequest& request) {
  std::string out = request.method;
  out += '\n';
  out += request.path;
  out += '\n';
  out += join_sorted(request.query, {});
  out += '\n';
  for (const auto& [name, value] : sorted_headers(request)) {
    out += name;
    out += ':';
    out += value;
    out += '\n';
  }
  out += '\n';
  out += signed_names(request);
  out += '\n';
  out += request.body_sha256;
  return out;
}

std::string acs3_string_to_sign(const SignedRequest& request) {
  return fmt::format("{}\n{}", acs3,
                     crypto::digest_hex(crypto::Digest::sha256, canonical_request(request)));
}

std::string acs3_signature(std::string_view secret, const SignedRequest& request) {
  return crypto::hex(crypto::hmac(crypto::Digest::sha256, secret, acs3_string_to_sign(request)));
}

std::string acs3_authorization(std::string_view key_id, std::string_view secret,
                               const SignedRequest& request) {
  return fmt::format("{} Credential={},SignedHeaders={},Signature={}", acs3, key_id,
                     signed_names(request), acs3_signature(secret, request));
}

std::optional<Acs3Authorization> parse_authorization(std::string_view header) {
  if (header.size() > 4096 || !header.starts_with(acs3) || header.size() == acs3.size() ||
      header[acs3.size()] != ' ') {
    return std::nullopt;
  }
  Acs3Authorization authorization;
  for (std::string_view field : text::split(header.substr(acs3.size() + 1), ',')) {
    field = text::trim(field);
    const std::size_t equals = field.find('=');
    if (equals == std::string_view::npos) {
      return std::nullopt;
    }
    const std::string_view name = field.substr(0, equals);
    const std::string_view value = field.substr(equals + 1);
    if (value.empty()) {
      return std::nullopt;
    }
    if (name == "Credential" && authorization.key_id.empty()) {
      authorization.key_id = value;
    } else if (name == "SignedHeaders" && authorization.signed_headers.empty()) {
      for (const std::string_view one : text::split(value, ';')) {
        authorization.signed_headers.emplace_back(one);
      }
    } else if (name == "Signature" && authorization.signature.empty()) {
      authorization.signature = value;
    } else {
      return std::nullopt;
    }
  }
  const std::vector<std::string>& names = authorization.signed_headers;
  const bool sorted_once =
      std::adjacent_find(names.begin(), names.end(), std::greater_equal<>()) == names.end();
  if (authorization.key_id.empty() || authorization.signature.empty() || names.empty() ||
      !sorted_once) {
    return std::nullopt;
  }
  return authorization;
}

std::string rpc_string_to_sign(std::string_view method, Parameters parameters) {
  parameters.erase(std::remove_if(parameters.begin(), parameters.end(),
                                  [](const auto& pair) { return pair.first == "Signature"; }),
                   parameters.end());
  return fmt::format("{}&%2F&{}", method, percent_encode(join_sorted(parameters, {})));
}

std::string rpc_signature(std::string_view secret, std::string_view method,
                          const Parameters& parameters) {
  return crypto::base64(crypto::hmac(crypto::Digest::sha1, std::string(secret) + "&",
                                     rpc_string_to_sign(method, parameters)));
}

}  // namespace mpaas::platform
