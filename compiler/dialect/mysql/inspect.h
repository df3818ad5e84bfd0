// The parts of MySQL's and MariaDB's inspection; a fixed number of queries, whatever the schema's size;
// but for what a server tells in a SHOW CREATE statement and nowhere else, which is asked for one by one: of each table
// and view, of programs, and of triggers: on MySQL, of those whose bodies hold quotes.
#pragma once

#include <map>

#include "dialect/mysql/read_sql.h"
#include "engine/connection.h"

namespace schemac::dialect::mysql {

using Row = std::vector<engine::Value>;
inline std::string text_of(const engine::Value& value) { return value.value_or(""); }

/// What the statement that makes a table says of an index.
struct KeySettings {
  std::vector<std::string> expressions;  // one for each part; empty for a column
  std::string method;
  catalog::Options options;
  std::string comment;  // where the catalog tables do not show it as it is
};

using Member = std::pair<std::string, std::string>;  // of a table, by their names

struct Inspecting {
  engine::Connection& connection;
  DialectId id;
  std::string database;
  std::string account;                 // who is connected
  std::vector<std::string> sequences;  // names of MariaDB's
  Inspection out;
  std::map<Member, KeySettings> keys;
  std::map<Member, std::string> checks;  // as SQL

  bool is_mariadb() const { return id == DialectId::mariadb; }
  catalog::Option option(std::string name, std::string value) const {
    return {std::string(to_string(id)), std::move(name), std::move(value)};
  }
  Table* table(const engine::Value& name) { return out.catalog.tables.find(text_of(name)); }
  /// Asks, and hands each row to `take`.
  template <class F>
  Result<void> each(const std::string& sql, F&& take) {
    auto rows = connection.query(sql);
    if (!rows) return failure(std::move(rows.error()));
    for (const Row& row : *rows) take(row);
    return {};
  }
};

Result<void> inspect_tables(Inspecting& state);  // tables and columns
Result<void> inspect_statements(Inspecting& state);
Result<void> inspect_keys(Inspecting& state);  // keys and indexes, foreign keys, checks
Result<void> inspect_programs(
    Inspecting& state);  // views, triggers, routines; and by name, events and what else there is

}  // namespace schemac::dialect::mysql
