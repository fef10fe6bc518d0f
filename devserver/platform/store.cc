#include "devserver/platform/store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "devserver/platform/database.h"

namespace mpaas::platform {
namespace {

// One script a version; a script that was released is never changed again.
constexpr std::array<const char*, 1> migrations = {R"sql(
CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE access_key(id TEXT PRIMARY KEY, secret TEXT NOT NULL, tenant TEXT NOT NULL,
  created INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE scope(id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, workspace TEXT NOT NULL,
  app TEXT NOT NULL, vhost TEXT NOT NULL DEFAULT '', rsa_key TEXT NOT NULL DEFAULT '',
  UNIQUE(tenant, workspace, app));
CREATE TABLE object(scope INTEGER NOT NULL REFERENCES scope(id), key TEXT NOT NULL,
  sha256 TEXT NOT NULL, size INTEGER NOT NULL, created INTEGER NOT NULL,
  PRIMARY KEY(scope, key)) WITHOUT ROWID;
CREATE INDEX object_file ON object(sha256);
CREATE TABLE app(scope INTEGER NOT NULL REFERENCES scope(id), h5_id TEXT NOT NULL,
  name TEXT NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL,
  PRIMARY KEY(scope, h5_id)) WITHOUT ROWID;
CREATE TABLE package(id INTEGER PRIMARY KEY AUTOINCREMENT, scope INTEGER NOT NULL,
  h5_id TEXT NOT NULL, version TEXT NOT NULL, auto_install INTEGER NOT NULL,
  install_type INTEGER NOT NULL, package_type INTEGER NOT NULL, resource_type INTEGER NOT NULL,
  client_min TEXT NOT NULL, client_max TEXT NOT NULL, extend_info TEXT NOT NULL,
  extra_data TEXT NOT NULL, main_url TEXT NOT NULL, platform TEXT NOT NULL, status INTEGER NOT NULL,
  sha256 TEXT NOT NULL, size INTEGER NOT NULL, source_sha256 TEXT NOT NULL, vhost TEXT NOT NULL,
  user_id TEXT NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL,
  UNIQUE(scope, h5_id, version),
  FOREIGN KEY(scope, h5_id) REFERENCES app(scope, h5_id) ON DELETE CASCADE);
CREATE INDEX package_file ON package(sha256);
CREATE TABLE task(id INTEGER PRIMARY KEY AUTOINCREMENT, scope INTEGER NOT NULL,
  package INTEGER NOT NULL REFERENCES package(id) ON DELETE CASCADE,
  publish_type INTEGER NOT NULL, publish_mode INTEGER NOT NULL, status INTEGER NOT NULL,
  grey_config TEXT NOT NULL, window_text TEXT NOT NULL, window_end INTEGER NOT NULL,
  places INTEGER NOT NULL, whitelists TEXT NOT NULL, memo TEXT NOT NULL,
  created INTEGER NOT NULL, modified INTEGER NOT NULL);
CREATE INDEX task_package ON task(package);
CREATE TABLE place(task INTEGER NOT NULL REFERENCES task(id) ON DELETE CASCADE,
  user TEXT NOT NULL, PRIMARY KEY(task, user)) WITHOUT ROWID;
CREATE TABLE whitelist(id INTEGER PRIMARY KEY AUTOINCREMENT, scope INTEGER NOT NULL,
  name TEXT NOT NULL, type TEXT NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL,
  UNIQUE(scope, name));
CREATE TABLE member(whitelist INTEGER NOT NULL REFERENCES whitelist(id) ON DELETE CASCADE,
  value TEXT NOT NULL, PRIMARY KEY(whitelist, value)) WITHOUT ROWID;
)sql"};

constexpr std::string_view app_query =
    "SELECT s.app, a.h5_id, a.name, datetime(a.created,'unixepoch','localtime'), "
    "datetime(a.modified,'unixepoch','localtime') FROM app a JOIN scope s ON s.id = a.scope ";
constexpr std::string_view package_query =
    "SELECT p.id, s.app, p.h5_id, a.name, p.version, p.auto_install, p.install_type, "
    "p.package_type, p.resource_type, p.client_min, p.client_max, '', p.extend_info, p.extra_data, "
    "'', p.main_url, '', p.platform, 0, p.status, datetime(p.created,'unixepoch','localtime'), "
    "datetime(p.modified,'unixepoch','localtime'), p.sha256, p.size, p.source_sha256, p.vhost, "
    "p.user_id FROM package p JOIN scope s ON s.id = p.scope "
    "JOIN app a ON a.scope = p.scope AND a.h5_id = p.h5_id ";
constexpr std::string_view task_query =
    "SELECT t.id, s.app, t.package, t.publish_type, t.publish_mode, t.status, '', t.grey_config, "
    "t.window_text, t.window_text, t.places, t.whitelists, t.memo, p.platform, p.version, "
    "datetime(t.created,'unixepoch','localtime'), datetime(t.modified,'unixepoch','localtime'), "
    "t.window_end FROM task t JOIN scope s ON s.id = t.scope JOIN package p ON p.id = t.package ";
constexpr std::string_view whitelist_query =
    "SELECT w.id, s.app, w.name, w.type, (SELECT count(*) FROM member m WHERE m.whitelist = w.id), "
    "datetime(w.created,'unixepoch','localtime'), datetime(w.modified,'unixepoch','localtime') "
    "FROM whitelist w JOIN scope s ON s.id = w.scope ";

std::string query(std::string_view select, std::string_view where) {
  return std::string(select) + std::string(where);
}

// The queries above name their columns in the order of the records' fields().
template <class Record>
std::size_t fill(Record& record, const Row& row) {
  std::size_t column = 0;
  Record::fields(record, [&](std::string_view, auto& member) {
    if constexpr (std::is_same_v<std::remove_reference_t<decltype(member)>, std::string>) {
      member = row.text(column);
    } else {
      member = row.number(column);
    }
    ++column;
  });
  return column;
}

template <class Record>
Record record_of(const Row& row) {
  Record record;
  fill(record, row);
  return record;
}

StoredPackage package_of(const Row& row) {
  StoredPackage package;
  const std::size_t next = fill(package.info, row);
  package.file = {row.text(next), static_cast<std::uint64_t>(row.number(next + 1))};
  package.source_sha256 = row.text(next + 2);
  package.vhost = row.text(next + 3);
  package.user_id = row.text(next + 4);
  return package;
}

StoredTask task_of(const Row& row) {
  StoredTask task;
  const std::size_t next = fill(task.info, row);
  task.window_end = row.number(next);
  switch (task.info.task_status) {
    case task_running:
      task.info.status = "running";
      break;
    case task_ended:
      task.info.status = "ended";
      break;
    case task_paused:
      task.info.status = "paused";
      break;
    default:
      task.info.status = "unknown";
  }
  return task;
}

Scope scope_of(const Row& row) {
  return {row.number(0), row.text(1), row.text(2), row.text(3), row.text(4), row.number(5) != 0};
}
constexpr std::string_view scope_query =
    "SELECT id, tenant, workspace, app, vhost, rsa_key <> '' FROM scope ";

template <class T, class Convert>
Result<std::optional<T>> first(Result<std::vector<Row>> rows, Convert convert) {
  if (!rows) {
    return std::move(rows).error();
  }
  return rows->empty() ? std::optional<T>() : std::optional<T>(convert(rows->front()));
}

template <class T, class Convert>
Result<std::vector<T>> all(Result<std::vector<Row>> rows, Convert convert) {
  if (!rows) {
    return std::move(rows).error();
  }
  std::vector<T> items;
  for (const Row& row : *rows) {
    items.push_back(convert(row));
  }
  return items;
}

std::int64_t offset(Page page) { return (page.number - 1) * page.size; }

Error store_error(Error::Kind kind, int code, std::string message, std::string hint = {}) {
  return {kind, std::move(message), code, std::move(hint)};
}

}  // namespace

Store::Store(std::string directory) : directory_(std::move(directory)), blobs_(directory_) {}

Store::~Store() {
  nonces_.reset();
  database_.reset();
  if (lock_ >= 0) {
    ::close(lock_);
  }
}

Result<std::unique_ptr<Store>> Store::create(const std::string& directory) {
  std::error_code error;
  if (std::filesystem::exists(directory + "/platform.db", error)) {
    return store_error(Error::Kind::cannot_write, 8022,
                       fmt::format("there is a platform in {} already", directory),
                       "serve it: mpaas platform serve, or choose another folder with --store");
  }
  std::filesystem::create_directories(directory, error);
  if (error || ::chmod(directory.c_str(), 0700) != 0) {
    return store_error(Error::Kind::cannot_write, 8021, fmt::format("cannot make {}", directory));
  }
  std::unique_ptr<Store> store(new Store(directory));
  MPAAS_TRY(store->start());
  return store;
}

Result<std::unique_ptr<Store>> Store::open(const std::string& directory) {
  std::error_code error;
  if (!std::filesystem::exists(directory + "/platform.db", error)) {
    return store_error(Error::Kind::not_found, 8023, fmt::format("no platform in {}", directory),
                       "make one: mpaas platform init");
  }
  std::unique_ptr<Store> store(new Store(directory));
  MPAAS_TRY(store->start());
  return store;
}

Status Store::start() {
  lock_ = ::open((directory_ + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0) {
    return store_error(Error::Kind::io, 8021,
                       fmt::format("cannot write into {}: {}", directory_, std::strerror(errno)));
  }
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    return store_error(Error::Kind::try_later, 8024,
                       fmt::format("another process serves {}", directory_));
  }
  MPAAS_TRY(blobs_.prepare());
  MPAAS_TRY_ASSIGN(database_, Database::open(directory_ + "/platform.db", Durability::power_loss));
  MPAAS_TRY(migrate());
  MPAAS_TRY_ASSIGN(nonces_, Database::open(directory_ + "/nonces.db", Durability::process_loss));
  MPAAS_TRY(nonces_->script(
      "CREATE TABLE IF NOT EXISTS nonce(key TEXT, value TEXT, expires INTEGER NOT NULL, "
      "PRIMARY KEY(key, value)) WITHOUT ROWID; "
      "CREATE INDEX IF NOT EXISTS nonce_expires ON nonce(expires);"));
  MPAAS_TRY_ASSIGN(std::vector<Row> rows,
                   database_->query("SELECT value FROM setting WHERE name = 'secret'"));
  if (rows.empty()) {
    rows.push_back({{crypto::hex(crypto::random_bytes(32))}});
    MPAAS_TRY(database_->run("INSERT INTO setting VALUES('secret', ?)", {rows[0].text(0)}));
  }
  own_secret_ = crypto::Secret(std::move(rows[0].texts[0]));
  return ok();
}

Status Store::migrate() {
  MPAAS_TRY_ASSIGN(const std::vector<Row> rows, database_->query("PRAGMA user_version"));
  const std::int64_t version = rows.empty() ? 0 : rows[0].number(0);
  if (version > static_cast<std::int64_t>(migrations.size())) {
    return store_error(Error::Kind::configuration, 8025,
                       fmt::format("{} was written by a newer mpaas", directory_),
                       "update mpaas, or choose another folder with --store");
  }
  for (auto next = static_cast<std::size_t>(version); next < migrations.size(); ++next) {
    MPAAS_TRY_ASSIGN(Transaction transaction, Transaction::begin(*database_));
    MPAAS_TRY(database_->script(migrations[next]));
    MPAAS_TRY(database_->script(fmt::format("PRAGMA user_version = {}", next + 1)));
    MPAAS_TRY(transaction.commit());
  }
  return ok();
}

Status Store::collect_garbage(std::int64_t now) {
  constexpr std::int64_t day = 24 * 3600;
  MPAAS_TRY(database_->run("DELETE FROM object WHERE created < ?", {now - day}));
  for (const std::string& digest : blobs_.all()) {
    MPAAS_TRY_ASSIGN(const std::vector<Row> users,
                     database_->query("SELECT 1 FROM object WHERE sha256 = ?1 UNION ALL "
                                      "SELECT 1 FROM package WHERE sha256 = ?1 LIMIT 1",
                                      {digest}));
    if (users.empty()) {
      MPAAS_TRY(blobs_.remove(digest));
    }
  }
  return ok();
}

Status Store::add_access_key(const AccessKey& key, std::int64_t now) {
  MPAAS_TRY(database_->run("INSERT INTO access_key VALUES(?, ?, ?, ?)",
                           {key.id, key.secret.view(), key.tenant, now}));
  return ok();
}

Result<std::optional<AccessKey>> Store::access_key(std::string_view id) {
  return first<AccessKey>(
      database_->query("SELECT id, secret, tenant FROM access_key WHERE id = ?", {id}),
      [](const Row& row) {
        return AccessKey{row.text(0), crypto::Secret(std::string(row.text(1))), row.text(2)};
      });
}

Result<bool> Store::use_nonce(std::string_view key_id, std::string_view nonce, std::int64_t expires,
                              std::int64_t now) {
  MPAAS_TRY(nonces_->run("DELETE FROM nonce WHERE expires < ?", {now}));
  MPAAS_TRY_ASSIGN(
      const std::int64_t added,
      nonces_->run("INSERT OR IGNORE INTO nonce VALUES(?, ?, ?)", {key_id, nonce, expires}));
  return added == 1;
}

Result<Scope> Store::add_scope(std::string_view tenant, std::string_view workspace,
                               std::string_view app) {
  MPAAS_TRY(database_->run("INSERT INTO scope(tenant, workspace, app) VALUES(?, ?, ?)",
                           {tenant, workspace, app}));
  return Scope{database_->last_id(),
               std::string(tenant),
               std::string(workspace),
               std::string(app),
               {},
               false};
}

Result<std::optional<Scope>> Store::scope(std::string_view tenant, std::string_view workspace,
                                          std::string_view app) {
  return first<Scope>(
      database_->query(query(scope_query, "WHERE tenant = ? AND workspace = ? AND app = ?"),
                       {tenant, workspace, app}),
      scope_of);
}

Result<std::vector<Scope>> Store::scopes() {
  return all<Scope>(database_->query(query(scope_query, "ORDER BY id")), scope_of);
}

Status Store::set_vhost(const Scope& scope, std::string_view vhost) {
  MPAAS_TRY(database_->run("UPDATE scope SET vhost = ? WHERE id = ?", {vhost, scope.id}));
  return ok();
}

Status Store::set_key(const Scope& scope, std::string_view pem) {
  MPAAS_TRY(database_->run("UPDATE scope SET rsa_key = ? WHERE id = ?", {pem, scope.id}));
  return ok();
}

Result<std::optional<crypto::Secret>> Store::key(const Scope& scope) {
  return first<crypto::Secret>(
      database_->query("SELECT rsa_key FROM scope WHERE id = ? AND rsa_key <> ''", {scope.id}),
      [](const Row& row) { return crypto::Secret(std::string(row.text(0))); });
}

Status Store::add_object(const Scope& scope, std::string_view key, const Blob& blob,
                         std::int64_t now) {
  MPAAS_TRY(
      database_->run("INSERT OR REPLACE INTO object VALUES(?, ?, ?, ?, ?)",
                     {scope.id, key, blob.sha256, static_cast<std::int64_t>(blob.size), now}));
  return ok();
}

Result<std::optional<Blob>> Store::object(const Scope& scope, std::string_view key) {
  return first<Blob>(database_->query("SELECT sha256, size FROM object WHERE scope = ? AND key = ?",
                                      {scope.id, key}),
                     [](const Row& row) {
                       return Blob{row.text(0), static_cast<std::uint64_t>(row.number(1))};
                     });
}

Status Store::remove_object(const Scope& scope, std::string_view key) {
  MPAAS_TRY_ASSIGN(const std::optional<Blob> blob, object(scope, key));
  if (!blob) {
    return ok();
  }
  MPAAS_TRY(database_->run("DELETE FROM object WHERE scope = ? AND key = ?", {scope.id, key}));
  MPAAS_TRY_ASSIGN(const std::vector<Row> users,
                   database_->query("SELECT 1 FROM object WHERE sha256 = ? UNION ALL "
                                    "SELECT 1 FROM package WHERE sha256 = ? LIMIT 1",
                                    {blob->sha256, blob->sha256}));
  return users.empty() ? blobs_.remove(blob->sha256) : ok();
}

Result<bool> Store::add_app(const Scope& scope, std::string_view h5_id, std::string_view name,
                            std::int64_t now) {
  MPAAS_TRY_ASSIGN(const std::int64_t added,
                   database_->run("INSERT OR IGNORE INTO app VALUES(?, ?, ?, ?, ?)",
                                  {scope.id, h5_id, name, now, now}));
  return added == 1;
}

Result<std::optional<AppInfo>> Store::app(const Scope& scope, std::string_view h5_id) {
  return first<AppInfo>(
      database_->query(query(app_query, "WHERE a.scope = ? AND a.h5_id = ?"), {scope.id, h5_id}),
      record_of<AppInfo>);
}

Result<Listed<AppInfo>> Store::apps(const Scope& scope, std::string_view keyword, Page page) {
  constexpr std::string_view where =
      "WHERE a.scope = ? AND (instr(a.h5_id, ?2) > 0 OR instr(a.name, ?2) > 0) ";
  MPAAS_TRY_ASSIGN(
      const std::vector<Row> count,
      database_->query(query("SELECT count(*) FROM app a ", where), {scope.id, keyword}));
  MPAAS_TRY_ASSIGN(
      std::vector<AppInfo> items,
      all<AppInfo>(
          database_->query(query(app_query, std::string(where) + "ORDER BY a.created DESC, a.h5_id "
                                                                 "LIMIT ?3 OFFSET ?4"),
                           {scope.id, keyword, page.size, offset(page)}),
          record_of<AppInfo>));
  return Listed<AppInfo>{std::move(items), count[0].number(0)};
}

Status Store::remove_app(const Scope& scope, std::string_view h5_id) {
  MPAAS_TRY(database_->run("DELETE FROM app WHERE scope = ? AND h5_id = ?", {scope.id, h5_id}));
  return ok();
}

Result<std::int64_t> Store::add_package(const Scope& scope, const StoredPackage& package,
                                        std::int64_t now) {
  const PackageInfo& info = package.info;
  MPAAS_TRY(database_->run(
      "INSERT INTO package(scope, h5_id, version, auto_install, install_type, package_type, "
      "resource_type, client_min, client_max, extend_info, extra_data, main_url, platform, status, "
      "sha256, size, source_sha256, vhost, user_id, created, modified) "
      "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {scope.id,
       info.h5_id,
       info.h5_version,
       info.auto_install,
       info.install_type,
       info.package_type,
       info.resource_type,
       info.client_version_min,
       info.client_version_max,
       info.extend_info,
       info.extra_data,
       info.main_url,
       info.platform,
       info.status,
       package.file.sha256,
       static_cast<std::int64_t>(package.file.size),
       package.source_sha256,
       package.vhost,
       package.user_id,
       now,
       now}));
  return database_->last_id();
}

Result<std::optional<StoredPackage>> Store::package(const Scope& scope, std::int64_t id) {
  return first<StoredPackage>(
      database_->query(query(package_query, "WHERE p.scope = ? AND p.id = ?"), {scope.id, id}),
      package_of);
}

Result<std::optional<StoredPackage>> Store::package(const Scope& scope, std::string_view h5_id,
                                                    std::string_view version) {
  return first<StoredPackage>(
      database_->query(query(package_query, "WHERE p.scope = ? AND p.h5_id = ? AND p.version = ?"),
                       {scope.id, h5_id, version}),
      package_of);
}

Result<Listed<StoredPackage>> Store::packages(const Scope& scope, std::string_view h5_id,
                                              const std::vector<std::int64_t>& types, Page page) {
  std::string where = "WHERE p.scope = ?1 AND p.h5_id = ?2 ";
  if (!types.empty()) {
    where += fmt::format("AND p.package_type IN ({}) ", fmt::join(types, ","));
  }
  MPAAS_TRY_ASSIGN(
      const std::vector<Row> count,
      database_->query(query("SELECT count(*) FROM package p ", where), {scope.id, h5_id}));
  MPAAS_TRY_ASSIGN(
      std::vector<StoredPackage> items,
      all<StoredPackage>(
          database_->query(query(package_query, where + "ORDER BY p.id DESC LIMIT ?3 OFFSET ?4"),
                           {scope.id, h5_id, page.size, offset(page)}),
          package_of));
  return Listed<StoredPackage>{std::move(items), count[0].number(0)};
}

Result<bool> Store::is_package_file(std::string_view sha256) {
  MPAAS_TRY_ASSIGN(const std::vector<Row> rows,
                   database_->query("SELECT 1 FROM package WHERE sha256 = ? LIMIT 1", {sha256}));
  return !rows.empty();
}

Result<std::int64_t> Store::add_task(const Scope& scope, const StoredTask& task, std::int64_t now) {
  const TaskInfo& info = task.info;
  MPAAS_TRY(database_->run(
      "INSERT INTO task(scope, package, publish_type, publish_mode, status, grey_config, "
      "window_text, window_end, places, whitelists, memo, created, modified) "
      "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {scope.id, info.package_id, info.publish_type, info.publish_mode, info.task_status,
       info.grey_config_info, info.grey_endtime_data, task.window_end, info.grey_num,
       info.whitelist_ids, info.memo, now, now}));
  return database_->last_id();
}

