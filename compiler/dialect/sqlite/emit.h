// The texts of SQLite's DDL, shared by the dialect and its table rebuild.
#pragma once

#include "dialect/sqlite/sqlite.h"

namespace schemac::dialect::sqlite {

/// The value of a setting; empty where it is not said.
/// `name`: what the table is to be called now, which during a rebuild is not yet its own name.
std::string create_table_sql(const Dialect& dialect, const Table& table, const QName& name);
std::string column_sql(const Dialect& dialect, const Table& table, const Column& column);
std::string create_index_sql(const Dialect& dialect, const Table& table, const catalog::Index& index);

/// True where everything that constrains the table stands with its columns, so that ADD COLUMN, which writes behind the
/// last of them, gives the text that CREATE TABLE would have had.
bool all_inline(const Table& table);

}  // namespace schemac::dialect::sqlite
