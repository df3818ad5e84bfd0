#include "dialect/sqlite/sqlite.h"

#include <fmt/format.h>

#include "base/text.h"
#include "dialect/common/raw_views.h"
#include "dialect/common/sql_printer.h"
#include "dialect/sqlite/emit.h"
#include "dialect/sqlite/rebuild.h"
#include "dialect/sqlite/rowid.h"
#include "dialect/sqlite/types.h"
#include "dialect/sqlite/virtual_table.h"

namespace schemac::dialect::sqlite {

using namespace catalog;

std::string SqliteDialect::quoted(std::string_view identifier) const { return text::quoted(identifier, '"'); }
std::optional<Dialect::Refusal> SqliteDialect::refuses(const Change& change, const Both& both) const {
  return breaks_reader(*this, change, both, false);
}

std::string SqliteDialect::literal(std::string_view text) const { return text::quoted(text, '\''); }
std::string SqliteDialect::sql(const Expr& expr) const { return print_sql(expr, *this); }
std::string SqliteDialect::type_sql(const Type& type) const { return sqlite::type_sql(type); }

/// foreign_keys is a no-op inside a transaction, so it is switched before; legacy_alter_table keeps RENAME from
/// rewriting the references of other tables while a table is rebuilt.
Statements SqliteDialect::prologue() const {
  return {{"PRAGMA foreign_keys = OFF", "rebuilding a table must not cascade"},
          {"PRAGMA legacy_alter_table = ON", "renames reach no other table"},
          {"BEGIN IMMEDIATE", "all or nothing"}};
}

Statements SqliteDialect::epilogue() const {
  return {{"PRAGMA foreign_key_check", "no row may point nowhere"},
          {"COMMIT", "all or nothing"},
          {"PRAGMA legacy_alter_table = OFF", "as it was"},
          {"PRAGMA foreign_keys = ON", "as it was"}};
}

Statements SqliteDialect::create_table(const Table& table) const {
  Statements out{{create_table_sql(*this, table, table.name), "create table " + table.name.text()}};
  for (const Index& index : table.indexes)
    out.push_back({create_index_sql(*this, table, index), "create index " + index.name});
  return out;
}

Statements SqliteDialect::add_foreign_keys(const Table&) const { return {}; }

Statements SqliteDialect::drop_table(const Table& table) const {
  return {{"DROP TABLE " + qualified(table.name), "drop table " + table.name.text()}};
}

Statements SqliteDialect::rename_table(const Table& before, const QName& to) const {
  const QName& from = before.name;
  Statements out{{"PRAGMA legacy_alter_table = OFF", "a rename reaches the tables that refer to it"}};
  std::string now = from.name;
  const auto rename = [&](const std::string& name) {
    out.push_back({fmt::format("ALTER TABLE {} RENAME TO {}", quoted(now), quoted(name)),
                   fmt::format("rename table {} to {}", now, name)});
    now = name;
  };
  if (text::to_lower(from.name) == text::to_lower(to.name)) rename("_schemac_new_" + to.name);  // one name to SQLite
  rename(to.name);
  out.push_back({"PRAGMA legacy_alter_table = ON", "renames reach no other table"});
  return out;
}

namespace {

/// A table in quarantine counts nothing itself, and keeps the counter none the less.
Statement pass_counter_on(const Dialect& d, const std::string& from, const std::string& to) {
  return {fmt::format("UPDATE sqlite_sequence SET name = {} WHERE name = {}", d.literal(to), d.literal(from)),
          "keep the AUTOINCREMENT counter"};
}

std::string column_list(const Dialect& d, const Table& table) {
  std::vector<std::string> names;
  for (const Column& column : table.columns) names.push_back(d.quoted(column.name));
  return text::join(names, ", ");
}

}  // namespace

/// A copy: renaming would take along the foreign keys, which only a new table can be without.
Statements SqliteDialect::quarantine_table(const Table& table, const Quarantine& quarantine) const {
  const Table kept = unconstrained(table, quarantined(table.name, quarantine).name);
  const std::string columns = column_list(*this, kept);
  Statements out{
      {create_table_sql(*this, kept, kept.name), "keep table " + table.name.text() + " in quarantine (a copy)"},
      {fmt::format("INSERT INTO {} ({}) SELECT {} FROM {}", qualified(kept.name), columns, columns,
                   qualified(table.name)),
       "copy its rows"}};
  if (counts(table)) out.push_back(pass_counter_on(*this, table.name.name, kept.name.name));
  out.push_back({"DROP TABLE " + qualified(table.name), "drop table " + table.name.text()});
  return out;
}

Statements SqliteDialect::restore_table(const Table& table, const Quarantine& quarantine) const {
  const Table kept = unconstrained(table, quarantined(table.name, quarantine).name);
  const std::string columns = column_list(*this, kept);
  Statements out = create_table(table);
  out.push_back({fmt::format("INSERT INTO {} ({}) SELECT {} FROM {}", qualified(table.name), columns, columns,
                             qualified(kept.name)),
                 "bring back the rows of " + table.name.text()});
  if (counts(table)) {
    out.push_back({fmt::format("DELETE FROM sqlite_sequence WHERE name = {} AND EXISTS (SELECT 1 FROM sqlite_sequence "
                               "WHERE name = {})",
                               literal(table.name.name), literal(kept.name.name)),
                   "the AUTOINCREMENT counter is not behind the rows, but where it was"});
    out.push_back(pass_counter_on(*this, kept.name.name, table.name.name));
  }
  out.push_back({"DROP TABLE " + qualified(kept.name), "empty the quarantine of " + table.name.text()});
  return out;
}

std::string SqliteDialect::lacks_kept_value(const TableAlteration& alteration, const Column& column,
                                            const Quarantine& quarantine) const {
  return sqlite::lacks_kept_value(*this, alteration, column, quarantine);
}

std::string SqliteDialect::doubts_kept_value(const TableAlteration& alteration, const Column& column,
                                             const Quarantine& quarantine) const {
  return sqlite::doubts_kept_value(*this, alteration, column, quarantine);
}

AlterationSql SqliteDialect::alter_table(const TableAlteration& alteration, const Quarantine& quarantine) const {
  return alter(*this, alteration, quarantine);
}

namespace {

std::string create_view_sql(const Dialect& d, const View& view) {
  std::string out = "CREATE VIEW " + d.qualified(view.name);
  if (!view.columns.empty()) out += " (" + d.quoted_list(view.columns) + ")";
  return out + " AS " + d.sql(view.query);
}

std::string create_trigger_sql(const Dialect& d, const Trigger& trigger) {
  std::string out = "CREATE TRIGGER " + d.quoted(trigger.name.name) + " " + text::to_upper(trigger.timing) + " " +
                    event_sql(d, trigger.events[0]) + " ON " + d.quoted(trigger.table.name);
  if (trigger.when) {
    Expr when = *trigger.when;
    expr::walk(when, [](Expr& node) {  // NEW and OLD
      if (node.kind == ExprKind::column && !node.args.empty()) node.args[0].text = text::to_upper(node.args[0].text);
    });
    out += " WHEN " + d.sql(when);
  }
  const std::string body(text::trim(trigger.body.text));
  const bool block = text::to_lower(body.substr(0, 5)) == "begin";
  return out + (block ? "\n" + body : "\nBEGIN\n" + body + (body.ends_with(";") ? "" : ";") + "\nEND");
}

struct ObjectSql {
  const Dialect& d;
  const Both& both;
  const Quarantine& quarantine;

