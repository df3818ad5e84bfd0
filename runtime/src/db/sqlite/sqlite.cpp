#include <sqlite3.h>

#include <array>
#include <charconv>
#include <chrono>
#include <thread>
#include <vector>

#include "../driver.h"
#include "../statement_cache.h"
#include "functions.h"

namespace schemac::db {

namespace {

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
struct Close {
  void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

ErrorKind kind_of(int code) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return ErrorKind::unique;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return ErrorKind::foreign_key;
    case SQLITE_CONSTRAINT_CHECK:
      return ErrorKind::check;
    case SQLITE_CONSTRAINT_NOTNULL:
      return ErrorKind::not_null;
    case SQLITE_CONSTRAINT_DATATYPE:
      return ErrorKind::invalid_value;
    default:
      break;
  }
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ErrorKind::busy;
    case SQLITE_INTERRUPT:
      return ErrorKind::timeout;
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
    case SQLITE_RANGE:
      return ErrorKind::invalid_value;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return ErrorKind::permission;
    case SQLITE_CANTOPEN:
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
    case SQLITE_IOERR:
      return ErrorKind::connection;
    default:
      return ErrorKind::other;
  }
}

/// SQLite's messages name what is concerned behind the colon: "UNIQUE constraint failed: users.email, users.name".
void read_names(std::string_view message, ErrorDetail& detail) {
  const auto colon = message.find(": ");
  if (colon == message.npos) return;
  auto names = message.substr(colon + 2);
  if (detail.kind == ErrorKind::check) {
    detail.constraint = names;
    return;
  }
  if (detail.kind != ErrorKind::unique && detail.kind != ErrorKind::not_null) return;
  if (names.starts_with("index '")) {  // an index over an expression is told by its name
    detail.constraint = names.substr(7, names.rfind('\'') - 7);
    return;
  }
  while (!names.empty()) {
    const auto comma = names.find(", ");
    const auto name = names.substr(0, comma);
    const auto dot = name.rfind('.');
    if (dot != name.npos) detail.table = name.substr(0, dot);
    if (!detail.column.empty()) detail.column += ',';
    detail.column += dot == name.npos ? name : name.substr(dot + 1);
    names = comma == names.npos ? std::string_view{} : names.substr(comma + 2);
  }
}

[[noreturn]] void fail(sqlite3* handle, const std::string& doing) {
  ErrorDetail detail;
  const std::string_view message = sqlite3_errmsg(handle);
  detail.kind = kind_of(sqlite3_extended_errcode(handle));
  if (message == "FOREIGN KEY constraint failed")
    detail.kind = ErrorKind::foreign_key;  // RESTRICT has a code of triggers
  if (message.starts_with("no such table") || message.starts_with("no such column"))
    detail.kind = ErrorKind::missing_object;
  detail.message = doing.empty() ? std::string(message) : doing + ": " + std::string(message);
  read_names(message, detail);
  throw Error(std::move(detail));
}

/// Reads the current row of a statement, converting as SQLite does.
class StatementRows : public Rows {
 public:
  StatementRows(sqlite3* handle, sqlite3_stmt* statement) : handle_(handle), statement_(statement) {}
  ~StatementRows() override { sqlite3_reset(statement_); }
  StatementRows(const StatementRows&) = delete;
  StatementRows& operator=(const StatementRows&) = delete;

