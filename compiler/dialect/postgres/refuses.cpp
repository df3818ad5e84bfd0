// What PostgreSQL cannot change in place, and no other object can stand in for meanwhile.
#include <fmt/format.h>

#include <algorithm>

#include "dialect/common/raw_views.h"
#include "dialect/postgres/descent.h"
#include "dialect/postgres/enum_labels.h"
#include "dialect/postgres/raw_types.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

bool is_of_a_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80); }

bool has_word(const std::string& text, const std::string& word) {
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_of_a_word(text[at - 1])) && (end == text.size() || !is_of_a_word(text[end]))) return true;
  }
  return false;
}

/// Whether the table is partitioned by the column, which its key names as a word of its own.
bool is_partitioned_by(const Table& table, const std::string& column) {
  return has_word(option_of(table.options, "partition_by"), column);
}

/// "orders.status", where a partition key is of the enum.
std::string key_of_enum(const QName& name, const Catalog& catalog) {
  for (const Table& table : catalog.tables)
    for (const Column& column : table.columns)
      if (column.type.kind == TypeKind::enumeration && column.type.name == name &&
          is_partitioned_by(table, column.name))
        return table.name.text() + "." + column.name;
  return "";
}

/// The table, or a partition of it at any depth, that is partitioned by the column.
const Table* partitioned_by(const Table& table, const std::string& column, const Catalog& catalog) {
  if (is_partitioned_by(table, column)) return &table;
  for (const Table& other : catalog.tables) {
    if (option_of(other.options, "partition_of").empty() || parents_of(other).at(0) != table.name) continue;
    if (const Table* found = partitioned_by(other, column, catalog)) return found;
  }
  return nullptr;
}

/// The heir of a table, in the one catalog or the other, that has a column of its own by that name.
const Table* heir_with_own(const QName& parent, const std::string& column, const Catalog& catalog) {
  for (const Table& heir : catalog.tables) {
    if (option_of(heir.options, "inherits").empty()) continue;
    const std::vector<QName> parents = parents_of(heir);
    if (std::find(parents.begin(), parents.end(), parent) == parents.end()) continue;
    if (heir.find_column(column)) return &heir;
    if (const Table* found = heir_with_own(heir.name, column, catalog)) return found;
  }
  return nullptr;
}

/// A column goes from a table to all its heirs, and comes to them: none keeps one of that name for itself.
std::optional<Dialect::Refusal> moves_between_heirs(const Change& change, const Both& both) {
  const auto* gone = std::get_if<DropColumn>(&change);
  const auto* come = std::get_if<AddColumn>(&change);
  if (!gone && !come) return std::nullopt;
  const QName& table = gone ? gone->table : come->table;
  const std::string& column = gone ? gone->column.name : come->column.name;
  const Table* heir = heir_with_own(table, column, gone ? both.after : both.before);
  if (!heir) return std::nullopt;
  return Dialect::Refusal{"PostgreSQL changes a column of " + table.text() + " in its heirs too, and '" + column +
                              "' of " + heir->name.text() + " is to be its own",
                          "give the heir's column another name, move the values with 'schemac plan --empty', and drop "
                          "the old one"};
}

/// The name of what goes and may compute columns.
std::string computing(const Change& change) {
  if (const auto* routine = std::get_if<Drop<Routine>>(&change)) return routine->object.name.name;
  const auto* raw = std::get_if<Drop<RawObject>>(&change);
  static constexpr std::string_view kSearch = "text search configuration ";
  return raw && raw->object.name.name.starts_with(kSearch) ? raw->object.name.name.substr(kSearch.size()) : "";
}

bool is_computed_by(const Column& column, const std::string& name) {
  bool found = false;
  if (column.generated) expr::walk(column.generated->expr, [&](const Expr& e) { found |= has_word(e.text, name); });
  return found;
}

/// A table in quarantine computes still, and a column can be made so in its place once only.
std::optional<Dialect::Refusal> computes_in_quarantine(const Change& change, const Both& both) {
  const std::string name = computing(change);
  if (name.empty()) return std::nullopt;
  for (const Change& other : both.changes) {
    const auto* gone = std::get_if<Drop<Table>>(&other);
    if (!gone || !gone->kept) continue;
    for (const Column& column : gone->object.columns)
      if (is_computed_by(column, name))
        return Dialect::Refusal{
            fmt::format("{}.{} is computed by {} in quarantine, too", gone->object.name.text(), column.name, name),
            "drop the table in a migration of its own, and what computes its column once "
            "'schemac purge' has deleted it"};
    if (has_word(option_of(gone->object.options, "partition_by"), name))
      return Dialect::Refusal{
          fmt::format("{} is partitioned by what {} computes, in quarantine, too", gone->object.name.text(), name),
          "drop the table in a migration of its own, and what it is partitioned by once 'schemac purge' has deleted "
          "it"};
  }
  return std::nullopt;
}

