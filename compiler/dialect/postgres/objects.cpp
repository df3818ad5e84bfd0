#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "catalog/members.h"
#include "dialect/common/sql_printer.h"
#include "dialect/postgres/descent.h"
#include "dialect/postgres/emit.h"
#include "dialect/postgres/enum_labels.h"
#include "dialect/postgres/raw_types.h"
#include "dialect/postgres/retype.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

class ObjectSql {
 public:
  ObjectSql(const Dialect& d, const Both& both, const Quarantine& quarantine)
      : d_(d), both_(both), quarantine_(quarantine) {}

  Statements operator()(const Create<Namespace>& c) const {
    Statements out{{"CREATE SCHEMA " + d_.quoted(c.object.name.name), describe(c)}};
    if (!c.object.comment.empty())
      out.push_back(comment_sql(d_, "SCHEMA " + d_.quoted(c.object.name.name), c.object.comment));
    return out;
  }
  Statements operator()(const Drop<Namespace>& c) const {
    return {{"DROP SCHEMA " + d_.quoted(c.object.name.name), describe(c)}};
  }
  Statements operator()(const Alter<Namespace>& c) const {
    return {comment_sql(d_, "SCHEMA " + d_.quoted(c.after.name.name), c.after.comment)};
  }

  Statements operator()(const Create<Extension>& c) const {
    const std::string name = d_.quoted(c.object.name.name);
    if (is_moved(c.object.name, both_.before))
      return {{fmt::format("ALTER EXTENSION {} SET SCHEMA {}", name,
                           d_.quoted(c.object.name.schema.empty() ? "public" : c.object.name.schema)),
               "move extension " + c.object.name.name}};
    std::string sql = "CREATE EXTENSION IF NOT EXISTS " + name;
    if (!c.object.name.schema.empty()) sql += " SCHEMA " + d_.quoted(c.object.name.schema);
    if (!c.restored) return {{sql, describe(c)}};
    const std::string schema = c.object.name.schema.empty() ? "public" : d_.quoted(c.object.name.schema);
    const std::string called = d_.literal(c.object.name.name);
    return {{fmt::format(
                 "DO $schemac$ BEGIN\n  IF EXISTS (SELECT FROM pg_extension e JOIN pg_namespace n ON n.oid = "
                 "e.extnamespace WHERE e.extname = {0} AND n.nspname = 'schemac') THEN\n    ALTER EXTENSION {1} SET "
                 "SCHEMA {2};\n    EXECUTE (SELECT format('COMMENT ON EXTENSION %I IS %L', name, comment) FROM "
                 "pg_available_extensions WHERE name = {0});\n  ELSE\n    {3};\n  END IF;\nEND $schemac$",
                 called, name, schema, sql),
             describe(c)}};
  }
  /// What lies in quarantine may be of its types: then it stays, out of sight.
  Statements operator()(const Drop<Extension>& c) const {
    const std::string name = d_.quoted(c.object.name.name), drop = "DROP EXTENSION " + name;
    if (is_moved(c.object.name, both_.after)) return {};
    if (!c.kept) return {{drop, describe(c)}};
    return {
        {"CREATE SCHEMA IF NOT EXISTS schemac", describe(c)},
        {fmt::format("DO $schemac$ BEGIN\n  {};\nEXCEPTION WHEN dependent_objects_still_exist THEN\n  ALTER EXTENSION "
                     "{} SET SCHEMA schemac;\n  COMMENT ON EXTENSION {} IS NULL;\nEND $schemac$",
                     drop, name, name),
         describe(c) + ", or put it aside while something in quarantine is of it"}};
  }

