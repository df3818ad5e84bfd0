// What each driver's folder offers to the pool.
#pragma once

#include <memory>
#include <mutex>

#include "schemac/db/database.h"

namespace schemac::db {

/// Throws Error with kind `connection` where the database cannot be opened.
std::unique_ptr<Connection> connect_sqlite(const DatabaseUrl& url, const PoolOptions& options,
                                           std::shared_ptr<std::mutex> writer);
std::unique_ptr<Connection> connect_postgres(const DatabaseUrl& url, const PoolOptions& options);
std::unique_ptr<Connection> connect_mysql(const DatabaseUrl& url, const PoolOptions& options);

}  // namespace schemac::db
