// A database by URL, and its pool of connections.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "schemac/base/url.h"
#include "schemac/db/connection.h"

namespace schemac::db {

struct PoolOptions {
  std::size_t max_connections = 16;
  std::chrono::milliseconds acquire_timeout{5000};
  std::chrono::milliseconds connect_timeout{5000};
  std::chrono::milliseconds statement_timeout{30000};  // also SQLite's wait for its write lock
};

class Database;

/// A connection on loan; goes back to the pool at the end of its life.
class Lease {
 public:
  Lease(Database& pool, std::unique_ptr<Connection> connection) : pool_(&pool), connection_(std::move(connection)) {}
  Lease(Lease&&) = default;
  Lease& operator=(Lease&&) = delete;
  ~Lease();
  Connection& operator*() const { return *connection_; }
  Connection* operator->() const { return connection_.get(); }

 private:
  Database* pool_;
  std::unique_ptr<Connection> connection_;
};

/// Thread-safe. Connects when first needed. `sqlite::memory:` is one connection that lives as long as the pool.
class Database {
 public:
  explicit Database(DatabaseUrl url, PoolOptions options = {});
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  Engine engine() const { return url_.engine; }
  const DatabaseUrl& url() const { return url_; }

  /// Waits for a connection. Throws Error: `connection` where the server cannot be reached, `pool_exhausted` where
  /// none came free in time.
  Lease acquire();

 private:
  friend class Lease;
  void give_back(std::unique_ptr<Connection> connection);

  DatabaseUrl url_;
  PoolOptions options_;
  std::shared_ptr<std::mutex> sqlite_writer_ = std::make_shared<std::mutex>();
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::size_t open_ = 0;
};

/// Runs `work` in one transaction and returns what it returns; commits unless it throws. A serialization failure or
/// deadlock runs it again, at most three times. Within another transaction it is a savepoint of that: an error is
/// caught outside of it, and the other goes on; what ended in a deadlock is run again as a whole.
template <class Work>
auto transaction(Connection& connection, Work work) {
  for (int attempt = 1;; ++attempt) {
    try {
      Transaction open(connection, TransactionMode::write);
      if constexpr (std::is_void_v<decltype(work())>) {
        work();
        open.commit();
        return;
      } else {
        auto result = work();
        open.commit();
        return result;
      }
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::serialization || attempt == 3 || connection.in_transaction()) throw;
    }
  }
}

}  // namespace schemac::db
