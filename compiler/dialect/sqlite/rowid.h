// The column that is the rowid by another name (https://www.sqlite.org/lang_createtable.html#rowid).
#pragma once

#include <string_view>

#include "dialect/dialect.h"

namespace schemac::dialect::sqlite {

bool has_option(const catalog::Options& options, std::string_view name);

/// Declared INTEGER; in any case and with nothing behind it.
bool is_integer(const Column& column);

/// Where DESC stands beside an INTEGER PRIMARY KEY, it is not the rowid but has an index.
bool is_indexed(const catalog::PrimaryKey& key);

/// The column that SQLite keeps the rowid in, or nullptr. It holds no null, whether NOT NULL is written or not.
const Column* rowid_column(const Table& table);
Column* rowid_column(Table& table);

}  // namespace schemac::dialect::sqlite
