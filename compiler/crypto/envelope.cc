#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <climits>

#include "compiler/crypto/crypto.h"

namespace mpaas::crypto {
namespace {

constexpr int bad_envelope = 7018;
constexpr int old_openssl = 7019;

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free_all(bio); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;
struct FreeCms {
  void operator()(CMS_ContentInfo* message) const { CMS_ContentInfo_free(message); }
};
using Cms = std::unique_ptr<CMS_ContentInfo, FreeCms>;

std::string last_reason() {
  const unsigned long number = ERR_peek_last_error();
  const char* reason = number == 0 ? nullptr : ERR_reason_error_string(number);
  std::string out = reason == nullptr ? "OpenSSL gives no reason" : reason;
  ERR_clear_error();
  return out;
}

Error refuse(std::string message) {
  ERR_clear_error();
  return {Error::Kind::invalid, std::move(message), bad_envelope,
          "make it with mpaas pack --encrypt-to, or openssl cms -encrypt -aes-256-gcm"};
}

// Walks definite-length DER, one element at a time.
class Der {
 public:
  explicit Der(std::string_view bytes) : rest_(bytes) {}
  struct Element {
    unsigned tag = 0;
    std::string_view content;
  };
  bool done() const { return rest_.empty(); }
  std::optional<Element> next() {
    if (rest_.size() < 2) {
      return std::nullopt;
    }
    Element element;
    element.tag = static_cast<unsigned char>(rest_[0]);
    std::size_t size = static_cast<unsigned char>(rest_[1]);
    std::size_t header = 2;
    if (size >= 0x80) {
      const std::size_t count = size & 0x7FU;
      if (count == 0 || count > 4 || rest_.size() < 2 + count) {
        return std::nullopt;
      }
      size = 0;
      for (std::size_t i = 0; i < count; ++i) {
        size = size << 8U | static_cast<unsigned char>(rest_[2 + i]);
      }
      header += count;
    }
    if (rest_.size() - header < size) {
      return std::nullopt;
    }
    element.content = rest_.substr(header, size);
    rest_.remove_prefix(header + size);
    return element;
  }
  std::optional<Element> next(unsigned tag) {
    const auto element = next();
    return element && element->tag == tag ? element : std::nullopt;
  }

