#include "devserver/platform/store.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "compiler/base/file_system.h"
#include "devserver/platform/database.h"

using namespace mpaas;
using namespace mpaas::platform;

namespace {

template <class T>
T need(Result<T> result) {
  CAPTURE(result ? std::string() : result.error().message);
  REQUIRE(result);
  return *std::move(result);
}

// Content that can be told from its number, of very different lengths.
std::string content_of(int number) {
  std::string text = fmt::format("upload {} ", number);
  const auto size = static_cast<std::size_t>(number * 7919 % 200'000);
  while (text.size() < size) {
    text += text;
  }
  return text;
}

// Stores uploads until it is killed, and says the number of each one that is safe.
[[noreturn]] void store_until_killed(const std::string& directory, int first, int to) {
  auto store = Store::open(directory);
  if (!store) {
    ::_exit(3);
  }
  const auto scope = (*store)->scope("T", "w", "A");
  for (int number = first;; ++number) {
    const Result<Blob> blob = (*store)->blobs().put(content_of(number));
    if (!blob || !(*store)->add_object(**scope, std::to_string(number), *blob, 1)) {
      ::_exit(4);
    }
    const ssize_t told = ::write(to, &number, sizeof number);
    if (told != sizeof number) {
      ::_exit(5);
    }
  }
}

}  // namespace

TEST_CASE("every acknowledged upload survives kill -9") {
  const TemporaryDirectory directory = need(TemporaryDirectory::make());
  const std::string path = directory.path() + "/store";
  need(need(Store::create(path))->add_scope("T", "w", "A"));
  std::minstd_rand random(20261122);
  std::vector<int> acknowledged;
  int first = 1;
  for (int round = 0; round < 8; ++round) {
    int ends[2] = {};
    REQUIRE(::pipe(ends) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      ::close(ends[0]);
      store_until_killed(path, first, ends[1]);
    }
    ::close(ends[1]);
    // Killed after a random number of acknowledgements, at a random moment of the next one.
    const int enough = 3 + static_cast<int>(random() % 12);
    int number = 0;
    for (int i = 0; i < enough && ::read(ends[0], &number, sizeof number) == sizeof number; ++i) {
      acknowledged.push_back(number);
    }
    ::usleep(static_cast<useconds_t>(random() % 3000));
    ::kill(child, SIGKILL);
    while (::read(ends[0], &number, sizeof number) == sizeof number) {
      acknowledged.push_back(number);
    }
    ::close(ends[0]);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
    first = acknowledged.back() + 2;  // the one after the last may be stored but not acknowledged
  }
  REQUIRE(acknowledged.size() >= 24);

  const std::unique_ptr<Store> store = need(Store::open(path));
  need(store->collect_garbage(2));
  const Scope scope = *need(store->scope("T", "w", "A"));
  for (const int number : acknowledged) {
    CAPTURE(number);
    const std::optional<Blob> blob = need(store->object(scope, std::to_string(number)));
    REQUIRE(blob);
    CHECK(need(store->blobs().read(blob->sha256)) == content_of(number));
  }
  CHECK(std::filesystem::is_empty(store->blobs().incoming()));
  const auto database = need(Database::open(path + "/platform.db", Durability::power_loss));
  CHECK(need(database->query("PRAGMA integrity_check")).at(0).text(0) == "ok");
}

TEST_CASE("blobs") {
  const TemporaryDirectory directory = need(TemporaryDirectory::make());
  Blobs blobs(directory.path());
  need(blobs.prepare());
  const Blob blob = need(blobs.put("abc"));
  CHECK(blob.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(blob.size == 3);
  CHECK(need(blobs.put("abc")).sha256 == blob.sha256);
  CHECK(need(blobs.read(blob.sha256)) == "abc");
  CHECK(blobs.all() == std::vector<std::string>{blob.sha256});
  CHECK(std::filesystem::is_empty(blobs.incoming()));

  SECTION("damage is seen") {
    need(write_file(blobs.path(blob.sha256), "abd"));
    CHECK(blobs.read(blob.sha256).error().kind == Error::Kind::io);
  }
  SECTION("removing twice is no error") {
    need(blobs.remove(blob.sha256));
    need(blobs.remove(blob.sha256));
    CHECK_FALSE(blobs.read(blob.sha256));
  }
  SECTION("digests") {
    CHECK(is_sha256(blob.sha256));
    CHECK_FALSE(is_sha256(blob.sha256.substr(1)));
    CHECK_FALSE(is_sha256(std::string(62, 'a') + "/."));
    CHECK_FALSE(is_sha256(std::string(64, 'A')));
  }
}

TEST_CASE("a store is made once, locked, and private") {
  const TemporaryDirectory directory = need(TemporaryDirectory::make());
  const std::string path = directory.path() + "/deep/store";
  CHECK(Store::open(path).error().kind == Error::Kind::not_found);
  std::unique_ptr<Store> store = need(Store::create(path));
  CHECK(Store::create(path).error().kind == Error::Kind::cannot_write);
  CHECK(Store::open(path).error().kind == Error::Kind::try_later);
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0700);
  const std::string secret(store->own_secret().view());
  CHECK(secret.size() == 64);
  store.reset();
  CHECK(need(Store::open(path))->own_secret().view() == secret);
}

TEST_CASE("a store of a newer version is left alone") {
  const TemporaryDirectory directory = need(TemporaryDirectory::make());
  const std::string path = directory.path() + "/store";
  need(Store::create(path));
  need(need(Database::open(path + "/platform.db", Durability::power_loss))
           ->script("PRAGMA user_version = 99"));
  CHECK(Store::open(path).error().kind == Error::Kind::configuration);
}

TEST_CASE("nonces are used once and forgotten in time") {
  const TemporaryDirectory directory = need(TemporaryDirectory::make());
  const std::string path = directory.path() + "/store";
  std::unique_ptr<Store> store = need(Store::create(path));
  CHECK(need(store->use_nonce("key", "n1", 100, 10)));
  CHECK_FALSE(need(store->use_nonce("key", "n1", 100, 20)));
  CHECK(need(store->use_nonce("other key", "n1", 100, 20)));
  store.reset();
  store = need(Store::open(path));
  CHECK_FALSE(need(store->use_nonce("key", "n1", 100, 30)));
  CHECK(need(store->use_nonce("key", "n1", 300, 101)));
}

TEST_CASE("a transaction that is not committed leaves nothing") {
  const TemporaryDirectory directory = need(TemporaryDirectory::make());
  const auto database = need(Database::open(directory.path() + "/x.db", Durability::power_loss));
  need(database->script("CREATE TABLE t(x TEXT PRIMARY KEY)"));
  {
    const Transaction undone = need(Transaction::begin(*database));
    need(database->run("INSERT INTO t VALUES('a')"));
  }
  CHECK(need(database->query("SELECT * FROM t")).empty());
  const std::string odd("a\0'; DROP TABLE t; --", 21);
  need(database->run("INSERT INTO t VALUES(?)", {odd}));
  CHECK(need(database->query("SELECT x FROM t")).at(0).text(0) == odd);
  CHECK(database->run("INSERT INTO t VALUES(?)", {odd}).error().kind == Error::Kind::rejected);
  CHECK(database->query("SELECT nonsense").error().kind == Error::Kind::io);
}

TEST_CASE("places of a time window are counted per user") {
  const TemporaryDirectory directory = need(TemporaryDirectory::make());
  const std::unique_ptr<Store> store = need(Store::create(directory.path() + "/store"));
  const Scope scope = need(store->add_scope("T", "w", "A"));
  need(store->add_app(scope, "2021001100000001", "Shop", 1));
  StoredPackage package;
  package.info.h5_id = "2021001100000001";
  package.info.h5_version = "1.0.0.0";
  package.file.sha256 = std::string(64, 'a');
  StoredTask task;
  task.info.package_id = need(store->add_package(scope, package, 1));
  const std::int64_t id = need(store->add_task(scope, task, 1));
  CHECK(need(store->take_place(id, "alice", 2)));
  CHECK(need(store->take_place(id, "bob", 2)));
  CHECK_FALSE(need(store->take_place(id, "carol", 2)));
  CHECK(need(store->take_place(id, "alice", 2)));
  CHECK(store->add_package(scope, package, 2).error().kind == Error::Kind::rejected);
  need(store->remove_app(scope, "2021001100000001"));
  CHECK_FALSE(need(store->task(scope, id)));
  CHECK_FALSE(need(store->package(scope, task.info.package_id)));
}
