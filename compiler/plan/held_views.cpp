#include "plan/held_views.h"

#include <fmt/format.h>

#include <algorithm>

#include "plan/change_questions.h"
#include "plan/going.h"
#include "plan/quoted_bodies.h"
#include "plan/routine_words.h"

namespace schemac::plan {

using namespace catalog;
using dialect::RawKind;

namespace {

class HeldViews {
 public:
  HeldViews(const Input& input, const Catalog& before)
      : in_(input),
        before_(before),
        going_(input, before),
        moving_(going_.moving()),
        coming_(views_that_come(input, going_)) {}

  std::vector<Refusal> found() {
    for (const View& view : before_.views)
      if (moving_.contains(view.name.name)) by_rows(view.name);
    for (const RawObject& object : before_.raw_objects)
      if (in_.dialect.raw_kind(object) == RawKind::relation && moving_.contains(made_name(object)))
        by_rows(QName(made_name(object)));
    for (const Routine& routine : before_.routines)
      if (going_.is_remade(routine)) by_callers(routine);
    for (const Routine& routine : in_.to.routines) by_calls(routine);
    for (const Change& change : in_.changes)
      if (rewrites(change)) by_rows_of_table(describe(change), *std::visit(TableOf{}, change));
    for (const QName& table : going_.retyped())
      by_rows_of_table("replace the type of a column of " + table.text(), table);
    by_partition_rules();
    by_rows_to_come();
    return std::move(found_);
  }

 private:
  void by_rows(const QName& view) {
    const auto held = [&](const std::string& by) {
      say(view, fmt::format("{} is of the rows of '{}', which would have to go meanwhile", by, view.text()),
          "give it another type first, or make it anew in a migration of its own");
    };
    for (const Table& table : before_.tables)
      for (const Column& column : table.columns)
        if (is_of_any(column.type, {view.name})) held(table.name.text() + "." + column.name);
    for (const RawObject& object : before_.raw_objects)
      if (in_.dialect.raw_kind(object) == RawKind::type && mentions_any(object.create, {view.name}))
        held("'" + object.name.text() + "'");
  }

  /// PostgreSQL would write each row anew (sql-altertable.html, Notes).
  static bool rewrites(const Change& change) {
    const auto* added = std::get_if<AddColumn>(&change);
    return retypes(change) || (added && !added->restored &&
                               (added->column.generated || added->column.identity ||
                                (added->column.default_value && may_differ_by_row(*added->column.default_value))));
  }
  static bool may_differ_by_row(const Expr& value) {
    bool calls = false;
    expr::walk(value, [&](const Expr& e) {
      calls |= (e.kind == ExprKind::call && e.text != "now") ||
               (e.kind == ExprKind::raw && e.text.find('(') != std::string::npos);
    });
    return calls;
  }

  /// Rows that lie in a column elsewhere stop that, be it in an array, a domain or a composite type; a type of them
  /// that no column is of does not.
  void by_rows_of_table(const std::string& change, const QName& name) {
    std::set<std::string> types = going_.with_heirs({name.name});
    for (bool more = true; more;) {
      more = false;
      for (const RawObject& object : before_.raw_objects)
        if (in_.dialect.raw_kind(object) == RawKind::type && mentions_any(object.create, types))
          more |= types.insert(made_name(object)).second;
    }
    for (const Table& table : before_.tables)
      for (const Column& column : table.columns)
        if (is_of_any(column.type, types))
          found_.push_back({change,
                            fmt::format("{}.{} is of the rows of '{}'", table.name.text(), column.name, name.text()),
                            "give it another type first, or make it anew in a migration of its own"});
  }