Result<std::optional<StoredTask>> Store::task(const Scope& scope, std::int64_t id) {
  return first<StoredTask>(
      database_->query(query(task_query, "WHERE t.scope = ? AND t.id = ?"), {scope.id, id}),
      task_of);
}

Result<std::vector<StoredTask>> Store::tasks_of_package(const Scope& scope, std::int64_t package) {
  return all<StoredTask>(
      database_->query(query(task_query, "WHERE t.scope = ? AND t.package = ? ORDER BY t.id DESC"),
                       {scope.id, package}),
      task_of);
}

Result<std::vector<StoredTask>> Store::tasks_of_app(const Scope& scope, std::string_view h5_id) {
  return all<StoredTask>(
      database_->query(query(task_query, "WHERE t.scope = ? AND p.h5_id = ? ORDER BY t.id DESC"),
                       {scope.id, h5_id}),
      task_of);
}

Status Store::set_task_status(const Scope& scope, std::int64_t id, std::int64_t status,
                              std::int64_t now) {
  MPAAS_TRY(database_->run("UPDATE task SET status = ?, modified = ? WHERE scope = ? AND id = ?",
                           {status, now, scope.id, id}));
  return ok();
}

Result<bool> Store::take_place(std::int64_t task, std::string_view user, std::int64_t places) {
  MPAAS_TRY_ASSIGN(
      const std::vector<Row> known,
      database_->query("SELECT 1 FROM place WHERE task = ? AND user = ?", {task, user}));
  if (!known.empty()) {
    return true;
  }
  MPAAS_TRY_ASSIGN(const std::int64_t added,
                   database_->run("INSERT INTO place SELECT ?1, ?2 WHERE "
                                  "(SELECT count(*) FROM place WHERE task = ?1) < ?3",
                                  {task, user, places}));
  return added == 1;
}

