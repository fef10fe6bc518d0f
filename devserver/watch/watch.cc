#include "devserver/watch/watch.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "compiler/base/file_system.h"
#include "compiler/base/path.h"
#include "devserver/watch/change_collector.h"

namespace mpaas::watch {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint32_t folder_events = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE |
                                        IN_DELETE | IN_EXCL_UNLINK | IN_ONLYDIR;
constexpr std::chrono::milliseconds missing_root_interval{500};

bool is_below(std::string_view path, std::string_view folder) {
  return path == folder ||
         (path.starts_with(folder) && path.substr(folder.size()).starts_with('/'));
}

// Complete when it appears: a link is never written to, unlike a new file, which is announced again
// when its writer closes it.
bool is_complete_at_creation(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 && (S_ISLNK(status.st_mode) || status.st_nlink > 1);
}

class FolderWatcher : public Watcher {
 public:
  FolderWatcher(Options options, std::function<void(const Ring&)> changed)
      : options_(std::move(options)),
        changed_(std::move(changed)),
        collector_(options_),
        files_(real_file_system("/")),
        wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (options_.poll) {
      start_polling("polling was asked for");
    } else {
      inotify_ = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
      if (inotify_ < 0) {
        start_polling(fmt::format("inotify is not available ({})", std::strerror(errno)));
      } else {
        add_everything();
      }
    }
    thread_ = std::thread([this] { run(); });
  }

  ~FolderWatcher() override {
    stopping_ = true;
    wake();
    thread_.join();
    ::close(wake_);
    if (inotify_ >= 0) {
      ::close(inotify_);
    }
  }
  FolderWatcher(const FolderWatcher&) = delete;
  FolderWatcher& operator=(const FolderWatcher&) = delete;

  void watch_folders(std::vector<std::string> folders) override {
    {
      const std::lock_guard lock(mutex_);
      asked_ = std::move(folders);
      asked_anew_ = true;
    }
    wake();
  }

  std::string polling_reason() const override {
    const std::lock_guard lock(mutex_);
    return polling_reason_;
  }

