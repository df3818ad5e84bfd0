#include "dialect/postgres/postgres.h"

#include <fmt/format.h>

#include "base/text.h"
#include "dialect/common/seed_sql.h"
#include "dialect/common/sql_printer.h"
#include "dialect/postgres/emit.h"
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
  return {{"SET standard_conforming_strings = on", "a backslash means itself"},
          {"SET check_function_bodies = off", "functions may name what comes later"},
          {"BEGIN", "all or nothing"}};
}
Statements PostgresDialect::epilogue() const { return {{"COMMIT", "all or nothing"}}; }

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

namespace {

constexpr const char* kOwnSchema = "schemac";

/// Names that are one to a schema and go where the table goes: those of its indexes and sequences.
struct Companion {
  const char* kind;  // INDEX or SEQUENCE
  std::string name;
};

std::vector<Companion> companions(const Table& table) {
  std::vector<Companion> out;
  if (table.primary_key) out.push_back({"INDEX", table.primary_key->name});
  for (const Unique& key : table.uniques) out.push_back({"INDEX", key.name});
  for (const Index& index : table.indexes) out.push_back({"INDEX", index.name});
  for (const Column& column : table.columns)
    if (column.identity) out.push_back({"SEQUENCE", sequence_of(table, column).name});
  return out;
}

}  // namespace

/// Metadata only: the table, its indexes and its sequences change their names and their schema.
Statements PostgresDialect::quarantine_table(const Table& table, const Quarantine& quarantine) const {
  const std::string what = "keep table " + table.name.text() + " in quarantine";
  const auto kept = [&](const std::string& name) { return quoted(quarantine.name(name, max_identifier_bytes())); };
  Statements out{{fmt::format("CREATE SCHEMA IF NOT EXISTS {}", kOwnSchema), what}};
  for (const ForeignKey& key : table.foreign_keys)
    out.push_back({fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", qualified(table.name), quoted(key.name)), what});
  for (const Companion& c : companions(table))
    out.push_back(
        {fmt::format("ALTER {} {} RENAME TO {}", c.kind, qualified({table.name.schema, c.name}), kept(c.name)), what});
  out.push_back({fmt::format("ALTER TABLE {} RENAME TO {}", qualified(table.name), kept(table.name.name)), what});
  const std::string renamed =
      table.name.schema.empty() ? kept(table.name.name) : quoted(table.name.schema) + "." + kept(table.name.name);
  out.push_back({fmt::format("ALTER TABLE {} SET SCHEMA {}", renamed, kOwnSchema), what});
  return out;
}

QName PostgresDialect::quarantined(const QName& table, const Quarantine& quarantine) const {
  return {kOwnSchema, quarantine.name(table.name, max_identifier_bytes())};
}

Statements PostgresDialect::restore_table(const Table& table, const Quarantine& quarantine) const {
  const std::string what = "bring back table " + table.name.text();
  const auto kept = [&](const std::string& name) { return quoted(quarantine.name(name, max_identifier_bytes())); };
  const std::string schema = table.name.schema.empty() ? "public" : quoted(table.name.schema);
  Statements out{
      {fmt::format("ALTER TABLE {} SET SCHEMA {}", qualified(quarantined(table.name, quarantine)), schema), what},
      {fmt::format("ALTER TABLE {}.{} RENAME TO {}", schema, kept(table.name.name), quoted(table.name.name)), what}};
  for (const Companion& c : companions(table))
    out.push_back({fmt::format("ALTER {} {}.{} RENAME TO {}", c.kind, schema, kept(c.name), quoted(c.name)), what});
  return out;
}

AlterationSql PostgresDialect::alter_table(const TableAlteration& alteration, const Quarantine& quarantine) const {
  return alter(*this, alteration, quarantine);
}

Statements PostgresDialect::object(const Change& change, const Both& both, const Quarantine& quarantine) const {
  if (auto rows = seed_sql(*this, change, both)) return *rows;
  return object_sql(*this, change, both, quarantine);
}

RawKind PostgresDialect::raw_kind(const RawObject& object) const { return postgres::raw_kind(object); }

std::optional<Guard> PostgresDialect::type_guard(const Table& table, const Column& from, const Column& to) const {
  const std::string& name = to.type.name.name;
  if (from.type.dimensions || to.type.dimensions || (name != "character varying" && name != "character"))
    return std::nullopt;
  const std::string length = to.type.args.empty() ? (name == "character" ? "1" : "") : to.type.args[0];
  if (length.empty()) return std::nullopt;
  return Guard{diag::Code::SC6003, table.name.text() + "." + from.name,
               fmt::format("char_length({}::text) > {}", quoted(from.name), length)};
}

}  // namespace schemac::dialect::postgres
