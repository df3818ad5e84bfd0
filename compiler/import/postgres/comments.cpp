// COMMENT ON: with the object in the catalog where that has a place for it, as a statement of its own elsewhere.
#include <algorithm>

#include "base/text.h"
#include "import/postgres/indexes.h"
#include "import/postgres/objects.h"
#include "import/postgres/programs.h"

namespace schemac::import::postgres {

using namespace catalog;

namespace {

class Commenter {
 public:
  explicit Commenter(const Statement& s) : s_(s), object_(s.node["object"]), text_(s.node.text("comment")) {}

  void run() {
    const std::string type = s_.node.text("objtype");
    if (type == "OBJECT_DATABASE" || type == "OBJECT_EXTENSION" || type == "OBJECT_ROLE") return leave_out(type);
    if (type == "OBJECT_SCHEMA") return schema();
    if (type == "OBJECT_COLUMN") return column();
    if (type == "OBJECT_TABLE" || type == "OBJECT_VIEW" || type == "OBJECT_MATVIEW" || type == "OBJECT_INDEX" ||
        type == "OBJECT_SEQUENCE")
      return relation_like();
    if (type == "OBJECT_TYPE" || type == "OBJECT_DOMAIN") return named_type();
    if (type == "OBJECT_FUNCTION" || type == "OBJECT_PROCEDURE" || type == "OBJECT_AGGREGATE" ||
        type == "OBJECT_ROUTINE")
      return program();
    if (type == "OBJECT_TABCONSTRAINT" || type == "OBJECT_TRIGGER" || type == "OBJECT_POLICY" || type == "OBJECT_RULE")
      return member(type);
    if (type == "OBJECT_EVENT_TRIGGER" || type == "OBJECT_PUBLICATION") {
      const std::string word = type == "OBJECT_PUBLICATION" ? "publication" : "event trigger";
      return carry(word + " \x02", {}, name_parts(object_).back());
    }
    if (type == "OBJECT_STATISTIC_EXT" || type == "OBJECT_OPERATOR" || type == "OBJECT_OPCLASS" ||
        type == "OBJECT_OPFAMILY" || type == "OBJECT_CAST" || type == "OBJECT_TSCONFIGURATION" ||
        type == "OBJECT_TSDICTIONARY" || type == "OBJECT_COLLATION" || type == "OBJECT_DOMCONSTRAINT")
      return as_written();
    needs_server("a comment on this kind of object");
  }

 private:
  /// As a statement; `what` is "sequence \x01".
  void carry(const std::string& what, const QName& on, const std::string& member = {}) {
    const std::string name = "comment on " + what;
    const std::size_t mark = what.find_first_of("\x01\x02");
    const std::string statement = "COMMENT ON " + text::to_upper(what.substr(0, mark)) + what.substr(mark) + " IS ";
    s_.db.erase_raw(name, on, member);
    if (!text_.empty()) s_.db.add_raw({name, statement + text::quoted(text_, '\''), statement + "NULL", on, member});
  }

  /// An extension brings its own comment; the others are no part of a database.
  void leave_out(const std::string& type) {
    const std::string word = type == "OBJECT_DATABASE" ? "database" : type == "OBJECT_ROLE" ? "role" : "extension";
    s_.db.left_out.push_back("comment on " + word + " " + name_parts(object_).back());
  }

  /// Of what nothing renames here, as it is written.
  void as_written() {
    const std::size_t is = s_.text.find(0, s_.text.size(), "is");
    const std::string what = s_.text.slice(2, is), statement = "COMMENT ON " + what + " IS ";
    s_.db.erase_raw("comment on " + what, {}, "");
    if (!text_.empty())
      s_.db.add_raw({"comment on " + what, statement + text::quoted(text_, '\''), statement + "NULL", {}, ""});
  }

