// What the platform remembers: rows in SQLite, files by digest (blobs.h), one folder:
//
//   platform.db   apps, packages, tasks, whitelists, keys (schema and migrations in store.cc)
//   nonces.db     request nonces of the last half hour
//   sha256/       packages and uploads
//   incoming/     bodies under way; emptied at start
//   lock          held by the process that serves
//
// The folder is 0700: it holds access key secrets and private keys. A function returns after its
// change is on the disk, so what was acknowledged survives kill -9 and loss of power. Rules are not
// here but in service.h. One thread at a time, except blobs().
//
// Scope = mPaaS app × workspace of a tenant; everything but access keys belongs to one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/crypto/crypto.h"
#include "devserver/platform/blobs.h"
#include "devserver/platform/protocol.h"

namespace mpaas::platform {

class Database;

struct AccessKey {
  std::string id;
  crypto::Secret secret;
  std::string tenant;
};

struct Scope {
  std::int64_t id = 0;
  std::string tenant;
  std::string workspace;
  std::string app;
  std::string vhost;  // "" until set
  bool has_key = false;
};

struct StoredPackage {
  PackageInfo info;           // download_url is left empty
  Blob file;                  // the .amr
  std::string source_sha256;  // what was uploaded
  std::string vhost;
  std::string user_id;
};

struct StoredTask {
  TaskInfo info;
  std::int64_t window_end = 0;  // seconds; 0 = none
};

struct Page {
  std::int64_t number = 1;
  std::int64_t size = 10;
};

template <class T>
struct Listed {
  std::vector<T> items;
  std::int64_t total = 0;
};

class Store {
 public:
  // Kind::cannot_write when there is one already.
  static Result<std::unique_ptr<Store>> create(const std::string& directory);
  // Kind::not_found when there is none, try_later when another process serves it.
  static Result<std::unique_ptr<Store>> open(const std::string& directory);
  ~Store();

  Blobs& blobs() { return blobs_; }
  // Forgets uploads nobody used for a day, and files that no row names. Only before serving.
  Status collect_garbage(std::int64_t now);

  Status add_access_key(const AccessKey& key, std::int64_t now);
  Result<std::optional<AccessKey>> access_key(std::string_view id);
  // False when the nonce was used before. Forgets those that expired.
  Result<bool> use_nonce(std::string_view key_id, std::string_view nonce, std::int64_t expires,
                         std::int64_t now);
  // The key of file tokens and debug links; made with the store.
  const crypto::Secret& own_secret() const { return own_secret_; }

  Result<Scope> add_scope(std::string_view tenant, std::string_view workspace,
                          std::string_view app);
  Result<std::optional<Scope>> scope(std::string_view tenant, std::string_view workspace,
                                     std::string_view app);
  Result<std::vector<Scope>> scopes();
  Status set_vhost(const Scope& scope, std::string_view vhost);
  Status set_key(const Scope& scope, std::string_view pem);
  Result<std::optional<crypto::Secret>> key(const Scope& scope);

  // Uploaded files that wait to be used, by their object key.
  Status add_object(const Scope& scope, std::string_view key, const Blob& blob, std::int64_t now);
  Result<std::optional<Blob>> object(const Scope& scope, std::string_view key);
  // Also the file when nothing else uses it.
  Status remove_object(const Scope& scope, std::string_view key);

  Result<bool> add_app(const Scope& scope, std::string_view h5_id, std::string_view name,
                       std::int64_t now);  // false: exists
  Result<std::optional<AppInfo>> app(const Scope& scope, std::string_view h5_id);
  Result<Listed<AppInfo>> apps(const Scope& scope, std::string_view keyword, Page page);
  Status remove_app(const Scope& scope, std::string_view h5_id);  // with packages and tasks

  Result<std::int64_t> add_package(const Scope& scope, const StoredPackage& package,
                                   std::int64_t now);
  Result<std::optional<StoredPackage>> package(const Scope& scope, std::int64_t id);
  Result<std::optional<StoredPackage>> package(const Scope& scope, std::string_view h5_id,
                                               std::string_view version);
  // types: empty = all
  Result<Listed<StoredPackage>> packages(const Scope& scope, std::string_view h5_id,
                                         const std::vector<std::int64_t>& types, Page page);
  Result<bool> is_package_file(std::string_view sha256);

  Result<std::int64_t> add_task(const Scope& scope, const StoredTask& task, std::int64_t now);
  Result<std::optional<StoredTask>> task(const Scope& scope, std::int64_t id);
  // Of a package, or of all packages of an app; newest first.
  Result<std::vector<StoredTask>> tasks_of_package(const Scope& scope, std::int64_t package);
  Result<std::vector<StoredTask>> tasks_of_app(const Scope& scope, std::string_view h5_id);
  Status set_task_status(const Scope& scope, std::int64_t id, std::int64_t status,
                         std::int64_t now);
  // Takes one of the task's places for the user; true also when the user has one already.
  Result<bool> take_place(std::int64_t task, std::string_view user, std::int64_t places);

  Result<std::int64_t> add_whitelist(const Scope& scope, std::string_view name,
                                     std::string_view type, std::int64_t now);
  Result<std::optional<WhitelistInfo>> whitelist(const Scope& scope, std::int64_t id);
  Result<Listed<WhitelistInfo>> whitelists(const Scope& scope, std::string_view name, Page page);
  // How many of the values are new.
  Result<std::int64_t> add_members(const Scope& scope, std::int64_t id,
                                   const std::vector<std::string>& values, std::int64_t now);
  Result<std::int64_t> remove_members(const Scope& scope, std::int64_t id,
                                      const std::vector<std::string>& values, std::int64_t now);
  Status remove_whitelist(const Scope& scope, std::int64_t id);
  Result<bool> is_member(const Scope& scope, std::int64_t whitelist, std::string_view value);

 private:
  explicit Store(std::string directory);
  Status start();
  Status migrate();

  std::string directory_;
  int lock_ = -1;
  Blobs blobs_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<Database> nonces_;
  crypto::Secret own_secret_;
};

}  // namespace mpaas::platform