  Statements operator()(const Create<Enum>& c) const {
    if (c.restored) return restore(c.object);
    Statements out{create_enum(c.object, c.object.name)};
    if (!c.object.comment.empty())
      out.push_back(comment_sql(d_, "TYPE " + d_.qualified(c.object.name), c.object.comment));
    return out;
  }
  /// Kept: columns in quarantine may still be of it.
  Statements operator()(const Drop<Enum>& c) const {
    return c.kept ? quarantine(c.object) : Statements{{"DROP TYPE " + d_.qualified(c.object.name), describe(c)}};
  }
  Statements operator()(const RenameEnum& c) const {
    Statements out;
    if (c.from.schema != c.to.schema)
      out.push_back({fmt::format("ALTER TYPE {} SET SCHEMA {}", d_.qualified(c.from),
                                 d_.quoted(c.to.schema.empty() ? "public" : c.to.schema)),
                     describe(c)});
    if (c.from.name != c.to.name)
      out.push_back(
          {fmt::format("ALTER TYPE {} RENAME TO {}", d_.qualified({c.to.schema, c.from.name}), d_.quoted(c.to.name)),
           describe(c)});
    return out;
  }
  Statements operator()(const RenameLabel& c) const {
    return {{fmt::format("ALTER TYPE {} RENAME VALUE {} TO {}", d_.qualified(c.object), d_.literal(c.from),
                         d_.literal(c.to)),
             describe(c)}};
  }
  /// On the way back the old type comes out of quarantine, which columns that were dropped before are of.
  bool adds_in_place(const Alter<Enum>& c) const {
    return !quarantine_.way_back && only_adds_labels(c, both_.after, both_.before);
  }
  Statements operator()(const Alter<Enum>& c) const {
    Statements out;
    if (c.before.labels != c.after.labels) out = adds_in_place(c) ? add_labels(c) : swap(c);
    if (c.before.comment != c.after.comment || (!out.empty() && !adds_in_place(c) && !c.after.comment.empty()))
      out.push_back(comment_sql(d_, "TYPE " + d_.qualified(c.after.name), c.after.comment));
    return out;
  }

  Statements operator()(const Create<View>& c) const {
    std::string sql = "CREATE VIEW " + d_.qualified(c.object.name);
    if (!c.object.columns.empty()) sql += " (" + d_.quoted_list(c.object.columns) + ")";
    std::vector<std::string> options;
    for (const Option& option : c.object.options) options.push_back(option.name + " = " + option.value);
    if (!options.empty()) sql += " WITH (" + text::join(options, ", ") + ")";
    Statements out{{sql + " AS " + d_.sql(c.object.query), describe(c)}};
    if (!c.object.comment.empty())
      out.push_back(comment_sql(d_, "VIEW " + d_.qualified(c.object.name), c.object.comment));
    return out;
  }
  Statements operator()(const Drop<View>& c) const {
    return {{"DROP VIEW " + d_.qualified(c.object.name), describe(c)}};
  }

  Statements operator()(const Create<Routine>& c) const {
    Statements out{{c.object.definition.text, describe(c)}};
    if (!c.object.comment.empty())
      out.push_back(comment_sql(d_, text::to_upper(c.object.kind) + " " + called(c.object), c.object.comment));
    return out;
  }
  /// In place where PostgreSQL can (sql-createfunction.html), since triggers may hold on to it; nothing where it must
  /// go and come back.
  Statements operator()(const Alter<Routine>& c) const {
    Statements out;
    if (!(c.before.definition == c.after.definition)) {
      if (c.before.kind != c.after.kind || head_of(c.before) != head_of(c.after)) return {};
      std::string sql = c.after.definition.text;
      const std::string lower = text::to_lower(sql.substr(0, 20));
      if (lower.starts_with("create function") || lower.starts_with("create procedure"))
        sql.replace(0, 6, "CREATE OR REPLACE");
      out.push_back({std::move(sql), describe(c)});
    }
    if (c.before.comment != c.after.comment)
      out.push_back(comment_sql(d_, text::to_upper(c.after.kind) + " " + called(c.after), c.after.comment));
    return out;
  }
  Statements operator()(const Drop<Routine>& c) const {
    return {{(c.object.kind == "procedure" ? "DROP PROCEDURE " : "DROP FUNCTION ") + called(c.object), describe(c)}};
  }

