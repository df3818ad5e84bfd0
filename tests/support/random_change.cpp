#include <fmt/format.h>

#include "catalog/labels.h"
#include "support/random_parts.h"
#include "support/random_schema.h"

namespace schemac::test {

using namespace catalog;

namespace {

bool is_integer(const Column& column) {
  return column.type.is("smallint") || column.type.is("int") || column.type.is("bigint");
}
bool is_indexable(const Column& column) {
  const bool is_large = column.type.is("text") || column.type.is("bytes") || column.type.is("json");
  return !is_large && !column.generated && column.type.kind == TypeKind::portable;
}

/// MySQL has no check of such a column.
bool is_set_null(const Table& table, const std::string& column) {
  return std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), [&](const ForeignKey& key) {
    return key.on_delete == ReferentialAction::set_null && key.columns[0] == column;
  });
}

Table* any_table(Catalog& schema, Random& random) {
  if (schema.tables.empty()) return nullptr;
  return &schema.tables.edit({static_cast<std::uint32_t>(pick(random, static_cast<int>(schema.tables.size())))});
}

/// A column that nothing else speaks of.
bool is_free(const Catalog& schema, const Table& table, const std::string& column) {
  const auto in = [&](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), column) != names.end();
  };
  if (table.primary_key && in(table.primary_key->columns)) return false;
  for (const Unique& key : table.uniques)
    if (in(key.columns)) return false;
  for (const ForeignKey& key : table.foreign_keys)
    if (in(key.columns)) return false;
  for (const Check& check : table.checks)
    if (in(expr::columns_of(check.expr))) return false;
  for (const Index& index : table.indexes) {
    for (const IndexPart& part : index.parts)
      if (in(expr::columns_of(part.expr))) return false;
    if (index.where && in(expr::columns_of(*index.where))) return false;
  }
  for (const Column& other : table.columns)
    if (other.generated && in(expr::columns_of(other.generated->expr))) return false;
  for (const View& view : schema.views)
    if (in(expr::columns_of(view.query))) return false;
  const Seed* seed = schema.seeds.find(table.name);
  return !seed || !in(seed->columns);
}

using Wanted = bool (*)(const Column&);

/// A random column of a random table that `wanted` likes; `free`: and that nothing else speaks of.
std::pair<Table*, Column*> any_column(Catalog& schema, Random& random, Wanted wanted, bool free) {
  for (int attempt = 0; attempt < 20; ++attempt) {
    Table* table = any_table(schema, random);
    if (!table) break;
    Column& column = table->columns[static_cast<std::size_t>(pick(random, static_cast<int>(table->columns.size())))];
    if (column.name == "id" || !wanted(column) || (free && !is_free(schema, *table, column.name))) continue;
    return {table, &column};
  }
  return {nullptr, nullptr};
}

bool any(const Column& column) { return !column.generated; }

class Changer {
 public:
  Changer(Catalog& schema, Renames& renames, std::uint64_t seed) : schema_(schema), renames_(renames), random_(seed) {}

  bool make(ChangeKind kind) {
    switch (kind) {
      case ChangeKind::add_table:
        return schema_.tables.add(random_table(schema_, random_));
      case ChangeKind::drop_table:
        return drop_table();
      case ChangeKind::rename_table:
        return rename_table();
      case ChangeKind::add_column:
        return add_column(true, false, false);
      case ChangeKind::add_column_with_default:
        return add_column(false, true, false);
      case ChangeKind::add_first_column:
        return add_column(true, false, true);
      case ChangeKind::drop_column:
        return drop_column(any);
      case ChangeKind::rename_column:
        return rename_column();
      case ChangeKind::widen_type:
        return widen_type();
      case ChangeKind::set_default:
        return set_default();
      case ChangeKind::drop_default:
        return on_column([](const Column& c) { return c.default_value.has_value(); }, false,
                         [](Column& c) { c.default_value.reset(); });
      case ChangeKind::make_nullable:
        return on_column([](const Column& c) { return !c.nullable && !c.generated; }, true,
                         [](Column& c) { c.nullable = true; });
      case ChangeKind::make_not_null:
        return on_column([](const Column& c) { return c.nullable && !c.generated; }, true,
                         [](Column& c) { c.nullable = false; });
      case ChangeKind::add_unique:
        return add_unique();
      case ChangeKind::drop_unique:
        return drop_member(&Table::uniques);
      case ChangeKind::add_check:
        return add_check();
      case ChangeKind::drop_check:
        return drop_member(&Table::checks);
      case ChangeKind::add_index:
        return add_index(false);
      case ChangeKind::add_unique_index:
        return add_index(true);
      case ChangeKind::drop_index:
        return drop_member(&Table::indexes);
      case ChangeKind::add_foreign_key:
        return add_foreign_key();
      case ChangeKind::drop_foreign_key:
        return drop_member(&Table::foreign_keys);
      case ChangeKind::change_foreign_key_action:
        return change_action();
      case ChangeKind::add_enum_label:
        return add_label();
      case ChangeKind::remove_enum_label:
        return remove_label();
      case ChangeKind::rename_enum_label:
        return rename_enum_label();
      case ChangeKind::add_generated_column:
        return add_generated();
      case ChangeKind::drop_generated_column:
        return drop_column([](const Column& c) { return c.generated.has_value(); });
      case ChangeKind::change_comment:
        return on_column(any, false, [](Column& c) { c.comment += "new"; });
      case ChangeKind::add_view:
        return !schema_.tables.empty() && schema_.views.add(random_view(schema_, random_));
      case ChangeKind::drop_view:
        return !schema_.views.empty() && schema_.views.erase(schema_.views.begin()->name.text());
      case ChangeKind::change_view:
        return change_view();
      case ChangeKind::change_primary_key:
        return change_primary_key();
      case ChangeKind::add_seed:
        return add_seed();
      case ChangeKind::change_seed:
        return change_seed();
    }
    return false;
  }

