// Settings from the environment and a `.env` file.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include "schemac/base/url.h"
#include "schemac/db/database.h"
#include "schemac/http/server.h"

namespace schemac::app {

/// Names and values; the process's environment wins over the file.
class Environment {
 public:
  /// Reads `file` where it exists. Throws std::runtime_error where it is there and cannot be read or understood.
  static Environment load(const std::string& file = ".env");
  explicit Environment(std::map<std::string, std::string> values) : values_(std::move(values)) {}

  /// The value, or `fallback` where it is unset or empty.
  std::string get(const std::string& name, std::string_view fallback = "") const;
  /// Throws std::runtime_error, naming the variable, where it is no number between `lowest` and `highest`.
  long number(const std::string& name, long fallback, long lowest, long highest) const;
  /// Throws std::runtime_error where it is neither true, false, 1 nor 0.
  bool flag(const std::string& name, bool fallback) const;

 private:
  std::map<std::string, std::string> values_;
};

/// What every service needs. The variables: DATABASE_URL, HOST (127.0.0.1), PORT (8080), WORKERS (8 a core),
/// BODY_LIMIT (octets, 1 MiB), MAX_CONNECTIONS (10000), STATEMENT_TIMEOUT_MS (30000), ACCESS_LOG (true).
struct Settings {
  DatabaseUrl database;
  http::ServerOptions server;
  db::PoolOptions pool;
  std::size_t workers = 0;
  bool access_log = true;
};

/// Throws std::runtime_error where a setting is missing or wrong, saying which and what it should be.
Settings read_settings(const Environment& environment);

}  // namespace schemac::app
