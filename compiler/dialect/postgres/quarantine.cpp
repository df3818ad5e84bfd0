// Where a dropped table is kept: in the schema `schemac`, holding on to nothing else.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "dialect/postgres/descent.h"
#include "dialect/postgres/emit.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

constexpr const char* kOwnSchema = "schemac";
constexpr std::size_t kOldNameBytes = kMaxNameBytes - std::string_view("_schemac_old_").size();

bool index_may_call_others(const Index& index) {
  return (index.where && may_call_others(*index.where)) ||
         std::any_of(index.parts.begin(), index.parts.end(),
                     [](const IndexPart& part) { return !part.opclass.empty() || may_call_others(part.expr); });
}

/// Names that are one to a schema and go where the table goes: those of its indexes and sequences.
struct Companion {
  const char* kind;  // INDEX or SEQUENCE
  std::string name;
};

std::vector<Companion> companions(const Table& table) {
  std::vector<Companion> out;
  if (table.primary_key) out.push_back({"INDEX", table.primary_key->name});
  for (const Unique& key : table.uniques) out.push_back({"INDEX", key.name});
  for (const Index& index : table.indexes)
    if (!index_may_call_others(index)) out.push_back({"INDEX", index.name});
  for (const Column& column : table.columns)
    if (column.identity) out.push_back({"SEQUENCE", sequence_of(table, column).name});
  return out;
}

/// What a partition has from its parent goes with the parent's, where that goes in the same migration.
std::string if_there(const Table& table) { return is_set_apart(table) ? "IF EXISTS " : ""; }

/// What of a table would hold on to functions and operators, and what makes it so again.
Statements release_calls(const Dialect& d, const Table& table, const std::string& what) {
  const std::string alter = "ALTER TABLE " + d.qualified(table.name) + " ", there = if_there(table);
  Statements out;
  for (const Column& column : table.columns)
    if (column.default_value && may_call_others(*column.default_value))
      out.push_back({alter + "ALTER COLUMN " + d.quoted(column.name) + " DROP DEFAULT", what});
  for (const Check& check : table.checks)
    if (may_call_others(check.expr)) out.push_back({alter + "DROP CONSTRAINT " + there + d.quoted(check.name), what});
  for (const Index& index : table.indexes)
    if (index_may_call_others(index))
      out.push_back({"DROP INDEX " + there + d.qualified({table.name.schema, index.name}), what});
  return out;
}
Statements call_again(const Dialect& d, const Table& table, const std::string& what) {
  const std::string name = d.qualified(table.name);
  Table calling;  // as alter() adds them
  calling.name = table.name;
  TableAlteration alteration{calling, calling, {}, {}, table.name};
  Statements out;
  for (const Column& column : table.columns)
    if (column.default_value && may_call_others(*column.default_value))
      out.push_back({fmt::format("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}", name, d.quoted(column.name),
                                 default_sql(d, column)),
                     what});
  for (const Check& check : table.checks)
    if (may_call_others(check.expr)) alteration.changes.push_back(AddMember<Check>{table.name, check});
  for (const Index& index : table.indexes)
    if (index_may_call_others(index)) alteration.changes.push_back(AddMember<Index>{table.name, index});
  for (auto& statement : alter(d, alteration, {}).work) out.push_back(std::move(statement));
  return out;
}

}  // namespace

Statements give_up_names(const Dialect& d, const Table& table, const Catalog& catalog) {
  std::set<std::string> taken;
  for (const Table& other : catalog.tables)
    if (other.name.schema == table.name.schema)
      for (const Companion& c : companions(other)) taken.insert(c.name);
  Statements out;
  for (const Companion& c : companions(table))
    if (taken.contains(c.name))
      out.push_back({fmt::format("ALTER {} {} RENAME TO {}", c.kind, d.qualified({table.name.schema, c.name}),
                                 d.quoted("_schemac_old_" + std::string(text::truncated(c.name, kOldNameBytes)))),
                     c.name + " is another's from now on"});
  return out;
}

bool may_call_others(const Expr& e) {
  static const std::set<std::string> kPortable = {"length",  "lower", "upper", "trim",     "ltrim",  "rtrim", "substr",
                                                  "replace", "abs",   "round", "coalesce", "nullif", "now"};
  bool found = false;
  expr::walk(e, [&](const Expr& node) {
    found |= node.kind == ExprKind::raw || (node.kind == ExprKind::call && !kPortable.contains(node.text));
  });
  return found;
}

/// Metadata only: what holds on to other objects goes; the table, its indexes and its sequences change their names and
/// their schema.
Statements PostgresDialect::quarantine_table(const Table& table, const Quarantine& quarantine) const {
  const std::string what = "keep table " + table.name.text() + " in quarantine";
  const auto kept = [&](const std::string& name) {
    return quoted(kept_name(*this, {table.name.schema, name}, quarantine));
  };
  Statements out{{fmt::format("CREATE SCHEMA IF NOT EXISTS {}", kOwnSchema), what}};
  if (is_set_apart(table))
    for (auto& statement : detach(*this, table)) out.push_back(std::move(statement));
  for (const ForeignKey& key : table.foreign_keys)
    out.push_back({fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", qualified(table.name), quoted(key.name)), what});
  for (auto& statement : release_calls(*this, table, what)) out.push_back(std::move(statement));
  for (const Companion& c : companions(table))
    out.push_back({fmt::format("ALTER {} {}{} RENAME TO {}", c.kind, if_there(table),
                               qualified({table.name.schema, c.name}), kept(c.name)),
                   what});
  out.push_back({fmt::format("ALTER TABLE {} RENAME TO {}", qualified(table.name), kept(table.name.name)), what});
  const std::string renamed =
      table.name.schema.empty() ? kept(table.name.name) : quoted(table.name.schema) + "." + kept(table.name.name);
  out.push_back({fmt::format("ALTER TABLE {} SET SCHEMA {}", renamed, kOwnSchema), what});
  return out;
}

QName PostgresDialect::quarantined(const QName& table, const Quarantine& quarantine) const {
  return {kOwnSchema, kept_name(*this, table, quarantine)};
}

Statements PostgresDialect::restore_table(const Table& table, const Quarantine& quarantine) const {
  const std::string what = "bring back table " + table.name.text();
  const auto kept = [&](const std::string& name) {
    return quoted(kept_name(*this, {table.name.schema, name}, quarantine));
  };
  const std::string schema = table.name.schema.empty() ? "public" : quoted(table.name.schema);
  Statements out{
      {fmt::format("ALTER TABLE {} SET SCHEMA {}", qualified(quarantined(table.name, quarantine)), schema), what},
      {fmt::format("ALTER TABLE {}.{} RENAME TO {}", schema, kept(table.name.name), quoted(table.name.name)), what}};
  for (const Option& option : table.options)
    if (option.name == "kept_column")
      out.push_back({"ALTER TABLE " + qualified(table.name) + " RENAME COLUMN " + option.value, what});
  for (const Companion& c : companions(table))
    out.push_back(
        {fmt::format("ALTER {} {}{}.{} RENAME TO {}", c.kind, if_there(table), schema, kept(c.name), quoted(c.name)),
         what});
  for (auto& statement : call_again(*this, table, what)) out.push_back(std::move(statement));
  return out;
}

}  // namespace schemac::dialect::postgres