  void schema() {
    const std::string name = name_parts(object_).back();
    if (Namespace* found = s_.db.catalog.namespaces.find(QName(name))) {
      found->comment = text_;
      return;
    }
    if (name != "public") missing("schema '" + name + "'");
    constexpr const char* kUsual = "standard public schema";
    if (text_ == kUsual) return;
    s_.db.add_raw({"comment on schema public",
                   "COMMENT ON SCHEMA public IS " + text::quoted(text_, '\''),
                   "COMMENT ON SCHEMA public IS '" + std::string(kUsual) + "'",
                   {},
                   ""});
  }

  void column() {
    auto parts = name_parts(object_);
    const std::string name = parts.back();
    parts.pop_back();
    const QName of = relation(s_, parts);
    if (s_.db.relations[of].kind == RelationKind::temporary) return;
    Table* table = s_.db.table(of);
    if (Column* found = table ? table->find_column(name) : nullptr) {
      found->comment = text_;
      return;
    }
    if (table && !s_.db.find_column(of, name)) missing("column '" + of.text() + "." + name + "'");
    carry("column \x01.\x02", of, name);
  }

  void relation_like() {
    const QName of = relation(s_, name_parts(object_));
    if (s_.db.relations[of].kind == RelationKind::temporary) return;
    if (Table* table = s_.db.table(of)) {
      table->comment = text_;
      return;
    }
    if (View* view = s_.db.catalog.views.find(of)) {
      view->comment = text_;
      return;
    }
    if (Index* index = find_index(s_.db, of)) {
      index->comment = text_;
      return;
    }
    const RelationKind kind = s_.db.relations[of].kind;
    if (kind == RelationKind::index && s_.db.table(s_.db.relations[of].of) && is_inherited(of)) return;
    carry(kind == RelationKind::sequence ? "sequence \x01"
          : kind == RelationKind::index  ? "index \x01"
                                         : "materialized view \x01",
          of);
  }

  /// An index of a partition goes by another name once it is the parent's.
  bool is_inherited(const QName& index) {
    const Table& table = *s_.db.table(s_.db.relations[index].of);
    const bool own = (table.primary_key && table.primary_key->name == index.name) ||
                     std::any_of(table.uniques.begin(), table.uniques.end(),
                                 [&](const Unique& key) { return key.name == index.name; }) ||
                     s_.db.exclusion(table.name, index.name);
    if (!own) needs_server("a comment on an index that is its parent's");
    return false;
  }

  void named_type() {
    const WrittenName written = written_name(name_parts(object_));
    const auto name = s_.db.find_type(written.schema, written.name);
    if (!name) missing("type '" + shown(written) + "'");
    if (Enum* found = s_.db.catalog.enums.find(*name))
      found->comment = text_;
    else
      carry(s_.db.types.at(*name) == postgres::TypeKind::domain ? "domain \x01" : "type \x01", *name);
  }

  void program() {
    const auto found = find_function(s_, object_);
    if (Routine* routine = s_.db.catalog.routines.find(found->second.key))
      routine->comment = text_;
    else
      carry("aggregate \x01(" + (found->second.called.empty() ? "*" : found->second.called) + ")", found->first);
  }

  /// Of a table: its constraints, triggers, policies and rules.
  void member(const std::string& type) {
    auto parts = name_parts(object_);
    const std::string name = parts.back();
    parts.pop_back();
    const QName of = relation(s_, parts);
    if (type == "OBJECT_TRIGGER") {
      if (Trigger* found = s_.db.catalog.triggers.find(of.text() + "." + name)) {
        found->comment = text_;
        return;
      }
      return carry("trigger \x02 ON \x01", of, name);
    }
    if (type == "OBJECT_POLICY") return carry("policy \x02 ON \x01", of, name);
    if (type == "OBJECT_RULE") return carry("rule \x02 ON \x01", of, name);
    Table* table = s_.db.table(of);
    if (table)
      for (Check& check : table->checks)
        if (check.name == name) {
          check.comment = text_;
          return;
        }
    carry("constraint \x02 ON \x01", of, name);
  }

  const Statement& s_;
  Node object_;
  std::string text_;
};

}  // namespace

void comment(const Statement& s) { Commenter(s).run(); }

}  // namespace schemac::import::postgres