  bool next() override {
    const int result = sqlite3_step(statement_);
    if (result == SQLITE_ROW) return true;
    if (result != SQLITE_DONE) fail(handle_, "");
    return false;
  }
  bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  bool boolean(int column) const override { return sqlite3_column_int64(statement_, column) != 0; }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  double floating(int column) const override { return sqlite3_column_double(statement_, column); }
  std::string_view text(int column) const override {
    if (sqlite3_column_type(statement_, column) == SQLITE_FLOAT)
      return shortest(sqlite3_column_double(statement_, column));
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  std::string bytes(int column) const override {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return data == nullptr ? std::string() : std::string(data, size);
  }

 private:
  /// SQLite's own conversion keeps 15 digits only.
  std::string_view shortest(double number) const {
    const auto end =
        std::to_chars(digits_.data(), digits_.data() + digits_.size(), number, std::chars_format::fixed).ptr;
    return {digits_.data(), static_cast<std::size_t>(end - digits_.data())};
  }

  sqlite3* handle_;
  sqlite3_stmt* statement_;
  mutable std::array<char, 400> digits_{};
};

/// The rows of a statement that writes (RETURNING), all read at once: the change is committed only when the statement
/// ends, and the write lock is held till then.
class StoredRows : public Rows {
 public:
  StoredRows(sqlite3* handle, sqlite3_stmt* statement) {
    StatementRows rows(handle, statement);
    const int columns = sqlite3_column_count(statement);
    while (rows.next()) {
      auto& row = rows_.emplace_back();
      for (int i = 0; i < columns; ++i) row.push_back(read(rows, statement, i));
    }
  }

  bool next() override { return ++at_ < static_cast<std::ptrdiff_t>(rows_.size()); }
  bool is_null(int column) const override { return cell(column).null; }
  bool boolean(int column) const override { return cell(column).integer != 0; }
  std::int64_t integer(int column) const override { return cell(column).integer; }
  double floating(int column) const override { return cell(column).floating; }
  std::string_view text(int column) const override { return cell(column).text; }
  std::string bytes(int column) const override { return cell(column).text; }

 private:
  struct Cell {
    bool null = true;
    std::int64_t integer = 0;
    double floating = 0;
    std::string text;
  };

  static Cell read(const StatementRows& rows, sqlite3_stmt* statement, int column) {
    if (rows.is_null(column)) return {};
    const bool blob = sqlite3_column_type(statement, column) == SQLITE_BLOB;
    return {false, rows.integer(column), rows.floating(column),
            blob ? rows.bytes(column) : std::string(rows.text(column))};
  }

  const Cell& cell(int column) const { return rows_[static_cast<std::size_t>(at_)][static_cast<std::size_t>(column)]; }

  std::vector<std::vector<Cell>> rows_;
  std::ptrdiff_t at_ = -1;
};

class SqliteConnection : public Connection {
 public:
  SqliteConnection(const DatabaseUrl& url, const PoolOptions& options, std::shared_ptr<std::mutex> writer)
      : writer_(std::move(writer)) {
    sqlite3* handle = nullptr;
    const int opened = sqlite3_open_v2(url.database.c_str(), &handle,
                                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                                           (url.database == ":memory:" ? SQLITE_OPEN_CREATE : 0),
                                       nullptr);
    handle_.reset(handle);
    if (opened != SQLITE_OK)
      throw Error(
          {.kind = ErrorKind::connection, .message = "cannot open " + url.redacted() + ": " + sqlite3_errmsg(handle)});
    sqlite3_busy_timeout(handle, static_cast<int>(options.statement_timeout.count()));
    run("PRAGMA foreign_keys = ON");
    enter_wal(options.statement_timeout);
    run("PRAGMA synchronous = NORMAL");
    register_functions(handle);
  }

  Engine engine() const override { return Engine::sqlite; }

  std::unique_ptr<Rows> query(std::string_view sql, std::span<const Value> values) override {
    auto* statement = prepared(sql, values);
    if (sqlite3_stmt_readonly(statement) != 0) return std::make_unique<StatementRows>(handle_.get(), statement);
    const auto turn = wait_for_turn();
    return std::make_unique<StoredRows>(handle_.get(), statement);
  }

  std::int64_t execute(std::string_view sql, std::span<const Value> values) override {
    auto* statement = prepared(sql, values);
    std::unique_lock<std::mutex> turn;
    if (sqlite3_stmt_readonly(statement) == 0) turn = wait_for_turn();
    StatementRows rows(handle_.get(), statement);
    while (rows.next()) {
    }
    return sqlite3_changes64(handle_.get());
  }

