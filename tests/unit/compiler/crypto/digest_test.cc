#include <catch2/catch.hpp>
#include <cstdint>
#include <string>

#include "compiler/crypto/crypto.h"

using namespace mpaas::crypto;

TEST_CASE("digests of RFC 1321, RFC 3174 and FIPS 180") {
  CHECK(digest_hex(Digest::md5, "abc") == "900150983cd24fb0d6963f7d28e17f72");
  CHECK(digest_hex(Digest::sha1, "abc") == "a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(digest_hex(Digest::sha256, "abc") ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(digest_hex(Digest::sha256, "") ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(digest_hex(Digest::sha1, std::string(1'000'000, 'a')) ==
        "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

TEST_CASE("a digest in pieces equals the digest of the whole") {
  const std::string bytes = random_bytes(10'000);
  for (const std::size_t step : {1U, 63U, 64U, 65U, 4096U}) {
    Hasher hasher(Digest::sha256);
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      hasher.update(std::string_view(bytes).substr(at, step));
    }
    CHECK(hasher.finish() == digest(Digest::sha256, bytes));
  }
}

TEST_CASE("HMACs of RFC 4231 and RFC 2202") {
  CHECK(hex(hmac(Digest::sha256, std::string(20, '\x0b'), "Hi There")) ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(hex(hmac(Digest::sha256, "Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(hex(hmac(Digest::sha256, std::string(131, '\xaa'),
                 "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  CHECK(hex(hmac(Digest::sha1, "Jefe", "what do ya want for nothing?")) ==
        "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  CHECK(hex(hmac(Digest::sha256, "", "")) ==
        "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST_CASE("base64 of RFC 4648, both ways") {
  const std::pair<std::string, std::string> rows[] = {{"", ""},
                                                      {"f", "Zg=="},
                                                      {"fo", "Zm8="},
                                                      {"foo", "Zm9v"},
                                                      {"foob", "Zm9vYg=="},
                                                      {"fooba", "Zm9vYmE="},
                                                      {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : rows) {
    CHECK(base64(plain) == coded);
    CHECK(from_base64(coded) == plain);
  }
  CHECK(from_base64("Zm9v\nYmFy\n") == "foobar");
  for (const char* wrong : {"Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "=Zg=", "Zg==Zg==", "Zm9v!",
                            "Zm-v", "====", "Zg=g"}) {
    CAPTURE(wrong);
    CHECK_FALSE(from_base64(wrong).has_value());
  }
  for (std::size_t size = 0; size < 100; ++size) {
    const std::string bytes = random_bytes(size);
    CHECK(from_base64(base64(bytes)) == bytes);
    CHECK(from_hex(hex(bytes)) == bytes);
  }
}

TEST_CASE("hex") {
  CHECK(hex(std::string("\x00\xff\x10", 3)) == "00ff10");
  CHECK(from_hex("00FFab") == std::string("\x00\xff\xab", 3));
  CHECK_FALSE(from_hex("0").has_value());
  CHECK_FALSE(from_hex("0g").has_value());
}

TEST_CASE("comparison in constant time tells equal from different") {
  CHECK(equal_constant_time("", ""));
  CHECK(equal_constant_time("same", "same"));
  CHECK_FALSE(equal_constant_time("same", "sane"));
  CHECK_FALSE(equal_constant_time("same", "same "));
}

TEST_CASE("random bytes have the asked length and differ") {
  CHECK(random_bytes(0).empty());
  CHECK(random_bytes(32).size() == 32);
  CHECK(random_bytes(32) != random_bytes(32));
}
