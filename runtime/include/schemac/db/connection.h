// One connection, the same to use on every engine. Blocking; one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "schemac/base/url.h"
#include "schemac/db/error.h"
#include "schemac/db/value.h"

namespace schemac::db {

/// A result, read forwards. Columns count from 0. Views are valid until next() or the end of the result's life; the
/// connection runs nothing else meanwhile. The typed readers expect what the column holds and are undefined on null.
class Rows {
 public:
  virtual ~Rows() = default;
  /// To the next row, first to the first; false behind the last.
  virtual bool next() = 0;
  virtual bool is_null(int column) const = 0;
  virtual bool boolean(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual double floating(int column) const = 0;
  virtual std::string_view text(int column) const = 0;
  virtual std::string bytes(int column) const = 0;
};

enum class TransactionMode { read, write };

class Connection {
 public:
  virtual ~Connection() = default;
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  virtual Engine engine() const = 0;

  /// Runs one statement, prepared and kept, with `values` bound in order; `$1` on PostgreSQL, `?` elsewhere.
  /// Throws Error.
  virtual std::unique_ptr<Rows> query(std::string_view sql, std::span<const Value> values) = 0;
  /// The same for a statement without rows; how many rows it touched (matched, even where nothing changed).
  virtual std::int64_t execute(std::string_view sql, std::span<const Value> values) = 0;
  /// The identity that the last insert of this connection was given. MySQL, MariaDB and SQLite only.
  virtual std::int64_t last_insert_id() const = 0;

  /// SQLite has one writer: a `write` transaction waits for its turn at the start rather than failing in the middle.
  virtual void begin(TransactionMode mode) = 0;
  virtual void commit() = 0;
  virtual void rollback() = 0;
  /// Runs a statement about savepoints, which are no matter for statements that are kept.
  virtual void control(const std::string& sql) = 0;

  /// False where the connection is known to be broken. Cheap: asks the socket, not the server.
  virtual bool usable() const = 0;

  bool in_transaction() const { return depth_ > 0; }

 private:
  friend class Transaction;
  int depth_ = 0;      // transactions that are open, each within the one before
  bool lost_ = false;  // the engine ended the whole, of which a savepoint was to be taken back
};

/// Rolls back at the end of its life unless committed. Inside another one it is a savepoint: what it did is taken back
/// by itself, so that the other can go on, and stands only if the other is committed.
class Transaction {
 public:
  Transaction(Connection& connection, TransactionMode mode);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  std::string savepoint() const { return "schemac_" + std::to_string(depth_); }

  Connection& connection_;
  int depth_;  // 0: not inside another one
  bool open_ = true;
};

}  // namespace schemac::db
