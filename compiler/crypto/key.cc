#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <array>
#include <fstream>
#include <iterator>

#include "compiler/crypto/crypto.h"

namespace mpaas::crypto {
namespace {

constexpr int not_a_key = 7016;
constexpr int cannot_sign = 7017;
constexpr std::size_t largest_public_file = 1024 * 1024;

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free_all(bio); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;
struct FreeContext {
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, FreeContext>;

Bio reader(std::string_view text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::shared_ptr<EVP_PKEY> own(EVP_PKEY* key) { return {key, EVP_PKEY_free}; }

// A pass phrase is never asked for: nothing in mpaas may wait at a terminal for a secret.
int no_pass_phrase(char*, int, int, void*) { return -1; }

Error no_key(std::string message, std::string hint) {
  ERR_clear_error();
  return {Error::Kind::invalid, std::move(message), not_a_key, std::move(hint)};
}

std::string_view content(BIO* memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string public_der(EVP_PKEY* key) {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key, &der);
  std::string out;
  if (size > 0) {
    out.assign(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  }
  OPENSSL_free(der);
  return out;
}

KeyInfo info_of(EVP_PKEY* key, bool is_private) {
  KeyInfo info;
  info.bits = EVP_PKEY_get_bits(key);
  info.is_private = is_private;
  info.fingerprint = digest_hex(Digest::sha256, public_der(key));
  std::array<char, 64> group{};
  std::size_t size = 0;
  const bool has_group = EVP_PKEY_get_group_name(key, group.data(), group.size(), &size) == 1;
  const std::string_view group_name(group.data(), has_group ? size : 0);
  if (EVP_PKEY_is_a(key, "RSA") == 1 || EVP_PKEY_is_a(key, "RSA-PSS") == 1) {
    info.type = KeyType::rsa;
    info.name = "RSA";
  } else if (EVP_PKEY_is_a(key, "SM2") == 1 || group_name == "SM2") {
    info.type = KeyType::sm2;
    info.name = "SM2";
  } else if (EVP_PKEY_is_a(key, "EC") == 1) {
    info.type = KeyType::elliptic_curve;
    info.name = fmt::format("EC {}", group_name);
  } else {
    const char* name = EVP_PKEY_get0_type_name(key);
    info.name = name == nullptr ? "unknown" : name;
  }
  return info;
}

Result<std::string> read_public_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return Error{Error::Kind::not_found, fmt::format("read {}: no such file", path)};
  }
  std::string out(largest_public_file + 1, '\0');
  in.read(out.data(), static_cast<std::streamsize>(out.size()));
  out.resize(static_cast<std::size_t>(in.gcount()));
  if (out.size() > largest_public_file || in.bad()) {
    return no_key(fmt::format("{} is no key file", path), "");
  }
  return out;
}

struct FreeX509 {
  void operator()(X509* certificate) const { X509_free(certificate); }
};

}  // namespace

Result<PublicKey> PublicKey::from_pem(std::string_view pem) {
  if (EVP_PKEY* key = PEM_read_bio_PUBKEY(reader(pem).get(), nullptr, no_pass_phrase, nullptr)) {
    return PublicKey(own(key));
  }
  // "RSA PUBLIC KEY": the bare PKCS#1 form.
  {
    char* name = nullptr;
    char* header = nullptr;
    unsigned char* data = nullptr;
    long size = 0;
    EVP_PKEY* key = nullptr;
    if (PEM_read_bio(reader(pem).get(), &name, &header, &data, &size) == 1) {
      const unsigned char* at = data;
      if (std::string_view(name) == PEM_STRING_RSA_PUBLIC) {
        key = d2i_PublicKey(EVP_PKEY_RSA, nullptr, &at, size);
      }
      OPENSSL_free(name);
      OPENSSL_free(header);
      OPENSSL_free(data);
    }
    if (key != nullptr) {
      return PublicKey(own(key));
    }
  }
  if (const std::unique_ptr<X509, FreeX509> certificate(
          PEM_read_bio_X509(reader(pem).get(), nullptr, no_pass_phrase, nullptr));
      certificate != nullptr) {
    if (EVP_PKEY* key = X509_get_pubkey(certificate.get())) {
      return PublicKey(own(key));
    }
  }
  if (const auto der = from_base64(pem)) {
    const auto* at = reinterpret_cast<const unsigned char*>(der->data());
    const auto* end = at + der->size();
    EVP_PKEY* key = d2i_PUBKEY(nullptr, &at, static_cast<long>(der->size()));
    if (key != nullptr && at == end) {
      return PublicKey(own(key));
    }
    EVP_PKEY_free(key);
  }
  if (pem.find("PRIVATE KEY-----") != std::string_view::npos) {
    return no_key("this is a private key, and a public one is needed",
                  "openssl pkey -in private.pem -pubout -out public.pem");
  }
  return no_key("this holds no public key", "expected PEM: -----BEGIN PUBLIC KEY-----");
}

Result<PublicKey> PublicKey::from_file(const std::string& path) {
  MPAAS_TRY_ASSIGN(const std::string text, read_public_file(path));
  Result<PublicKey> key = from_pem(text);
  if (!key) {
    return std::move(key).error().within(path);
  }
  return key;
}

std::string PublicKey::pem() const {
  const Bio out(BIO_new(BIO_s_mem()));
  PEM_write_bio_PUBKEY(out.get(), key_.get());
  return std::string(content(out.get()));
}

KeyInfo PublicKey::info() const { return info_of(key_.get(), false); }

Result<PrivateKey> PrivateKey::from_pem(std::string_view pem) {
  if (EVP_PKEY* key =
          PEM_read_bio_PrivateKey(reader(pem).get(), nullptr, no_pass_phrase, nullptr)) {
    return PrivateKey(own(key));
  }
  if (pem.find("ENCRYPTED") != std::string_view::npos) {
    return no_key("this private key has a pass phrase",
                  "openssl pkey -in key.pem -out plain.pem && chmod 600 plain.pem");
  }
  return no_key("this holds no private key",
                "expected PEM: -----BEGIN PRIVATE KEY----- or -----BEGIN RSA PRIVATE KEY-----");
}

Result<PrivateKey> PrivateKey::from_file(const std::string& path) {
  MPAAS_TRY_ASSIGN(const Secret text, read_secret_file(path));
  Result<PrivateKey> key = from_pem(text.view());
  if (!key) {
    return std::move(key).error().within(path);
  }
  return key;
}

Result<PrivateKey> PrivateKey::generate(NewKey kind) {
  EVP_PKEY* key = nullptr;
  switch (kind) {
    case NewKey::rsa2048:
      key = EVP_RSA_gen(2048);
      break;
    case NewKey::rsa3072:
      key = EVP_RSA_gen(3072);
      break;
    case NewKey::sm2:
      key = EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2");
      break;
  }
  if (key == nullptr) {
    ERR_clear_error();
    return Error{Error::Kind::crypto, "OpenSSL cannot make such a key", cannot_sign};
  }
  return PrivateKey(own(key));
}

Secret PrivateKey::pem() const {
  // BIO_s_secmem wipes what it held when it is freed.
  const Bio out(BIO_new(BIO_s_secmem()));
  PEM_write_bio_PKCS8PrivateKey(out.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return Secret(std::string(content(out.get())));
}

PublicKey PrivateKey::public_key() const {
  // Through DER, so that the value really has no private half.
  const std::string der = public_der(key_.get());
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  return PublicKey(own(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size()))));
}

KeyInfo PrivateKey::info() const { return info_of(key_.get(), true); }

namespace {

const char* digest_name(Digest kind) {
  switch (kind) {
    case Digest::md5:
      return "MD5";
    case Digest::sha1:
      return "SHA1";
    case Digest::sha256:
      return "SHA256";
  }
  return "";
}

struct FreeMdContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace

Result<std::string> sign(const PrivateKey& key, Digest kind, std::string_view bytes) {
  if (EVP_PKEY_is_a(key.native(), "RSA") != 1) {
    return Error{
        Error::Kind::crypto,
        fmt::format("a package is signed with an RSA key, and this one is {}", key.info().name),
        cannot_sign, "mpaas keys new --type rsa2048 -o sign"};
  }
  const std::unique_ptr<EVP_MD_CTX, FreeMdContext> context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* settings = nullptr;
  std::size_t size = 0;
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  if (EVP_DigestSignInit_ex(context.get(), &settings, digest_name(kind), nullptr, nullptr,
                            key.native(), nullptr) == 1 &&
      EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PADDING) == 1 &&
      EVP_DigestSign(context.get(), nullptr, &size, data, bytes.size()) == 1) {
    std::string signature(size, '\0');
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                       data, bytes.size()) == 1) {
      signature.resize(size);
      return signature;
    }
  }
  ERR_clear_error();
  return Error{Error::Kind::crypto, "OpenSSL cannot sign with this key", cannot_sign};
}

