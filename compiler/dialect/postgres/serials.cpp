#include "dialect/postgres/serials.h"

#include <fmt/format.h>

#include <map>

#include "base/text.h"
#include "dialect/postgres/emit.h"
#include "dialect/postgres/read_sql.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

constexpr std::string_view kSequence = "sequence ", kOwned = " of column";

/// Those that stand for themselves, as they are printed.
std::map<QName, std::string> sequences_of(const Catalog& catalog) {
  std::map<QName, std::string> out;
  for (const RawObject& object : catalog.raw_objects) {
    const std::string& name = object.name.name;
    if (!name.starts_with(kSequence) || !text::trim(object.create.text).starts_with("CREATE SEQUENCE ")) continue;
    const std::string printed = name.substr(kSequence.size());
    out.emplace(read_name(printed), printed);
  }
  return out;
}

std::string largest(const Type& type) {
  if (type.name.name == "smallint") return "32767";
  return type.name.name == "integer" ? "2147483647" : "9223372036854775807";
}

Expr sql(std::string text) { return expr::raw(DialectId::postgres, std::move(text)); }

/// Of the column's parts, those that the other side has too are taken from there, in its spelling.
void spell_out(const Dialect& d, Catalog& catalog, const Table& table, Column& column, const std::string& sequence,
               const Catalog& other) {
  const Type type = column.type;
  column.identity.reset();
  const std::string next = "nextval(CAST(" + d.literal(sequence) + " AS regclass))";
  const Table* same_table = other.tables.find(table.name);
  const Column* same = same_table ? same_table->find_column(column.name) : nullptr;
  column.default_value =
      same && same->default_value && d.sql(*same->default_value) == next ? same->default_value : sql(next);
  catalog.raw_objects.add({QName(std::string(kSequence) + sequence),
                           sql(fmt::format("CREATE SEQUENCE {} AS {} INCREMENT BY 1 MINVALUE 1 MAXVALUE {} START WITH 1"
                                           " CACHE 1 NO CYCLE",
                                           sequence, d.type_sql(type), largest(type))),
                           sql("DROP SEQUENCE " + sequence),
                           {}});
  const std::string owner =
      fmt::format("ALTER SEQUENCE {} OWNED BY {}.{}", sequence, d.qualified(table.name), d.quoted(column.name));
  catalog.raw_objects.add({QName(std::string(kSequence) + sequence + std::string(kOwned)),
                           sql(owner),
                           sql("ALTER SEQUENCE " + sequence + " OWNED BY NONE"),
                           {}});
}

void spell_out_beside(const Dialect& d, Catalog& catalog, const Catalog& other) {
  const auto alone = sequences_of(other);
  if (alone.empty()) return;
  for (std::uint32_t i = 0; i < catalog.tables.size(); ++i)
    for (std::size_t c = 0; c < catalog.tables[{i}].columns.size(); ++c) {
      const Table& table = catalog.tables[{i}];
      const Column& column = table.columns[c];
      if (!column.identity || column.identity->kind != IdentityKind::serial) continue;
      const auto found = alone.find(sequence_of(table, column));
      if (found != alone.end()) spell_out(d, catalog, table, catalog.tables.edit({i}).columns[c], found->second, other);
    }
}

}  // namespace

void spell_out_serials(const Dialect& d, Catalog& from, Catalog& to) {
  spell_out_beside(d, from, to);
  spell_out_beside(d, to, from);
}

}  // namespace schemac::dialect::postgres
