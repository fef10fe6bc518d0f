// Any bytes as the inner tar of a package.
#include "compiler/package/tar.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)mpaas::package::tar::read(bytes, {});
  return 0;
}
