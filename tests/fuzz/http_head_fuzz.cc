#include <cstddef>
#include <cstdint>
#include <string_view>

#include "devserver/http/head.h"

// What passes has one Host, a path in normal form and one way to frame its body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  mpaas::http::Head head;
  if (mpaas::http::parse_head(input, head) == 0) {
    const bool normal = head.request.path.starts_with('/') &&
                        head.request.path.find("/../") == std::string::npos &&
                        head.request.path.find('\0') == std::string::npos;
    if (!normal || head.request.host.empty() || (head.chunked && head.content_length)) {
      __builtin_trap();
    }
  }
  static_cast<void>(mpaas::http::parse_url(input));
  static_cast<void>(mpaas::http::parse_form(input));
  return 0;
}
