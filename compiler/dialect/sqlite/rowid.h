// The column that is the rowid by another name (https://www.sqlite.org/lang_createtable.html#rowid).
#pragma once

#include <optional>
#include <string_view>

#include "dialect/dialect.h"

namespace schemac::dialect::sqlite {

/// Declared INTEGER; in any case and with nothing behind it.
bool is_integer(const Column& column);

/// Declared ANY: in a STRICT table, of no type at all.
bool is_any(const Column& column);

/// Where DESC stands beside an INTEGER PRIMARY KEY, it is not the rowid but has an index.
bool is_indexed(const catalog::PrimaryKey& key);

/// The column that SQLite keeps the rowid in, or nullptr. It holds no null, whether NOT NULL is written or not.
const Column* rowid_column(const Table& table);
Column* rowid_column(Table& table);

/// Whether it numbers its rows and never gives a number twice (AUTOINCREMENT).
bool counts(const Table& table);

/// A word for the rowid that no column of the table takes for itself; nothing where there is none, or no rowid.
std::optional<std::string> rowid_word(const Table& table);

/// What tells a row of a table that loses columns from others, as long as they may have to come back. VACUUM gives rows
/// other rowids, and a new row may get that of one that went (lang_vacuum.html, autoinc.html): alone it tells nothing.
struct RowKey {
  enum class Rowid { none, where_null, always };
  std::vector<std::string> columns;  // a key, or else all that both tables have
  bool holds_null = false;
  Rowid rowid = Rowid::none;  // whether it must be the same besides
};
RowKey row_key_of(const Table& with, const Table& without);

/// Whether a constraint says what becomes of rows in its way: ON CONFLICT REPLACE.
bool settles_conflicts(const Table& table);

}  // namespace schemac::dialect::sqlite
