#include "dialect/common/alembic.h"

namespace schemac::dialect {

using namespace catalog;

namespace {

/// Whether a name as inspection gives it to a raw object, "owner of table alembic_version", tells of the table.
bool tells_of_it(std::string_view name) {
  constexpr std::string_view before = " .", after = " .(";
  const std::size_t at = name.find(kAlembicTable);
  if (at == name.npos || at == 0 || before.find(name[at - 1]) == before.npos) return false;
  const std::size_t end = at + kAlembicTable.size();
  return end == name.size() || after.find(name[end]) != after.npos;
}

template <class T, class F>
void erase_where(ObjectList<T>& list, F&& condition) {
  std::vector<std::string> keys;
  for (const T& object : list)
    if (condition(object)) keys.push_back(key_of(object));
  for (const std::string& key : keys) list.erase(key);
}

}  // namespace

bool has_alembic_table(const Catalog& catalog) {
  return std::any_of(catalog.tables.begin(), catalog.tables.end(),
                     [](const Table& table) { return table.name.name == kAlembicTable; });
}

void leave_out_alembic(Catalog& catalog) {
  if (!has_alembic_table(catalog)) return;
  erase_where(catalog.tables, [](const Table& table) { return table.name.name == kAlembicTable; });
  erase_where(catalog.triggers, [](const Trigger& trigger) { return trigger.table.name == kAlembicTable; });
  erase_where(catalog.raw_objects, [](const RawObject& object) { return tells_of_it(object.name.text()); });
}

}  // namespace schemac::dialect
