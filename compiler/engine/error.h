// What an engine said when it refused something.
#pragma once

#include <string>

#include "base/dialect_id.h"
#include "diag/diagnostic.h"

namespace schemac::engine {

/// What a caller can do about an error, whichever engine it came from.
enum class ErrorKind {
  statement,        // the statement is wrong or what it speaks of is not there
  constraint,       // rows do not fit: unique, foreign key, check, not null
  busy,             // a lock was not granted in time, or a deadlock: the same statement may succeed later
  timeout,          // the server's limit on a statement's time
  read_only,        // nothing may be written
  storage,          // the disk is full or broken: no statement is to blame
  connection_lost,  // the connection is gone; it is unknown whether the statement took effect
};

struct EngineError {
  DialectId dialect = DialectId::sqlite;
  ErrorKind kind = ErrorKind::statement;
  std::string sqlstate;  // "23505"; empty on SQLite
  int number = 0;        // the vendor's code: MySQL's 1062, SQLite's extended result code; 0 on PostgreSQL
  std::string message;   // the engine's own words
  std::string sql;       // the statement
};

/// The error as the user reads it: the engine's words, its code, and the beginning of the statement.
diag::Diagnostic to_diagnostic(const EngineError& error);

}  // namespace schemac::engine