/// Of what has a type's name: a table's rows are of a type, too.
std::pair<std::string, QName> of_types(const Change& change) {
  if (const auto* table = std::get_if<Create<Table>>(&change)) return {"table", table->object.name};
  if (const auto* object = std::get_if<Create<Enum>>(&change)) return {"enum", object->object.name};
  if (const auto* raw = std::get_if<Create<RawObject>>(&change)) return kind_and_name(raw->object);
  return {};
}

std::string kind_of(const QName& name, const Catalog& catalog) {
  if (catalog.tables.find(name)) return "table";
  if (catalog.enums.find(name)) return "enum";
  for (const RawObject& object : catalog.raw_objects)
    if (const auto [kind, other] = kind_and_name(object); !kind.empty() && kind != "collation" && other == name)
      return object.create.text.find(" AS RANGE") == std::string::npos ? kind : "range";
  return "";
}

/// What goes lies in quarantine only once what comes is there.
std::optional<Dialect::Refusal> takes_name_of_another_kind(const Change& change, const Both& both) {
  const auto [kind, name] = of_types(change);
  if (kind.empty() || kind == "collation") return std::nullopt;
  const std::string was = kind_of(name, both.before);
  if (was.empty() || was == kind_of(name, both.after)) return std::nullopt;
  return Dialect::Refusal{
      fmt::format("PostgreSQL would have the {} '{}' and the {} of that name at once", was, name.text(), kind),
      "drop the one in a migration of its own, and make the other in the next"};
}

}  // namespace

std::optional<Dialect::Refusal> PostgresDialect::refuses(const Change& change, const Both& both) const {
  if (auto refusal = takes_name_of_another_kind(change, both)) return refusal;
  if (auto refusal = computes_in_quarantine(change, both)) return refusal;
  if (const auto* table = std::get_if<Alter<Table>>(&change);
      table && option_of(table->before.options, "partition_by") != option_of(table->after.options, "partition_by"))
    return Refusal{
        "PostgreSQL does not change how a table is partitioned",
        "declare a new table that is partitioned so, move the rows with 'schemac plan --empty', and drop the "
        "old one"};
  if (const auto* table = std::get_if<Alter<Table>>(&change);
      table && option_of(table->before.options, "inherits") != option_of(table->after.options, "inherits"))
    return Refusal{"PostgreSQL keeps the columns of an heir as its own once it has let go of its parent",
                   "declare a new table, move the rows with 'schemac plan --empty', and drop the old one"};
  if (auto refusal = moves_between_heirs(change, both)) return refusal;
  if (auto refusal = breaks_reader(*this, change, both, true)) return refusal;
  if (const auto* column = std::get_if<AlterColumn>(&change);
      column && (!(column->before.type == column->after.type) || column->before.collation != column->after.collation)) {
    const Table* table = both.before.tables.find(column->table);
    if (const Table* by = table ? partitioned_by(*table, column->before.name, both.before) : nullptr)
      return Refusal{"PostgreSQL does not change the type of " + column->table.text() + "." + column->before.name +
                         ", which " + by->name.text() + " is partitioned by",
                     "declare a new table with the other type, move the rows with 'schemac plan --empty', and drop the "
                     "old one"};
  }
  if (const auto* column = std::get_if<DropColumn>(&change); column && column->kept) {
    const Table* table = both.after.tables.find(column->table);
    if (table && !option_of(table->options, "of_type").empty())
      return Refusal{
          "a table of a type, as " + column->table.text() + " is, has the type's columns alone, and none in quarantine",
          "take 'of_type' from the table first, or drop the table and declare another one"};
  }
  const auto* altered = std::get_if<Alter<Enum>>(&change);
  if (!altered || altered->before.labels == altered->after.labels ||
      only_adds_labels(*altered, both.after, both.before))
    return std::nullopt;
  if (const std::string column = key_of_enum(altered->before.name, both.before); !column.empty())
    return Refusal{"PostgreSQL does not change the type of " + column + ", which its table is partitioned by",
                   "keep the labels in their order and add new ones in a migration of their own, or make a new table "
                   "with another enum"};
  return std::nullopt;
}

/// A label that was added in place: what is made of the enum was not swapped with it, and has no old type to go back
/// to.
std::optional<Dialect::Refusal> PostgresDialect::cannot_undo(const Change& change, const Both& both) const {
  if (auto refusal = refuses(change, both)) return refusal;
  const auto* altered = std::get_if<Alter<Enum>>(&change);
  if (!altered || altered->before.labels == altered->after.labels ||
      !only_adds_labels({altered->after, altered->before}, both.before, both.after))
    return std::nullopt;
  const std::string& name = altered->before.name.name;
  for (const RawObject& object : both.before.raw_objects) {
    const std::string& text = object.create.text;
    if (raw_kind(object) != RawKind::type || !has_word(text, name)) continue;
    return Refusal{"PostgreSQL does not take a label from what " + object.name.text() + " is made of",
                   "keep the labels in their order and add new ones in a migration of their own"};
  }
  return std::nullopt;
}

}  // namespace schemac::dialect::postgres
