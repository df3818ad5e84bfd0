// The one error of every engine.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace schemac::db {

/// What went wrong, in words that mean the same on every engine.
enum class ErrorKind {
  unique,          // a key exists already
  foreign_key,     // the row referred to is missing, or this row is still referred to
  check,           // a check constraint says no
  not_null,        // a value is required
  invalid_value,   // out of range, too long, or not of the column's type
  serialization,   // deadlock or serialization failure: run the transaction again
  busy,            // a lock was not had in time
  timeout,         // the statement took longer than it may
  permission,      // the database's user may not do this
  missing_object,  // no such table or column: the schema in the database is not the one compiled in
  connection,      // the server is away, or the connection broke
  pool_exhausted,  // every connection is in use
  other,
};

std::string_view to_string(ErrorKind kind);

/// What a database said. `constraint`, `table` and `column` are empty where the engine does not tell; SQLite names a
/// unique key by its columns, which are then in `column`, separated by commas.
struct ErrorDetail {
  ErrorKind kind = ErrorKind::other;
  std::string message;  // the engine's own words: for the log, never for the client
  std::string sqlstate = {};
  std::string constraint = {};
  std::string table = {};
  std::string column = {};
};

class Error : public std::runtime_error {
 public:
  explicit Error(ErrorDetail detail) : std::runtime_error(detail.message), detail_(std::move(detail)) {}
  const ErrorDetail& detail() const { return detail_; }
  ErrorKind kind() const { return detail_.kind; }

 private:
  ErrorDetail detail_;
};

}  // namespace schemac::db