Result<std::int64_t> Store::add_whitelist(const Scope& scope, std::string_view name,
                                          std::string_view type, std::int64_t now) {
  MPAAS_TRY(database_->run(
      "INSERT INTO whitelist(scope, name, type, created, modified) VALUES(?, ?, ?, ?, ?)",
      {scope.id, name, type, now, now}));
  return database_->last_id();
}

Result<std::optional<WhitelistInfo>> Store::whitelist(const Scope& scope, std::int64_t id) {
  return first<WhitelistInfo>(
      database_->query(query(whitelist_query, "WHERE w.scope = ? AND w.id = ?"), {scope.id, id}),
      record_of<WhitelistInfo>);
}

Result<Listed<WhitelistInfo>> Store::whitelists(const Scope& scope, std::string_view name,
                                                Page page) {
  constexpr std::string_view where = "WHERE w.scope = ?1 AND instr(w.name, ?2) > 0 ";
  MPAAS_TRY_ASSIGN(
      const std::vector<Row> count,
      database_->query(query("SELECT count(*) FROM whitelist w ", where), {scope.id, name}));
  MPAAS_TRY_ASSIGN(
      std::vector<WhitelistInfo> items,
      all<WhitelistInfo>(
          database_->query(
              query(whitelist_query, std::string(where) + "ORDER BY w.id DESC LIMIT ?3 OFFSET ?4"),
              {scope.id, name, page.size, offset(page)}),
          record_of<WhitelistInfo>));
  return Listed<WhitelistInfo>{std::move(items), count[0].number(0)};
}

