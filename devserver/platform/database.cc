#include "devserver/platform/database.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstdlib>

namespace mpaas::platform {
namespace {

Error io_error(std::string message) { return {Error::Kind::io, std::move(message), 8021}; }

}  // namespace

std::int64_t Row::number(std::size_t column) const {
  return std::strtoll(texts[column].c_str(), nullptr, 10);
}

Result<std::unique_ptr<Database>> Database::open(const std::string& path, Durability durability) {
  sqlite3* handle = nullptr;
  const int opened =
      sqlite3_open_v2(path.c_str(), &handle,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<Database> database(new Database(handle));
  if (opened != SQLITE_OK) {
    return io_error(fmt::format("cannot open {}: {}", path, sqlite3_errmsg(handle)));
  }
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, 5000);
  MPAAS_TRY(database->script(
      "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"));
  MPAAS_TRY(database->script(durability == Durability::power_loss ? "PRAGMA synchronous=FULL"
                                                                  : "PRAGMA synchronous=OFF"));
  return database;
}

Database::~Database() {
  for (const auto& [sql, statement] : statements_) {
    sqlite3_finalize(statement);
  }
  sqlite3_close(handle_);
}

Error Database::failure() {
  const int code = sqlite3_errcode(handle_) & 0xff;  // the family; the rest says which of them
  if (code == SQLITE_IOERR || code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
    broken_ = true;
  }
  Error error = io_error(fmt::format("the platform's database: {}", sqlite3_errmsg(handle_)));
  if (code == SQLITE_CONSTRAINT) {
    error.kind = Error::Kind::rejected;
  }
  return error;
}

Result<sqlite3_stmt*> Database::prepare(std::string_view sql, std::initializer_list<Bind> values) {
  if (broken_) {
    return io_error("the platform's disk failed; restart it when the disk is well");
  }
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
      return failure();
    }
    found = statements_.emplace(std::string(sql), statement).first;
  }
  sqlite3_stmt* statement = found->second;
  sqlite3_reset(statement);
  int index = 0;
  for (const Bind& value : values) {
    ++index;
    const int bound =
        value.is_text_
            ? sqlite3_bind_text64(statement, index, value.text_.data() ? value.text_.data() : "",
                                  value.text_.size(), SQLITE_STATIC, SQLITE_UTF8)
            : sqlite3_bind_int64(statement, index, value.number_);
    if (bound != SQLITE_OK) {
      return failure();
    }
  }
  return statement;
}

Result<std::vector<Row>> Database::query(std::string_view sql, std::initializer_list<Bind> values) {
  MPAAS_TRY_ASSIGN(sqlite3_stmt * statement, prepare(sql, values));
  std::vector<Row> rows;
  int step = SQLITE_ROW;
  while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
    Row row;
    for (int column = 0; column < sqlite3_column_count(statement); ++column) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
      row.texts.emplace_back(text == nullptr ? "" : text, text == nullptr ? 0 : size);
    }
    rows.push_back(std::move(row));
  }
  if (step != SQLITE_DONE) {
    Error error = failure();
    sqlite3_reset(statement);
    return error;
  }
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  return rows;
}

Result<std::int64_t> Database::run(std::string_view sql, std::initializer_list<Bind> values) {
  MPAAS_TRY(query(sql, values));
  return std::int64_t{sqlite3_changes64(handle_)};
}

Status Database::script(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return failure();
  }
  return ok();
}

std::int64_t Database::last_id() const { return sqlite3_last_insert_rowid(handle_); }

Result<Transaction> Transaction::begin(Database& database) {
  MPAAS_TRY(database.run("BEGIN IMMEDIATE"));
  return Transaction(&database);
}

Transaction::~Transaction() {
  if (database_ != nullptr) {
    // When even this fails the connection has rolled back by itself.
    static_cast<void>(database_->script("ROLLBACK"));
  }
}

Status Transaction::commit() {
  MPAAS_TRY(database_->run("COMMIT"));
  database_ = nullptr;
  return ok();
}

}  // namespace mpaas::platform
