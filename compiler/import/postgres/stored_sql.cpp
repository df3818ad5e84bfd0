#include "import/postgres/stored_sql.h"

#include <algorithm>

#include "base/text.h"
#include "dialect/postgres/read_sql.h"
#include "import/postgres/tables.h"

namespace schemac::import::postgres {

using namespace catalog;

namespace {

using What = Renaming::What;

class StoredSql {
 public:
  StoredSql(const Statement& s, const Renaming& renaming) : db_(s.db), r_(renaming) {}

  void run() {
    views();
    raw_objects();
    for (std::uint32_t i = 0; i < db_.catalog.tables.size(); ++i) table(db_.catalog.tables.edit({i}));
    triggers();
    routines();
  }

 private:
  [[noreturn]] void unclear(const std::string& in) const {
    needs_server("a rename of '" + r_.old_name() + "', which is used in the SQL of " + in);
  }
  std::string statement(const std::string& sql, const std::string& of, const std::vector<FromItem>& around = {}) const {
    auto out = renamed_statement(db_, r_, sql, around);
    if (!out) unclear(of);
    return *out;
  }

  void views() {
    for (auto& [name, relation] : db_.relations) {
      if (relation.query.empty()) continue;
      std::string query = statement(relation.query, "view '" + name.text() + "'");
      if (query == relation.query) continue;
      relation.query = std::move(query);
      View view = *db_.catalog.views.find(name);
      view.query = dialect::postgres::read_query(relation.query, db_.enums());
      db_.catalog.views.replace(name.text(), std::move(view));
    }
  }

  void raw_objects() {
    for (RawRecord& record : db_.raw) {
      const std::string of = "'" + filled(record) + "'";
      if ((r_.what == What::type || r_.what == What::program) && says(marks_as_names(record.name))) unclear(of);
      const bool of_relation = db_.relations.contains(record.on);
      // a domain or an operator reads no columns
      if (r_.what == What::column && !of_relation && !record.name.starts_with("publication ")) continue;
      const auto around = of_relation ? around_relation(db_, record.on) : std::vector<FromItem>{};
      record.create = statement(record.create, of, around);
      record.drop = statement(record.drop, of, around);
    }
    for (const AccessList& list : db_.access)
      if (r_.what == What::type && says(list.arguments)) unclear("the rights of '" + list.name.text() + "'");
  }

  /// Whether the name is one of the words of a text.
  bool says(const std::string& sql) const {
    const SqlText text(sql);
    for (std::size_t i = 0; i < text.size(); ++i)
      if (sql.substr(text[i].begin, text[i].end - text[i].begin) == ident(r_.from.name)) return true;
    return false;
  }

  static std::string filled(const RawRecord& record) {
    std::string out = text::replace_all(record.name, std::string(1, kOn), record.on.text());
    for (const char mark : {kMember, kPlain}) out = text::replace_all(out, std::string(1, mark), record.member);
    return out;
  }

  void expression_of(Expr& root, const std::string& of, const std::vector<FromItem>& around) const {
    expr::walk(root, [&](Expr& e) {
      if (e.kind == ExprKind::raw) {
        auto sql = renamed_expression(db_, r_, e.text, around);
        if (!sql) unclear(of);
        e.text = std::move(*sql);
      }
      const bool of_sequence = e.kind == ExprKind::call && (e.text == "nextval" || e.text == "currval");
      if (r_.what == What::relation && of_sequence)
        for (Expr& arg : e.args)
          expr::walk(arg, [&](Expr& text) {
            if (text.kind == ExprKind::string && dialect::postgres::read_name(text.text) == r_.from)
              text.text = called(r_.to);
          });
      if (r_.what != What::program || e.kind != ExprKind::call || e.text != r_.from.text()) return;
      if (r_.is_overloaded) unclear(of);
      e.text = r_.to.text();
    });
  }

