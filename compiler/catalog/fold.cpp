// Carrying changes out on a catalog, without a database: the fold of a migration chain is a state.
#include "base/text.h"
#include "catalog/change.h"
#include "catalog/labels.h"
#include "catalog/members.h"

namespace schemac::catalog {

namespace {

/// Thrown inside this file only, where a change does not fit the catalog.
struct DoesNotFollow {
  std::string why;
};

template <class T>
ObjectList<T>& list_of(Catalog& catalog) {
  ObjectList<T>* found = nullptr;
  for_each_field<Catalog>([&](auto f) {
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(catalog.*f.member)>, ObjectList<T>>)
      found = &(catalog.*f.member);
  });
  return *found;
}

Table& table_of(Catalog& catalog, const QName& name) {
  if (Table* table = catalog.tables.find(name)) return *table;
  throw DoesNotFollow{"there is no table " + name.text()};
}

Column& column_of(Table& table, const std::string& name) {
  if (Column* column = table.find_column(name)) return *column;
  throw DoesNotFollow{"there is no column " + table.name.text() + "." + name};
}

void insert_column(Table& table, const Column& column, const std::string& after) {
  auto at = table.columns.begin();
  if (!after.empty()) {
    at = std::find_if(table.columns.begin(), table.columns.end(), [&](const Column& c) { return c.name == after; });
    if (at == table.columns.end()) throw DoesNotFollow{"there is no column " + table.name.text() + "." + after};
    ++at;
  }
  table.columns.insert(at, column);
}

void rename_in(std::vector<std::string>& names, const std::string& from, const std::string& to) {
  std::replace(names.begin(), names.end(), from, to);
}

template <class T>
void carry_out(const Create<T>& c, Catalog& catalog) {
  if (!list_of<T>(catalog).add(c.object)) throw DoesNotFollow{key_of(c.object) + " is there already"};
}
template <class T>
void carry_out(const Drop<T>& c, Catalog& catalog) {
  if (!list_of<T>(catalog).erase(key_of(c.object))) throw DoesNotFollow{key_of(c.object) + " is not there"};
}
template <class T>
void carry_out(const Alter<T>& c, Catalog& catalog) {
  if (!list_of<T>(catalog).replace(key_of(c.before), c.after)) throw DoesNotFollow{key_of(c.before) + " is not there"};
}
void carry_out(const Alter<Table>& c, Catalog& catalog) {
  Table& table = table_of(catalog, c.before.name);
  table.code_name = c.after.code_name;
  table.comment = c.after.comment;
  table.options = c.after.options;
  table.dialects = c.after.dialects;
}
void carry_out(const RenameTable& c, Catalog& catalog) {
  Table renamed = table_of(catalog, c.from);
  renamed.name = c.to;
  catalog.tables.replace(c.from.text(), std::move(renamed));
  rename_table_references(catalog, c.from, c.to);
}
void carry_out(const RenameEnum& c, Catalog& catalog) {
  const Enum* found = catalog.enums.find(c.from);
  if (!found) throw DoesNotFollow{"there is no enum " + c.from.text()};
  Enum renamed = *found;
  renamed.name = c.to;
  catalog.enums.replace(c.from.text(), std::move(renamed));
  rename_enum_references(catalog, c.from, c.to);
}
void carry_out(const RenameLabel& c, Catalog& catalog) {
  const bool found = c.column.empty() ? rename_label(catalog, c.object, c.from, c.to)
                                      : rename_label(table_of(catalog, c.object), c.column, c.from, c.to);
  if (!found) throw DoesNotFollow{"there is no label " + c.from + " of " + c.object.text()};
}
void carry_out(const RenameColumn& c, Catalog& catalog) {
  column_of(table_of(catalog, c.table), c.from).name = c.to;
  rename_column_references(catalog, c.table, c.from, c.to);
}
void carry_out(const AddColumn& c, Catalog& catalog) { insert_column(table_of(catalog, c.table), c.column, c.after); }
void carry_out(const DropColumn& c, Catalog& catalog) {
  Table& table = table_of(catalog, c.table);
  column_of(table, c.column.name);
  std::erase_if(table.columns, [&](const Column& column) { return column.name == c.column.name; });
}
void carry_out(const AlterColumn& c, Catalog& catalog) {
  column_of(table_of(catalog, c.table), c.before.name) = c.after;
}
void carry_out(const ReorderColumns& c, Catalog& catalog) {
  Table& table = table_of(catalog, c.table);
  std::vector<Column> ordered;
  for (const std::string& name : c.after) ordered.push_back(column_of(table, name));
  if (ordered.size() != table.columns.size()) throw DoesNotFollow{"other columns in " + c.table.text()};
  table.columns = std::move(ordered);
}
void carry_out(const AddMember<PrimaryKey>& c, Catalog& catalog) { table_of(catalog, c.table).primary_key = c.member; }
void carry_out(const DropMember<PrimaryKey>& c, Catalog& catalog) { table_of(catalog, c.table).primary_key.reset(); }
void carry_out(const RenameMember<PrimaryKey>& c, Catalog& catalog) {
  table_of(catalog, c.table).primary_key = c.after;
}
template <class M>
void carry_out(const AddMember<M>& c, Catalog& catalog) {
  members(table_of(catalog, c.table), c.member).push_back(c.member);
}
template <class M>
void carry_out(const DropMember<M>& c, Catalog& catalog) {
  auto& list = members(table_of(catalog, c.table), c.member);
  const auto found = std::find(list.begin(), list.end(), c.member);
  if (found == list.end()) throw DoesNotFollow{c.member.name + " of " + c.table.text() + " is not there"};
  list.erase(found);  // one: SQLite lets the same be said twice
}
template <class M>
void carry_out(const RenameMember<M>& c, Catalog& catalog) {
  auto& list = members(table_of(catalog, c.table), c.before);
  const auto found = std::find(list.begin(), list.end(), c.before);
  if (found == list.end()) throw DoesNotFollow{c.before.name + " of " + c.table.text() + " is not there"};
  *found = c.after;
}

Seed& seed_of(Catalog& catalog, const QName& table) {
  if (Seed* seed = catalog.seeds.find(table)) return *seed;
  throw DoesNotFollow{"there is no seed of " + table.text()};
}
void carry_out(const InsertRow& c, Catalog& catalog) { seed_of(catalog, c.table).rows.push_back({c.values}); }
void carry_out(const DeleteRow& c, Catalog& catalog) {
  if (std::erase(seed_of(catalog, c.table).rows, SeedRow{c.values}) == 0)
    throw DoesNotFollow{"the seed of " + c.table.text() + " has no such row"};
}
void carry_out(const UpdateRow& c, Catalog& catalog) {
  auto& rows = seed_of(catalog, c.table).rows;
  const auto found = std::find(rows.begin(), rows.end(), SeedRow{c.before});
  if (found == rows.end()) throw DoesNotFollow{"the seed of " + c.table.text() + " has no such row"};
  found->values = c.after;
}

}  // namespace

