// Views and triggers that schemac keeps as the SQL that they were made by: MySQL, MariaDB and SQLite let go what these
// read, and leave them behind broken.
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect {

/// Why a table or a column cannot go, or get another name.
std::optional<Dialect::Refusal> breaks_reader(const Dialect& d, const Change& change, const Both& both);

}  // namespace schemac::dialect
