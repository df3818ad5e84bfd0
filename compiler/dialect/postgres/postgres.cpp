#include "dialect/postgres/postgres.h"

#include <fmt/format.h>

#include "base/routine_body.h"
#include "base/text.h"
#include "dialect/common/sql_printer.h"
#include "dialect/postgres/descent.h"
#include "dialect/postgres/emit.h"
#include "dialect/postgres/partitions.h"
#include "dialect/postgres/raw_types.h"
#include "dialect/postgres/types.h"

namespace schemac::dialect::postgres {

using namespace catalog;

std::string PostgresDialect::quoted(std::string_view identifier) const { return text::quoted(identifier, '"'); }
std::string PostgresDialect::sql(const Expr& expr) const { return print_sql(expr, *this); }
std::string PostgresDialect::type_sql(const Type& type) const { return postgres::type_sql(type); }

/// A backslash means itself, standard_conforming_strings being on since 9.1.
std::string PostgresDialect::literal(std::string_view text) const { return text::quoted(text, '\''); }

Statements PostgresDialect::prologue() const {
  return {{"SET search_path = public", "what is named without a schema is there"},
          {"SET standard_conforming_strings = on", "a backslash means itself"},
          {"SET TimeZone = 'UTC'", "instants are in UTC"},
          {"SET DateStyle = 'ISO'", "a date that becomes a text is written as everywhere"},
          {"SET IntervalStyle = 'postgres'", "an interval, too"},
          {"SET check_function_bodies = off", "functions may name what comes later"},
          {"BEGIN", "all or nothing"}};
}
Statements PostgresDialect::epilogue() const { return {{"COMMIT", "all or nothing"}}; }

/// A number with a point is not of type real, and json is not compared at all (functions-json.html).
std::string PostgresDialect::holds(const Type& type, const std::string& column, const std::string& value) const {
  const std::string& name = type.name.name;
  if (type.dimensions == 0 && name == "real") return fmt::format("{} = CAST({} AS real)", column, value);
  if (type.dimensions == 0 && (name == "json" || name == "xml"))
    return fmt::format("CAST({} AS text) = {}", column, value);
  return column + " = " + value;
}

Statements PostgresDialect::number_behind_rows(const Table& table) const {
  Statements out;
  for (const Column& column : table.columns)
    if (column.identity && !option_of(column.identity->options, "increment").starts_with("-"))
      out.push_back({fmt::format("SELECT setval({0}, n) FROM (SELECT max({1}) AS n FROM {2}) AS m, {3} AS s WHERE n > "
                                 "s.last_value OR (n = s.last_value AND NOT s.is_called)",
                                 literal(qualified(sequence_of(table, column))), quoted(column.name),
                                 qualified(table.name), qualified(sequence_of(table, column))),
                     "go on numbering behind the rows of " + table.name.text()});
  return out;
}

Statements PostgresDialect::drop_table(const Table& table) const {
  return {{"DROP TABLE " + qualified(table.name), "drop table " + table.name.text()}};
}

Statements PostgresDialect::rename_table(const Table& before, const QName& to) const {
  const QName& from = before.name;
  Statements out;
  const std::string what = fmt::format("rename table {} to {}", from.text(), to.text());
  if (from.schema != to.schema)
    out.push_back(
        {fmt::format("ALTER TABLE {} SET SCHEMA {}", qualified(from), quoted(to.schema.empty() ? "public" : to.schema)),
         what});
  if (from.name != to.name)
    out.push_back(
        {fmt::format("ALTER TABLE {} RENAME TO {}", qualified({to.schema, from.name}), quoted(to.name)), what});
  Table after = before;
  after.name = to;
  for (const Column& column : before.columns)
    if (column.identity && column.identity->sequence.empty() && from.name != to.name)
      out.push_back(
          {fmt::format("ALTER SEQUENCE {} RENAME TO {}", qualified({to.schema, sequence_of(before, column).name}),
                       quoted(sequence_of(after, column).name)),
           "its sequence is called after it"});
  return out;
}

AlterationSql PostgresDialect::alter_table(const TableAlteration& alteration, const Quarantine& quarantine) const {
  return alter(*this, alteration, quarantine);
}

Statements PostgresDialect::object(const Change& change, const Both& both, const Quarantine& quarantine) const {
  return object_sql(*this, change, both, quarantine);
}

RawKind PostgresDialect::raw_kind(const RawObject& object) const { return postgres::raw_kind(object); }
Statements PostgresDialect::swap_type(const Alter<RawObject>& change, const Both& both,
                                      const Quarantine& quarantine) const {
  return postgres::swap_type(*this, change, both, quarantine);
}
bool PostgresDialect::loses_parts(const Alter<RawObject>& change) const { return postgres::loses_parts(change); }
RawObject PostgresDialect::calling_nothing(const RawObject& type) const { return postgres::calling_nothing(type); }
Routine PostgresDialect::with_quoted_body(const Routine& routine) const {
  Routine out = routine;
  out.definition.text = schemac::with_quoted_body(routine.definition.text);
  return out;
}

std::vector<Guard> PostgresDialect::guards(const Change& change, const Both& both) const {
  if (const auto* domain = std::get_if<Alter<RawObject>>(&change)) return domain_guards(*this, *domain, both);
  return partition_guards(*this, change, both);
}

Redistribution PostgresDialect::redistribute(const Both& both, const Quarantine& quarantine) const {
  return redistribution(*this, both, quarantine);
}

}  // namespace schemac::dialect::postgres
