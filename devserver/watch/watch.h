// Rings when something below the given folders changes. A doorbell, never a source of truth: a ring
// without a change is possible, and after an overflow the names are not known; who listens looks at
// the files again.
//
// inotify on folders (atomic saves, new folders and bursts included); when the system has no more
// watches, or on file systems that send no events, folders are read again and again instead
// ("polling"). Symbolic links to folders are not followed. Paths are absolute.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "compiler/base/result.h"

namespace mpaas::watch {

struct Options {
  std::vector<std::string> trees;  // with everything below, apart from the ignored
  // Names of folders that are not entered. A folder given by name, as tree or by
  // watch_folders(), is watched nevertheless.
  std::vector<std::string> ignored_names = {"node_modules", ".git", ".hg", ".svn"};
  std::vector<std::string> ignored_folders;  // paths: outputs
  std::chrono::milliseconds quiet{15};       // rings when nothing happened for so long …
  std::chrono::milliseconds patience{500};   // … or when changes went on for so long
  bool poll = false;
  std::chrono::milliseconds poll_interval{400};
};

struct Ring {
  std::vector<std::string> paths;  // sorted, at most 1,000
  bool rescanned = false;          // events were lost: anything may have changed
};

class Watcher {
 public:
  // `changed` runs on the watcher's thread; what happens meanwhile rings afterwards.
  // Fails with not_found when a tree does not exist.
  static Result<std::unique_ptr<Watcher>> start(Options options,
                                                std::function<void(const Ring&)> changed);
  virtual ~Watcher() = default;  // waits for a running callback
  // Single folders beside the trees (node_modules/antd-mini/es/button); replaces the last list.
  // Folders that do not exist are left out.
  virtual void watch_folders(std::vector<std::string> folders) = 0;
  // "" while inotify works; else why it is polling and what to do, for a person.
  virtual std::string polling_reason() const = 0;
};

}  // namespace mpaas::watch