  Statements operator()(const Create<View>& c) const { return {{create_view_sql(d, c.object), describe(c)}}; }
  Statements operator()(const Drop<View>& c) const {
    return {{"DROP VIEW " + d.qualified(c.object.name), describe(c)}};
  }
  Statements operator()(const Create<Trigger>& c) const { return {{create_trigger_sql(d, c.object), describe(c)}}; }
  Statements operator()(const Drop<Trigger>& c) const {
    return {{"DROP TRIGGER " + d.quoted(c.object.name.name), describe(c)}};
  }
  Statements operator()(const Create<RawObject>& c) const {
    return is_virtual_table(c.object) ? create_virtual_table(d, c.object, both, quarantine)
                                      : Statements{{c.object.create.text, describe(c)}};
  }
  Statements operator()(const Drop<RawObject>& c) const {
    if (is_virtual_table(c.object)) return drop_virtual_table(d, c.object, both, quarantine);
    if (c.object.drop.kind != ExprKind::raw) return {};
    return {{c.object.drop.text, describe(c)}};
  }
  template <class T>
  Statements operator()(const T&) const {
    return {};  // SQLite has no such object, or it is a table's and goes through alter_table
  }
};

}  // namespace

Statements SqliteDialect::object(const Change& change, const Both& both, const Quarantine& quarantine) const {
  return std::visit(ObjectSql{*this, both, quarantine}, change);
}

bool SqliteDialect::numbers_rows(const Table& table, const Column& column) const {
  const Column* id = rowid_column(table);
  return id && id->name == column.name;
}

/// SQLite stores what it is given, in a column of any type; a STRICT table refuses by itself. A text among numbers is
/// another meaning than on the other engines, which refuse it.
std::optional<Guard> SqliteDialect::type_guard(const Table& table, const Column& from, const Column& to,
                                               bool way_back) const {
  const std::string unfit = stays_text(quoted(from.name), from.type, to.type);
  if (way_back || unfit.empty()) return std::nullopt;
  return Guard{diag::Code::SC6005, "type " + type_sql(to.type) + " of " + table.name.text() + "." + to.name, unfit};
}

}  // namespace schemac::dialect::sqlite