  Statements operator()(const Create<Trigger>& c) const {
    const Trigger& t = c.object;
    std::vector<std::string> events;
    for (const std::string& event : t.events) events.push_back(event_sql(d_, event));
    std::string sql =
        fmt::format("CREATE TRIGGER {} {} {} ON {} FOR EACH {}", d_.quoted(t.name.name), text::to_upper(t.timing),
                    text::join(events, " OR "), d_.qualified(t.table), t.per_statement ? "STATEMENT" : "ROW");
    if (t.when) sql += " WHEN (" + d_.sql(*t.when) + ")";
    Statements out{{sql + " " + t.body.text, describe(c)}};
    if (!t.comment.empty())
      out.push_back(comment_sql(d_, "TRIGGER " + d_.quoted(t.name.name) + " ON " + d_.qualified(t.table), t.comment));
    return out;
  }
  Statements operator()(const Drop<Trigger>& c) const {
    return {{fmt::format("DROP TRIGGER {} ON {}", d_.quoted(c.object.name.name), d_.qualified(c.object.table)),
             describe(c)}};
  }

  Statements operator()(const Create<RawObject>& c) const {
    if (c.restored && raw_kind(c.object) == RawKind::type) return restore_type(d_, c.object, quarantine_);
    return create_raw(c.object, describe(c));
  }
  Statements operator()(const Alter<RawObject>& c) const { return alter_type(d_, c, both_, quarantine_); }
  Statements operator()(const Drop<RawObject>& c) const {
    if (c.kept && raw_kind(c.object) == RawKind::type) return quarantine_type(d_, c.object, quarantine_);
    if (c.object.drop.kind != ExprKind::raw) return {};
    return {{c.object.drop.text, describe(c)}};
  }

  template <class T>
  Statements operator()(const T&) const {
    return {};  // a table's, or nothing that the database holds
  }

 private:
  /// It is there on the other side too, in another schema.
  static bool is_moved(const QName& extension, const Catalog& other_side) {
    return std::any_of(other_side.extensions.begin(), other_side.extensions.end(), [&](const Extension& other) {
      return other.name.name == extension.name && other.name.schema != extension.schema;
    });
  }

  static void add(Statements& to, Statements statements) {
    for (auto& statement : statements) to.push_back(std::move(statement));
  }
  std::string called(const Routine& routine) const {
    return d_.qualified(routine.name) + "(" + routine.signature + ")";
  }

  /// What stands before a routine's attributes and body: what CREATE OR REPLACE may not change.
  static std::string head_of(const Routine& routine) {
    const std::string& text = routine.definition.text;
    const std::size_t open = text.find('(');
    return open == text.npos ? text
                             : text.substr(open, std::min(text.find("\n LANGUAGE "), text.find(" LANGUAGE ")) - open);
  }

  Statement create_enum(const Enum& object, const QName& name) const {
    std::vector<std::string> labels;
    for (const EnumLabel& label : object.labels) labels.push_back(d_.literal(label.name));
    return {fmt::format("CREATE TYPE {} AS ENUM ({})", d_.qualified(name), text::join(labels, ", ")),
            "create enum " + name.text()};
  }

  /// By the name that the enum had before the migration, on the way there and on the way back.
  std::string kept(const Enum& object) const {
    const QName original = quarantine_.way_back ? object.name : enum_name_before(both_.changes, object.name);
    return d_.quoted(kept_name(d_, original, quarantine_));
  }

  Statements quarantine(const Enum& object) const {
    const std::string what = "put enum " + object.name.text() + " aside";
    const std::string renamed =
        object.name.schema.empty() ? kept(object) : d_.quoted(object.name.schema) + "." + kept(object);
    return {{"CREATE SCHEMA IF NOT EXISTS schemac", what},
            {fmt::format("ALTER TYPE {} RENAME TO {}", d_.qualified(object.name), kept(object)), what},
            {fmt::format("ALTER TYPE {} SET SCHEMA schemac", renamed), what}};
  }
  Statements restore(const Enum& object) const {
    const std::string what = "bring back enum " + object.name.text();
    const std::string schema = object.name.schema.empty() ? "public" : d_.quoted(object.name.schema);
    return {{fmt::format("ALTER TYPE schemac.{} SET SCHEMA {}", kept(object), schema), what},
            {fmt::format("ALTER TYPE {}.{} RENAME TO {}", schema, kept(object), d_.quoted(object.name.name)), what}};
  }

