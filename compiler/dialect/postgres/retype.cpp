#include "dialect/postgres/retype.h"

#include <fmt/format.h>

#include <algorithm>

#include "dialect/postgres/conversion.h"
#include "dialect/postgres/descent.h"
#include "dialect/postgres/emit.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

/// The column as the table's own change of type has it; where the migration gives it another default, that is set
/// later.
TableAlteration alteration_of(const Retyped& it) {
  const Table* after = it.both.after.tables.find(it.table.name);
  const Column* target = after ? after->find_column(it.column.name) : nullptr;
  Column before = it.column, now = it.column;
  before.type.alias = it.by_name ? kOldParts : kOldType;  // else the two would be equal
  if (it.to) now.type = *it.to;
  if (it.to || !target || !(target->default_value == now.default_value)) now.default_value.reset();
  TableAlteration out{it.table, it.table, {}, {AlterColumn{it.table.name, before, now}}, it.table.name};
  for (Table* table : {&out.before, &out.after})
    if (Column* column = table->find_column(it.column.name)) *column = table == &out.before ? before : now;
  return out;
}

}  // namespace

Statements retype(const Dialect& d, const Retyped& it) {
  const std::string what = "change what " + it.table.name.text() + "." + it.column.name + " is of";
  const std::string alter = "ALTER TABLE " + d.qualified(it.table.name) + " ";
  const auto reads = [&](const Expr& e) {
    const auto columns = expr::columns_of(e);
    return expr::has_raw(e) || std::find(columns.begin(), columns.end(), it.column.name) != columns.end();
  };
  const Table* after = it.both.after.tables.find(it.table.name);
  const auto is_among = [](const auto& members, const auto& member) {  // else it may speak of what the new type lacks
    return std::find(members.begin(), members.end(), member) != members.end();
  };
  TableAlteration alteration = alteration_of(it);
  Statements out, back;
  for (const Check& check : it.table.checks) {
    if (!reads(check.expr)) continue;
    out.push_back({alter + "DROP CONSTRAINT " + d.quoted(check.name), what});
    if (after && !it.to && is_among(after->checks, check))
      back.push_back({alter + "ADD " + constraint_sql(d, check), what});
  }
  std::erase_if(alteration.before.checks, [&](const Check& check) { return reads(check.expr); });
  for (const Index& index : it.table.indexes) {
    if (!index.where || !reads(*index.where)) continue;
    out.push_back({"DROP INDEX " + d.qualified({it.table.name.schema, index.name}), what});
    if (after && !it.to && is_among(after->indexes, index))
      back.push_back({create_index_sql(d, it.table.name, index), what});
  }
  std::erase_if(alteration.before.indexes, [&](const Index& index) { return index.where && reads(*index.where); });
  for (auto& statement : postgres::alter(d, alteration, it.quarantine).work) out.push_back(std::move(statement));
  for (auto& statement : back) out.push_back(std::move(statement));
  return out;
}

Statements retype_kept(const Dialect& d, const Both& both, const Quarantine& quarantine, const QName& type, bool all,
                       bool by_name) {
  Statements out;
  for (const Table& table : both.after.tables) {
    const Table* visible = both.before.tables.find(table.name);
    if (!all && !is_set_apart(table)) continue;
    Table kept;
    kept.name = visible ? table.name : d.quarantined(table.name, quarantine);
    for (const Column& column : table.columns) {
      if (!(column.type.name == type) || (visible && visible->find_column(column.name))) continue;
      Column other = column;
      if (visible) other.name = quarantine.name(column.name, d.max_identifier_bytes());
      for (auto& statement : retype(d, {kept, other, both, quarantine, nullptr, by_name}))
        out.push_back(std::move(statement));
      if (other.default_value)
        out.push_back({fmt::format("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}", d.qualified(kept.name),
                                   d.quoted(other.name), default_sql(d, other)),
                       "as it was"});
    }
  }
  return out;
}

Statements swap_type_of(const Dialect& d, const Retyped& column) {
  if (is_set_apart(column.table)) return {};  // it follows its parent still
  const Table* after = column.both.after.tables.find(column.table.name);
  const Column* target = after ? after->find_column(column.column.name) : nullptr;
  if (target && target->type.name == column.column.type.name) return retype(d, column);
  if (!column.quarantine.way_back) return {};
  const Type text = native(DialectId::postgres, "text", {});
  return retype(d, {column.table, column.column, column.both, column.quarantine, &text});
}

}  // namespace schemac::dialect::postgres
