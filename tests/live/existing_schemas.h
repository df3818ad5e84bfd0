// Schemas as they are found, each with one thing that was once read, written or ordered wrongly.
#pragma once

#include <string>
#include <vector>

#include "base/dialect_id.h"

namespace schemac::test {

struct Existing {
  std::string what, from, to;
  bool same_rows = false;  // the target has the rows that the first is to have then
};

std::vector<Existing> existing_schemas(DialectId dialect);

/// Of PostgreSQL: what holds on to what changes.
std::vector<Existing> pinned_on_postgres();
/// Of PostgreSQL: what calls a function, or is of a type or collation, that is replaced.
std::vector<Existing> callers_on_postgres();
/// Of PostgreSQL: what is made of what is made of what changes.
std::vector<Existing> chains_on_postgres();
/// Of PostgreSQL: serial columns, and sequences that stand for themselves.
std::vector<Existing> serials_on_postgres();

/// Of PostgreSQL: types that change, and what a partition or an heir has otherwise than its parent.
std::vector<Existing> types_on_postgres();
/// Of PostgreSQL, beside those: an index of a partitioned table that not all of its partitions have.
std::vector<Existing> indexes_of_some_partitions();
/// Of PostgreSQL: partitions whose rows move.
std::vector<Existing> parted_on_postgres();
/// On MySQL and MariaDB: what SHOW CREATE alone tells.
std::vector<Existing> told_by_statements(DialectId dialect);

/// On SQLite: what a rebuild must carry.
std::vector<Existing> rebuilt_on_sqlite();

/// Names that one table gives up and another takes, or that the engine chose.
std::vector<Existing> names_that_move(DialectId dialect);

}  // namespace schemac::test
