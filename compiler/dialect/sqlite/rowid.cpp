#include "dialect/sqlite/rowid.h"

#include "base/text.h"
#include "dialect/sqlite/types.h"

namespace schemac::dialect::sqlite {

using namespace catalog;

bool has_option(const Options& options, std::string_view name) {
  return std::any_of(options.begin(), options.end(), [&](const Option& o) { return o.name == name; });
}

bool is_integer(const Column& column) { return text::to_lower(type_sql(column.type)) == "integer"; }

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

}  // namespace schemac::dialect::sqlite
