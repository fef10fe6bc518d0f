// When to ring: after a quiet moment, or when patience ends. Knows no clock; times are handed in.
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "devserver/watch/watch.h"

namespace mpaas::watch {

class ChangeCollector {
 public:
  using Time = std::chrono::steady_clock::time_point;
  explicit ChangeCollector(const Options& options)
      : quiet_(options.quiet), patience_(options.patience) {}

  void add(std::string path, Time now) {
    touch(now);
    if (paths_.size() < 1000) {
      paths_.insert(std::move(path));
    }
  }
  void lost_events(Time now) {
    touch(now);
    rescanned_ = true;
  }
  // nullopt: nothing waits.
  std::optional<Time> due() const {
    if (!first_) {
      return std::nullopt;
    }
    return std::min(last_ + quiet_, *first_ + patience_);
  }
  Ring take() {
    Ring ring;
    ring.paths.assign(paths_.begin(), paths_.end());
    ring.rescanned = rescanned_;
    paths_.clear();
    rescanned_ = false;
    first_.reset();
    return ring;
  }

 private:
  void touch(Time now) {
    last_ = now;
    if (!first_) {
      first_ = now;
    }
  }
  std::chrono::milliseconds quiet_;
  std::chrono::milliseconds patience_;
  std::set<std::string> paths_;
  bool rescanned_ = false;
  std::optional<Time> first_;
  Time last_{};
};

}  // namespace mpaas::watch
