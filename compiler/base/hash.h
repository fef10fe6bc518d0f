// Fast, non-cryptographic fingerprint (XXH3, 64 bits): cache keys and "did these bytes change".
// Digests that leave the machine are in compiler/crypto.
#pragma once

#include <cstdint>
#include <string_view>

namespace mpaas {

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0);

}  // namespace mpaas
