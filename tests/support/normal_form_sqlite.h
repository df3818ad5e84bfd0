// The normal form of SQLite: what the engine says of a schema in its pragmas, and what only the text of the CREATE
// statements says, in one spelling. Nothing of schemac's own reader is used here.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/connection.h"

namespace schemac::test {

/// A block of lines for each table, virtual table, index, view and trigger.
std::vector<std::string> sqlite_normal_form(engine::Connection& connection);

/// What the text of CREATE TABLE alone says, a line for each clause, by what it is of.
struct SqliteTableText {
  std::map<std::string, std::string> columns;  // by name, in lower case
  std::vector<std::string> members;            // keys, checks, references, sorted
};
SqliteTableText sqlite_table_text(const std::string& sql, const std::set<std::string>& columns);

}  // namespace schemac::test