  /// It went into quarantine after its labels got the names that they now lose again.
  void restore_with_labels(const Enum& object, Statements& out) const {
    for (auto& statement : restore(object)) out.push_back(std::move(statement));
    for (const Change& change : both_.changes)
      if (const auto* renamed = std::get_if<RenameLabel>(&change); renamed && renamed->object == object.name)
        for (auto& statement : (*this)(*renamed)) out.push_back(std::move(statement));
  }

  Statements add_labels(const Alter<Enum>& c) const {
    Statements out;
    std::string previous;
    const auto before = label_names(c.before);
    for (const std::string& label : label_names(c.after)) {
      if (std::find(before.begin(), before.end(), label) == before.end()) {
        std::string sql = fmt::format("ALTER TYPE {} ADD VALUE {}", d_.qualified(c.after.name), d_.literal(label));
        if (!previous.empty())
          sql += " AFTER " + d_.literal(previous);
        else if (!before.empty())
          sql += " BEFORE " + d_.literal(before.front());
        out.push_back({std::move(sql), describe(c)});
      }
      previous = label;
    }
    return out;
  }

  template <class M>
  static void put_back(const DropMember<M>& c, Catalog& catalog) {
    Table* table = catalog.tables.find(c.table);
    if (!table) return;
    auto& list = members(*table, c.member);
    if (std::find(list.begin(), list.end(), c.member) == list.end()) list.push_back(c.member);
  }
  /// Of the way back: whether there is no old type, since the way there only added labels. What spoke of them then has
  /// let go of the enum by now.
  bool was_changed_in_place(const Alter<Enum>& c) const {
    Catalog then = both_.before;
    for (const Change& change : both_.changes) {
      if (const auto* check = std::get_if<DropMember<Check>>(&change)) put_back(*check, then);
      if (const auto* index = std::get_if<DropMember<Index>>(&change)) put_back(*index, then);
    }
    return only_adds_labels({c.after, c.before}, then, both_.after);
  }

  /// A new type takes the place of the old one in each column: defaults, checks and partial indexes, which hold values
  /// of the old type, stand aside meanwhile. The old type goes into quarantine, where dropped columns may be of it, and
  /// comes back out of it on the way back.
  Statements swap(const Alter<Enum>& c) const {
    const std::string what = describe(c);
    const QName aside{c.before.name.schema, "_schemac_old_" + c.before.name.name};
    Statements out;
    if (!quarantine_.way_back) {
      out = quarantine(c.before);
      out.push_back(create_enum(c.after, c.after.name));
    } else {
      out.push_back(
          {fmt::format("ALTER TYPE {} RENAME TO {}", d_.qualified(c.before.name), d_.quoted(aside.name)), what});
      if (was_changed_in_place(c))
        out.push_back(create_enum(c.after, c.after.name));
      else
        restore_with_labels(c.after, out);
    }
    for (const Table& table : both_.before.tables)
      for (const Column& column : table.columns)
        if (column.type.kind == TypeKind::enumeration && column.type.name == c.before.name)
          add(out, swap_type_of(d_, {table, column, both_, quarantine_}));
    if (quarantine_.way_back) add(out, retype_kept(d_, both_, quarantine_, c.before.name, was_changed_in_place(c)));
    if (quarantine_.way_back) out.push_back({"DROP TYPE " + d_.qualified(aside), what});
    return out;
  }

  const Dialect& d_;
  const Both& both_;
  const Quarantine& quarantine_;
};

}  // namespace

Statements object_sql(const Dialect& d, const Change& change, const Both& both, const Quarantine& quarantine) {
  return std::visit(ObjectSql(d, both, quarantine), change);
}

}  // namespace schemac::dialect::postgres
