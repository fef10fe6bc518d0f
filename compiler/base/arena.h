// Arena owns every node of one parsed file. Nothing in it is destroyed one by one, so only
// trivially destructible types may live there. Not thread safe: one file, one thread, one arena.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory_resource>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace mpaas {

class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  template <class T, class... Arguments>
  T* make(Arguments&&... arguments) {
    static_assert(std::is_trivially_destructible_v<T>);
    return ::new (memory_.allocate(sizeof(T), alignof(T))) T{std::forward<Arguments>(arguments)...};
  }

  template <class T>
  std::span<T> copy(std::span<const T> items) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (items.empty()) {
      return {};
    }
    T* to = static_cast<T*>(memory_.allocate(items.size_bytes(), alignof(T)));
    std::memcpy(static_cast<void*>(to), items.data(), items.size_bytes());
    return {to, items.size()};
  }

  std::string_view copy(std::string_view text) {
    const std::span<char> to = copy(std::span<const char>(text.data(), text.size()));
    return {to.data(), to.size()};
  }

  void* allocate(std::size_t bytes, std::size_t alignment = alignof(std::max_align_t)) {
    return memory_.allocate(bytes, alignment);
  }

 private:
  std::pmr::monotonic_buffer_resource memory_{16 * 1024};
};

}  // namespace mpaas
