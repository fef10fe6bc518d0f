#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <string>

#include "compiler/base/file_system.h"
#include "compiler/crypto/crypto.h"
#include "tests/support/shell.h"

using namespace mpaas;
using namespace mpaas::crypto;
using test::shell;

namespace {

std::string text_of(const std::string& path) { return *real_file_system("/")->read(path); }

TemporaryDirectory folder() { return *TemporaryDirectory::make(); }

}  // namespace

TEST_CASE("keys that openssl makes are read in each form, with the same fingerprint") {
  const TemporaryDirectory here = folder();
  const std::string at = "cd " + here.path() + " && umask 077 && ";
  REQUIRE(shell(at + "openssl genrsa -traditional -out pkcs1.pem 2048 && "
                     "openssl pkcs8 -topk8 -nocrypt -in pkcs1.pem -out pkcs8.pem && "
                     "openssl pkey -in pkcs1.pem -pubout -out public.pem && "
                     "openssl rsa -in pkcs1.pem -RSAPublicKey_out -out rsa_public.pem && "
                     "openssl req -x509 -new -key pkcs1.pem -subj /CN=me -days 9 -out cert.pem && "
                     "grep -v -- ----- public.pem | tr -d '\\n' > bare.txt")
              .exit == 0);
  const std::string expected =
      shell(at + "openssl pkey -pubin -in public.pem -outform DER | openssl dgst -sha256 -r")
          .output.substr(0, 64);
  for (const char* name : {"pkcs1.pem", "pkcs8.pem"}) {
    const auto key = PrivateKey::from_file(here.path() + "/" + name);
    REQUIRE(key);
    CHECK(key->info().fingerprint == expected);
    CHECK(key->info().bits == 2048);
    CHECK(key->info().type == KeyType::rsa);
    CHECK(key->info().is_private);
    CHECK(key->public_key().pem() == text_of(here.path() + "/public.pem"));
    CHECK(std::string(key->pem().view()) == text_of(here.path() + "/pkcs8.pem"));
  }
  for (const char* name : {"public.pem", "rsa_public.pem", "cert.pem", "bare.txt"}) {
    CAPTURE(name);
    const auto key = PublicKey::from_file(here.path() + "/" + name);
    REQUIRE(key);
    CHECK(key->info().fingerprint == expected);
    CHECK_FALSE(key->info().is_private);
  }
  CHECK_FALSE(PublicKey::from_file(here.path() + "/pkcs8.pem"));
  CHECK_FALSE(PrivateKey::from_file(here.path() + "/public.pem"));
  CHECK(PrivateKey::from_file(here.path() + "/none.pem").error().kind == Error::Kind::not_found);
}

TEST_CASE("what is no key is refused") {
  for (const char* text :
       {"", "-----BEGIN PUBLIC KEY-----", "hello",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        "-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----\n", "QUJD"}) {
    CAPTURE(text);
    CHECK_FALSE(PublicKey::from_pem(text));
    CHECK_FALSE(PrivateKey::from_pem(text));
    CHECK_FALSE(Certificate::from_pem(text));
  }
}

TEST_CASE("a key with a pass phrase is refused without asking for it") {
  const TemporaryDirectory here = folder();
  const std::string path = here.path() + "/locked.pem";
  REQUIRE(shell("umask 077; openssl genpkey -algorithm RSA -aes256 -pass pass:secret -out " + path)
              .exit == 0);
  const auto key = PrivateKey::from_file(path);
  REQUIRE_FALSE(key);
  CHECK(key.error().code == 7016);
  CHECK(key.error().message.find("pass phrase") != std::string::npos);
}

TEST_CASE("a private key that others can read is refused, with the command that helps") {
  const TemporaryDirectory here = folder();
  const std::string path = here.path() + "/key.pem";
  const Secret pem = PrivateKey::generate(NewKey::rsa2048)->pem();
  REQUIRE(write_file(path, pem.view(), 0600));
  CHECK(PrivateKey::from_file(path));
  for (const unsigned mode : {0640U, 0604U, 0620U, 0644U, 0610U}) {
    CAPTURE(mode);
    REQUIRE(::chmod(path.c_str(), mode) == 0);
    const auto key = PrivateKey::from_file(path);
    REQUIRE_FALSE(key);
    CHECK(key.error().kind == Error::Kind::permission);
    CHECK(key.error().code == 7015);
    CHECK(key.error().hint == "chmod 600 " + path);
  }
  REQUIRE(::chmod(path.c_str(), 0400) == 0);
  CHECK(PrivateKey::from_file(path));
}

