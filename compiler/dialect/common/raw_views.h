// Views and triggers that schemac keeps as the SQL that they were made by: MySQL, MariaDB and SQLite let go what these
// read, and leave them behind broken; PostgreSQL renames within them, so that the text no longer makes what is there.
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect {

/// Why a table or a column cannot go, or get another name. `quarantine_is_in_table`: a column that is dropped stays in
/// its table under another name, and whoever reads `*` has it.
std::optional<Dialect::Refusal> breaks_reader(const Dialect& d, const Change& change, const Both& both,
                                              bool quarantine_is_in_table);

}  // namespace schemac::dialect
