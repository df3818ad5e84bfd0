#include <algorithm>

#include "base/text.h"
#include "import/postgres/changes.h"
#include "import/postgres/indexes.h"
#include "import/postgres/programs.h"
#include "import/postgres/sequences.h"
#include "import/postgres/stored_sql.h"

namespace schemac::import::postgres {

using namespace catalog;

namespace {

[[noreturn]] void still_needed(const std::string& what, const std::string& by) {
  throw Refusal{diag::make(diag::Code::SC4025, what + " cannot be dropped: " + by + " needs it")
                    .with_help("drop that first, or say CASCADE"),
                {},
                false,
                false};
}

class Dropper {
 public:
  Dropper(const Statement& s, bool cascade, bool if_exists)
      : s_(s), db_(s.db), cascade_(cascade), if_exists_(if_exists) {}

  void run() {
    for (const Node& object : s_.node.list("objects")) one(object);
  }

  void users_of_column(const QName& table, const std::string& column) {
    const std::string what = "column '" + table.text() + "." + column + "'";
    std::vector<QName> views;
    for (const auto& [name, each] : db_.relations) {
      if (!each.reads.contains(table)) continue;
      const RawRecord* materialized = db_.find_raw(kMaterializedView, name, "");
      if (materialized ? uses_column(s_, *materialized, table, column) : uses_column(s_, each, table, column))
        views.push_back(name);
    }
    for (const QName& view : views) {
      if (!cascade_) still_needed(what, "'" + view.text() + "'");
      if (db_.relations.contains(view)) relation(view);
    }
    std::erase_if(db_.raw, [&](const RawRecord& record) {
      const bool stays = !record.name.starts_with("policy ") && !record.name.starts_with("rule ");
      if (stays || !uses_column(s_, record, table, column)) return false;
      if (!cascade_) still_needed(what, record.name.substr(0, record.name.find(' ')) + " '" + record.member + "'");
      return true;
    });
  }

 private:
  void one(const Node& object) {
    const std::string type = s_.node.text("removeType");
    if (if_exists_ && there_is_none(type)) return;
    const auto parts = name_parts(object);
    if (type == "OBJECT_TABLE" || type == "OBJECT_VIEW" || type == "OBJECT_MATVIEW" || type == "OBJECT_SEQUENCE" ||
        type == "OBJECT_INDEX") {
      const WrittenName written = written_name(parts);
      if (const auto name = db_.find_relation(written.schema, written.name)) return relation(*name);
      gone("relation '" + shown(written) + "'");
    } else if (type == "OBJECT_TYPE" || type == "OBJECT_DOMAIN") {
      const WrittenName written = written_name(parts);
      if (const auto name = db_.find_type(written.schema, written.name)) return named_type(*name);
      gone("type '" + shown(written) + "'");
    } else if (type == "OBJECT_FUNCTION" || type == "OBJECT_PROCEDURE" || type == "OBJECT_AGGREGATE" ||
               type == "OBJECT_ROUTINE") {
      function(object);
    } else if (type == "OBJECT_TRIGGER" || type == "OBJECT_POLICY" || type == "OBJECT_RULE") {
      member(type, parts);
    } else if (type == "OBJECT_SCHEMA") {
      schema(parts.back());
    } else if (type == "OBJECT_EXTENSION") {
      extension(parts.back());
    } else if (type == "OBJECT_EVENT_TRIGGER" || type == "OBJECT_PUBLICATION") {
      const char* name = type == "OBJECT_PUBLICATION" ? "publication \x03" : "event trigger \x03";
      if (!db_.erase_raw(name, {}, parts.back())) gone("'" + parts.back() + "'");
    } else {
      named(type, written_name(parts));
    }
  }

  /// Of what is not followed by its name: whether the file has made none at all, nor an extension that may have.
  bool there_is_none(const std::string& type) const {
    static const std::map<std::string, std::string> kStarts = {{"OBJECT_OPERATOR", "operator "},
                                                               {"OBJECT_OPCLASS", "operator class "},
                                                               {"OBJECT_OPFAMILY", "operator family "},
                                                               {"OBJECT_CAST", "cast "}};
    const auto start = kStarts.find(type);
    return start != kStarts.end() && db_.extensions.empty() &&
           std::none_of(db_.raw.begin(), db_.raw.end(),
                        [&](const RawRecord& record) { return record.name.starts_with(start->second); });
  }

