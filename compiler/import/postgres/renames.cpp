// ALTER … RENAME: of columns, and of what belongs to a table. The rest is moved (moves.cpp).
#include <algorithm>

#include "base/text.h"
#include "import/postgres/changes.h"
#include "import/postgres/programs.h"
#include "import/postgres/stored_sql.h"
#include "import/postgres/tables.h"

namespace schemac::import::postgres {

using namespace catalog;

namespace {

void rename_in(std::vector<std::string>& columns, const std::string& from, const std::string& to) {
  std::replace(columns.begin(), columns.end(), from, to);
}

/// The columns that a key's index holds beside its own.
void rename_included(Options& options, const std::string& from, const std::string& to) {
  Option* include = find_option(options, "include");
  if (!include) return;
  auto columns = text::split(include->value, ',');
  for (std::string& column : columns) column = std::string(text::trim(column));
  rename_in(columns, from, to);
  include->value = text::join(columns, ", ");
}

/// Of one table, its own column or one of its parents'.
void rename_within(const Statement& s, const QName& of, const std::string& from, const std::string& to) {
  rename_in_stored_sql(s, {Renaming::What::column, of, of, from, to});
  Table& table = *s.db.table(of);
  if (Column* own = table.find_column(from)) own->name = to;
  each_expression(table, [&](Expr& e) { expr::rename_column(e, from, to); });
  if (table.primary_key) {
    rename_in(table.primary_key->columns, from, to);
    rename_included(table.primary_key->options, from, to);
  }
  for (Unique& key : table.uniques) rename_in(key.columns, from, to), rename_included(key.options, from, to);
  for (ForeignKey& key : table.foreign_keys) rename_in(key.columns, from, to), rename_in(key.set_columns, from, to);
  for (Index& index : table.indexes) rename_in(index.include, from, to);
  for (std::uint32_t i = 0; i < s.db.catalog.tables.size(); ++i)
    for (ForeignKey& key : s.db.catalog.tables.edit({i}).foreign_keys)
      if (key.table == of) rename_in(key.referenced, from, to);
}

/// What is said of a column beside its definition.
void rename_what_is_said(Database& db, const QName& of, const std::string& from, const std::string& to) {
  for (RawRecord& record : db.raw)
    if (record.on == of && record.member == from &&
        (record.name.find(".\x03") != std::string::npos || record.name.find(".\x02") != std::string::npos))
      record.member = to;
  for (AccessList& list : db.access)
    if (list.name == of && list.column == from) list.column = to;
  for (auto& [name, sequence] : db.sequences)
    if (sequence.owner == of && sequence.owner_column == from) sequence.owner_column = to;
}

/// Heirs before their parents, whose columns they have.
void rename_column(const Statement& s, const QName& of, const std::string& from, const std::string& to) {
  if (!s.db.find_column(of, from)) missing("column '" + of.text() + "." + from + "'");
  if (s.db.find_column(of, to)) taken("column '" + of.text() + "." + to + "'");
  for (const QName& heir : s.db.heirs_of(of)) rename_column(s, heir, from, to);
  rename_within(s, of, from, to);
  rename_what_is_said(s.db, of, from, to);
}

/// A view's query stays as it is; its columns are named beside it.
void rename_column_of_view(const Statement& s, const QName& of, const std::string& from, const std::string& to) {
  Relation& relation = s.db.relations.at(of);
  const auto at = std::find(relation.columns.begin(), relation.columns.end(), from);
  if (relation.columns.empty())
    needs_server("a rename of a column of '" + of.text() + "', whose columns are not plain");
  if (at == relation.columns.end()) missing("column '" + of.text() + "." + from + "'");
  rename_in_stored_sql(s, {Renaming::What::column, of, of, from, to});
  *at = to;
  if (View* view = s.db.catalog.views.find(of)) {
    view->columns = relation.columns;
  } else if (RawRecord* record = s.db.find_raw(kMaterializedView, of, "")) {
    std::vector<std::string> names;
    for (const std::string& column : relation.columns) names.push_back(ident(column));
    const std::string start = "CREATE MATERIALIZED VIEW \x01";
    const std::size_t query = record->create.find(" AS\n ");
    const std::size_t options = std::min(record->create.find(" WITH ("), query);
    record->create = start + " (" + text::join(names, ", ") + ")" + record->create.substr(options);
  }
  rename_what_is_said(s.db, of, from, to);
}

void rename_constraint(const Statement& s, const QName& of, const std::string& from, const std::string& to) {
  Table& table = *s.db.table(of);
  bool found = false;
  const auto rename = [&](auto& member) {
    if (member.name != from) return;
    member.name = to;
    found = true;
  };
  for (Check& check : table.checks) rename(check);
  for (ForeignKey& key : table.foreign_keys) rename(key);
  const bool no_key = !found;
  if (table.primary_key) rename(*table.primary_key);
  for (Unique& key : table.uniques) rename(key);
  if (RawRecord* exclusion = s.db.exclusion(of, from)) exclusion->member = to, found = true;
  if (!found) missing("constraint '" + from + "' of '" + of.text() + "'");
  if (auto node = s.db.relations.extract(QName(of.schema, from)); no_key && node) {
    node.key() = {of.schema, to};
    s.db.relations.insert(std::move(node));
  }
  for (RawRecord& record : s.db.raw)
    if (record.on == of && record.member == from && record.name.starts_with("comment on constraint "))
      record.member = to;
}

void rename_member(const Statement& s, const std::string& type, const QName& of) {
  const std::string from = s.node.text("subname"), to = s.node.text("newname");
  if (type == "OBJECT_TABCONSTRAINT") return rename_constraint(s, of, from, to);
  if (type == "OBJECT_TRIGGER") {
    if (const Trigger* found = s.db.catalog.triggers.find(of.text() + "." + from)) {
      Trigger trigger = *found;
      trigger.name = to;
      s.db.catalog.triggers.replace(of.text() + "." + from, std::move(trigger));
      return;
    }
  }
  const std::string word = type == "OBJECT_TRIGGER" ? "trigger" : type == "OBJECT_POLICY" ? "policy" : "rule";
  RawRecord* record = s.db.find_raw(word + " \x03 on \x01", of, from);
  if (!record) missing(word + " '" + from + "' of '" + of.text() + "'");
  record->member = to;
}

/// A constraint of a domain, which stands in the domain's statement.
void rename_domain_constraint(const Statement& s, const QName& domain) {
  RawRecord* record = s.db.find_raw("domain \x01", domain, "");
  const std::string before = "\nCONSTRAINT " + ident(s.node.text("subname")) + " ";
  const std::size_t at = record ? record->create.find(before) : std::string::npos;
  if (at == std::string::npos) missing("constraint '" + s.node.text("subname") + "' of '" + domain.text() + "'");
  record->create.replace(at, before.size(), "\nCONSTRAINT " + ident(s.node.text("newname")) + " ");
}

/// The name that a statement gives to an object that has `old`.
QName renamed(const Statement& s, const QName& old) { return {old.schema, s.node.text("newname")}; }

}  // namespace

void rename(const Statement& s) {
  const std::string type = s.node.text("renameType");
  const WrittenName written = written_name(s.node["relation"]);
  const bool of_relation = s.node.has("relation");
  if (of_relation && s.node.flag("missing_ok") && !s.db.find_relation(written.schema, written.name)) return;
  if (type == "OBJECT_ROLE" || type == "OBJECT_DATABASE")
    return s.db.left_out.push_back("a rename of a role or database");
  if (type == "OBJECT_SCHEMA") return move_schema(s, s.node.text("subname"), s.node.text("newname"));
  if (type == "OBJECT_TYPE" || type == "OBJECT_DOMAIN") {
    const QName from = type_named(s);
    return move_type(s, from, renamed(s, from));
  }
  if (type == "OBJECT_DOMCONSTRAINT") return rename_domain_constraint(s, type_named(s));
  if (is_program(type)) {
    const auto found = find_function(s, s.node["object"]);
    return move_program(s, found, renamed(s, found->first));
  }
  if (!of_relation) needs_server("a rename of this kind of object");
  const QName of = relation(s, s.node["relation"]);
  if (s.db.relations[of].kind == RelationKind::temporary) return;
  if (type == "OBJECT_COLUMN") {
    const std::string from = s.node.text("subname"), to = s.node.text("newname");
    return is_table(s.db, of) ? rename_column(s, of, from, to) : rename_column_of_view(s, of, from, to);
  }
  if (type == "OBJECT_TABCONSTRAINT" || type == "OBJECT_TRIGGER" || type == "OBJECT_POLICY" || type == "OBJECT_RULE")
    return rename_member(s, type, of);
  if (type == "OBJECT_TABLE" || type == "OBJECT_VIEW" || type == "OBJECT_MATVIEW" || type == "OBJECT_INDEX" ||
      type == "OBJECT_SEQUENCE")
    return move_relation(s, of, renamed(s, of));
  needs_server("a rename of this kind of object");
}

}  // namespace schemac::import::postgres
