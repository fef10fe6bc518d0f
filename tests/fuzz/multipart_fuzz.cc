#include <cstddef>
#include <cstdint>
#include <string_view>

#include "devserver/http/http.h"

// Every part must lie inside the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string_view type = input.substr(0, input.find('\n'));
  const std::string_view body = input.substr(type.size());
  for (const std::string_view used : {type, std::string_view("multipart/form-data; boundary=X")}) {
    if (const auto parts = mpaas::http::parse_multipart(used, body)) {
      for (const mpaas::http::Part& part : *parts) {
        if (!part.content.empty() &&
            (part.content.data() < body.data() ||
             part.content.data() + part.content.size() > body.data() + body.size())) {
          __builtin_trap();
        }
      }
    }
  }
  return 0;
}