 private:
  template <class F>
  bool on_column(Wanted wanted, bool free, F change) {
    auto [table, column] = any_column(schema_, random_, wanted, free);
    if (!column) return false;
    change(*column);
    return true;
  }

  template <class M>
  bool drop_member(std::vector<M> Table::*list) {
    for (std::uint32_t i = 0; i < schema_.tables.size(); ++i) {
      auto& members = schema_.tables.edit({i}).*list;
      if (members.empty()) continue;
      members.erase(members.begin() + pick(random_, static_cast<int>(members.size())));
      return true;
    }
    return false;
  }

  bool is_referenced(const Table& table) const {
    for (const Table& other : schema_.tables)
      for (const ForeignKey& key : other.foreign_keys)
        if (key.table == table.name && &other != &table) return true;
    for (const View& view : schema_.views) {
      bool found = false;
      expr::walk(view.query, [&](const Expr& e) { found |= e.kind == ExprKind::table && e.text == table.name.name; });
      if (found) return true;
    }
    return false;
  }

  bool drop_table() {
    Table* table = any_table(schema_, random_);
    if (!table || schema_.tables.size() < 2 || is_referenced(*table)) return false;
    const std::string name = table->name.text();
    schema_.seeds.erase(name);
    return schema_.tables.erase(name);
  }

  bool rename_table() {
    Table* table = any_table(schema_, random_);
    if (!table || is_referenced(*table)) return false;
    for (const Rename& rename : renames_)
      if (rename.kind == RenameKind::column || rename.object == table->name) return false;  // one rename a name
    const QName from = table->name, to = fresh_name(schema_, random_, "t");
    Table renamed = *table;
    renamed.name = to;
    for (ForeignKey& key : renamed.foreign_keys)
      if (key.table == from) key.table = to;
    if (const Seed* seed = schema_.seeds.find(from)) {
      Seed moved = *seed;
      moved.name = to;
      schema_.seeds.replace(from.text(), moved);
    }
    schema_.tables.replace(from.text(), renamed);
    renames_.push_back({RenameKind::table, to, from.text(), ""});
    return true;
  }

  bool add_column(bool nullable, bool with_default, bool first) {
    Table* table = any_table(schema_, random_);
    if (!table) return false;
    Column column = random_column(schema_, random_);
    column.nullable = nullable;
    if (with_default) column.default_value = random_default(column, schema_);
    if (with_default && !column.default_value) return false;
    table->columns.insert(first ? table->columns.begin() : table->columns.end(), column);
    return true;
  }

  bool drop_column(Wanted wanted) {
    auto [table, column] = any_column(schema_, random_, wanted, true);
    if (!column || table->columns.size() < 3) return false;
    for (const Rename& rename : renames_)
      if (rename.object == table->name && rename.to == column->name) return false;
    table->columns.erase(table->columns.begin() + (column - table->columns.data()));
    return true;
  }

