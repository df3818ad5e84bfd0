#include "support/random_schema.h"

#include <fmt/format.h>

#include <array>

#include "support/random_parts.h"

namespace schemac::test {

using namespace catalog;

int pick(Random& random, int count) { return static_cast<int>(random() % static_cast<std::uint64_t>(count)); }
bool chance(Random& random, int percent) { return pick(random, 100) < percent; }

namespace {

const std::vector<Type>& types() {
  static const std::vector<Type> all = {portable("bool"),
                                        portable("smallint"),
                                        portable("int"),
                                        portable("bigint"),
                                        portable("decimal", {"10", "2"}),
                                        portable("real"),
                                        portable("double"),
                                        portable("text"),
                                        portable("char", {"7"}),
                                        portable("bytes"),
                                        portable("json"),
                                        portable("time"),
                                        portable("varchar", {"40"}),
                                        portable("date"),
                                        portable("timestamp"),
                                        portable("timestamptz"),
                                        portable("uuid")};
  return all;
}

}  // namespace

namespace {

bool has_member(const Table& table, const std::string& name) {
  const auto called = [&](const auto& member) { return member.name == name; };
  return std::any_of(table.uniques.begin(), table.uniques.end(), called) ||
         std::any_of(table.checks.begin(), table.checks.end(), called) ||
         std::any_of(table.indexes.begin(), table.indexes.end(), called);
}

}  // namespace

/// Most people's names, and those of some that want quotes.
std::string any_name(Random& random, const char* prefix) {
  static constexpr std::array<const char*, 6> kOdd = {"Big {}{}", "{}'s {}", "{}\"{}", "{}`{}", "né-{}{}", "{}%{}"};
  const int number = pick(random, 1000);
  if (!chance(random, 20)) return fmt::format("{}{}", prefix, number);
  return fmt::format(fmt::runtime(kOdd[static_cast<std::size_t>(pick(random, kOdd.size()))]), prefix, number);
}

std::string fresh_name(const Catalog& schema, Random& random, const char* prefix) {
  for (;;) {
    std::string name = any_name(random, prefix);
    bool taken = schema.tables.find(name) || schema.views.find(name) || schema.enums.find(name);
    for (const Table& table : schema.tables) taken |= table.find_column(name) != nullptr || has_member(table, name);
    if (!taken) return name;
  }
}

Column random_column(const Catalog& schema, Random& random) {
  Column column;
  column.name = fresh_name(schema, random, "c");
  const bool enumerated = !schema.enums.empty() && chance(random, 15);
  if (enumerated) {
    column.type.kind = TypeKind::enumeration;
    column.type.name = schema.enums.begin()->name;
  } else {
    column.type = types()[static_cast<std::size_t>(pick(random, static_cast<int>(types().size())))];
  }
  column.nullable = chance(random, 50);
  if (chance(random, 20)) column.comment = "what it's for";
  return column;
}

std::optional<Expr> random_default(const Column& column, const Catalog& schema) {
  if (column.type.kind == TypeKind::enumeration)
    return expr::label(schema.enums.find(column.type.name)->labels.front().name);
  const std::string& type = column.type.name.name;
  if (type == "bool") return expr::boolean(true);
  if (type == "smallint" || type == "int" || type == "bigint") return expr::number("7");
  if (type == "decimal") return expr::number("1.50");
  if (type == "varchar") return expr::string("it's a default");
  if (type == "timestamp" || type == "timestamptz") return expr::call("now");
  return std::nullopt;
}

Table random_table(const Catalog& schema, Random& random) {
  Table table;
  table.name = fresh_name(schema, random, "t");
  Column id;
  id.name = "id";
  id.type = portable("bigint");
  id.identity = Identity{};
  table.columns.push_back(id);
  table.primary_key = PrimaryKey{chance(random, 30) ? table.name.name + " key" : "", {"id"}, {}};
  Catalog with_table = schema;
  for (int i = 0, count = 2 + pick(random, 5); i < count; ++i) {
    Column column = random_column(with_table, random);
    if (table.find_column(column.name)) continue;
    if (chance(random, 30)) column.default_value = random_default(column, schema);
    table.columns.push_back(column);
  }
  if (chance(random, 30)) table.comment = "a table";
  return table;
}

View random_view(const Catalog& schema, Random& random) {
  const Table& table =
      schema.tables[{static_cast<std::uint32_t>(pick(random, static_cast<int>(schema.tables.size())))}];
  const Column& column = table.columns[static_cast<std::size_t>(pick(random, static_cast<int>(table.columns.size())))];
  std::vector<Expr> clauses = {
      expr::node(ExprKind::clause, "columns",
                 {expr::column("id"), expr::node(ExprKind::alias, "other", {expr::column(column.name)})}),
      expr::node(ExprKind::clause, "from", {expr::node(ExprKind::table, table.name.name, {})}),
      expr::node(ExprKind::clause, "where",
                 {expr::binary(">", expr::column("id"), expr::number(std::to_string(pick(random, 9))))})};
  View view;
  view.name = fresh_name(schema, random, "v");
  view.query = expr::node(ExprKind::select, "", std::move(clauses));
  return view;
}

Seed random_seed(const Table& table, const Column& column, int salt) {
  Seed seed;
  seed.name = table.name;
  seed.key = {"id"};
  seed.columns = {"id", column.name};
  for (int i = 0; i < 2; ++i)
    seed.rows.push_back({{expr::number(std::to_string(9000 + i)), expr::string(fmt::format("seed {}{}", salt, i))}});
  return seed;
}

Catalog random_schema(Random& random) {
  Catalog schema;
  if (chance(random, 70))
    schema.enums.add({{"Kind"}, "", {{"one", "", ""}, {"two", "", ""}, {"three", "", ""}, {"four", "", ""}}, "", {}});
  for (int i = 0, count = 2 + pick(random, 3); i < count; ++i) schema.tables.add(random_table(schema, random));
  Renames none;
  for (const ChangeKind kind :
       {ChangeKind::add_unique, ChangeKind::add_check, ChangeKind::add_index, ChangeKind::add_foreign_key,
        ChangeKind::add_generated_column, ChangeKind::add_view, ChangeKind::add_unique_index, ChangeKind::add_seed})
    if (chance(random, 60)) random_change(schema, none, kind, random());
  schema.canonicalise();
  return schema;
}

}  // namespace schemac::test
