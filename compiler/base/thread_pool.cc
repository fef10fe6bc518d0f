#include "compiler/base/thread_pool.h"

#include <atomic>
#include <memory>
#include <thread>
#include <utility>

namespace mpaas {

ThreadPool::ThreadPool(unsigned threads) {
  if (threads == 0) {
    threads = std::max(1U, std::thread::hardware_concurrency());
  }
  for (unsigned i = 1; i < threads; ++i) {
    workers_.push_back(std::make_unique<LargeStackThread>([this] {
      std::unique_lock lock(mutex_);
      while (!stopping_) {
        if (!run_one(lock)) {
          changed_.wait(lock);
        }
      }
    }));
  }
}

ThreadPool::~ThreadPool() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  workers_.clear();  // joins
}

bool ThreadPool::run_one(std::unique_lock<std::mutex>& lock) {
  if (queue_.empty()) {
    return false;
  }
  const std::function<void()> job = std::move(queue_.front());
  queue_.pop_front();
  lock.unlock();
  job();
  lock.lock();
  if (--unfinished_ == 0) {
    changed_.notify_all();
  }
  return true;
}

void ThreadPool::submit(std::function<void()> job) {
  {
    const std::scoped_lock lock(mutex_);
    queue_.push_back(std::move(job));
    ++unfinished_;
  }
  changed_.notify_one();
}

void ThreadPool::wait() {
  std::unique_lock lock(mutex_);
  while (unfinished_ > 0) {
    if (!run_one(lock)) {
      changed_.wait(lock);
    }
  }
}

void ThreadPool::for_each(std::size_t count, const std::function<void(std::size_t)>& body) {
  // One job a thread that takes the next index until none is left: cheaper than a job an index.
  const auto next = std::make_shared<std::atomic<std::size_t>>(0);
  const std::size_t jobs = std::min<std::size_t>(count, size());
  for (std::size_t j = 0; j < jobs; ++j) {
    submit([next, count, &body] {
      for (std::size_t i = next->fetch_add(1); i < count; i = next->fetch_add(1)) {
        body(i);
      }
    });
  }
  wait();
}

}  // namespace mpaas
