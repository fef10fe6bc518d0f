// Digests, message authentication codes, signatures, envelopes, keys, randomness. The only folder
// that sees OpenSSL.
//
// Bytes are std::string_view in, std::string out, raw unless a name says hex or base64. Keys are
// small immutable values which may be copied and used from several threads. Secret wipes its bytes.
// Errors are Kind::crypto (does not fit, too old), Kind::invalid (no key, no envelope) or
// Kind::permission (a private key that others can read) and carry codes of the 70xx band. Nothing
// here prints or logs, and no error message contains key material.
//
// Sources: RFC 8017 (RSA), RFC 2104 (HMAC), RFC 4648 (base64, hex), RFC 5083/5084 (CMS
// AuthEnvelopedData with AES-GCM), GB/T 32918 (SM2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"

struct evp_pkey_st;
struct evp_md_ctx_st;
struct x509_st;

namespace mpaas::crypto {

// ---- digests and codes

enum class Digest : std::uint8_t { md5, sha1, sha256 };

std::string digest(Digest kind, std::string_view bytes);
std::string digest_hex(Digest kind, std::string_view bytes);  // lower case

// The same for data that comes in pieces.
class Hasher {
 public:
  explicit Hasher(Digest kind);
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;
  ~Hasher();
  void update(std::string_view bytes);
  std::string finish();  // raw; once

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

std::string hmac(Digest kind, std::string_view key, std::string_view message);

std::string hex(std::string_view bytes);  // lower case
std::optional<std::string> from_hex(std::string_view text);
std::string base64(std::string_view bytes);  // with padding, one line
// The standard alphabet, full padding, zero pad bits; LF, CR, space and tab may stand anywhere, as
// in PEM and in Alipay's SIGN.json.
std::optional<std::string> from_base64(std::string_view text);

// From the system's generator. Ends the process when there is none: nothing sensible can follow.
std::string random_bytes(std::size_t count);
// Takes the same time wherever the two differ (only their lengths show).
bool equal_constant_time(std::string_view left, std::string_view right);

// ---- secrets

// Owns bytes that must not stay in memory: keys, access key secrets. Never printed, never in
// --json.
class Secret {
 public:
  Secret() = default;
  // Wipes the argument.
  explicit Secret(std::string&& bytes);
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();
  std::string_view view() const { return {bytes_.data(), bytes_.size()}; }
  bool empty() const { return bytes_.empty(); }
  Secret copy() const;

 private:
  void wipe();
  std::vector<char> bytes_;
};

// The content of a file that only its owner may read. Refuses (Kind::permission, E7015) when group
// or others can, or when somebody else owns it; at most 1 MiB. A pipe of the user's own works too.
Result<Secret> read_secret_file(const std::string& path);

// ---- keys

enum class KeyType : std::uint8_t { rsa, sm2, elliptic_curve, other };

struct KeyInfo {
  KeyType type = KeyType::other;
  std::string name;  // "RSA", "SM2", "EC prime256v1", "ED25519"
  int bits = 0;
  bool is_private = false;
  // SHA-256 of the DER SubjectPublicKeyInfo, hex. `openssl pkey -pubout -outform DER | sha256sum`
  std::string fingerprint;
};

class PublicKey {
 public:
  // PEM: "PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE" (its key), or bare base64 of the
  // SubjectPublicKeyInfo, as apps carry it in their sources.
  static Result<PublicKey> from_pem(std::string_view pem);
  static Result<PublicKey> from_file(const std::string& path);
  std::string pem() const;  // "PUBLIC KEY"
  KeyInfo info() const;
  evp_pkey_st* native() const { return key_.get(); }

 private:
  friend class PrivateKey;
  explicit PublicKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}
  std::shared_ptr<evp_pkey_st> key_;
};

enum class NewKey : std::uint8_t { rsa2048, rsa3072, sm2 };

class PrivateKey {
 public:
  // PKCS#1 or PKCS#8 PEM, without a pass phrase.
  static Result<PrivateKey> from_pem(std::string_view pem);
  static Result<PrivateKey> from_file(const std::string& path);  // through read_secret_file
  static Result<PrivateKey> generate(NewKey kind);
  Secret pem() const;  // PKCS#8 "PRIVATE KEY"
  PublicKey public_key() const;
  KeyInfo info() const;
  evp_pkey_st* native() const { return key_.get(); }

 private:
  explicit PrivateKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}
  std::shared_ptr<evp_pkey_st> key_;
};

// RSASSA-PKCS1-v1_5. Phones of today expect Digest::sha1.
Result<std::string> sign(const PrivateKey& key, Digest kind, std::string_view bytes);
bool verify(const PublicKey& key, Digest kind, std::string_view bytes, std::string_view signature);

// ---- envelopes

class Certificate {
 public:
  static Result<Certificate> from_pem(std::string_view pem);
  static Result<Certificate> from_file(const std::string& path);
  std::string subject() const;
  KeyInfo info() const;
  x509_st* native() const { return certificate_.get(); }

 private:
  explicit Certificate(std::shared_ptr<x509_st> certificate)
      : certificate_(std::move(certificate)) {}
  std::shared_ptr<x509_st> certificate_;
};

// CMS AuthEnvelopedData, AES-256-GCM, DER; RSA recipients with OAEP (SHA-256). Opened by
//   openssl cms -decrypt -binary -inform DER -in X.p7m -recip cert.pem -inkey key.pem -out X
Result<std::string> encrypt(std::string_view bytes, const std::vector<Certificate>& recipients);
// Opens the above, and nothing weaker: only AuthEnvelopedData, AES-GCM, 16-byte tag, no
// authenticated attributes. Needs OpenSSL 3.0.22 or newer at run time (older ones give out text
// before they have checked it).
Result<std::string> decrypt(std::string_view envelope, const PrivateKey& key);
// "3.0.22": what is loaded now.
std::string openssl_version();

}  // namespace mpaas::crypto
