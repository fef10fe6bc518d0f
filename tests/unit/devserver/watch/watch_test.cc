#include "devserver/watch/watch.h"

#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <optional>
#include <thread>

#include "compiler/base/file_system.h"
#include "devserver/watch/change_collector.h"

using namespace mpaas;
using namespace mpaas::watch;

namespace {

void put(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

// A folder that is watched, and what rang.
class Watched {
 public:
  explicit Watched(Options options = {}, std::vector<std::string> folders_before = {}) {
    Result<TemporaryDirectory> made = TemporaryDirectory::make();
    REQUIRE(made);
    directory_.emplace(*std::move(made));
    root = std::filesystem::canonical(directory_->path()).string();
    for (const std::string& folder : folders_before) {
      std::filesystem::create_directories(root + "/" + folder);
    }
    options.trees = {root};
    for (std::string& folder : options.ignored_folders) {
      folder = root + "/" + folder;
    }
    Result<std::unique_ptr<Watcher>> started =
        Watcher::start(std::move(options), [this](const Ring& ring) { take(ring); });
    REQUIRE(started);
    watcher = *std::move(started);
  }

  // True when `path` (relative to the root) rings. The wait is a safety net.
  bool rings(const std::string& path) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20), [&] {
      return std::ranges::find(paths_, path.empty() ? root : root + "/" + path) != paths_.end();
    });
  }
  bool rescans() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20), [&] { return rescanned_; });
  }
  // Whether it rang so far, without waiting: call it after a later change has rung.
  bool rang(const std::string& path) {
    const std::lock_guard lock(mutex_);
    return std::ranges::any_of(
        paths_, [&](const std::string& one) { return one.starts_with(root + "/" + path); });
  }
  void forget() {
    const std::lock_guard lock(mutex_);
    paths_.clear();
  }
  void hold(bool held) {
    const std::lock_guard lock(mutex_);
    held_ = held;
    changed_.notify_all();
  }
  void wait_until_held() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_; });
  }

  std::string root;
  std::unique_ptr<Watcher> watcher;

  ~Watched() { watcher.reset(); }

 private:
  void take(const Ring& ring) {
    std::unique_lock lock(mutex_);
    waiting_ = true;
    changed_.notify_all();
    changed_.wait(lock, [&] { return !held_; });
    waiting_ = false;
    paths_.insert(paths_.end(), ring.paths.begin(), ring.paths.end());
    rescanned_ = rescanned_ || ring.rescanned;
    changed_.notify_all();
  }

  std::optional<TemporaryDirectory> directory_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> paths_;
  bool rescanned_ = false;
  bool held_ = false;
  bool waiting_ = false;
};

Options polling() {
  Options options;
  options.poll = true;
  options.poll_interval = std::chrono::milliseconds(5);
  return options;
}

}  // namespace

TEST_CASE("saving, saving by rename, deleting and linking ring", "[watch]") {
  for (const bool poll : {false, true}) {
    CAPTURE(poll);
    Watched watched(poll ? polling() : Options{}, {"pages/a"});
    CHECK(watched.watcher->polling_reason().empty() == !poll);
    put(watched.root + "/pages/a/a.js", "1");
    CHECK(watched.rings("pages/a/a.js"));
    watched.forget();
    put(watched.root + "/pages/a/.a.js.tmp", "22");
    std::filesystem::rename(watched.root + "/pages/a/.a.js.tmp", watched.root + "/pages/a/a.js");
    CHECK(watched.rings("pages/a/a.js"));
    watched.forget();
    std::filesystem::create_symlink("pages/a/a.js", watched.root + "/link.js");
    CHECK(watched.rings("link.js"));
    watched.forget();
    std::filesystem::remove(watched.root + "/pages/a/a.js");
    CHECK(watched.rings("pages/a/a.js"));
  }
}

TEST_CASE("a file in a folder that has just been made rings", "[watch]") {
  for (const bool poll : {false, true}) {
    CAPTURE(poll);
    Watched watched(poll ? polling() : Options{});
    for (int i = 0; i < 50; ++i) {
      const std::string folder = "new" + std::to_string(i) + "/deep/er";
      std::filesystem::create_directories(watched.root + "/" + folder);
      put(watched.root + "/" + folder + "/a.js", "1");
      REQUIRE(watched.rings(folder + "/a.js"));
    }
  }
}