Result<std::int64_t> Store::add_members(const Scope& scope, std::int64_t id,
                                        const std::vector<std::string>& values, std::int64_t now) {
  MPAAS_TRY_ASSIGN(Transaction transaction, Transaction::begin(*database_));
  std::int64_t added = 0;
  for (const std::string& value : values) {
    MPAAS_TRY_ASSIGN(const std::int64_t changed,
                     database_->run("INSERT OR IGNORE INTO member SELECT id, ? FROM whitelist "
                                    "WHERE scope = ? AND id = ?",
                                    {value, scope.id, id}));
    added += changed;
  }
  MPAAS_TRY(database_->run("UPDATE whitelist SET modified = ? WHERE id = ?", {now, id}));
  MPAAS_TRY(transaction.commit());
  return added;
}

Result<std::int64_t> Store::remove_members(const Scope& scope, std::int64_t id,
                                           const std::vector<std::string>& values,
                                           std::int64_t now) {
  MPAAS_TRY_ASSIGN(Transaction transaction, Transaction::begin(*database_));
  std::int64_t removed = 0;
  for (const std::string& value : values) {
    MPAAS_TRY_ASSIGN(const std::int64_t changed,
                     database_->run("DELETE FROM member WHERE value = ? AND whitelist = "
                                    "(SELECT id FROM whitelist WHERE scope = ? AND id = ?)",
                                    {value, scope.id, id}));
    removed += changed;
  }
  MPAAS_TRY(database_->run("UPDATE whitelist SET modified = ? WHERE id = ?", {now, id}));
  MPAAS_TRY(transaction.commit());
  return removed;
}

Status Store::remove_whitelist(const Scope& scope, std::int64_t id) {
  MPAAS_TRY(database_->run("DELETE FROM whitelist WHERE scope = ? AND id = ?", {scope.id, id}));
  return ok();
}

Result<bool> Store::is_member(const Scope& scope, std::int64_t whitelist, std::string_view value) {
  MPAAS_TRY_ASSIGN(const std::vector<Row> rows,
                   database_->query("SELECT 1 FROM member m JOIN whitelist w ON w.id = m.whitelist "
                                    "WHERE w.scope = ? AND w.id = ? AND m.value = ?",
                                    {scope.id, whitelist, value}));
  return !rows.empty();
}

}  // namespace mpaas::platform
