// The law's judge: a database as its own engine describes it, in the normal form that docs/migrations defines, and its
// rows. Nothing of schemac's own inspector is used here.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/connection.h"

namespace schemac::test {

/// pg_dump --schema-only, SHOW CREATE or sqlite_schema, one statement after another in the order of their text. Left
/// out: objects and columns named `schemac_*` or `_schemac_*` (PostgreSQL: the schema `schemac` too), auto-increment
/// counters, and order that says nothing: of constraints and indexes, and of columns where the engine cannot change it.
/// Equal texts mean equal databases; where they differ, a line by line diff says in what.
std::string normal_form(engine::Connection& connection);

/// Every row of every table that normal_form() shows: by table, sorted, each as "column=value …" with the columns by
/// name.
using TableRows = std::map<std::string, std::vector<std::string>>;
TableRows all_rows(engine::Connection& connection);

/// How the engine itself knows each table: PostgreSQL's relfilenode, InnoDB's table id, SQLite's root page. A table
/// that was rewritten has another.
std::map<std::string, std::string> table_identities(engine::Connection& connection);

/// One statement of a dump in the normal form; empty where it is of schemac's own. For tests of this module.
std::string normal_statement(DialectId dialect, const std::string& statement);

}  // namespace schemac::test
