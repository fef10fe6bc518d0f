// SQLite, as little of it as the store needs: prepared statements by their text, values in, rows
// out, transactions. One connection; the caller keeps threads apart. All failures are Kind::io but
// a constraint that does not hold (Kind::rejected). After the disk failed once nothing more is
// written: a second fsync may report success for data that is gone (the lesson of PostgreSQL's
// data_sync_retry), so only a restart, which reads the log anew, may go on.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace mpaas::platform {

// A value to bind; the bytes must live until the call returns.
class Bind {
 public:
  Bind(std::int64_t number) : number_(number) {}
  Bind(int number) : number_(number) {}
  Bind(std::string_view text) : is_text_(true), text_(text) {}
  Bind(const std::string& text) : is_text_(true), text_(text) {}
  Bind(const char* text) : is_text_(true), text_(text) {}

 private:
  friend class Database;
  bool is_text_ = false;
  std::int64_t number_ = 0;
  std::string_view text_;
};

struct Row {
  std::vector<std::string> texts;
  const std::string& text(std::size_t column) const { return texts[column]; }
  std::int64_t number(std::size_t column) const;  // 0 when it is none
};

enum class Durability : std::uint8_t {
  power_loss,   // a commit is on the disk when it returns (WAL, synchronous FULL)
  process_loss  // a commit outlives kill -9, not the machine
};

class Database {
 public:
  static Result<std::unique_ptr<Database>> open(const std::string& path, Durability durability);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  Result<std::vector<Row>> query(std::string_view sql, std::initializer_list<Bind> values = {});
  // For statements without rows. The number of changed rows.
  Result<std::int64_t> run(std::string_view sql, std::initializer_list<Bind> values = {});
  // Several statements, without values.
  Status script(const std::string& sql);
  std::int64_t last_id() const;

 private:
  explicit Database(sqlite3* handle) : handle_(handle) {}
  Result<sqlite3_stmt*> prepare(std::string_view sql, std::initializer_list<Bind> values);
  Error failure();

  sqlite3* handle_;
  bool broken_ = false;
  std::map<std::string, sqlite3_stmt*, std::less<>> statements_;
};

// Undone unless commit() was called.
class Transaction {
 public:
  static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  Status commit();

 private:
  explicit Transaction(Database* database) : database_(database) {}
  Database* database_;
};

}  // namespace mpaas::platform
