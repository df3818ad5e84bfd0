// What of a .sql file makes the schema: a dump of the engine's own tool, or what someone wrote.
#pragma once

#include "engine/scratch.h"
#include "engine/script.h"

namespace schemac::import {

struct SqlDump {
  std::vector<engine::Statement> statements;  // as in the file, byte for byte and place for place
  std::size_t rows = 0;                       // statements left out because they only fill tables
  std::size_t client_lines = 0;               // lines for psql, which no server takes
  std::size_t server_wide = 0;                // statements about the server, not about what is in one database
  std::string database;                       // whose name stands before those of its tables; MySQL and MariaDB
};

/// Leaves out data (INSERT, COPY … FROM stdin with its lines, setval), psql's backslash lines, and what speaks of the
/// server itself: CREATE DATABASE, USE, SET GLOBAL; on a server that is not our own PostgreSQL's roles, too.
SqlDump read_sql_dump(DialectId dialect, std::string_view text, bool own_server = true);

/// Runs what was read from `source`. On a server of its own it makes the roles that a dump names as owners, which are
/// made elsewhere. SC4020 at the statement that the engine refuses.
Result<void> run(const SqlDump& dump, engine::Scratch& scratch, diag::SourceId source);

}  // namespace schemac::import
