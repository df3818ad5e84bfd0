// What gets another name or another schema, with all that refers to it.
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "import/postgres/changes.h"
#include "import/postgres/programs.h"
#include "import/postgres/sequences.h"
#include "import/postgres/stored_sql.h"

namespace schemac::import::postgres {

using namespace catalog;

namespace {

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
  rename_in_stored_sql(s, {Renaming::What::relation, from, to, {}, {}});
  for (std::uint32_t i = 0; i < s.db.catalog.tables.size(); ++i)
    each_expression(s.db.catalog.tables.edit({i}), [&](Expr& root) {
      expr::walk(root, [&](Expr& e) {
        if (e == before) e = after;
      });
    });
  auto node = s.db.sequences.extract(from);
  node.key() = to;
  s.db.sequences.insert(std::move(node));
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
  for (RawRecord& record : s.db.raw) {
    if (record.on != of) continue;
    if (record.member == from.name) record.member = to.name;
    const bool by_index = record.name == "clustering of \x01" || record.name == "replica identity of \x01";
    const std::string last = " " + ident(from.name);
    if (by_index && record.create.ends_with(last))
      record.create.replace(record.create.size() - last.size(), last.size(), " " + ident(to.name));
  }
}

/// Columns and casts of a type that has another name: an enum, or one that is said in SQL.
void retype_columns(Database& db, const QName& from, const QName& to) {
  if (is_system_type(from)) return;
  const auto rename = [&](Type& type) {
    if (type.kind == catalog::TypeKind::enumeration && type.name == from)
      type.name = to;
    else if (type.kind != catalog::TypeKind::enumeration && type.name.text() == called(from))
      type.name = QName(called(to));
  };
  for (std::uint32_t i = 0; i < db.catalog.tables.size(); ++i) {
    Table& table = db.catalog.tables.edit({i});
    for (Column& column : table.columns) rename(column.type);
    each_expression(table, [&](Expr& root) {
      expr::walk(root, [&](Expr& e) {
        if (e.type) rename(*e.type);
      });
    });
  }
  for (auto& [name, relation] : db.relations)
    for (auto& type : relation.types)
      if (type) rename(type->type);
}

}  // namespace

bool is_program(const std::string& type) {
  return type == "OBJECT_FUNCTION" || type == "OBJECT_PROCEDURE" || type == "OBJECT_AGGREGATE" ||
         type == "OBJECT_ROUTINE";
}

QName type_named(const Statement& s) {
  const WrittenName written = written_name(name_parts(s.node["object"]));
  const auto name = s.db.find_type(written.schema, written.name);
  if (!name) missing("type '" + shown(written) + "'");
  return *name;
}

