#include "schemac/db/database.h"

#include "driver.h"

namespace schemac::db {

namespace {

bool in_memory(const DatabaseUrl& url) { return url.engine == Engine::sqlite && url.database == ":memory:"; }

}  // namespace

std::string_view to_string(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::unique:
      return "unique";
    case ErrorKind::foreign_key:
      return "foreign_key";
    case ErrorKind::check:
      return "check";
    case ErrorKind::not_null:
      return "not_null";
    case ErrorKind::invalid_value:
      return "invalid_value";
    case ErrorKind::serialization:
      return "serialization";
    case ErrorKind::busy:
      return "busy";
    case ErrorKind::timeout:
      return "timeout";
    case ErrorKind::permission:
      return "permission";
    case ErrorKind::missing_object:
      return "missing_object";
    case ErrorKind::connection:
      return "connection";
    case ErrorKind::pool_exhausted:
      return "pool_exhausted";
    case ErrorKind::other:
      return "other";
  }
  return "";
}

Transaction::Transaction(Connection& connection, TransactionMode mode)
    : connection_(connection), depth_(connection.depth_) {
  if (depth_ == 0) {
    connection_.lost_ = false;
    connection_.begin(mode);
  } else {
    connection_.control("SAVEPOINT " + savepoint());
  }
  ++connection_.depth_;
}

Transaction::~Transaction() {
  connection_.depth_ = depth_;
  if (!open_) return;
  try {
    if (depth_ == 0) {
      connection_.rollback();
    } else {
      connection_.control("ROLLBACK TO SAVEPOINT " + savepoint());
      connection_.control("RELEASE SAVEPOINT " + savepoint());
    }
  } catch (const Error&) {
    // The connection broke, and the server has rolled back; the pool finds it unusable. Or a deadlock ended the whole
    // of which this was a part: whoever commits that is told.
    connection_.lost_ = true;
  }
}

void Transaction::commit() {
  if (connection_.lost_)
    throw Error({.kind = ErrorKind::serialization, .message = "the engine has ended the transaction"});
  if (depth_ == 0)
    connection_.commit();
  else
    connection_.control("RELEASE SAVEPOINT " + savepoint());
  open_ = false;
}

Lease::~Lease() {
  if (connection_) pool_->give_back(std::move(connection_));
}

Database::Database(DatabaseUrl url, PoolOptions options) : url_(std::move(url)), options_(options) {
  if (in_memory(url_)) options_.max_connections = 1;
}

Database::~Database() = default;

Lease Database::acquire() {
  std::unique_lock lock(mutex_);
  const auto available = [this] { return !idle_.empty() || open_ < options_.max_connections; };
  if (!returned_.wait_for(lock, options_.acquire_timeout, available))
    throw Error({.kind = ErrorKind::pool_exhausted,
                 .message = "all " + std::to_string(options_.max_connections) + " database connections are in use"});
  while (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    if (connection->usable()) return {*this, std::move(connection)};
    --open_;
  }
  ++open_;
  lock.unlock();
  try {
    switch (url_.engine) {
      case Engine::sqlite:
        return {*this, connect_sqlite(url_, options_, sqlite_writer_)};
      case Engine::postgres:
        return {*this, connect_postgres(url_, options_)};
      case Engine::mysql:
      case Engine::mariadb:
        return {*this, connect_mysql(url_, options_)};
    }
    throw std::logic_error("no such engine");
  } catch (...) {
    lock.lock();
    --open_;
    returned_.notify_one();
    throw;
  }
}

void Database::give_back(std::unique_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  if (connection->usable())
    idle_.push_back(std::move(connection));
  else
    --open_;
  returned_.notify_one();
}

}  // namespace schemac::db
