#include <string>
#include <string_view>

#include "devserver/platform/protocol.h"
#include "devserver/platform/rules.h"

// Everything of the release platform that reads text of strangers.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace mpaas::platform;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(parse_authorization(text));
  static_cast<void>(parse_utc_time(text));
  static_cast<void>(parse_local_time(text));
  static_cast<void>(parse_ids(text));
  static_cast<void>(compare_versions(text, "1.0.0.0"));
  static_cast<void>(parse_grey_rules(text));
  return 0;
}