void rename_table_references(Catalog& catalog, const QName& from, const QName& to) {
  for (std::uint32_t i = 0; i < catalog.tables.size(); ++i)
    for (ForeignKey& key : catalog.tables.edit({i}).foreign_keys)
      if (key.table == from) key.table = to;
  std::vector<Trigger> moved;
  for (const Trigger& trigger : catalog.triggers)
    if (trigger.table == from) moved.push_back(trigger);
  for (Trigger& trigger : moved) {
    const std::string key = key_of(trigger);
    trigger.table = to;
    catalog.triggers.replace(key, std::move(trigger));
  }
  std::vector<Policy> bound;
  for (const Policy& policy : catalog.policies)
    if (policy.table == from) bound.push_back(policy);
  for (Policy& policy : bound) {
    const std::string key = key_of(policy);
    policy.table = to;
    catalog.policies.replace(key, std::move(policy));
  }
  if (const Seed* seed = catalog.seeds.find(from)) {
    Seed renamed = *seed;
    renamed.name = to;
    catalog.seeds.replace(from.text(), std::move(renamed));
  }
}

void rename_enum_references(Catalog& catalog, const QName& from, const QName& to) {
  for (std::uint32_t i = 0; i < catalog.tables.size(); ++i)
    for (Column& column : catalog.tables.edit({i}).columns)
      if (column.type.kind == TypeKind::enumeration && column.type.name == from) column.type.name = to;
}

void rename_column_references(Catalog& catalog, const QName& table_name, const std::string& from,
                              const std::string& to) {
  Table* table = catalog.tables.find(table_name);
  if (!table) return;
  if (table->primary_key) rename_in(table->primary_key->columns, from, to);
  for (Unique& key : table->uniques) rename_in(key.columns, from, to);
  for (ForeignKey& key : table->foreign_keys) {
    rename_in(key.columns, from, to);
    rename_in(key.set_columns, from, to);
  }
  for (Check& check : table->checks) {
    expr::rename_column(check.expr, from, to);
    if (check.column == from) check.column = to;
  }
  for (Index& index : table->indexes) {
    for (IndexPart& part : index.parts) expr::rename_column(part.expr, from, to);
    if (index.where) expr::rename_column(*index.where, from, to);
    rename_in(index.include, from, to);
  }
  for (Column& column : table->columns)
    if (column.generated) expr::rename_column(column.generated->expr, from, to);
  for (std::uint32_t i = 0; i < catalog.tables.size(); ++i)
    for (ForeignKey& key : catalog.tables.edit({i}).foreign_keys)
      if (key.table == table_name) rename_in(key.referenced, from, to);
  if (Seed* seed = catalog.seeds.find(table_name)) {
    rename_in(seed->key, from, to);
    rename_in(seed->columns, from, to);
  }
}

Result<void> apply_change(const Change& change, Catalog& catalog) {
  try {
    std::visit([&](const auto& c) { carry_out(c, catalog); }, change);
    return {};
  } catch (const DoesNotFollow& mismatch) {
    return failure(diag::Code::SC7002, describe(change), mismatch.why);
  }
}

}  // namespace schemac::catalog