TEST_CASE("folders that move or go take their watches along", "[watch]") {
  Watched watched({}, {"a/b"});
  std::filesystem::rename(watched.root + "/a", watched.root + "/c");
  CHECK(watched.rings("c"));
  put(watched.root + "/c/b/x.js", "1");
  CHECK(watched.rings("c/b/x.js"));
  CHECK_FALSE(watched.rang("a/b/x.js"));
  std::filesystem::remove_all(watched.root + "/c");
  CHECK(watched.rings("c"));
  std::filesystem::create_directories(watched.root + "/c/b");
  put(watched.root + "/c/b/y.js", "1");
  CHECK(watched.rings("c/b/y.js"));
}

TEST_CASE("the tree itself may go and come back", "[watch]") {
  Watched watched;
  std::filesystem::remove_all(watched.root);
  CHECK(watched.rings(""));
  std::filesystem::create_directories(watched.root);
  put(watched.root + "/back.js", "1");
  CHECK(watched.rings("back.js"));
}

TEST_CASE("ignored folders are silent, given ones are not", "[watch]") {
  for (const bool poll : {false, true}) {
    CAPTURE(poll);
    Options options = poll ? polling() : Options{};
    options.ignored_folders = {"dist"};
    Watched watched(options,
                    {"dist", "node_modules/antd/es", "node_modules/other", ".git", "sub/dist"});
    std::filesystem::create_directory_symlink(watched.root + "/node_modules",
                                              watched.root + "/linked");
    watched.watcher->watch_folders(
        {watched.root + "/node_modules/antd/es", watched.root + "/none"});
    // The list is taken by the watcher's own thread: write until it rings.
    bool rang = false;
    for (int i = 0; i < 2000 && !rang; ++i) {
      put(watched.root + "/node_modules/antd/es/a.js", std::to_string(i));
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      rang = watched.rang("node_modules/antd/es/a.js");
    }
    CHECK(rang);
    put(watched.root + "/dist/x.js", "1");
    put(watched.root + "/node_modules/other/x.js", "1");
    put(watched.root + "/.git/index", "1");
    put(watched.root + "/sub/dist/x.js", "1");
    CHECK(watched.rings("sub/dist/x.js"));
    CHECK_FALSE(watched.rang("dist"));
    CHECK_FALSE(watched.rang("node_modules/other"));
    CHECK_FALSE(watched.rang(".git"));
    CHECK_FALSE(watched.rang("linked/"));
  }
}

TEST_CASE("a burst loses nothing", "[watch]") {
  Watched watched;
  for (int i = 0; i < 1000; ++i) {
    put(watched.root + "/f" + std::to_string(i), "1");
  }
  for (int i = 0; i < 1000; ++i) {
    REQUIRE(watched.rings("f" + std::to_string(i)));
  }
}

TEST_CASE("when events are lost everything is looked at again", "[watch]") {
  int limit = 0;
  std::ifstream("/proc/sys/fs/inotify/max_queued_events") >> limit;
  REQUIRE(limit > 0);
  Watched watched;
  watched.hold(true);
  put(watched.root + "/first", "1");
  watched.wait_until_held();
  for (int i = 0; i < limit; ++i) {  // two events each
    put(watched.root + (i % 2 == 0 ? "/even" : "/odd"), "1");
  }
  std::filesystem::create_directories(watched.root + "/unseen/deep");
  watched.hold(false);
  CHECK(watched.rescans());
  put(watched.root + "/unseen/deep/a.js", "1");
  CHECK(watched.rings("unseen/deep/a.js"));
}

TEST_CASE("a tree that does not exist is an error", "[watch]") {
  Options options;
  options.trees = {"/does/not/exist"};
  CHECK(Watcher::start(options, [](const Ring&) {}).error().kind == Error::Kind::not_found);
}

TEST_CASE("rings wait for quiet, but not for ever", "[watch]") {
  Options options;
  options.quiet = std::chrono::milliseconds(15);
  options.patience = std::chrono::milliseconds(100);
  ChangeCollector collector(options);
  const ChangeCollector::Time start{};
  const auto at = [&](int ms) { return start + std::chrono::milliseconds(ms); };
  CHECK_FALSE(collector.due());
  collector.add("b", at(0));
  collector.add("a", at(10));
  CHECK(collector.due() == at(25));
  for (int ms = 20; ms <= 110; ms += 10) {
    collector.add("a", at(ms));
  }
  CHECK(collector.due() == at(100));
  const Ring ring = collector.take();
  CHECK(ring.paths == std::vector<std::string>{"a", "b"});
  CHECK_FALSE(ring.rescanned);
  CHECK_FALSE(collector.due());
  collector.lost_events(at(200));
  CHECK(collector.take().rescanned);
}
