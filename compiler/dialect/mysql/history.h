// What MariaDB's system-versioned tables keep of rows that were changed or deleted
// (https://mariadb.com/kb/en/system-versioned-tables/).
#pragma once

#include "dialect/mysql/emit.h"

namespace schemac::dialect::mysql {

bool keeps_history(const Table& table);
/// Its rows say by which transactions they were written, which nothing can write again.
bool is_versioned_by_transactions(const Table& table);

/// All rows that a table has and had, as a query reads them; and the condition on those that it had.
std::string all_rows_sql(const Dialect& d, const Table& table);
std::string is_of_the_past(const Dialect& d, const Table& table);

/// Before a table that keeps its history no longer does.
Statement history_into_quarantine(const Dialect& d, const TableAlteration& alteration, const Quarantine& quarantine);
/// Behind a table's becoming one that keeps its history again.
Statements history_out_of_quarantine(const Dialect& d, const TableAlteration& alteration, const Quarantine& quarantine);

}  // namespace schemac::dialect::mysql
