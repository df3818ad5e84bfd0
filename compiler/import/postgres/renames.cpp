#include <algorithm>
#include <functional>

#include "base/text.h"
#include "dialect/postgres/read_sql.h"
#include "import/postgres/changes.h"
#include "import/postgres/programs.h"
#include "import/postgres/sequences.h"

namespace schemac::import::postgres {

using namespace catalog;

namespace {

/// Whether SQL uses a name, quoted or not.
bool says(const std::string& sql, const std::string& name) {
  const SqlText text(sql);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string token = sql.substr(text[i].begin, text[i].end - text[i].begin);
    if (text[i].lower == name || token == ident(name) || token == text::quoted(name, '"')) return true;
    if (text[i].piece == Piece::quoted && token.find(name) != token.npos) return true;
  }
  return false;
}

/// Every expression of a table.
void each_expression(Table& table, const std::function<void(Expr&)>& visit) {
  for (Column& column : table.columns) {
    if (column.default_value) visit(*column.default_value);
    if (column.generated) visit(column.generated->expr);
  }
  for (Check& check : table.checks) visit(check.expr);
  for (Index& index : table.indexes) {
    for (IndexPart& part : index.parts) visit(part.expr);
    if (index.where) visit(*index.where);
  }
}

/// The server renames inside of what it has parsed; in SQL that is kept as text, it cannot be done here.
void refuse_in_text(const Statement& s, const std::string& name, const std::set<QName>& but = {}) {
  const auto check = [&](const std::string& sql, const std::string& where) {
    if (says(sql, name)) needs_server("a rename of '" + name + "', which is used in the SQL of " + where);
  };
  for (const View& view : s.db.catalog.views)
    if (!but.contains(view.name))
      expr::walk(view.query, [&](const Expr& e) {
        if (e.kind == ExprKind::raw) check(e.text, "view '" + view.name.text() + "'");
      });
  for (const RawRecord& record : s.db.raw)
    check(record.create, "'" + record.name.substr(0, record.name.find('\x01')) + "'");
  for (const Table& table : s.db.catalog.tables) {
    Table copy = table;
    each_expression(copy, [&](const Expr& root) {
      expr::walk(root, [&](const Expr& e) {
        if (e.kind == ExprKind::raw) check(e.text, "'" + table.name.text() + "'");
      });
    });
    if (const auto* by = std::find_if(table.options.data(), table.options.data() + table.options.size(),
                                      [](const Option& o) { return o.name == "partition_by"; });
        by != table.options.data() + table.options.size())
      check(by->value, "'" + table.name.text() + "'");
  }
  for (const Routine& routine : s.db.catalog.routines)
    if (routine.definition.text.find("BEGIN ATOMIC") != std::string::npos)
      check(routine.definition.text, "function '" + routine.name.text() + "'");
}

void rename_in(std::vector<std::string>& columns, const std::string& from, const std::string& to) {
  std::replace(columns.begin(), columns.end(), from, to);
}

void rename_column(const Statement& s, const QName& of, const std::string& from, const std::string& to) {
  Table& table = *s.db.table(of);
  if (!table.find_column(from)) missing("column '" + of.text() + "." + from + "'");
  if (s.db.find_column(of, to)) taken("column '" + of.text() + "." + to + "'");
  for (const auto& [name, each] : s.db.relations)
    if (each.reads.contains(of)) needs_server("a rename of a column that '" + name.text() + "' may read");
  if (!s.db.heirs_of(of).empty()) needs_server("a rename of a column that heirs have");
  refuse_in_text(s, from);
  table.find_column(from)->name = to;
  each_expression(table, [&](Expr& e) { expr::rename_column(e, from, to); });
  if (table.primary_key) rename_in(table.primary_key->columns, from, to);
  for (Unique& key : table.uniques) rename_in(key.columns, from, to);
  for (ForeignKey& key : table.foreign_keys) rename_in(key.columns, from, to), rename_in(key.set_columns, from, to);
  for (Index& index : table.indexes) rename_in(index.include, from, to);
  for (std::uint32_t i = 0; i < s.db.catalog.tables.size(); ++i)
    for (ForeignKey& key : s.db.catalog.tables.edit({i}).foreign_keys)
      if (key.table == of) rename_in(key.referenced, from, to);
  for (RawRecord& record : s.db.raw)
    if (record.on == of && record.member == from && record.name.find(".\x03") != std::string::npos) record.member = to;
  for (AccessList& list : s.db.access)
    if (list.name == of && list.column == from) list.column = to;
  for (auto& [name, sequence] : s.db.sequences)
    if (sequence.owner == of && sequence.owner_column == from) sequence.owner_column = to;
}

template <class L>
void move_key(L& list, const QName& from, const QName& to) {
  if (auto* found = list.find(from)) {
    auto moved = *found;
    moved.name = to;
    list.replace(from.text(), std::move(moved));
  }
}

void move_sequence(const Statement& s, const QName& from, const QName& to) {
  const Expr before = expression(s.db, next_value_of(from), nullptr);
  const Expr after = expression(s.db, next_value_of(to), nullptr);
  for (std::uint32_t i = 0; i < s.db.catalog.tables.size(); ++i)
    each_expression(s.db.catalog.tables.edit({i}), [&](Expr& e) {
      if (e == before) e = after;
    });
  auto node = s.db.sequences.extract(from);
  node.key() = to;
  s.db.sequences.insert(std::move(node));
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

void rename_index(const Statement& s, const QName& from, const QName& to) {
  const QName of = s.db.relations.at(from).of;
  if (Table* table = s.db.table(of)) {
    for (Index& index : table->indexes)
      if (index.name == from.name) index.name = to.name;
    if (table->primary_key && table->primary_key->name == from.name) table->primary_key->name = to.name;
    for (Unique& key : table->uniques)
      if (key.name == from.name) key.name = to.name;
  }
  for (RawRecord& record : s.db.raw)
    if (record.on == of && record.member == from.name) record.member = to.name;
}

void move_type(const Statement& s, const QName& from, const QName& to) {
  refuse_in_text(s, from.name);
  for (std::uint32_t i = 0; i < s.db.catalog.tables.size(); ++i) {
    Table& table = s.db.catalog.tables.edit({i});
    const auto rename = [&](Rare<Type>& type) {
      if (type && type->name == from && type->kind == catalog::TypeKind::enumeration) type->name = to;
    };
    for (Column& column : table.columns) {
      if (column.type.kind == catalog::TypeKind::enumeration && column.type.name == from)
        column.type.name = to;
      else if (column.type.name.text() == called(from))
        column.type.name = QName(called(to));
    }
    each_expression(table, [&](Expr& root) { expr::walk(root, [&](Expr& e) { rename(e.type); }); });
  }
  for (const Routine& routine : s.db.catalog.routines)
    if (says(routine.definition.text.substr(0, routine.definition.text.find('\n')), from.name))
      needs_server("a rename of '" + from.text() + "', which function '" + routine.name.text() + "' takes or gives");
  move_key(s.db.catalog.enums, from, to);
  auto node = s.db.types.extract(from);
  node.key() = to;
  s.db.types.insert(std::move(node));
  if (auto relation = s.db.relations.extract(from)) {
    relation.key() = to;
    s.db.relations.insert(std::move(relation));
  }
  for (RawRecord& record : s.db.raw)
    if (record.on == from) record.on = to;
  for (AccessList& list : s.db.access)
    if (list.word == "TYPE" && list.name == from) list.name = to;
}

/// The name that a statement gives to an object that has `old`.
QName renamed(const Statement& s, const QName& old) { return {old.schema, s.node.text("newname")}; }

QName type_named(const Statement& s) {
  const WrittenName written = written_name(name_parts(s.node["object"]));
  const auto name = s.db.find_type(written.schema, written.name);
  if (!name) missing("type '" + shown(written) + "'");
  return *name;
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

}  // namespace

void move_relation(const Statement& s, const QName& from, const QName& to) {
  if (s.db.relations.contains(to)) taken("relation '" + to.text() + "'");
  const RelationKind kind = s.db.relations.at(from).kind;
  if (kind == RelationKind::index) {
    rename_index(s, from, to);
  } else if (kind == RelationKind::sequence) {
    move_sequence(s, from, to);
  } else {
    refuse_in_text(s, from.name);
    move_key(s.db.catalog.tables, from, to);
    move_key(s.db.catalog.views, from, to);
    for (std::uint32_t i = 0; i < s.db.catalog.views.size(); ++i)
      expr::walk(s.db.catalog.views.edit({i}).query, [&](Expr& e) {
        if (e.kind == ExprKind::table && QName::of_text(e.text) == from) e.text = to.text();
        if (e.kind == ExprKind::table && e.text == from.name && from.name != to.name)
          needs_server("a rename of what a view reads");
      });
  }
  auto node = s.db.relations.extract(from);
  node.key() = to;
  s.db.relations.insert(std::move(node));
  for (auto& [name, each] : s.db.relations) {
    if (each.of == from) each.of = to;
    if (each.reads.erase(from)) each.reads.insert(to);
  }
  for (std::uint32_t i = 0; i < s.db.catalog.tables.size(); ++i)
    for (ForeignKey& key : s.db.catalog.tables.edit({i}).foreign_keys)
      if (key.table == from) key.table = to;
  if (auto descent = s.db.inheritance.extract(from)) {
    descent.key() = to;
    s.db.inheritance.insert(std::move(descent));
  }
  for (auto& [name, descent] : s.db.inheritance) std::replace(descent.parents.begin(), descent.parents.end(), from, to);
  for (auto& [name, sequence] : s.db.sequences)
    if (sequence.owner == from) sequence.owner = to;
  for (RawRecord& record : s.db.raw)
    if (record.on == from) record.on = to;
  for (AccessList& list : s.db.access)
    if (list.name == from && (list.word == "TABLE" || list.word == "SEQUENCE")) list.name = to;
  std::vector<std::string> triggers;
  for (const Trigger& trigger : s.db.catalog.triggers)
    if (trigger.table == from) triggers.push_back(key_of(trigger));
  for (const std::string& key : triggers) {
    Trigger moved = *s.db.catalog.triggers.find(key);
    moved.table = to;
    s.db.catalog.triggers.replace(key, std::move(moved));
  }
}

void rename(const Statement& s) {
  const std::string type = s.node.text("renameType");
  const WrittenName written = written_name(s.node["relation"]);
  const bool of_relation = s.node.has("relation");
  if (of_relation && s.node.flag("missing_ok") && !s.db.find_relation(written.schema, written.name)) return;
  if (type == "OBJECT_TYPE" || type == "OBJECT_DOMAIN") {
    const QName from = type_named(s);
    return move_type(s, from, renamed(s, from));
  }
  if (!of_relation) needs_server("a rename of this kind of object");
  const QName of = relation(s, s.node["relation"]);
  if (type == "OBJECT_COLUMN") {
    if (!is_table(s.db, of)) needs_server("a rename of a view's column");
    return rename_column(s, of, s.node.text("subname"), s.node.text("newname"));
  }
  if (type == "OBJECT_TABCONSTRAINT" || type == "OBJECT_TRIGGER" || type == "OBJECT_POLICY" || type == "OBJECT_RULE")
    return rename_member(s, type, of);
  if (type == "OBJECT_TABLE" || type == "OBJECT_VIEW" || type == "OBJECT_MATVIEW" || type == "OBJECT_INDEX" ||
      type == "OBJECT_SEQUENCE")
    return move_relation(s, of, renamed(s, of));
  needs_server("a rename of this kind of object");
}

void set_schema(const Statement& s) {
  const std::string type = s.node.text("objectType"), schema = Database::schema_of(s.node.text("newschema"));
  if (!s.db.schemas.contains(schema)) missing("schema '" + s.node.text("newschema") + "'");
  if (type == "OBJECT_TYPE" || type == "OBJECT_DOMAIN") {
    const QName from = type_named(s);
    return move_type(s, from, {schema, from.name});
  }
  if (!s.node.has("relation")) needs_server("SET SCHEMA of this kind of object");
  const QName from = relation(s, s.node["relation"]);
  std::vector<QName> moving{from};  // a table's indexes and sequences go with it
  for (const auto& [name, each] : s.db.relations)
    if (each.kind == RelationKind::index && each.of == from) moving.push_back(name);
  for (const auto& [name, sequence] : s.db.sequences)
    if (sequence.owner == from) moving.push_back(name);
  for (const QName& name : moving) move_relation(s, name, {schema, name.name});
}

}  // namespace schemac::import::postgres
