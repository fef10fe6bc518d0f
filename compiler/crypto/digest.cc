#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <cstdio>
#include <cstdlib>

#include "compiler/crypto/crypto.h"

namespace mpaas::crypto {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// OpenSSL fails here only without memory or without its own algorithms.
[[noreturn]] void broken(const char* what) {
  std::fprintf(stderr, "mpaas: OpenSSL cannot %s\n", what);
  std::abort();
}

const EVP_MD* method(Digest kind) {
  switch (kind) {
    case Digest::md5:
      return EVP_md5();
    case Digest::sha1:
      return EVP_sha1();
    case Digest::sha256:
      return EVP_sha256();
  }
  broken("find a digest");
}

int base64_value(char character) {
  const std::size_t at = base64_digits.find(character);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

int hex_value(char character) {
  if (character >= '0' && character <= '9') {
    return character - '0';
  }
  if (character >= 'a' && character <= 'f') {
    return character - 'a' + 10;
  }
  return character >= 'A' && character <= 'F' ? character - 'A' + 10 : -1;
}

}  // namespace

std::string digest(Digest kind, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, method(kind), nullptr) != 1) {
    broken("make a digest");
  }
  return {reinterpret_cast<const char*>(out.data()), size};
}

std::string digest_hex(Digest kind, std::string_view bytes) { return hex(digest(kind, bytes)); }

void Hasher::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

Hasher::Hasher(Digest kind) : context_(EVP_MD_CTX_new()) {
  if (context_ == nullptr || EVP_DigestInit_ex(context_.get(), method(kind), nullptr) != 1) {
    broken("make a digest");
  }
}
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;
Hasher::~Hasher() = default;

void Hasher::update(std::string_view bytes) {
  if (EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) != 1) {
    broken("make a digest");
  }
}

std::string Hasher::finish() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned size = 0;
  if (EVP_DigestFinal_ex(context_.get(), out.data(), &size) != 1) {
    broken("make a digest");
  }
  return {reinterpret_cast<const char*>(out.data()), size};
}

std::string hmac(Digest kind, std::string_view key, std::string_view message) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned size = 0;
  if (HMAC(method(kind), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(message.data()), message.size(), out.data(),
           &size) == nullptr) {
    broken("make an HMAC");
  }
  return {reinterpret_cast<const char*>(out.data()), size};
}

std::string hex(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    out += hex_digits[value >> 4U];
    out += hex_digits[value & 15U];
  }
  return out;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) {
    return std::nullopt;
  }
  std::string out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_value(text[i]);
    const int low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

std::string base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    const auto byte = [&](std::size_t at) {
      return at < left ? static_cast<unsigned>(static_cast<unsigned char>(bytes[i + at])) : 0U;
    };
    const unsigned group = byte(0) << 16U | byte(1) << 8U | byte(2);
    out += base64_digits[group >> 18U];
    out += base64_digits[group >> 12U & 63U];
    out += left > 1 ? base64_digits[group >> 6U & 63U] : '=';
    out += left > 2 ? base64_digits[group & 63U] : '=';
  }
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string out;
  out.reserve(text.size() / 4 * 3);
  unsigned group = 0;
  unsigned digits = 0;
  unsigned padding = 0;
  bool ended = false;
  for (const char character : text) {
    if (character == '\n' || character == '\r' || character == ' ' || character == '\t') {
      continue;
    }
    if (ended) {
      return std::nullopt;
    }
    if (character == '=') {
      if (digits + padding < 2) {
        return std::nullopt;
      }
      ++padding;
      group <<= 6U;
    } else {
      const int value = base64_value(character);
      if (value < 0 || padding > 0) {
        return std::nullopt;
      }
      group = group << 6U | static_cast<unsigned>(value);
      ++digits;
    }
    if (digits + padding == 4) {
      if ((padding == 1 && (group & 0xFFU) != 0) || (padding == 2 && (group & 0xFFFFU) != 0)) {
        return std::nullopt;
      }
      out += static_cast<char>(group >> 16U);
      if (padding < 2) {
        out += static_cast<char>(group >> 8U & 255U);
      }
      if (padding < 1) {
        out += static_cast<char>(group & 255U);
      }
      ended = padding > 0;
      group = 0;
      digits = 0;
      padding = 0;
    }
  }
  if (digits + padding != 0) {
    return std::nullopt;
  }
  return out;
}

std::string random_bytes(std::size_t count) {
  std::string out(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(count)) != 1) {
    broken("get randomness from the system");
  }
  return out;
}

bool equal_constant_time(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string openssl_version() { return OpenSSL_version(OPENSSL_VERSION_STRING); }

}  // namespace mpaas::crypto
