#include "plan/held_views.h"

#include <fmt/format.h>

#include <algorithm>

#include "plan/change_questions.h"
#include "plan/going.h"
#include "plan/routine_words.h"

namespace schemac::plan {

using namespace catalog;
using dialect::RawKind;

namespace {

class HeldViews {
 public:
  HeldViews(const Input& input, const Catalog& before)
      : in_(input), before_(before), going_(input, before), moving_(going_.moving()) {}

  diag::Diagnostics found() {
    for (const View& view : before_.views)
      if (moving_.contains(view.name.name)) by_rows(view.name);
    for (const RawObject& object : before_.raw_objects)
      if (in_.dialect.raw_kind(object) == RawKind::relation && moving_.contains(made_name(object)))
        by_rows(QName(made_name(object)));
    for (const Routine& routine : before_.routines)
      if (going_.is_remade(routine)) by_callers(routine);
    for (const Change& change : in_.changes)
      if (const auto* column = std::get_if<AlterColumn>(&change); column && retypes(change)) by_rows_of_table(*column);
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

  /// A column of a table's rows stops its columns' types from changing; a type of them does not.
  void by_rows_of_table(const AlterColumn& change) {
    const std::set<std::string> tables = going_.with_heirs({change.table.name});
    for (const Table& table : before_.tables)
      for (const Column& column : table.columns)
        if (is_of_any(column.type, tables))
          found_.push_back(diag::make(diag::Code::SC7036, describe(change),
                                      fmt::format("{}.{} is of the rows of '{}'", table.name.text(), column.name,
                                                  change.table.text()))
                               .with_help("give it another type first, or make it anew in a migration of its own"));
  }

  /// A routine goes once the tables that call it have let go of it, which is after the views.
  void by_callers(const Routine& routine) {
    const std::set<std::string> parsed = words_of(routine).parsed;
    const auto read = std::find_if(before_.views.begin(), before_.views.end(), [&](const View& view) {
      return moving_.contains(view.name.name) && parsed.contains(view.name.name);
    });
    if (read == before_.views.end()) return;
    for (const Table& table : before_.tables)
      if (speaks_of(table, {routine.name.name}))
        say(read->name,
            fmt::format("{} calls {}, whose body reads '{}', which would have to go meanwhile", table.name.text(),
                        routine.name.text(), read->name.text()),
            "write the body as a text, which PostgreSQL reads when it runs, or let it read the tables themselves");
  }

  /// By the first change that takes the view along.
  void say(const QName& view, const std::string& reason, const std::string& help) {
    const auto cause = std::find_if(in_.changes.begin(), in_.changes.end(), [&](const Change& change) {
      return retypes(change) || std::holds_alternative<DropColumn>(change) ||
             std::holds_alternative<Alter<Enum>>(change);
    });
    const std::string what = cause == in_.changes.end() ? "replace " + view.text() : describe(*cause);
    found_.push_back(diag::make(diag::Code::SC7036, what, reason).with_help(help));
  }

  const Input& in_;
  const Catalog& before_;
  const Going going_;
  const std::set<std::string> moving_;
  diag::Diagnostics found_;
};

}  // namespace

diag::Diagnostics held_views(const Input& input) {
  if (input.changes.empty() || !input.dialect.views_pin_what_they_read()) return {};
  return HeldViews(input, with_new_names(input)).found();
}

}  // namespace schemac::plan
