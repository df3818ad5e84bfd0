#include "dialect/mysql/history.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "dialect/mysql/questions.h"

namespace schemac::dialect::mysql {

using namespace catalog;

namespace {

/// `which`: "start" or "end". Where a table names no such column, the server has one of its own.
std::string row_column(const Table& table, const std::string& which) {
  for (const Column& column : table.columns)
    if (option_of(column.options, "row") == which) return column.name;
  return "row_" + which;
}

/// What a migration that is taken back does in any case (apply/undo.cpp).
constexpr std::string_view kIfKept = "IF EXISTS (SELECT 1 FROM information_schema.tables WHERE ";

/// Rows that are there end when the server's calendar does.
constexpr std::string_view kEndOfTime = "'2038-01-19 03:14:07'";

std::string kept_history(const Dialect& d, const TableAlteration& a, const Quarantine& quarantine) {
  return d.quoted(quarantine.name("history of " + a.original.name, d.max_identifier_bytes()));
}

std::vector<const Column*> written(const Table& table) {
  std::vector<const Column*> out;
  for (const Column& column : table.columns)
    if (!is_computed(column)) out.push_back(&column);
  return out;
}

/// The kept row "q" reads like the row "t", in capitals and in small letters, too.
std::string same_row(const Dialect& d, const Table& table) {
  std::vector<std::string> parts;
  for (const Column* column : written(table)) {
    const std::string name = d.quoted(column->name);
    parts.push_back(has_collation(column->type) ? fmt::format("CAST(t.{0} AS BINARY) <=> CAST(q.{0} AS BINARY)", name)
                                                : fmt::format("t.{0} <=> q.{0}", name));
  }
  if (table.primary_key)  // by which they are looked for
    for (const std::string& key : table.primary_key->columns)
      parts.insert(parts.begin(), fmt::format("t.{0} = q.{0}", d.quoted(key)));
  return text::join(parts, " AND ");
}

}  // namespace

bool keeps_history(const Table& table) { return !option_of(table.options, "system_versioning").empty(); }

bool is_versioned_by_transactions(const Table& table) {
  return keeps_history(table) && std::any_of(table.columns.begin(), table.columns.end(), [](const Column& column) {
           return !option_of(column.options, "row").empty() && column.type.name.name == "bigint";
         });
}

std::string all_rows_sql(const Dialect& d, const Table& table) {
  return d.qualified(table.name) + " FOR SYSTEM_TIME ALL";
}

std::string is_of_the_past(const Dialect& d, const Table& table) {
  return fmt::format("{} < {}", d.quoted(row_column(table, "end")), kEndOfTime);
}

/// A copy: those that are there, too, since it is lost with the history from when on they are as they are. A statement
/// that may be run again, for tables in quarantine tell nobody how far a script got.
Statement history_into_quarantine(const Dialect& d, const TableAlteration& a, const Quarantine& quarantine) {
  const auto old_name = [&](const std::string& now) {
    for (const auto& [from, to] : a.renamed_columns)
      if (to == now) return from;
    return now;
  };
  std::vector<std::string> columns;
  for (const Column* column : written(a.before)) columns.push_back(d.quoted(old_name(column->name)));
  for (const char* which : {"start", "end"})
    columns.push_back(fmt::format("{} AS `_schemac_{}`", d.quoted(old_name(row_column(a.before, which))), which));
  return {fmt::format("CREATE OR REPLACE TABLE {} AS SELECT {} FROM {}", kept_history(d, a, quarantine),
                      text::join(columns, ", "), all_rows_sql(d, a.after)),
          "keep the history of " + a.after.name.text() + " in quarantine (a copy)"};
}

/// The server made all rows new: those that are as they were are written again with the time from when on they are so,
/// the others came to be while there was no history. All of it or nothing, and nothing where it is done, or where the
/// history was never away: one statement that may be run again. (A plain one would be taken for seed rows by what takes
/// back a migration that was interrupted.)
Statements history_out_of_quarantine(const Dialect& d, const TableAlteration& a, const Quarantine& quarantine) {
  const std::string table = d.qualified(a.after.name), kept = kept_history(d, a, quarantine);
  const std::string start = d.quoted(row_column(a.after, "start")), end = d.quoted(row_column(a.after, "end"));
  std::vector<std::string> columns, values;
  for (const Column* column : written(a.after)) columns.push_back(d.quoted(column->name));
  for (const std::string& column : columns) values.push_back("q." + column);
  const std::string same = same_row(d, a.after), was_there = fmt::format("q.`_schemac_end` >= {}", kEndOfTime);
  const bool can_be_told = a.after.primary_key.has_value();  // else one row's history might become another's
  std::string work =
      fmt::format("      UPDATE {} AS q SET q.`_schemac_end` = (SELECT coalesce(min({}), now(6)) FROM {}) WHERE {}",
                  kept, start, table, was_there);
  if (can_be_told)
    work += fmt::format(
        " AND NOT EXISTS (SELECT 1 FROM {0} AS t WHERE {2});\n"
        "      SET STATEMENT foreign_key_checks = OFF FOR DELETE t FROM {0} AS t JOIN {1} AS q ON {2} WHERE {3};\n"
        "      DELETE HISTORY FROM {0}",
        table, kept, same, was_there);
  work += fmt::format(
      ";\n      SET STATEMENT foreign_key_checks = OFF, system_versioning_insert_history = ON, sql_mode = "
      "'{},NO_AUTO_VALUE_ON_ZERO' FOR INSERT INTO {} ({}, {}, {}) SELECT {}, q.`_schemac_start`, q.`_schemac_end` FROM "
      "{} AS q",
      kSqlMode, table, text::join(columns, ", "), start, end, text::join(values, ", "), kept);
  const std::string name = a.after.name.text();
  return {{fmt::format("{}table_schema = database() AND table_name = {}) THEN\n"
                       "  IF (SELECT coalesce(min({}), now(6)) FROM {}) > (SELECT max(`_schemac_start`) FROM {}) THEN\n"
                       "    BEGIN\n"
                       "      DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;\n"
                       "      START TRANSACTION;\n"
                       "{};\n"
                       "      COMMIT;\n"
                       "    END;\n"
                       "  END IF;\n"
                       "END IF",
                       kIfKept, d.literal(quarantine.name("history of " + a.original.name, d.max_identifier_bytes())),
                       start, all_rows_sql(d, a.after), kept, work),
           "bring back the history of " + name},
          {"DROP TABLE IF EXISTS " + kept, "empty the quarantine of the history of " + name}};
}

}  // namespace schemac::dialect::mysql