 private:
  void wake() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(wake_, &one, sizeof one);
  }

  bool is_ignored(const std::string& folder) const {
    const std::string_view name = path::filename(folder);
    return std::ranges::find(options_.ignored_names, name) != options_.ignored_names.end() ||
           std::ranges::find(options_.ignored_folders, folder) != options_.ignored_folders.end();
  }

  void start_polling(std::string reason) {
    if (inotify_ >= 0) {
      ::close(inotify_);
      inotify_ = -1;
    }
    folders_.clear();
    {
      const std::lock_guard lock(mutex_);
      polling_reason_ = std::move(reason);
    }
    seen_ = snapshot();
  }

  // --- inotify

  void add_everything() {
    for (const std::string& tree : options_.trees) {
      add_tree(tree, false);
    }
    for (const std::string& folder : singles_) {
      add_folder(folder);
    }
  }

  bool add_folder(const std::string& folder) {
    if (inotify_ < 0) {
      return false;
    }
    const int number = ::inotify_add_watch(inotify_, folder.c_str(), folder_events);
    if (number >= 0) {
      folders_[number] = folder;
      return true;
    }
    if (errno == ENOSPC) {
      start_polling(
          "the system allows no more inotify watches; raise them with "
          "sysctl fs.inotify.max_user_watches=524288");
    }
    return false;
  }

  // The watch comes first, then the look inside: what is created in between is seen by one of the
  // two.
  void add_tree(const std::string& folder, bool report) {
    if (!add_folder(folder)) {
      return;
    }
    const Result<std::vector<DirectoryEntry>> entries = files_->list(folder);
    if (!entries) {
      return;
    }
    for (const DirectoryEntry& entry : *entries) {
      std::string path = path::join(folder, entry.name);
      if (entry.kind == FileKind::directory) {
        if (!is_ignored(path)) {
          add_tree(path, report);
        }
      } else if (report) {
        collector_.add(std::move(path), Clock::now());
      }
    }
  }

  void forget_tree(const std::string& folder) {
    for (auto it = folders_.begin(); it != folders_.end();) {
      if (is_below(it->second, folder)) {
        ::inotify_rm_watch(inotify_, it->first);
        it = folders_.erase(it);
      } else {
        ++it;
      }
    }
  }

  void take_event(const inotify_event& event, std::string_view name) {
    if ((event.mask & IN_Q_OVERFLOW) != 0) {
      collector_.lost_events(Clock::now());
      add_everything();
      return;
    }
    const auto folder = folders_.find(event.wd);
    if (folder == folders_.end()) {
      return;
    }
    if ((event.mask & IN_IGNORED) != 0) {
      collector_.add(folder->second, Clock::now());
      folders_.erase(folder);
      return;
    }
    const std::string path = name.empty() ? folder->second : path::join(folder->second, name);
    if ((event.mask & IN_ISDIR) == 0) {
      if ((event.mask & IN_CREATE) == 0 || is_complete_at_creation(path)) {
        collector_.add(path, Clock::now());
      }
      return;
    }
    if (is_ignored(path) || is_single(folder->second)) {
      return;
    }
    if ((event.mask & (IN_MOVED_FROM | IN_DELETE)) != 0) {
      forget_tree(path);
    } else if ((event.mask & (IN_CREATE | IN_MOVED_TO)) != 0) {
      add_tree(path, true);
    }
    collector_.add(path, Clock::now());
  }

  // Watched for its files only, not part of a tree.
  bool is_single(const std::string& folder) const {
    const bool in_tree = std::ranges::any_of(options_.trees, [&](const std::string& tree) {
      if (!is_below(folder, tree)) {
        return false;
      }
      for (std::string at = folder; at.size() > tree.size();
           at = std::string(path::directory(at))) {
        if (is_ignored(at)) {
          return false;
        }
      }
      return true;
    });
    return !in_tree;
  }

  void read_events() {
    alignas(inotify_event) char buffer[64 * 1024];
    while (inotify_ >= 0) {
      const ssize_t count = ::read(inotify_, buffer, sizeof buffer);
      if (count <= 0) {
        return;
      }
      const char* at = buffer;
      while (at < buffer + count && inotify_ >= 0) {
        inotify_event event{};
        std::memcpy(&event, at, sizeof event);
        take_event(event, event.len > 0 ? std::string_view(at + sizeof event) : "");
        at += sizeof event + event.len;
      }
    }
  }

  // A tree that was deleted and may come back, as with a change of branches.
  bool has_missing_tree() const {
    return inotify_ >= 0 && std::ranges::any_of(options_.trees, [&](const std::string& tree) {
             return std::none_of(folders_.begin(), folders_.end(),
                                 [&](const auto& entry) { return entry.second == tree; });
           });
  }

  void take_new_singles() {
    {
      const std::lock_guard lock(mutex_);
      if (!std::exchange(asked_anew_, false)) {
        return;
      }
      std::swap(singles_, asked_);
    }
    if (inotify_ < 0) {
      seen_ = snapshot();
      return;
    }
    std::vector<int> unwanted;
    for (const auto& [number, folder] : folders_) {
      if (is_single(folder) && std::ranges::find(singles_, folder) == singles_.end()) {
        unwanted.push_back(number);
      }
    }
    for (const int number : unwanted) {
      ::inotify_rm_watch(inotify_, number);
      folders_.erase(number);
    }
    for (const std::string& folder : singles_) {
      add_folder(folder);
    }
  }

  // --- polling

  using Snapshot = std::map<std::string, FileStamp>;

  void look(const std::string& folder, bool deep, Snapshot& into) const {
    const Result<std::vector<DirectoryEntry>> entries = files_->list(folder);
    if (!entries) {
      return;
    }
    for (const DirectoryEntry& entry : *entries) {
      const std::string path = path::join(folder, entry.name);
      if (entry.kind == FileKind::directory) {
        if (deep && !is_ignored(path)) {
          look(path, deep, into);
        }
      } else {
        into[path] = files_->stat(path);
      }
    }
  }

  Snapshot snapshot() const {
    Snapshot now;
    for (const std::string& tree : options_.trees) {
      look(tree, true, now);
    }
    for (const std::string& folder : singles_) {
      look(folder, false, now);
    }
    return now;
  }

  void compare() {
    Snapshot now = snapshot();
    for (const auto& [path, stamp] : now) {
      const auto before = seen_.find(path);
      if (before == seen_.end() || !(before->second == stamp)) {
        collector_.add(path, Clock::now());
      }
    }
    for (const auto& [path, stamp] : seen_) {
      if (!now.contains(path)) {
        collector_.add(path, Clock::now());
      }
    }
    seen_ = std::move(now);
  }

  // --- the thread

  int wait_milliseconds(bool missing) const {
    std::optional<Clock::duration> wait;
    const auto sooner = [&](Clock::duration candidate) {
      wait = wait ? std::min(*wait, candidate) : candidate;
    };
    if (const auto due = collector_.due()) {
      sooner(*due - Clock::now());
    }
    if (inotify_ < 0) {
      sooner(options_.poll_interval);
    } else if (missing) {
      sooner(missing_root_interval);
    }
    if (!wait) {
      return -1;
    }
    const auto rounded = std::chrono::ceil<std::chrono::milliseconds>(*wait).count();
    return static_cast<int>(std::max<std::int64_t>(rounded, 0));
  }

  void run() {
    Clock::time_point next_poll = Clock::now() + options_.poll_interval;
    while (!stopping_) {
      const bool missing = has_missing_tree();
      pollfd waiting[] = {{wake_, POLLIN, 0}, {inotify_, POLLIN, 0}};
      ::poll(waiting, inotify_ >= 0 ? 2 : 1, wait_milliseconds(missing));
      std::uint64_t count = 0;
      while (::read(wake_, &count, sizeof count) > 0) {
      }
      if (stopping_) {
        return;
      }
      take_new_singles();
      if (inotify_ >= 0) {
        read_events();
        if (missing) {
          return_of_trees();
        }
      } else if (Clock::now() >= next_poll) {
        compare();
        next_poll = Clock::now() + options_.poll_interval;
      }
      if (const auto due = collector_.due(); due && Clock::now() >= *due) {
        changed_(collector_.take());
      }
    }
  }

  void return_of_trees() {
    for (const std::string& tree : options_.trees) {
      const bool watched = std::any_of(folders_.begin(), folders_.end(),
                                       [&](const auto& entry) { return entry.second == tree; });
      if (!watched && files_->is_directory(tree)) {
        add_tree(tree, true);
        collector_.add(tree, Clock::now());
      }
    }
  }

  const Options options_;
  const std::function<void(const Ring&)> changed_;
  ChangeCollector collector_;
  const std::shared_ptr<FileSystem> files_;
  const int wake_;
  int inotify_ = -1;  // -1: polling
  std::unordered_map<int, std::string> folders_;
  std::vector<std::string> singles_;
  Snapshot seen_;
  std::atomic<bool> stopping_ = false;

  mutable std::mutex mutex_;
  std::vector<std::string> asked_;
  bool asked_anew_ = false;
  std::string polling_reason_;

  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<Watcher>> Watcher::start(Options options,
                                                std::function<void(const Ring&)> changed) {
  const std::shared_ptr<FileSystem> files = real_file_system("/");
  for (const std::string& tree : options.trees) {
    if (!files->is_directory(tree)) {
      return Error{Error::Kind::not_found, fmt::format("watch {}: no such folder", tree)};
    }
  }
  return std::unique_ptr<Watcher>(
      std::make_unique<FolderWatcher>(std::move(options), std::move(changed)));
}

}  // namespace mpaas::watch
