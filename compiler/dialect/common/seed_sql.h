// Seed rows as INSERT, UPDATE and DELETE, which all engines spell alike.
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect {

/// The statements for a change of seed rows; nothing where `change` is of another kind. A row whose key is taken is
/// left as it is; only a row that still is as it was seeded is deleted.
std::optional<Statements> seed_sql(const Dialect& dialect, const Change& change, const Both& both);

}  // namespace schemac::dialect
