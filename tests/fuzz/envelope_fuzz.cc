// Any bytes as an encrypted package and as keys.
#include "compiler/crypto/crypto.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  namespace crypto = mpaas::crypto;
  static const crypto::PrivateKey key = *crypto::PrivateKey::generate(crypto::NewKey::rsa2048);
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)crypto::decrypt(bytes, key);
  (void)crypto::PublicKey::from_pem(bytes);
  (void)crypto::Certificate::from_pem(bytes);
  return 0;
}