TEST_CASE("generated keys are what openssl says they are") {
  const TemporaryDirectory here = folder();
  const std::string path = here.path() + "/key.pem";
  struct Row {
    NewKey kind;
    KeyType type;
    int bits;
    const char* text;
  };
  for (const Row& row : {Row{NewKey::rsa2048, KeyType::rsa, 2048, "2048 bit"},
                         Row{NewKey::rsa3072, KeyType::rsa, 3072, "3072 bit"},
                         Row{NewKey::sm2, KeyType::sm2, 256, "SM2"}}) {
    CAPTURE(row.text);
    const auto key = PrivateKey::generate(row.kind);
    REQUIRE(key);
    CHECK(key->info().type == row.type);
    CHECK(key->info().bits == row.bits);
    REQUIRE(write_file(path, key->pem().view(), 0600));
    const std::string seen = shell("openssl pkey -noout -text -in " + path).output;
    CHECK(seen.find(row.text) != std::string::npos);
    const auto again = PublicKey::from_pem(key->public_key().pem());
    REQUIRE(again);
    CHECK(again->info().fingerprint == key->info().fingerprint);
    CHECK(again->info().type == row.type);
  }
}

TEST_CASE("openssl verifies our signature and we verify openssl's") {
  const TemporaryDirectory here = folder();
  const std::string at = "cd " + here.path() + " && ";
  const auto key = PrivateKey::generate(NewKey::rsa2048);
  const std::string bytes = random_bytes(5000);
  REQUIRE(write_file(here.path() + "/key.pem", key->pem().view(), 0600));
  REQUIRE(write_file(here.path() + "/public.pem", key->public_key().pem()));
  REQUIRE(write_file(here.path() + "/data", bytes));
  for (const auto& [kind, name] : {std::pair{Digest::sha1, "sha1"}, {Digest::sha256, "sha256"}}) {
    const std::string dgst = at + "openssl dgst -" + name;
    const auto signature = sign(*key, kind, bytes);
    REQUIRE(signature);
    CHECK(signature->size() == 256);
    REQUIRE(write_file(here.path() + "/ours", *signature));
    CHECK(shell(dgst + " -verify public.pem -signature ours data").exit == 0);
    REQUIRE(shell(dgst + " -sign key.pem -out theirs data").exit == 0);
    CHECK(text_of(here.path() + "/theirs") == *signature);

    const PublicKey open = key->public_key();
    CHECK(verify(open, kind, bytes, *signature));
    CHECK_FALSE(
        verify(open, kind == Digest::sha1 ? Digest::sha256 : Digest::sha1, bytes, *signature));
    std::string changed = bytes;
    changed[4999] = static_cast<char>(changed[4999] ^ 1);
    CHECK_FALSE(verify(open, kind, changed, *signature));
    std::string bent = *signature;
    bent[100] = static_cast<char>(bent[100] ^ 1);
    CHECK_FALSE(verify(open, kind, bytes, bent));
    CHECK_FALSE(verify(open, kind, bytes, ""));
    CHECK_FALSE(
        verify(PrivateKey::generate(NewKey::rsa2048)->public_key(), kind, bytes, *signature));
  }
}

TEST_CASE("an SM2 key does not sign packages") {
  const auto key = PrivateKey::generate(NewKey::sm2);
  const auto signature = sign(*key, Digest::sha1, "x");
  REQUIRE_FALSE(signature);
  CHECK(signature.error().code == 7017);
  CHECK_FALSE(verify(key->public_key(), Digest::sha1, "x", "y"));
}

TEST_CASE("a secret wipes what it was made from") {
  std::string plain(64, 'k');
  const char* at = plain.data();
  const Secret secret(std::move(plain));
  CHECK(secret.view() == std::string(64, 'k'));
  CHECK(at[40] != 'k');
  Secret other = secret.copy();
  const Secret moved = std::move(other);
  CHECK(moved.view() == secret.view());
}
