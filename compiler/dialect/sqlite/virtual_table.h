// Virtual tables (full-text search, R*Tree) hold rows in shadow tables of their own, which go with them.
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect::sqlite {

bool is_virtual_table(const catalog::RawObject& object);

/// The statement with the table's name in quotes, which is how SQLite itself writes it after a rename.
std::string virtual_table_sql(std::string_view sql, std::string_view name);

/// A new table, with the rows of the one that it stands for, which goes into quarantine where the new one has no place
/// for all of it; or one that comes back from there. What another table holds is read from it anew.
Statements create_virtual_table(const Dialect& dialect, const catalog::RawObject& object, const Both& both,
                                const Quarantine& quarantine);

/// Into quarantine under another name, or out of the way of its successor; for good on the way back, or where another
/// table holds its rows.
Statements drop_virtual_table(const Dialect& dialect, const catalog::RawObject& object, const Both& both,
                              const Quarantine& quarantine);

}  // namespace schemac::dialect::sqlite