void move_type(const Statement& s, const QName& from, const QName& to) {
  if (s.db.types.contains(to)) taken("type '" + to.text() + "'");
  Renaming renaming{Renaming::What::type, from, to, {}, {}};
  renaming.names_type = !is_system_type(from);
  rename_in_stored_sql(s, renaming);
  retype_columns(s.db, from, to);
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

void move_program(const Statement& s, std::multimap<QName, Program>::iterator program, const QName& to) {
  const QName from = program->first;
  const auto [first, last] = s.db.programs.equal_range(to);
  for (auto it = first; it != last; ++it)
    if (it->second.arguments == program->second.arguments) taken("function '" + to.text() + "' with these arguments");
  Renaming renaming{Renaming::What::program, from, to, {}, {}};
  renaming.is_overloaded = s.db.programs.count(from) > 1;
  rename_in_stored_sql(s, renaming);
  Program moved = program->second;
  if (const Routine* found = s.db.catalog.routines.find(moved.key)) {
    Routine routine = renamed_routine(s.db, *found, to);
    const std::string before = std::exchange(moved.key, key_of(routine));
    s.db.catalog.routines.replace(before, std::move(routine));
  }
  const std::string arguments = "(" + moved.called + ")";
  for (RawRecord& record : s.db.raw)
    if (record.on == from &&
        record.name.ends_with("\x01" + (moved.called.empty() && moved.kind == "AGGREGATE" ? "(*)" : arguments)))
      record.on = to;
  for (AccessList& list : s.db.access)
    if (list.name == from && list.arguments == arguments) list.name = to;
  s.db.programs.erase(program);
  s.db.programs.emplace(to, std::move(moved));
}

void move_relation(const Statement& s, const QName& from, const QName& to) {
  if (s.db.relations.contains(to)) taken("relation '" + to.text() + "'");
  const RelationKind kind = s.db.relations.at(from).kind;
  if (kind == RelationKind::index) {
    rename_index(s, from, to);
  } else if (kind == RelationKind::sequence) {
    move_sequence(s, from, to);
  } else {
    Renaming renaming{Renaming::What::relation, from, to, {}, {}};
    renaming.names_type = !is_system_type(from);
    rename_in_stored_sql(s, renaming);
    retype_columns(s.db, from, to);  // the type of its rows
    move_key(s.db.catalog.tables, from, to);
    move_key(s.db.catalog.views, from, to);
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

namespace {

/// A table's indexes and sequences go where it goes.
void move_with_members(const Statement& s, const QName& from, const std::string& schema) {
  std::vector<QName> moving{from};
  for (const auto& [name, each] : s.db.relations)
    if (each.kind == RelationKind::index && each.of == from) moving.push_back(name);
  for (const auto& [name, sequence] : s.db.sequences)
    if (sequence.owner == from) moving.push_back(name);
  for (const QName& name : moving) move_relation(s, name, {schema, name.name});
}

}  // namespace

void move_schema(const Statement& s, const std::string& written, const std::string& new_name) {
  const std::string from = Database::schema_of(written), to = Database::schema_of(new_name);
  if (from.empty() || to.empty()) needs_server("a rename of the schema public");
  if (!s.db.schemas.contains(from)) missing("schema '" + written + "'");
  if (!s.db.schemas.insert(to).second) taken("schema '" + new_name + "'");
  std::vector<QName> relations, types;
  for (const auto& [name, each] : s.db.relations)
    if (name.schema == from && each.kind != RelationKind::composite_type) relations.push_back(name);
  for (const auto& [name, kind] : s.db.types)
    if (name.schema == from) types.push_back(name);
  for (const QName& name : relations) move_relation(s, name, {to, name.name});
  for (const QName& name : types) move_type(s, name, {to, name.name});
  while (true) {
    const auto program = std::find_if(s.db.programs.begin(), s.db.programs.end(),
                                      [&](const auto& each) { return each.first.schema == from; });
    if (program == s.db.programs.end()) break;
    move_program(s, program, {to, program->first.name});
  }
  for (const RawRecord& record : s.db.raw)
    if (record.on.schema == from || record.create.find(ident(from) + ".") != std::string::npos)
      needs_server("a rename of a schema that holds more than tables, types and functions");
  move_key(s.db.catalog.namespaces, QName(from), QName(to));
  for (RawRecord& record : s.db.raw)
    if (record.on == QName(from) && record.name.find("schema \x01") != std::string::npos) record.on = QName(to);
  for (AccessList& list : s.db.access)
    if (list.word == "SCHEMA" && list.name.name == from) list.name = QName(to);
  s.db.schemas.erase(from);
  std::erase(s.db.search_path, from);
}

void set_schema(const Statement& s) {
  const std::string type = s.node.text("objectType"), schema = Database::schema_of(s.node.text("newschema"));
  if (!s.db.schemas.contains(schema)) missing("schema '" + s.node.text("newschema") + "'");
  if (type == "OBJECT_TYPE" || type == "OBJECT_DOMAIN") {
    const QName from = type_named(s);
    return move_type(s, from, {schema, from.name});
  }
  if (is_program(type)) {
    const auto found = find_function(s, s.node["object"]);
    return move_program(s, found, {schema, found->first.name});
  }
  if (!s.node.has("relation")) needs_server("SET SCHEMA of this kind of object");
  move_with_members(s, relation(s, s.node["relation"]), schema);
}

}  // namespace schemac::import::postgres
