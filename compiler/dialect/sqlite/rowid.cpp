#include "dialect/sqlite/rowid.h"

#include "base/text.h"
#include "dialect/sqlite/types.h"

namespace schemac::dialect::sqlite {

using namespace catalog;

bool is_integer(const Column& column) { return text::to_lower(type_sql(column.type)) == "integer"; }

bool is_any(const Column& column) { return text::to_lower(type_sql(column.type)) == "any"; }

bool is_indexed(const PrimaryKey& key) { return has_option(key.options, "indexed"); }

const Column* rowid_column(const Table& table) {
  if (!table.primary_key || table.primary_key->columns.size() != 1) return nullptr;
  if (is_indexed(*table.primary_key) || has_option(table.options, "without_rowid")) return nullptr;
  const Column* column = table.find_column(table.primary_key->columns[0]);
  return column && is_integer(*column) ? column : nullptr;
}

Column* rowid_column(Table& table) {
  const Column* column = rowid_column(static_cast<const Table&>(table));
  return column ? table.find_column(column->name) : nullptr;
}

bool counts(const Table& table) {
  const Column* id = rowid_column(table);
  return id && id->identity;
}

std::optional<std::string> rowid_word(const Table& table) {
  if (has_option(table.options, "without_rowid")) return std::nullopt;
  for (const char* word : {"rowid", "_rowid_", "oid"})
    if (std::none_of(table.columns.begin(), table.columns.end(),
                     [&](const Column& column) { return text::to_lower(column.name) == word; }))
      return word;
  return std::nullopt;
}

namespace {

/// Whether it holds the same in both: not where it is computed in one of them only, or otherwise, or of another type.
bool is_shared(const std::string& name, const Table& with, const Table& without) {
  const Column *one = with.find_column(name), *other = without.find_column(name);
  return one && other && one->generated == other->generated && keeps_values(one->type, other->type) &&
         keeps_values(other->type, one->type);
}

bool are_shared(const std::vector<std::string>& columns, const Table& with, const Table& without) {
  return std::all_of(columns.begin(), columns.end(),
                     [&](const std::string& name) { return is_shared(name, with, without); });
}

/// Outside of INTEGER PRIMARY KEY and WITHOUT ROWID, SQLite lets a primary key be null.
bool holds_null(const Table& table, const std::vector<std::string>& key) {
  const Column* id = rowid_column(table);
  return std::any_of(key.begin(), key.end(), [&](const std::string& name) {
    const Column* column = table.find_column(name);
    return column->nullable && column != id;
  });
}

/// Whether a rebuild of `with` into `without` leaves each row its rowid.
bool keeps_rowids(const Table& with, const Table& without) {
  if (!rowid_word(with) || !rowid_word(without)) return false;
  const Column *before = rowid_column(with), *after = rowid_column(without);
  return !after || !with.find_column(after->name) || (before && before->name == after->name);
}

}  // namespace

RowKey row_key_of(const Table& with, const Table& without) {
  using Rowid = RowKey::Rowid;
  std::optional<RowKey> nullable;
  for (const Table* table : {&with, &without}) {
    std::vector<std::vector<std::string>> keys;
    if (table->primary_key) keys.push_back(table->primary_key->columns);
    for (const Unique& key : table->uniques) keys.push_back(key.columns);
    for (const std::vector<std::string>& key : keys) {
      if (key.empty() || !are_shared(key, with, without)) continue;
      if (!holds_null(*table, key)) return {key, false, Rowid::none};
      if (!nullable) nullable = RowKey{key, true, Rowid::where_null};
    }
  }
  RowKey all{{}, true, Rowid::always};
  for (const Column& column : without.columns)
    if (is_shared(column.name, with, without)) all.columns.push_back(column.name);
  RowKey out = nullable ? *nullable : all;
  if (!keeps_rowids(with, without)) out.rowid = Rowid::none;
  return out;
}

bool settles_conflicts(const Table& table) {
  const auto says_so = [](const auto& member) { return has_option(member.options, "on_conflict"); };
  return (table.primary_key && says_so(*table.primary_key)) ||
         std::any_of(table.columns.begin(), table.columns.end(), says_so) ||
         std::any_of(table.uniques.begin(), table.uniques.end(), says_so);
}

}  // namespace schemac::dialect::sqlite