  std::int64_t last_insert_id() const override { return sqlite3_last_insert_rowid(handle_.get()); }

  void begin(TransactionMode mode) override {
    if (mode == TransactionMode::write) turn_ = std::unique_lock(*writer_);
    try {
      run(mode == TransactionMode::write ? "BEGIN IMMEDIATE" : "BEGIN");
    } catch (...) {
      end_turn();
      throw;
    }
  }
  void commit() override {
    run("COMMIT");
    end_turn();
  }
  void control(const std::string& sql) override { run(sql.c_str()); }
  void rollback() override {
    if (sqlite3_get_autocommit(handle_.get()) == 0) run("ROLLBACK");
    end_turn();
  }

  bool usable() const override { return sqlite3_get_autocommit(handle_.get()) != 0; }

 private:
  void run(const char* sql) {
    if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(handle_.get(), sql);
  }

  /// SQLite does not wait for a lock here as it does elsewhere: a database that is not in WAL mode yet is tried again
  /// until whoever holds it has done.
  void enter_wal(std::chrono::milliseconds patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (true) {
      try {
        return run("PRAGMA journal_mode = WAL");
      } catch (const Error& error) {
        if (error.kind() != ErrorKind::busy || std::chrono::steady_clock::now() >= deadline) throw;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }

  /// One writer at a time inside this process, in order of coming; SQLite's busy wait is left for other processes.
  std::unique_lock<std::mutex> wait_for_turn() const {
    return turn_.owns_lock() ? std::unique_lock<std::mutex>() : std::unique_lock(*writer_);
  }
  void end_turn() {
    if (turn_.owns_lock()) turn_.unlock();
  }

  sqlite3_stmt* prepared(std::string_view sql, std::span<const Value> values) {
    auto* statement = statements_
                          .get(sql,
                               [&] {
                                 sqlite3_stmt* made = nullptr;
                                 if (sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                                        SQLITE_PREPARE_PERSISTENT, &made, nullptr) != SQLITE_OK)
                                   fail(handle_.get(), std::string(sql));
                                 return Statement(made);
                               })
                          .get();
    sqlite3_clear_bindings(statement);
    for (std::size_t i = 0; i < values.size(); ++i)
      if (bind(statement, static_cast<int>(i + 1), values[i]) != SQLITE_OK) fail(handle_.get(), std::string(sql));
    return statement;
  }

  static int bind(sqlite3_stmt* statement, int at, const Value& value) {
    if (const auto* truth = std::get_if<bool>(&value)) return sqlite3_bind_int(statement, at, *truth ? 1 : 0);
    if (const auto* number = std::get_if<std::int64_t>(&value)) return sqlite3_bind_int64(statement, at, *number);
    if (const auto* number = std::get_if<double>(&value)) return sqlite3_bind_double(statement, at, *number);
    if (const auto* text = std::get_if<std::string>(&value))
      return sqlite3_bind_text64(statement, at, text->data(), text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    if (const auto* bytes = std::get_if<Bytes>(&value))
      return sqlite3_bind_blob64(statement, at, bytes->data.data(), bytes->data.size(), SQLITE_TRANSIENT);
    return sqlite3_bind_null(statement, at);
  }

  std::unique_ptr<sqlite3, Close> handle_;
  StatementCache<Statement> statements_;  // dies before the handle it was made from
  std::shared_ptr<std::mutex> writer_;
  std::unique_lock<std::mutex> turn_;
};

}  // namespace

std::unique_ptr<Connection> connect_sqlite(const DatabaseUrl& url, const PoolOptions& options,
                                           std::shared_ptr<std::mutex> writer) {
  return std::make_unique<SqliteConnection>(url, options, std::move(writer));
}

}  // namespace schemac::db