  /// What nothing else here is of.
  void named(const std::string& type, const WrittenName& written) {
    static const std::map<std::string, std::string> kWords = {
        {"OBJECT_COLLATION", "collation \x01"},
        {"OBJECT_TSDICTIONARY", "text search dictionary \x01"},
        {"OBJECT_TSCONFIGURATION", "text search configuration \x01"},
        {"OBJECT_STATISTIC_EXT", "statistics "}};
    const auto word = kWords.find(type);
    if (word == kWords.end()) needs_server("DROP of this kind of object");
    const auto is_it = [&](const RawRecord& record, const std::string& schema) {
      const QName name(schema, written.name);
      return type == "OBJECT_STATISTIC_EXT" ? record.name == word->second + called(name)
                                            : record.name == word->second && record.on == name;
    };
    const auto path =
        written.schema.empty() ? db_.search_path : std::vector<std::string>{Database::schema_of(written.schema)};
    for (const std::string& schema : path)
      if (std::erase_if(db_.raw, [&](const RawRecord& record) { return is_it(record, schema); }) > 0) return;
    gone("'" + shown(written) + "'");
  }

  void gone(const std::string& what) const {
    if (!if_exists_) missing(what);
  }

  void relation(const QName& name) {
    const Relation what = db_.relations.at(name);
    if (what.kind == RelationKind::index) return index(name, what.of);
    if (what.kind == RelationKind::sequence) return sequence(name);
    readers_of(name);
    if (what.kind == RelationKind::table) table(name);
    db_.catalog.views.erase(name.text());
    forget(name);
  }

  /// Views that read what is dropped.
  void readers_of(const QName& name) {
    std::vector<QName> readers;
    for (const auto& [reader, each] : db_.relations)
      if (each.reads.contains(name) && reader != name) readers.push_back(reader);
    for (const QName& reader : readers) {
      if (!cascade_) still_needed("'" + name.text() + "'", "'" + reader.text() + "'");
      if (db_.relations.contains(reader)) relation(reader);
    }
  }

  void table(const QName& name) {
    for (const QName& heir : db_.heirs_of(name)) {
      if (!db_.inheritance[heir].is_partition && !cascade_)
        still_needed("'" + name.text() + "'", "'" + heir.text() + "'");
      relation(heir);
    }
    for (std::uint32_t i = 0; i < db_.catalog.tables.size(); ++i) {
      Table& other = db_.catalog.tables.edit({i});
      if (other.name == name) continue;
      std::erase_if(other.foreign_keys, [&](const ForeignKey& key) {
        if (key.table == name && !cascade_) still_needed("'" + name.text() + "'", "foreign key '" + key.name + "'");
        return key.table == name;
      });
    }
    for (const Column& column : db_.table(name)->columns)
      for (bool identity : {true, false})
        if (const QName* owned = sequence_of(db_, name, column.name, identity)) drop_sequence(db_, QName(*owned));
    std::vector<QName> indexes;
    for (const auto& [index, each] : db_.relations)
      if (each.kind == RelationKind::index && each.of == name) indexes.push_back(index);
    for (const QName& index : indexes) forget(index);
    db_.inheritance.erase(name);
    db_.catalog.tables.erase(name.text());
  }

  /// All that is said of a relation.
  void forget(const QName& name) {
    db_.relations.erase(name);
    std::erase_if(db_.raw, [&](const RawRecord& record) { return record.on == name; });
    std::erase_if(db_.access, [&](const AccessList& list) {
      return list.name == name && (list.word == "TABLE" || list.word == "SEQUENCE");
    });
    std::vector<std::string> triggers;
    for (const Trigger& trigger : db_.catalog.triggers)
      if (trigger.table == name) triggers.push_back(key_of(trigger));
    for (const std::string& key : triggers) db_.catalog.triggers.erase(key);
  }

  void index(const QName& name, const QName& of) {
    if (Table* table = db_.table(of)) {
      if (!find_index(db_, name)) still_needed("index '" + name.text() + "'", "a constraint of '" + of.text() + "'");
      std::erase_if(table->indexes, [&](const Index& each) { return each.name == name.name; });
    }
    std::erase_if(db_.raw, [&](const RawRecord& record) { return record.on == of && record.member == name.name; });
    forget(name);
  }

  void sequence(const QName& name) {
    const Expr value = expression(db_, next_value_of(name), nullptr);
    for (std::uint32_t i = 0; i < db_.catalog.tables.size(); ++i) {
      Table& table = db_.catalog.tables.edit({i});
      for (Column& column : table.columns) {
        if (!(column.default_value == value)) continue;
        if (!cascade_)
          still_needed("sequence '" + name.text() + "'",
                       "the default of '" + table.name.text() + "." + column.name + "'");
        column.default_value.reset();
      }
    }
    drop_sequence(db_, name);
  }

  void named_type(const QName& name) {
    for (const Table& table : db_.catalog.tables)
      for (const Column& column : table.columns)
        if (column.type.name == name || column.type.name.name == called(name)) {
          if (cascade_) needs_server("dropping the columns of a type");
          still_needed("type '" + name.text() + "'", "column '" + table.name.text() + "." + column.name + "'");
        }
    db_.types.erase(name);
    db_.catalog.enums.erase(name.text());
    forget(name);
  }