  void table(Table& table) const {
    const std::string of = "table '" + table.name.text() + "'";
    const auto around = around_relation(db_, table.name);
    each_expression(table, [&](Expr& root) { expression_of(root, of, around); });
    Option* by = find_option(table.options, "partition_by");
    if (!by) return;
    static constexpr std::string_view kBefore = "CREATE TABLE t () PARTITION BY ";
    by->value = statement(std::string(kBefore) + by->value, of, around).substr(kBefore.size());
  }

  void triggers() const {
    for (std::uint32_t i = 0; i < db_.catalog.triggers.size(); ++i) {
      Trigger& trigger = db_.catalog.triggers.edit({i});
      const std::string of = "trigger '" + trigger.name.name + "'";
      const auto around = around_relation(db_, trigger.table);
      if (trigger.when) expression_of(*trigger.when, of, around);
      if (r_.what == What::program && trigger.body.text.find(r_.from.name) != std::string::npos) {
        const std::string call = dialect::postgres::trigger_call("execute function " + called(r_.from) + "()");
        const std::string before = call.substr(0, call.size() - 1);
        if (trigger.body.text.starts_with(before) && r_.is_overloaded) unclear(of);
        if (trigger.body.text.starts_with(before))
          trigger.body.text = dialect::postgres::trigger_call("execute function " + called(r_.to) + "(" +
                                                              trigger.body.text.substr(before.size()));
      }
      if (r_.what != What::column || trigger.table != r_.from) continue;
      if (trigger.when) expr::rename_column(*trigger.when, r_.column, r_.new_column);
      for (std::string& event : trigger.events) event = with_column(event);
    }
  }

  /// "update of a, b"
  std::string with_column(const std::string& event) const {
    constexpr std::string_view kOf = "update of ";
    if (!event.starts_with(kOf)) return event;
    auto columns = text::split(event.substr(kOf.size()), ',');
    for (std::string& column : columns) {
      column = std::string(text::trim(column));
      if (column == r_.column) column = r_.new_column;
    }
    return std::string(kOf) + text::join(columns, ", ");
  }

  void routines() {
    for (auto& [name, program] : db_.programs) {
      const Routine* found = db_.catalog.routines.find(program.key);
      if (!found) continue;
      const std::string of = "function '" + name.text() + "'";
      Routine routine = *found;
      routine.definition.text = statement(found->definition.text, of);
      if (routine.definition.text == found->definition.text) continue;
      routine.signature = dialect::postgres::signature_in(routine.definition.text);
      const std::string key = key_of(routine);
      db_.catalog.routines.replace(program.key, std::move(routine));
      program.key = key;
      for (std::string& argument : program.arguments) argument = argument_type(argument);
      static constexpr std::string_view kBefore = "DROP FUNCTION f(";
      const std::string drop = statement(std::string(kBefore) + program.called + ")", of);
      program.called = drop.substr(kBefore.size(), drop.size() - kBefore.size() - 1);
    }
  }
  std::string argument_type(const std::string& type) const {
    const bool array = type.ends_with("[]");
    return type.substr(0, type.size() - (array ? 2 : 0)) == called(r_.from) ? called(r_.to) + (array ? "[]" : "")
                                                                            : type;
  }

  Database& db_;
  const Renaming& r_;
};

}  // namespace

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

void rename_in_stored_sql(const Statement& s, const Renaming& renaming) { StoredSql(s, renaming).run(); }

namespace {

/// SQL that uses a column reads otherwise once that has another name.
bool uses(const Statement& s, const std::string& sql, const QName& table, const std::string& column,
          const std::vector<FromItem>& around) {
  const auto other = renamed_statement(s.db, {What::column, table, table, column, column + "_"}, sql, around);
  if (!other) needs_server("what uses column '" + table.text() + "." + column + "'");
  return *other != sql;
}

}  // namespace

bool uses_column(const Statement& s, const Relation& view, const QName& table, const std::string& column) {
  return uses(s, view.query, table, column, {});
}

bool uses_column(const Statement& s, const RawRecord& record, const QName& table, const std::string& column) {
  return uses(s, record.create, table, column, around_relation(s.db, record.on));
}

}  // namespace schemac::import::postgres
