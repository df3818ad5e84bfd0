// An empty database to run someone's SQL in, gone with the object: what the engine makes of it is then inspected.
#pragma once

#include <filesystem>

#include "engine/connection.h"
#include "engine/throwaway_server.h"

namespace schemac::engine {

class Scratch {
 public:
  /// SQLite: a file of its own. Elsewhere a database of its own, on `server` where one is given, else on a throwaway
  /// server of the installed binaries. Errors: SC4014 where `server` is of another engine, SC4021, SC8002 to SC8006.
  static Result<Scratch> make(DialectId dialect, const std::optional<DatabaseUrl>& server);
  Scratch(Scratch&& other) noexcept = default;
  Scratch& operator=(Scratch&&) = delete;
  ~Scratch();

  Connection& connection() { return *connection_; }
  /// Another session on the same database: settings that a script left behind are not its own.
  Result<void> reconnect();
  /// Nobody else uses the server: what belongs to it as a whole, its roles, may be changed.
  bool owns_server() const { return server_.has_value(); }

 private:
  Scratch() = default;

  std::optional<ThrowawayServer> server_;
  std::unique_ptr<Connection> administration_;  // nullptr for SQLite
  std::unique_ptr<Connection> connection_;
  std::string database_;  // its name on the server; the folder of SQLite's file
  DatabaseUrl url_;
};

}  // namespace schemac::engine
