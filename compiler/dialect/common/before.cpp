#include "dialect/common/before.h"

#include "base/text.h"

namespace schemac::dialect {

const Table* table_before(const Both& both, const QName& now) {
  for (const Change& change : both.changes)
    if (const auto* rename = std::get_if<catalog::RenameTable>(&change); rename && rename->to == now)
      return both.before.tables.find(rename->from);
  return both.before.tables.find(now);
}

const Column* column_before(const Both& both, const QName& table_now, const std::string& now) {
  const Table* table = table_before(both, table_now);
  if (!table) return nullptr;
  for (const Change& change : both.changes)
    if (const auto* rename = std::get_if<catalog::RenameColumn>(&change);
        rename && rename->table == table_now && rename->to == now)
      return table->find_column(rename->from);
  return table->find_column(now);
}

std::string row_names(const Dialect& dialect, const Table& before) {
  std::vector<std::string> names;
  if (before.primary_key)
    for (const std::string& column : before.primary_key->columns) names.push_back(dialect.quoted(column));
  else
    names.push_back(dialect.quoted(before.columns.at(0).name));
  return text::join(names, ", ");
}

}  // namespace schemac::dialect
