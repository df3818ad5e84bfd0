// What a table and its columns are called while the rows that guards look at are still where they were.
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect {

/// The table as it was, whatever it was called; none where it is made.
const Table* table_before(const Both& both, const QName& now);

/// The column as it was, whatever it was called; none where it is made.
const Column* column_before(const Both& both, const QName& table_now, const std::string& now);

}  // namespace schemac::dialect
