#include "dialect/postgres/serials.h"

#include <fmt/format.h>

#include <map>

#include "base/text.h"
#include "dialect/postgres/emit.h"
#include "dialect/postgres/read_sql.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

bool makes_sequence(const RawObject& object) {
  constexpr std::string_view kStart = "CREATE SEQUENCE ";
  return text::to_upper(text::trim(object.create.text).substr(0, kStart.size())) == kStart;
}

/// Those that stand for themselves, as they are printed.
std::map<QName, std::string> sequences_of(const Catalog& catalog) {
  constexpr std::string_view prefix = "sequence ";
  std::map<QName, std::string> out;
  for (const RawObject& object : catalog.raw_objects) {
    const std::string& name = object.name.name;
    if (!name.starts_with(prefix) || !makes_sequence(object)) continue;
    const std::string printed = name.substr(prefix.size());
    out.emplace(read_name(printed), printed);
  }
  return out;
}

/// Who owns the table, as ALTER … OWNER TO names the role; empty for whoever applies the migrations.
std::string owner_of(const Catalog& catalog, const QName& table) {
  constexpr std::string_view prefix = "owner of table ", to = " OWNER TO ";
  for (const RawObject& object : catalog.raw_objects)
    if (object.name.name.starts_with(prefix) && read_name(object.name.name.substr(prefix.size())) == table)
      return object.create.text.substr(object.create.text.rfind(to) + to.size());
  return "";
}

std::string largest(const Type& type) {
  if (type.name.name == "smallint") return "32767";
  return type.name.name == "integer" ? "2147483647" : "9223372036854775807";
}

RawObject object(std::string name, std::string create, std::string drop) {
  return {QName(std::move(name)),
          expr::raw(DialectId::postgres, std::move(create)),
          expr::raw(DialectId::postgres, std::move(drop)),
          {}};
}

/// What takes its number from the sequence; in the other side's spelling where that does so too, since it stays then.
Expr next_value(const Dialect& d, const std::string& sequence, const Table& table, const Column& column,
                const Catalog& other) {
  const std::string sql = "nextval(CAST(" + d.literal(sequence) + " AS regclass))";
  const Table* same_table = other.tables.find(table.name);
  const Column* same = same_table ? same_table->find_column(column.name) : nullptr;
  if (same && same->default_value && d.sql(*same->default_value) == sql) return *same->default_value;
  return expr::raw(DialectId::postgres, sql);
}

/// That the sequence goes with the column; spelt as on the other side, without the quotes that names need not.
RawObject belonging(const Dialect& d, const std::string& sequence, const Table& table, const Column& column,
                    const Catalog& other) {
  const std::string name = "sequence " + sequence + " of column", owned = "ALTER SEQUENCE " + sequence + " OWNED BY ";
  const std::string bare = owned + table.name.text() + "." + column.name;
  const RawObject* same = other.raw_objects.find(name);
  const bool is_bare = same && same->create.text == bare;
  return object(name, is_bare ? bare : owned + d.qualified(table.name) + "." + d.quoted(column.name), owned + "NONE");
}

void spell_out(const Dialect& d, Catalog& catalog, const Table& table, Column& column, const std::string& sequence,
               const Catalog& other) {
  column.identity.reset();
  column.default_value = next_value(d, sequence, table, column, other);
  catalog.raw_objects.add(
      object("sequence " + sequence,
             fmt::format("CREATE SEQUENCE {} AS {} INCREMENT BY 1 MINVALUE 1 MAXVALUE {} START WITH 1 CACHE 1 NO CYCLE",
                         sequence, d.type_sql(column.type), largest(column.type)),
             "DROP SEQUENCE " + sequence));
  catalog.raw_objects.add(belonging(d, sequence, table, column, other));
  if (const std::string owner = owner_of(catalog, table.name); !owner.empty())
    catalog.raw_objects.add(object("owner of sequence " + sequence, "ALTER SEQUENCE " + sequence + " OWNER TO " + owner,
                                   "ALTER SEQUENCE " + sequence + " OWNER TO CURRENT_USER"));
}

void spell_out_beside(const Dialect& d, Catalog& catalog, const Catalog& other) {
  const auto alone = sequences_of(other);
  if (alone.empty()) return;
  for (std::uint32_t i = 0; i < catalog.tables.size(); ++i) {
    Table& table = catalog.tables.edit({i});
    for (Column& column : table.columns) {
      if (!column.identity || column.identity->kind != IdentityKind::serial) continue;
      const auto found = alone.find(sequence_of(table, column));
      if (found != alone.end()) spell_out(d, catalog, table, column, found->second, other);
    }
  }
}

}  // namespace

void spell_out_serials(const Dialect& d, Catalog& from, Catalog& to) {
  spell_out_beside(d, from, to);
  spell_out_beside(d, to, from);
}

}  // namespace schemac::dialect::postgres
