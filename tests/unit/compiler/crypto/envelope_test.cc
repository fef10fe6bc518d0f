#include <catch2/catch.hpp>
#include <string>

#include "compiler/base/file_system.h"
#include "compiler/crypto/crypto.h"
#include "tests/support/shell.h"

using namespace mpaas;
using namespace mpaas::crypto;
using test::shell;

namespace {

struct Person {
  TemporaryDirectory folder = *TemporaryDirectory::make();
  PrivateKey key = *PrivateKey::generate(NewKey::rsa2048);

  Person() {
    REQUIRE(write_file(path("key.pem"), key.pem().view(), 0600));
    REQUIRE(in("openssl req -x509 -new -key key.pem -subj '/CN=some one' -days 9 -out cert.pem"));
  }
  std::string path(const std::string& name) const { return folder.path() + "/" + name; }
  bool in(const std::string& command) const {
    return shell("cd " + folder.path() + " && " + command).exit == 0;
  }
  std::string read(const std::string& name) const {
    return *real_file_system(folder.path())->read(name);
  }
  Certificate certificate() const { return *Certificate::from_file(path("cert.pem")); }
};

constexpr const char* openssl_encrypt =
    "openssl cms -encrypt -binary -outform DER -in plain -out sealed ";
constexpr const char* oaep =
    " -recip cert.pem -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256";

}  // namespace

TEST_CASE("openssl opens our envelope") {
  const Person me;
  CHECK(me.certificate().subject() == "CN=some one");
  const std::string plain = random_bytes(100'000);
  const auto sealed = encrypt(plain, {me.certificate()});
  REQUIRE(sealed);
  REQUIRE(write_file(me.path("sealed"), *sealed));
  REQUIRE(
      me.in("openssl cms -decrypt -binary -inform DER -in sealed -recip cert.pem -inkey key.pem "
            "-out opened"));
  CHECK(me.read("opened") == plain);
  const std::string shown =
      shell("openssl cms -cmsout -print -noout -inform DER -in " + me.path("sealed")).output;
  CHECK(shown.find("id-smime-ct-authEnvelopedData") != std::string::npos);
  CHECK(shown.find("aes-256-gcm") != std::string::npos);
  CHECK(shown.find("rsaesOaep") != std::string::npos);
  CHECK(shown.find("sha256") != std::string::npos);
}

TEST_CASE("we open openssl's envelopes, definite and streamed") {
  const Person me;
  const std::string plain = random_bytes(70'000);
  REQUIRE(write_file(me.path("plain"), plain));
  for (const std::string extra : {"-aes-256-gcm", "-aes-256-gcm -stream", "-aes-128-gcm"}) {
    CAPTURE(extra);
    REQUIRE(me.in(openssl_encrypt + extra + oaep));
    const auto opened = decrypt(me.read("sealed"), me.key);
    REQUIRE(opened);
    CHECK((*opened == plain));
  }
}

TEST_CASE("each of several recipients opens the envelope, a stranger does not") {
  const Person one;
  const Person two;
  const Person stranger;
  const auto sealed = encrypt("for both", {one.certificate(), two.certificate()});
  REQUIRE(sealed);
  CHECK(*decrypt(*sealed, one.key) == "for both");
  CHECK(*decrypt(*sealed, two.key) == "for both");
  const auto refused = decrypt(*sealed, stranger.key);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == Error::Kind::crypto);
}

TEST_CASE("a changed envelope is refused, whichever byte it is") {
  const Person me;
  const auto sealed = encrypt(std::string(300, 'x'), {me.certificate()});
  REQUIRE(sealed);
  for (std::size_t at = 0; at < sealed->size(); at += 7) {
    std::string changed = *sealed;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    const auto opened = decrypt(changed, me.key);
    // Some bytes carry no meaning for us (a version number); none may change the text.
    if (opened) {
      CHECK(*opened == std::string(300, 'x'));
    }
  }
  for (std::size_t size = 0; size < sealed->size(); size += 11) {
    CHECK_FALSE(decrypt(std::string_view(*sealed).substr(0, size), me.key));
  }
  CHECK_FALSE(decrypt(*sealed + "x", me.key));
}

TEST_CASE("an envelope without authentication is refused") {
  const Person me;
  REQUIRE(write_file(me.path("plain"), "some text"));
  REQUIRE(me.in(openssl_encrypt + std::string("-aes-256-cbc") + oaep));
  const auto opened = decrypt(me.read("sealed"), me.key);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == 7018);
  CHECK(opened.error().message.find("not authenticated") != std::string::npos);
}

TEST_CASE("a forged envelope with a short tag or another cipher is refused") {
  const Person me;
  auto sealed = *encrypt("text", {me.certificate()});
  // AlgorithmIdentifier of AES-256-GCM: OID …2e, SEQUENCE { nonce(12), INTEGER 16 }
  const std::size_t oid = sealed.find(std::string("\x60\x86\x48\x01\x65\x03\x04\x01\x2e", 9));
  REQUIRE(oid != std::string::npos);
  std::string other = sealed;
  other[oid + 8] = '\x2a';  // AES-256-CBC
  CHECK_FALSE(decrypt(other, me.key));
  std::string short_tag = sealed;
  const std::size_t size = oid + 9 + 2 + 14 + 2;
  REQUIRE(short_tag[size] == 16);
  short_tag[size] = 4;
  const auto refused = decrypt(short_tag, me.key);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("tag") != std::string::npos);
}

TEST_CASE("a certificate with another kind of key is refused by name") {
  const Person me;
  REQUIRE(
      me.in("openssl ecparam -genkey -name prime256v1 -out ec.pem && "
            "openssl req -x509 -new -key ec.pem -subj /CN=ec -days 9 -out ec_cert.pem"));
  const auto sealed = encrypt("text", {*Certificate::from_file(me.path("ec_cert.pem"))});
  REQUIRE_FALSE(sealed);
  CHECK(sealed.error().message.find("EC prime256v1") != std::string::npos);
  CHECK_FALSE(encrypt("", {me.certificate()}));
  CHECK_FALSE(encrypt("x", {}));
}