 private:
  std::string_view rest_;
};

constexpr unsigned tag_integer = 0x02;
constexpr unsigned tag_octets = 0x04;
constexpr unsigned tag_oid = 0x06;
constexpr unsigned tag_sequence = 0x30;
constexpr unsigned tag_set = 0x31;
constexpr unsigned tag_context_0 = 0xA0;
constexpr unsigned tag_context_1 = 0xA1;
constexpr unsigned tag_context_0_primitive = 0x80;
constexpr std::size_t gcm_tag_size = 16;

bool is_aes_gcm(std::string_view oid) {
  // 2.16.840.1.101.3.4.1.{6,26,46}: AES-128, -192, -256 in GCM
  constexpr std::string_view stem("\x60\x86\x48\x01\x65\x03\x04\x01", 8);
  return oid.size() == 9 && oid.starts_with(stem) && (oid[8] == 6 || oid[8] == 26 || oid[8] == 46);
}

// What OpenSSL does not let us ask. AuthEnvelopedData ::= SEQUENCE { version, [0] originator?,
// SET recipients, SEQUENCE { type, SEQUENCE { cipher, SEQUENCE { nonce, tag size } }, [0] text },
// [1] attributes?, mac, [2] … ? }
std::optional<std::string> weakness(std::string_view der) {
  const std::string shape = "it is no AuthEnvelopedData";
  Der whole(der);
  const auto outer = whole.next(tag_sequence);
  if (!outer || !whole.done()) {
    return shape;
  }
  Der info(outer->content);
  const auto type = info.next(tag_oid);
  const auto wrapped = info.next(tag_context_0);
  if (!type || !wrapped) {
    return shape;
  }
  const auto body = Der(wrapped->content).next(tag_sequence);
  if (!body) {
    return shape;
  }
  Der fields(body->content);
  if (!fields.next(tag_integer)) {
    return shape;
  }
  auto field = fields.next();
  if (field && field->tag == tag_context_0) {
    field = fields.next();
  }
  if (!field || field->tag != tag_set) {
    return shape;
  }
  const auto encrypted = fields.next(tag_sequence);
  if (!encrypted) {
    return shape;
  }
  Der parts(encrypted->content);
  if (!parts.next(tag_oid)) {
    return shape;
  }
  const auto algorithm = parts.next(tag_sequence);
  const auto text = parts.next(tag_context_0_primitive);
  if (!algorithm || !text || text->content.empty()) {
    return "it holds no text";
  }
  Der cipher(algorithm->content);
  const auto cipher_name = cipher.next(tag_oid);
  if (!cipher_name || !is_aes_gcm(cipher_name->content)) {
    return "its cipher is not AES-GCM";
  }
  const auto parameters = cipher.next(tag_sequence);
  if (!parameters) {
    return "its cipher has no parameters";
  }
  Der parameter(parameters->content);
  const auto nonce = parameter.next(tag_octets);
  const auto tag_size = parameter.next(tag_integer);
  if (!nonce || nonce->content.size() != 12 || !tag_size || tag_size->content.size() != 1 ||
      static_cast<unsigned char>(tag_size->content[0]) != gcm_tag_size) {
    return "its nonce is not 12 bytes, or its tag not 16";
  }
  auto mac = fields.next();
  if (mac && mac->tag == tag_context_1) {
    return "it has authenticated attributes";
  }
  if (!mac || mac->tag != tag_octets || mac->content.size() != gcm_tag_size) {
    return "its tag is not 16 bytes long";
  }
  return std::nullopt;
}

std::string to_der(CMS_ContentInfo* message) {
  unsigned char* der = nullptr;
  const int size = i2d_CMS_ContentInfo(message, &der);
  std::string out;
  if (size > 0) {
    out.assign(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  }
  OPENSSL_free(der);
  return out;
}

bool openssl_is_safe() {
  const unsigned major = OPENSSL_version_major();
  const unsigned minor = OPENSSL_version_minor();
  const unsigned patch = OPENSSL_version_patch();
  // 3.0 is what Debian 12 carries; of the later branches every release that distributions still
  // ship has the fix.
  return major > 3 || (major == 3 && (minor > 0 || patch >= 22));
}

Status add_recipient(CMS_ContentInfo* message, const Certificate& to) {
  if (to.info().type != KeyType::rsa) {
    return Error{Error::Kind::crypto,
                 fmt::format("cannot encrypt to {}: its key is {}", to.subject(), to.info().name),
                 bad_envelope, "a certificate with an RSA key is needed"};
  }
  CMS_RecipientInfo* recipient =
      CMS_add1_recipient_cert(message, to.native(), CMS_KEY_PARAM | CMS_USE_KEYID);
  if (recipient == nullptr) {  // a certificate without a key identifier
    ERR_clear_error();
    recipient = CMS_add1_recipient_cert(message, to.native(), CMS_KEY_PARAM);
  }
  if (recipient == nullptr) {
    return Error{Error::Kind::crypto,
                 fmt::format("cannot encrypt to {}: {}", to.subject(), last_reason()), bad_envelope,
                 "an RSA certificate works"};
  }
  EVP_PKEY_CTX* settings = CMS_RecipientInfo_get0_pkey_ctx(recipient);
  if (EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_OAEP_PADDING) != 1 ||
      EVP_PKEY_CTX_set_rsa_oaep_md(settings, EVP_sha256()) != 1 ||
      EVP_PKEY_CTX_set_rsa_mgf1_md(settings, EVP_sha256()) != 1) {
    return Error{Error::Kind::crypto, fmt::format("cannot use RSA-OAEP: {}", last_reason()),
                 bad_envelope};
  }
  return ok();
}

}  // namespace

Result<std::string> encrypt(std::string_view bytes, const std::vector<Certificate>& recipients) {
  if (bytes.empty() || bytes.size() > INT_MAX || recipients.empty()) {
    return Error{Error::Kind::invalid, "nothing to encrypt, too much, or nobody to encrypt to",
                 bad_envelope};
  }
  // CMS_PARTIAL: recipients get their padding before the content key is wrapped for them.
  const unsigned flags = CMS_BINARY | CMS_PARTIAL;
  const Cms message(CMS_encrypt(nullptr, nullptr, EVP_aes_256_gcm(), flags));
  if (message == nullptr) {
    return Error{Error::Kind::crypto, fmt::format("cannot encrypt: {}", last_reason()),
                 bad_envelope};
  }
  for (const Certificate& to : recipients) {
    MPAAS_TRY(add_recipient(message.get(), to));
  }
  const Bio in(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
  if (CMS_final(message.get(), in.get(), nullptr, flags) != 1) {
    return Error{Error::Kind::crypto, fmt::format("cannot encrypt: {}", last_reason()),
                 bad_envelope};
  }
  std::string der = to_der(message.get());
  if (der.empty()) {
    return Error{Error::Kind::crypto, fmt::format("cannot encrypt: {}", last_reason()),
                 bad_envelope};
  }
  return der;
}

Result<std::string> decrypt(std::string_view envelope, const PrivateKey& key) {
  if (!openssl_is_safe()) {
    return Error{Error::Kind::crypto,
                 fmt::format("OpenSSL {} is too old to decrypt safely", openssl_version()),
                 old_openssl, "update libssl3 to 3.0.22 or newer"};
  }
  if (envelope.size() > INT_MAX) {
    return refuse("the envelope is too large");
  }
  const auto* at = reinterpret_cast<const unsigned char*>(envelope.data());
  const auto* end = at + envelope.size();
  const Cms message(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(envelope.size())));
  if (message == nullptr || at != end) {
    return refuse("this is no CMS envelope (DER)");
  }
  if (OBJ_obj2nid(CMS_get0_type(message.get())) != NID_id_smime_ct_authEnvelopedData) {
    return refuse("the envelope is not accepted: it is not authenticated");
  }
  // Written anew, because a streamed envelope has indefinite lengths.
  if (const auto reason = weakness(to_der(message.get()))) {
    return refuse(fmt::format("the envelope is not accepted: {}", *reason));
  }
  const Bio out(BIO_new(BIO_s_secmem()));
  if (CMS_decrypt(message.get(), key.native(), nullptr, nullptr, out.get(), CMS_BINARY) != 1) {
    ERR_clear_error();
    return Error{Error::Kind::crypto,
                 "cannot decrypt: the key does not fit, or the envelope was changed", bad_envelope};
  }
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return std::string(data, static_cast<std::size_t>(size));
}

}  // namespace mpaas::crypto
