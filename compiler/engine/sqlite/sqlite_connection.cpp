// SQLite, in process.
#include <sqlite3.h>

#include <filesystem>
#include <map>
#include <system_error>

#include "base/text.h"
#include "engine/drivers.h"
#include "engine/sqlite/lock_file.h"

namespace schemac::engine {

namespace {

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

ErrorKind kind_of(int extended) {
  switch (extended & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ErrorKind::busy;
    case SQLITE_CONSTRAINT:
      return ErrorKind::constraint;
    case SQLITE_READONLY:
      return ErrorKind::read_only;
    case SQLITE_FULL:
    case SQLITE_IOERR:
      return ErrorKind::storage;
    case SQLITE_INTERRUPT:
      return ErrorKind::timeout;
    default:
      return ErrorKind::statement;
  }
}

bool in_memory(const std::string& path) { return path.empty() || path == ":memory:"; }

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(const DatabaseUrl& url, Database database)
      : Connection(DialectId::sqlite, url), database_(std::move(database)) {
    version_ = parse_version(sqlite3_libversion());
    if (!in_memory(url.database)) lock_path_ = std::filesystem::absolute(url.database).string() + "-schemac-lock";
  }

  /// Foreign keys hold, and the file is seen to be a database that can be read now.
  Outcome<Rows> prepare_session() {
    if (auto done = run("PRAGMA foreign_keys = ON", {}); !done) return done;
    return run("SELECT count(*) FROM sqlite_schema", {});
  }

  void close() override {
    lock_.reset();
    database_.reset();
  }

 private:
  Outcome<Rows> run(std::string_view sql, const std::vector<Value>& params) override {
    if (!database_) return tl::unexpected(make_error(ErrorKind::connection_lost, "it was closed", sql));
    Rows rows;
    const int before = sqlite3_total_changes(database_.get());
    for (std::string_view rest = sql; !rest.empty();) {
      sqlite3_stmt* prepared = nullptr;
      const char* tail = nullptr;
      const int result =
          sqlite3_prepare_v2(database_.get(), rest.data(), static_cast<int>(rest.size()), &prepared, &tail);
      const Statement statement(prepared);
      if (result != SQLITE_OK) return fails(sql);
      rest.remove_prefix(static_cast<std::size_t>(tail - rest.data()));
      if (!statement) continue;  // blanks and comments
      if (auto bound = bind(*statement, params, sql); !bound) return tl::unexpected(std::move(bound.error()));
      rows = {};
      if (const int end = step_through(*statement, rows); end != SQLITE_DONE) return fails(sql);
    }
    rows.affected = static_cast<std::uint64_t>(sqlite3_total_changes(database_.get()) - before);
    return rows;
  }

  Outcome<bool> bind(sqlite3_stmt& statement, const std::vector<Value>& params, std::string_view sql) {
    if (static_cast<std::size_t>(sqlite3_bind_parameter_count(&statement)) != params.size())
      return tl::unexpected(
          make_error(ErrorKind::statement, "the values given are not as many as its placeholders", sql));
    for (std::size_t i = 0; i < params.size(); ++i) {
      const int at = static_cast<int>(i + 1);
      if (params[i])
        sqlite3_bind_text64(&statement, at, params[i]->data(), params[i]->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
      else
        sqlite3_bind_null(&statement, at);
    }
    return true;
  }

  static int step_through(sqlite3_stmt& statement, Rows& rows) {
    const int columns = sqlite3_column_count(&statement);
    for (int i = 0; i < columns; ++i) rows.columns.emplace_back(sqlite3_column_name(&statement, i));
    int result;
    while ((result = sqlite3_step(&statement)) == SQLITE_ROW) {
      auto& values = rows.rows.emplace_back();
      values.reserve(static_cast<std::size_t>(columns));
      for (int i = 0; i < columns; ++i) values.push_back(value_of(statement, i));
    }
    return result;
  }

  static Value value_of(sqlite3_stmt& statement, int i) {
    if (sqlite3_column_type(&statement, i) == SQLITE_NULL) return std::nullopt;
    const void* bytes = sqlite3_column_blob(&statement, i);  // of a number: its text
    return std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(&statement, i)));
  }

  tl::unexpected<EngineError> fails(std::string_view sql) const {
    const int code = sqlite3_extended_errcode(database_.get());
    EngineError error = make_error(kind_of(code), sqlite3_errmsg(database_.get()), sql);
    error.number = code;
    return tl::unexpected(std::move(error));
  }

