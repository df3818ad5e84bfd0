// What PostgreSQL cannot change in place, and no other object can stand in for meanwhile.
#include <algorithm>

#include "dialect/postgres/descent.h"
#include "dialect/postgres/enum_labels.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

/// "orders.status", where a partition key is of the enum.
std::string key_of_enum(const QName& name, const Catalog& catalog) {
  for (const Table& table : catalog.tables) {
    const std::string key = option_of(table, "partition_by");
    for (const Column& column : table.columns)
      if (column.type.kind == TypeKind::enumeration && column.type.name == name &&
          key.find(column.name) != std::string::npos)
        return table.name.text() + "." + column.name;
  }
  return "";
}

std::string domain_of_enum(const QName& name, const Catalog& catalog) {
  for (const RawObject& object : catalog.raw_objects) {
    const std::string first = object.create.text.substr(0, object.create.text.find('\n'));
    if (first.starts_with("CREATE DOMAIN ") && first.ends_with(" AS " + name.text())) return object.name.text();
  }
  return "";
}

}  // namespace

std::optional<Dialect::Refusal> PostgresDialect::refuses(const Change& change, const Both& both) const {
  if (const auto* table = std::get_if<Alter<Table>>(&change);
      table && option_of(table->before, "partition_by") != option_of(table->after, "partition_by"))
    return Refusal{
        "PostgreSQL does not change how a table is partitioned",
        "declare a new table that is partitioned so, move the rows with 'schemac plan --empty', and drop the "
        "old one"};
  if (const auto* table = std::get_if<Alter<Table>>(&change);
      table && option_of(table->before, "inherits") != option_of(table->after, "inherits"))
    return Refusal{"PostgreSQL keeps the columns of an heir as its own once it has let go of its parent",
                   "declare a new table, move the rows with 'schemac plan --empty', and drop the old one"};
  const auto* altered = std::get_if<Alter<Enum>>(&change);
  if (!altered || altered->before.labels == altered->after.labels || only_adds_labels(*altered, both.after))
    return std::nullopt;
  if (const std::string column = key_of_enum(altered->before.name, both.before); !column.empty())
    return Refusal{"PostgreSQL does not change the type of " + column + ", which its table is partitioned by",
                   "keep the labels in their order and add new ones in a migration of their own, or make a new table "
                   "with another enum"};
  if (const std::string domain = domain_of_enum(altered->before.name, both.before); !domain.empty())
    return Refusal{"PostgreSQL does not change what " + domain + " is based on",
                   "keep the labels in their order and add new ones in a migration of their own; forbid one with a "
                   "check of the domain"};
  return std::nullopt;
}

}  // namespace schemac::dialect::postgres
