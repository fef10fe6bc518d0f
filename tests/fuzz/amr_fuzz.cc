// Any bytes as a package: read, verified, never a crash.
#include "compiler/package/package.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto package = mpaas::package::read(bytes)) {
    mpaas::package::verify(*package, {nullptr, "80808080_1.0.0.0.amr"});
  }
  (void)mpaas::package::read_zip(bytes);
  (void)mpaas::package::merge_presets({{"h5_json.json", std::string(bytes)}});
  return 0;
}