  void function(const Node& object) {
    const WrittenName written = written_name(object.strings("objname"));
    if (!db_.find_program(written.schema, written.name)) return gone("function '" + shown(written) + "'");
    const auto found = find_function(s_, object);
    const QName name = found->first;
    std::vector<std::string> users;
    for (const Trigger& trigger : db_.catalog.triggers)
      if (trigger.body.text.find(" " + called(name) + "(") != std::string::npos) users.push_back(key_of(trigger));
    for (const std::string& key : users) {
      if (!cascade_) still_needed("function '" + name.text() + "'", "trigger '" + key + "'");
      db_.catalog.triggers.erase(key);
    }
    const std::string list = "(" + (found->second.called.empty() ? "*" : found->second.called) + ")";
    db_.catalog.routines.erase(found->second.key);
    db_.erase_raw("aggregate \x01" + list, name, "");
    const std::string arguments = "(" + found->second.called + ")";
    std::erase_if(db_.raw, [&](const RawRecord& record) {
      return record.on == name && record.name.ends_with("\x01" + arguments);
    });
    std::erase_if(db_.access, [&](const AccessList& each) { return each.name == name && each.arguments == arguments; });
    db_.programs.erase(found);
  }

  void member(const std::string& type, std::vector<std::string> parts) {
    const std::string name = parts.back();
    parts.pop_back();
    const WrittenName written = written_name(parts);
    const auto of = db_.find_relation(written.schema, written.name);
    if (!of) return gone("relation '" + shown(written) + "'");
    const char* record = type == "OBJECT_TRIGGER"  ? "trigger \x03 on \x01"
                         : type == "OBJECT_POLICY" ? "policy \x03 on \x01"
                                                   : "rule \x03 on \x01";
    const bool carried = db_.erase_raw(record, *of, name);
    const bool trigger = type == "OBJECT_TRIGGER" && db_.catalog.triggers.erase(of->text() + "." + name);
    if (!carried && !trigger) return gone("'" + name + "' of '" + of->text() + "'");
    std::erase_if(db_.raw, [&](const RawRecord& each) {
      return each.on == *of && each.member == name && each.name.starts_with("comment on ");
    });
  }

  void schema(const std::string& name) {
    const std::string own = Database::schema_of(name);
    if (!db_.schemas.contains(own)) return gone("schema '" + name + "'");
    std::vector<QName> inside;
    for (const auto& [relation, each] : db_.relations)
      if (relation.schema == own) inside.push_back(relation);
    const bool empty =
        inside.empty() &&
        std::none_of(db_.types.begin(), db_.types.end(), [&](const auto& type) { return type.first.schema == own; }) &&
        std::none_of(db_.programs.begin(), db_.programs.end(),
                     [&](const auto& each) { return each.first.schema == own; });
    if (!empty && !cascade_) still_needed("schema '" + name + "'", "what is in it");
    if (!empty && own.empty()) needs_server("DROP SCHEMA public CASCADE of what is in it");
    for (const QName& each : inside)
      if (db_.relations.contains(each)) relation(each);
    for (auto it = db_.programs.begin(); it != db_.programs.end();) {
      if (it->first.schema == own) db_.catalog.routines.erase(it->second.key);
      it = it->first.schema == own ? db_.programs.erase(it) : std::next(it);
    }
    std::vector<QName> types;
    for (const auto& [type, kind] : db_.types)
      if (type.schema == own) types.push_back(type);
    for (const QName& type : types) named_type(type);
    std::erase_if(db_.raw, [&](const RawRecord& record) {
      return (!own.empty() && record.on.schema == own) || record.on == QName(name);
    });
    std::erase_if(db_.access, [&](const AccessList& list) { return list.word == "SCHEMA" && list.name.name == name; });
    db_.schemas.erase(own);
    db_.catalog.namespaces.erase(name);
  }

  void extension(const std::string& name) {
    if (!db_.extensions.erase(name)) return gone("extension '" + name + "'");
    std::vector<std::string> keys;
    for (const Extension& each : db_.catalog.extensions)
      if (each.name.name == name) keys.push_back(key_of(each));
    for (const std::string& key : keys) db_.catalog.extensions.erase(key);
  }

  const Statement& s_;
  Database& db_;
  bool cascade_, if_exists_;
};

}  // namespace

void drop(const Statement& s) {
  Dropper(s, s.node.text("behavior") == "DROP_CASCADE", s.node.flag("missing_ok")).run();
}

void drop_users_of_column(const Statement& s, const QName& table, const std::string& column, bool cascade) {
  Dropper(s, cascade, true).users_of_column(table, column);
}

}  // namespace schemac::import::postgres
