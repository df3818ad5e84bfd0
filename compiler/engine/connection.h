// One blocking connection to a database, for administration: reading catalogs, running migrations. Not for serving.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.h"
#include "engine/error.h"
#include "schemac/base/url.h"

namespace schemac::engine {

/// A value as text, or NULL. Blobs are their bytes.
using Value = std::optional<std::string>;

struct Rows {
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;
  std::uint64_t affected = 0;  // rows that a statement without a result changed

  bool empty() const { return rows.empty(); }
  std::size_t size() const { return rows.size(); }
  auto begin() const { return rows.begin(); }
  auto end() const { return rows.end(); }
};

struct ServerVersion {
  int major = 0, minor = 0, patch = 0;
  std::string text;  // as the server says it
};

/// "10.11.6-MariaDB-0+deb12u1" → 10, 11, 6.
ServerVersion parse_version(std::string text);

class Connection {
 public:
  virtual ~Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// What the server is, which for the MySQL family may differ from what the URL said.
  DialectId dialect() const { return dialect_; }
  const ServerVersion& server_version() const { return version_; }
  const DatabaseUrl& url() const { return url_; }

  /// Runs one statement. Placeholders are the engine's own: `$1` on PostgreSQL, `?` elsewhere.
  /// Errors: SC8001, SC8005, SC8006, SC8007, SC8008; last_error() then tells the parts.
  Result<void> execute(std::string_view sql, const std::vector<Value>& params = {});
  Result<Rows> query(std::string_view sql, const std::vector<Value>& params = {});
  /// The first value of the first row; nothing where there is no row or the value is NULL.
  Result<Value> query_value(std::string_view sql, const std::vector<Value>& params = {});

  /// How many rows the last execute() changed.
  std::uint64_t affected_rows() const { return affected_; }
  /// What the last call here failed with; nothing where it succeeded.
  const std::optional<EngineError>& last_error() const { return last_error_; }
  /// What the server warned of in the last statement. Notices below warnings are dropped.
  virtual std::vector<std::string> warnings() { return {}; }

  Result<void> begin() { return execute(dialect_ == DialectId::sqlite ? "BEGIN IMMEDIATE" : "BEGIN"); }
  Result<void> commit() { return execute("COMMIT"); }
  Result<void> rollback() { return execute("ROLLBACK"); }

  /// Takes the lock `name` of this database, waiting up to `timeout`; false where another session holds it. The lock
  /// belongs to the session, not to a transaction: it ends with unlock(), close() or the death of the process.
  /// PostgreSQL: pg_try_advisory_lock. MySQL, MariaDB: GET_LOCK. SQLite: flock on the file `DATABASE-schemac-lock`,
  /// since a lock of SQLite's own would be in the way of this connection's transactions.
  Result<bool> try_lock(const std::string& name, std::chrono::milliseconds timeout);
  Result<void> unlock(const std::string& name);

  /// Ends the session. Everything after it fails with connection_lost.
  virtual void close() = 0;

 protected:
  Connection(DialectId dialect, DatabaseUrl url) : dialect_(dialect), url_(std::move(url)) {}

  template <class T>
  using Outcome = tl::expected<T, EngineError>;
  virtual Outcome<Rows> run(std::string_view sql, const std::vector<Value>& params) = 0;
  virtual Outcome<bool> lock_now(const std::string& name) = 0;
  virtual Outcome<bool> unlock_now(const std::string& name) = 0;

  EngineError make_error(ErrorKind kind, std::string message, std::string_view sql) const {
    return {dialect_, kind, {}, 0, std::move(message), std::string(sql)};
  }

  DialectId dialect_;
  DatabaseUrl url_;
  ServerVersion version_;

 private:
  template <class T>
  Result<T> noted(Outcome<T> outcome);

  std::uint64_t affected_ = 0;
  std::optional<EngineError> last_error_;
};

struct OpenOptions {
  bool create = false;                   // SQLite: make the file where there is none
  bool read_only = false;                // refuse to write
  bool unknown_names_are_texts = false;  // SQLite: what is in double quotes, and no column, in what makes a table
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds busy_timeout{5'000};  // SQLite: how long a statement waits for another process
};

/// Connects. A password that the URL lacks is looked for where the engine's own clients look: PGPASSWORD and .pgpass,
/// MYSQL_PWD and [client] in ~/.my.cnf. Errors: SC8002 to SC8006; no message ever holds a password.
Result<std::unique_ptr<Connection>> open(const DatabaseUrl& url, const OpenOptions& options = {});

/// Rolls back at the end of its scope unless commit() was reached.
class Transaction {
 public:
  static Result<Transaction> begin(Connection& connection) {
    if (auto begun = connection.begin(); !begun) return failure(std::move(begun.error()));
    return Transaction(connection);
  }
  Transaction(Transaction&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction() {
    if (connection_) (void)connection_->rollback();
  }
  Result<void> commit() { return std::exchange(connection_, nullptr)->commit(); }

 private:
  explicit Transaction(Connection& connection) : connection_(&connection) {}
  Connection* connection_;
};

}  // namespace schemac::engine
