// Casts between kinds of numbers: PostgreSQL prints those that it adds so that an operator fits like those that someone
// wrote.
#pragma once

#include "catalog/table.h"

namespace schemac::dialect::postgres {

/// `parent` without those casts of its arguments that PostgreSQL would add again. What columns are of is known for
/// those of `table`, which may be nullptr.
catalog::Expr without_added_casts(catalog::Expr parent, const catalog::Table* table);

/// Whether `type` is a kind of number.
bool is_number(const catalog::Type& type);

}  // namespace schemac::dialect::postgres