  /// Types of a view's rows, and columns of them, are made before the view.
  void by_rows_to_come() {
    const auto refuse = [&](const Change& change, const std::string& what) {
      found_.push_back({describe(change), what + " is of the rows of a view, which is made after it",
                        "make the view first, in a migration of its own"});
    };
    for (const Change& change : in_.changes) {
      if (const auto* table = std::get_if<Create<Table>>(&change))
        for (const Column& column : table->object.columns)
          if (is_of_any(column.type, coming_)) refuse(change, table->object.name.text() + "." + column.name);
      if (const auto* added = std::get_if<AddColumn>(&change); added && is_of_any(added->column.type, coming_))
        refuse(change, added->table.text() + "." + added->column.name);
      if (const auto* raw = std::get_if<Create<RawObject>>(&change);
          raw && in_.dialect.raw_kind(raw->object) == RawKind::type && mentions_any(raw->object.create, coming_))
        refuse(change, "'" + raw->object.name.text() + "'");
    }
  }

  /// PostgreSQL has no statement that lets a table be partitioned by something else for a while.
  void by_partition_rules() {
    for (const Table& table : before_.tables)
      for (const Option& option : table.options)
        if (option.name == "partition_by" &&
            mentions_any(Expr{ExprKind::raw, option.value, {}, {}, {}}, going_.replaced_routines()))
          found_.push_back({"replace a routine",
                            fmt::format("{} is partitioned by what it computes", table.name.text()),
                            "make a routine of another name, and a table that is partitioned by it"});
  }

  /// A routine goes once the tables that call it have let go of it, which is after the views.
  void by_callers(const Routine& routine) {
    const std::set<std::string> parsed = words_of(routine).parsed;
    const auto read = std::find_if(before_.views.begin(), before_.views.end(), [&](const View& view) {
      return moving_.contains(view.name.name) && parsed.contains(view.name.name);
    });
    if (read == before_.views.end()) return;
    for (const Table& table : before_.tables)
      if (speaks_of(table, {routine.name.name})) says_calls(table, routine, read->name);
  }

  /// What is made or written anew in a table calls a routine before the view is there that its body reads.
  void by_calls(const Routine& routine) {
    const std::set<std::string> parsed = words_of(routine).parsed;
    const auto read =
        std::find_if(parsed.begin(), parsed.end(), [&](const auto& name) { return coming_.contains(name); });
    if (read == parsed.end()) return;
    for (const Table& table : in_.to.tables)
      if (before_.tables.find(table.name) && speaks_of(table, {routine.name.name}) &&
          (going_.retyped().contains(table.name) ||
           std::any_of(in_.changes.begin(), in_.changes.end(), [&](const Change& change) {
             return std::visit(TableOf{}, change) == table.name && computes(change);
           })))
        says_calls(table, routine, QName(*read));
  }
  static bool computes(const Change& change) { return retypes(change) || std::holds_alternative<AddColumn>(change); }

  void says_calls(const Table& table, const Routine& routine, const QName& view) {
    say(view,
        fmt::format("{} calls {}, whose body reads '{}', which is not there meanwhile", table.name.text(),
                    routine.name.text(), view.text()),
        "write the body as a text, which PostgreSQL reads when it runs, or let it read the tables themselves");
  }

  /// By the first change that takes the view along.
  void say(const QName& view, const std::string& reason, const std::string& help) {
    const auto cause = std::find_if(in_.changes.begin(), in_.changes.end(), [&](const Change& change) {
      return retypes(change) || std::holds_alternative<DropColumn>(change) ||
             std::holds_alternative<Alter<Enum>>(change);
    });
    const std::string what = cause == in_.changes.end() ? "replace " + view.text() : describe(*cause);
    found_.push_back({what, reason, help});
  }

  const Input& in_;
  const Catalog& before_;
  const Going going_;
  const std::set<std::string> moving_, coming_;
  std::vector<Refusal> found_;
};

}  // namespace

std::vector<Refusal> held_views(const Input& input) {
  if (input.changes.empty() || !input.dialect.views_pin_what_they_read()) return {};
  return HeldViews(input, with_quoted_bodies(input)).found();
}

}  // namespace schemac::plan
