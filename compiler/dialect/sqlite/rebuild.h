// Changing a table: ALTER TABLE where it suffices, else the procedure of
// https://www.sqlite.org/lang_altertable.html#otheralter
#pragma once

#include "dialect/sqlite/sqlite.h"

namespace schemac::dialect::sqlite {

/// The condition on rows whose value of `column` the side table does not have.
std::string lacks_kept_value(const Dialect& dialect, const TableAlteration& alteration, const Column& column,
                             const Quarantine& quarantine);

/// The condition on rows of which none tells whether a value in the side table is theirs.
std::string doubts_kept_value(const Dialect& dialect, const TableAlteration& alteration, const Column& column,
                              const Quarantine& quarantine);

AlterationSql alter(const Dialect& dialect, const TableAlteration& alteration, const Quarantine& quarantine);

/// Tables as they lie in quarantine: the same columns, nothing that constrains them.
Table unconstrained(const Table& table, const std::string& name);

}  // namespace schemac::dialect::sqlite
