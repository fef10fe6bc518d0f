// Collects a request's body, in memory or in an unnamed temporary file that is then mapped into
// memory. The file has no name from the start, so nothing is left behind whatever happens.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "compiler/base/result.h"
#include "devserver/http/http.h"

namespace mpaas::http {

class BodyStore {
 public:
  static Result<BodyStore> open(const std::string& directory);  // "" = memory
  BodyStore(BodyStore&& other) noexcept;
  BodyStore& operator=(BodyStore&&) = delete;
  ~BodyStore();
  Status append(std::string_view bytes);
  // Sets request.body and request.body_owner.
  Status finish(Request& request);

 private:
  explicit BodyStore(int file) : file_(file) {}
  int file_ = -1;  // -1: memory
  std::size_t size_ = 0;
  std::shared_ptr<std::string> memory_;
};

}  // namespace mpaas::http