bool verify(const PublicKey& key, Digest kind, std::string_view bytes, std::string_view signature) {
  if (EVP_PKEY_is_a(key.native(), "RSA") != 1) {
    return false;
  }
  const std::unique_ptr<EVP_MD_CTX, FreeMdContext> context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* settings = nullptr;
  const bool good =
      EVP_DigestVerifyInit_ex(context.get(), &settings, digest_name(kind), nullptr, nullptr,
                              key.native(), nullptr) == 1 &&
      EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PADDING) == 1 &&
      EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                       signature.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                       bytes.size()) == 1;
  ERR_clear_error();
  return good;
}

Result<Certificate> Certificate::from_pem(std::string_view pem) {
  X509* certificate = PEM_read_bio_X509(reader(pem).get(), nullptr, no_pass_phrase, nullptr);
  if (certificate == nullptr) {
    return no_key("this holds no certificate", "expected PEM: -----BEGIN CERTIFICATE-----");
  }
  return Certificate(std::shared_ptr<X509>(certificate, X509_free));
}

Result<Certificate> Certificate::from_file(const std::string& path) {
  MPAAS_TRY_ASSIGN(const std::string text, read_public_file(path));
  Result<Certificate> certificate = from_pem(text);
  if (!certificate) {
    return std::move(certificate).error().within(path);
  }
  return certificate;
}

std::string Certificate::subject() const {
  const Bio out(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(out.get(), X509_get_subject_name(certificate_.get()), 0, XN_FLAG_RFC2253);
  return std::string(content(out.get()));
}

KeyInfo Certificate::info() const { return info_of(X509_get0_pubkey(certificate_.get()), false); }

}  // namespace mpaas::crypto