  bool rename_column() {
    auto [table, column] = any_column(schema_, random_, any, false);
    if (!column) return false;
    for (const View& view : schema_.views) {
      const auto columns = expr::columns_of(view.query);
      if (std::find(columns.begin(), columns.end(), column->name) != columns.end()) return false;
    }
    for (const Rename& rename : renames_)
      if (rename.object == table->name && rename.to == column->name) return false;
    const std::string from = column->name, to = fresh_name(schema_, random_, "c");
    column->name = to;
    rename_column_references(schema_, table->name, from, to);
    renames_.push_back({RenameKind::column, table->name, from, to});
    return true;
  }

  bool widen_type() {
    return on_column(
        [](const Column& c) {
          return !c.generated &&
                 (c.type.is("smallint") || c.type.is("int") || c.type.is("varchar") || c.type.is("decimal"));
        },
        true,
        [](Column& c) {
          if (c.type.is("smallint"))
            c.type = portable("int");
          else if (c.type.is("int"))
            c.type = portable("bigint");
          else if (c.type.is("varchar"))
            c.type = portable("varchar", {std::to_string(std::stoi(c.type.args[0]) * 2)});
          else
            c.type = portable("decimal", {std::to_string(std::stoi(c.type.args[0]) + 2), "2"});
        });
  }

  bool set_default() {
    auto [table, column] = any_column(
        schema_, random_, [](const Column& c) { return !c.generated && !c.default_value; }, false);
    if (!column) return false;
    column->default_value = random_default(*column, schema_);
    return column->default_value.has_value();
  }

  bool add_unique() {
    auto [table, column] = any_column(
        schema_, random_, [](const Column& c) { return is_indexable(c) && !c.type.is("bool"); }, false);
    if (!column) return false;
    for (const Unique& key : table->uniques)
      if (key.columns[0] == column->name) return false;
    Unique key;
    key.columns = {column->name};
    if (chance(random_, 50)) key.name = fresh_name(schema_, random_, "named_key");
    table->uniques.push_back(key);
    return true;
  }

  bool add_check() {
    auto [table, column] = any_column(
        schema_, random_, [](const Column& c) { return !c.generated && (is_integer(c) || c.type.is("varchar")); },
        false);
    if (!column || is_set_null(*table, column->name)) return false;
    Check check;
    check.name = fresh_name(schema_, random_, "chk");
    check.expr = is_integer(*column) ? expr::binary(">=", expr::column(column->name), expr::number("0"))
                                     : expr::binary("<>", expr::column(column->name), expr::string("it's not this"));
    table->checks.push_back(check);
    return true;
  }

  bool add_index(bool unique) {
    auto [table, column] = any_column(
        schema_, random_, [](const Column& c) { return is_indexable(c) && !c.type.is("bool"); }, false);
    if (!column) return false;
    Index index;
    if (chance(random_, 60)) index.name = fresh_name(schema_, random_, "idx");
    index.unique = unique;
    index.parts.push_back({expr::column(column->name), !unique && chance(random_, 40), "", "", "", ""});
    if (!unique && chance(random_, 40)) index.parts.push_back({expr::column("id"), false, "", "", "", ""});
    for (const Index& other : table->indexes)
      if (other.parts[0].expr == index.parts[0].expr) return false;
    table->indexes.push_back(index);
    return true;
  }

  bool add_foreign_key() {
    auto [table, column] = any_column(
        schema_, random_, [](const Column& c) { return c.type.is("bigint") && !c.generated && !c.default_value; },
        true);
    if (!column) return false;
    ForeignKey key;
    key.columns = {column->name};
    key.table =
        schema_.tables[{static_cast<std::uint32_t>(pick(random_, static_cast<int>(schema_.tables.size())))}].name;
    key.referenced = {"id"};
    const Table* parent = schema_.tables.find(key.table);
    if (!parent->find_column("id") || parent->primary_key->columns != std::vector<std::string>{"id"}) return false;
    const auto reads_it = [&](const Check& c) { return expr::columns_of(c.expr) == key.columns; };
    const bool checked = std::any_of(table->checks.begin(), table->checks.end(), reads_it);
    if (!checked && chance(random_, 50))
      key.on_delete = column->nullable ? ReferentialAction::set_null : ReferentialAction::cascade;
    table->foreign_keys.push_back(key);
    return true;
  }

  bool change_action() {
    for (std::uint32_t i = 0; i < schema_.tables.size(); ++i)
      for (ForeignKey& key : schema_.tables.edit({i}).foreign_keys) {
        key.on_delete =
            key.on_delete == ReferentialAction::cascade ? ReferentialAction::no_action : ReferentialAction::cascade;
        return true;
      }
    return false;
  }

