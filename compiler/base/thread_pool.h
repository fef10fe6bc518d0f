// Runs jobs on a fixed number of threads. Results are put in place by index, so what comes out does
// not depend on how many threads there are. Jobs must not throw.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "compiler/base/large_stack.h"

namespace mpaas {

class ThreadPool {
 public:
  // 0 = one per processor. With 1 everything runs on the caller's thread.
  explicit ThreadPool(unsigned threads = 0);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  unsigned size() const { return static_cast<unsigned>(workers_.size()) + 1; }
  // A job may submit further jobs.
  void submit(std::function<void()> job);
  // Helps until no job is left, running or queued.
  void wait();
  // body(0) … body(count - 1), then returns.
  void for_each(std::size_t count, const std::function<void(std::size_t)>& body);

 private:
  bool run_one(std::unique_lock<std::mutex>& lock);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
  std::size_t unfinished_ = 0;
  bool stopping_ = false;
  std::vector<std::unique_ptr<LargeStackThread>> workers_;  // jobs may recurse over deep trees
};

}  // namespace mpaas