  /// One lock file serves every name: whoever administers a file at all has it to himself.
  Outcome<bool> lock_now(const std::string&) override {
    if (lock_path_.empty()) return true;  // a database in memory is seen by this connection alone
    if (!lock_) lock_ = std::make_unique<LockFile>(lock_path_);
    std::string reason;
    switch (lock_->try_take(reason)) {
      case LockFile::Outcome::taken:
        return true;
      case LockFile::Outcome::held_elsewhere:
        return false;
      case LockFile::Outcome::failed:
        break;
    }
    return tl::unexpected(make_error(ErrorKind::read_only, "the lock file " + lock_path_ + ": " + reason, ""));
  }
  Outcome<bool> unlock_now(const std::string&) override {
    lock_.reset();
    return true;
  }

  Database database_;
  std::string lock_path_;  // empty for a database in memory
  std::unique_ptr<LockFile> lock_;
};

diag::Diagnostic open_error(const DatabaseUrl& url, int code, const std::string& said) {
  const std::string file = "'" + url.database + "'";
  switch (code & 0xff) {
    case SQLITE_NOTADB:
      return diag::make(diag::Code::SC8002, file, "the file is not an SQLite database");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return diag::make(diag::Code::SC8006, file, said)
          .with_help("wait for the other process, or stop it; then run this again");
    case SQLITE_READONLY:
      return diag::make(diag::Code::SC8005, file, said);
    default:
      return diag::make(diag::Code::SC8002, file, said);
  }
}

/// Why the file cannot be opened at all, found before SQLite says only "unable to open database file".
std::optional<diag::Diagnostic> file_fault(const DatabaseUrl& url, const OpenOptions& options) {
  namespace fs = std::filesystem;
  const fs::path path = url.database;
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::error_code ignored;
  if (fs::is_directory(path, ignored))
    return diag::make(diag::Code::SC8002, "'" + url.database + "'", "it is a folder, not a database file");
  std::error_code unknown;
  if (fs::exists(path, unknown)) return std::nullopt;
  if (unknown) return diag::make(diag::Code::SC8002, "'" + url.database + "'", unknown.message());
  if (!options.create)
    return diag::make(diag::Code::SC8003, url.database, url.redacted())
        .with_help("is the path right? it is relative to the current folder; 'schemac apply' makes a new database");
  if (!fs::is_directory(folder, ignored))
    return diag::make(diag::Code::SC8002, "'" + url.database + "'", "there is no folder '" + folder.string() + "'")
        .with_help("mkdir -p " + folder.string());
  return std::nullopt;
}

/// SQLite's "unable to open database file", said of the file or its folder.
std::string open_reason(const DatabaseUrl& url, int code, std::string said) {
  if ((code & 0xff) != SQLITE_CANTOPEN) return said;
  std::error_code ignored;
  const bool there = std::filesystem::exists(url.database, ignored);
  return there ? "no permission to open the file" : "no permission to make a file in its folder";
}

}  // namespace

Result<std::unique_ptr<Connection>> open_sqlite(const DatabaseUrl& url, const OpenOptions& options) {
  const bool memory = in_memory(url.database);
  if (!memory)
    if (auto fault = file_fault(url, options)) return failure(std::move(*fault));
  int flags = options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (memory || options.create) flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  sqlite3* handle = nullptr;
  const int result = sqlite3_open_v2(memory ? ":memory:" : url.database.c_str(), &handle, flags, nullptr);
  Database database(handle);
  if (result != SQLITE_OK) {
    const std::string said = handle ? sqlite3_errmsg(handle) : "out of memory";
    return failure(open_error(url, result, open_reason(url, result, said)));
  }
  sqlite3_extended_result_codes(handle, 1);
  // quirks.html, 8; what is in the file already is read as before
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, options.unknown_names_are_texts ? 1 : 0, nullptr);
  sqlite3_busy_timeout(handle, static_cast<int>(options.busy_timeout.count()));
  auto opened = std::make_unique<SqliteConnection>(url, std::move(database));
  if (auto ready = opened->prepare_session(); !ready)
    return failure(
        open_error(url, ready.error().number, open_reason(url, ready.error().number, ready.error().message)));
  return opened;
}

}  // namespace schemac::engine