  bool add_label() {
    if (schema_.enums.empty()) return false;
    auto& labels = schema_.enums.edit({0}).labels;
    const EnumLabel label{fmt::format("l{}", pick(random_, 1000)), "", ""};
    labels.insert(labels.begin() + pick(random_, static_cast<int>(labels.size()) + 1), label);
    return true;
  }

  bool remove_label() {
    if (schema_.enums.empty()) return false;
    auto& labels = schema_.enums.edit({0}).labels;
    if (labels.size() < 3) return false;
    const std::string gone = labels.back().name;
    for (const Table& table : schema_.tables)
      for (const Column& column : table.columns)
        if (column.default_value && column.default_value->text == gone) return false;
    labels.pop_back();
    return true;
  }

  bool rename_enum_label() {
    if (schema_.enums.empty()) return false;
    const Enum& object = schema_.enums[{0}];
    const std::string from = object.labels.front().name, to = from + "_renamed";
    for (const Rename& rename : renames_)
      if (rename.kind == RenameKind::label) return false;  // of what is called anew already
    renames_.push_back({RenameKind::label, object.name, from, to});
    return rename_label(schema_, object.name, from, to);
  }

  bool add_generated() {
    auto [table, column] = any_column(
        schema_, random_, [](const Column& c) { return is_integer(c) && !c.generated; }, false);
    if (!column) return false;
    for (const ForeignKey& key : table->foreign_keys)  // MySQL has no actions on what a stored column reads
      if (key.columns[0] == column->name) return false;
    Column made;
    made.name = fresh_name(schema_, random_, "g");
    made.type = portable("bigint");
    made.nullable = true;
    made.generated = Generated{expr::binary("+", expr::column(column->name), expr::number("1")), true};
    table->columns.push_back(made);
    return true;
  }

  bool change_view() {
    if (schema_.views.empty()) return false;
    View view = *schema_.views.begin();
    for (Expr& clause : view.query.args)
      if (clause.text == "where") clause.args[0].args[1] = expr::number(std::to_string(10 + pick(random_, 9)));
    return schema_.views.replace(view.name.text(), view);
  }

  /// From the number to a text that is unique in every row.
  bool change_primary_key() {
    auto [table, column] = any_column(
        schema_, random_, [](const Column& c) { return c.type.is("varchar") && !c.nullable; }, true);
    if (!column || is_referenced(*table) || schema_.seeds.find(table->name)) return false;
    for (const ForeignKey& key : table->foreign_keys)
      if (key.table == table->name) return false;
    if (table->primary_key->columns != std::vector<std::string>{"id"}) return false;
    table->primary_key->columns = {column->name};
    table->find_column("id")->identity.reset();
    return true;
  }

  bool add_seed() {
    auto [table, column] = any_column(
        schema_, random_, [](const Column& c) { return c.type.is("varchar") || c.type.is("text"); }, false);
    if (!column || schema_.seeds.find(table->name) || !table->find_column("id")->identity) return false;
    for (const Column& other : table->columns)
      if (other.name != "id" && other.name != column->name && !other.nullable && !other.default_value &&
          !other.generated)
        return false;
    return schema_.seeds.add(random_seed(*table, *column, pick(random_, 100)));
  }

  bool change_seed() {
    if (schema_.seeds.empty()) return false;
    Seed seed = *schema_.seeds.begin();
    seed.rows[0].values[1] = expr::string("changed");
    seed.rows.push_back({{expr::number("9100"), expr::string("one more")}});
    if (seed.rows.size() > 3) return false;
    return schema_.seeds.replace(seed.name.text(), seed);
  }

  Catalog& schema_;
  Renames& renames_;
  Random random_;
};

/// A seed row brings values for its own columns only; the others must do without, twice.
bool seeds_fit(const Catalog& schema) {
  for (const Seed& seed : schema.seeds) {
    const Table* table = schema.tables.find(seed.name);
    if (!table) return false;
    for (const Column& column : table->columns) {
      const bool given = std::find(seed.columns.begin(), seed.columns.end(), column.name) != seed.columns.end();
      if (!given && !column.generated && (!column.nullable || column.default_value)) return false;
    }
  }
  return true;
}

}  // namespace

bool random_change(Catalog& schema, Renames& renames, ChangeKind kind, std::uint64_t seed) {
  const Catalog before = schema;
  const Renames before_renames = renames;
  const bool made = Changer(schema, renames, seed).make(kind) && seeds_fit(schema);
  if (!made) {
    schema = before;
    renames = before_renames;
  }
  schema.canonicalise();
  return made;
}

}  // namespace schemac::test
