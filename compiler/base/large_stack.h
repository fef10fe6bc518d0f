// Trees of scripts may be tens of thousands of nodes deep (js::max_chain), and whoever walks them
// recurses. Threads that do so have a stack for it; only the pages that are touched cost memory.
#pragma once

#include <cstddef>
#include <functional>
#include <thread>

namespace mpaas {

inline constexpr std::size_t large_stack_size = std::size_t{256} << 20;

// Runs body and returns when it has ended: right here when this thread has a large stack already,
// else on a thread of its own. Exceptions must not leave body.
void run_on_large_stack(const std::function<void()>& body);

// A thread with a large stack, joined on destruction.
class LargeStackThread {
 public:
  explicit LargeStackThread(std::function<void()> body);
  ~LargeStackThread();
  LargeStackThread(const LargeStackThread&) = delete;
  LargeStackThread& operator=(const LargeStackThread&) = delete;

 private:
  std::thread::native_handle_type thread_{};
};

}  // namespace mpaas
