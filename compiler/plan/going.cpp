#include "plan/going.h"

#include <algorithm>

#include "base/text.h"
#include "plan/change_questions.h"
#include "plan/routine_words.h"
#include "plan/stars.h"

namespace schemac::plan {

using namespace catalog;
using dialect::RawKind;
using dialect::Statements;

Catalog with_new_names(const Input& input) {
  Catalog out = input.from;
  for (const Change& change : input.changes)
    if (is_rename(change)) (void)apply_change(change, out);
  return out;
}

Going::Going(const Input& input, const Catalog& before) : in_(input), d_(input.dialect), before_(before) {
  for (const Table& table : before_.tables)
    for (const QName& parent : d_.has_columns_of(table)) heirs_.emplace(parent.name, table.name.name);
  each<DropColumn>([&](const DropColumn& c) {
    for (const std::string& table : with_heirs({c.table.name})) lost_[table].insert(c.column.name);
  });
  find_swaps();
  each<Drop<Table>>([&](const Drop<Table>& c) { rows_.insert(c.object.name.name); });
  for (const Routine& routine : before_.routines)
    if (is_replaced(routine)) replaced_.insert(routine.name.name);
  if (!d_.views_pin_what_they_read()) return;
  for (bool found = true; found;) {
    found = find_types();
    found = find_prerequisites() || found;
    found = find_readers() || found;
    found = find_routines() || found;
    let_go_ = swapped_types_;
    let_go_.insert(replaced_.begin(), replaced_.end());
    for (const RawObject& object : before_.raw_objects)
      if (is_gone_for_a_while(object)) let_go_.insert(made_name(object));
  }
}

bool Going::takes_comment(const RawObject& comment) const {
  // pg_identify_object() names each schema
  const std::string said = text::replace_all(comment.name.text(), "public.", "");
  return std::any_of(before_.raw_objects.begin(), before_.raw_objects.end(), [&](const RawObject& object) {
    if (said != "comment on " + object.name.text()) return false;
    const RawObject* after = in_.to.raw_objects.find(object.name);
    const bool stays = after && *after == object && !is_gone_for_a_while(object);
    return d_.raw_kind(object) == RawKind::prerequisite && !stays;
  });
}

/// Types that another one takes the place of, in every column that is of them.
void Going::find_swaps() {
  each<Alter<Enum>>([&](const Alter<Enum>& c) { swap(c.after.name.name, d_.object(c, both(), in_.quarantine)); });
  each<Alter<RawObject>>([&](const Alter<RawObject>& c) {
    if (d_.raw_kind(c.after) == RawKind::type) swap(made_name(c.after), d_.object(c, both(), in_.quarantine));
  });
}
void Going::swap(const std::string& type, const Statements& statements) {
  const auto any = [&](const auto& is_so) { return std::any_of(statements.begin(), statements.end(), is_so); };
  if (any([](const auto& s) { return s.sql.find(" RENAME TO ") != s.sql.npos; })) swapped_types_.insert(type);
  for (const Table& table : before_.tables) {
    const std::string alters = "ALTER TABLE " + d_.qualified(table.name) + " ";
    if (any([&](const auto& s) { return s.sql.starts_with(alters); })) retyped_.insert(table.name);
  }
}
void Going::retype(const std::string& type) {
  for (const Table& table : before_.tables)
    for (const Column& column : table.columns)
      if (is_of_any(column.type, {type})) retyped_.insert(table.name);
}

/// Domains, composite types and ranges of what is swapped.
bool Going::find_types() {
  bool found = false;
  for (const RawObject& object : before_.raw_objects) {
    if (d_.raw_kind(object) != RawKind::type || !in_.to.raw_objects.find(object.name)) continue;
    std::set<std::string> others = swapped_types_;
    others.erase(made_name(object));
    if (!mentions_any(object.create, others) || !swapped_along_.insert(object.name).second) continue;
    found = true;
    swapped_types_.insert(made_name(object));
    retype(made_name(object));
  }
  return found;
}

/// Operators and the like go before what they are made of.
bool Going::find_prerequisites() {
  bool found = false;
  for (const RawObject& object : before_.raw_objects) {
    const RawObject* after = in_.to.raw_objects.find(object.name);
    if (d_.raw_kind(object) != RawKind::prerequisite || prerequisites_.contains(object.name)) continue;
    std::set<std::string> others = let_go_;
    others.erase(made_name(object));
    const bool goes = mentions_any(object.create, others) || mentions_any(object.create, swapped_types_) ||
                      mentions_any(object.create, replaced_);
    bool made_anew = false;  // not in place
    if (!goes && after && !(*after == object)) {
      const Statements made = d_.object(Alter<RawObject>{object, *after}, both(), in_.quarantine);
      made_anew = !made.empty() && made[0].sql.starts_with("DROP ");
    }
    if (goes || made_anew) found = prerequisites_.insert(object.name).second;
  }
  return found;
}

bool Going::find_readers() {
  bool found = false;
  const std::set<std::string> read = moving();
  for (const View& view : before_.views) {
    const View* after = in_.to.views.find(view.name);
    if (gone_.contains(view.name.name)) continue;
    if (after && *after == view && !mentions_any(view.query, read) && !reads_lost_column(view.query)) continue;
    found = note(gone_, view.name.name);
    rows_.insert(view.name.name);
  }
  for (const RawObject& object : before_.raw_objects) {
    const RawObject* after = in_.to.raw_objects.find(object.name);
    if (d_.raw_kind(object) != RawKind::relation || gone_.contains(made_name(object))) continue;
    if (after && *after == object && !mentions_any(object.create, read) && !reads_lost_column(object.create)) continue;
    found = note(gone_, made_name(object));
    rows_.insert(made_name(object));
  }
  return found;
}

bool Going::is_of_what_goes(const Routine& routine) const {
  return is_made_of(routine, swapped_types_, {}) || is_made_of(routine, rows_, {});
}
bool Going::reads_a_view_that_goes(const Routine& routine) const { return is_made_of(routine, {}, gone_); }

bool Going::find_routines() {
  bool found = false;
  const std::set<std::string> read = moving();
  for (const Routine& routine : before_.routines) {
    const bool stays = in_.to.routines.find(key_of(routine)) != nullptr;  // else only its head must be true to the end
    const bool reads = stays && (is_made_of(routine, {}, read) || reads_lost_column(words_of(routine).parsed));
    if (is_remade(routine) || !(is_of_what_goes(routine) || reads)) continue;
    found = remade_.insert(key_of(routine)).second;
    replaced_.insert(routine.name.name);
  }
  return found;
}

bool Going::is_replaced(const Routine& routine) const {
  if (is_remade(routine)) return true;
  if (const Routine* after = in_.to.routines.find(key_of(routine)))
    return !(*after == routine) && d_.object(Alter<Routine>{routine, *after}, both(), in_.quarantine).empty();
  return std::any_of(in_.to.routines.begin(), in_.to.routines.end(), [&](const Routine& other) {
    return other.name == routine.name && !before_.routines.find(key_of(other));
  });
}

std::set<std::string> Going::with_heirs(std::set<std::string> names) const {
  if (heirs_.empty()) return names;
  std::vector<std::string> left(names.begin(), names.end());
  while (!left.empty()) {
    const auto [begin, end] = heirs_.equal_range(left.back());
    left.pop_back();
    for (auto heir = begin; heir != end; ++heir)
      if (names.insert(heir->second).second) left.push_back(heir->second);
  }
  return names;
}

std::set<std::string> Going::thinned() const {
  std::set<std::string> out;
  for (const auto& [table, columns] : lost_) out.insert(table);
  return out;
}

/// A column may be read without its name being said: all of a table's, those that two tables share, those that get
/// other names by their places.
bool Going::reads_lost_column(const std::set<std::string>& words) const {
  const auto has_any = [&](const auto& names) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return words.contains(name); });
  };
  static const std::set<std::string> kAll = {"*", "natural", "NATURAL"};
  return std::any_of(lost_.begin(), lost_.end(), [&](const auto& lost) {
    return words.contains(lost.first) && (has_any(lost.second) || has_any(kAll));
  });
}
bool Going::reads_lost_column(const Expr& sql) const {
  if (lost_.empty()) return false;
  std::set<std::string> words;
  expr::walk(sql, [&](const Expr& e) { words_of(e.text, words); });
  if (reads_lost_column(words)) return true;
  const std::set<std::string> tables = thinned();
  return takes_all_of_any(sql, tables) || renames_columns_of_any(sql, tables);
}

std::set<std::string> Going::moving() const {
  std::set<std::string> out = gone_;
  out.insert(let_go_.begin(), let_go_.end());
  out.insert(swapped_types_.begin(), swapped_types_.end());
  out.insert(replaced_.begin(), replaced_.end());
  for (const Change& change : in_.changes) {
    if (retypes(change) || std::holds_alternative<DropMember<PrimaryKey>>(change))  // GROUP BY leans on a primary key
      out.insert(std::visit(TableOf{}, change)->name);
    if (const auto* key = std::get_if<DropMember<Unique>>(&change)) out.insert(key->member.name);  // ON CONFLICT
    if (const auto* key = std::get_if<DropMember<PrimaryKey>>(&change)) out.insert(key->member.name);
  }
  for (const QName& table : retyped_) out.insert(table.name);
  for (const Table& table : before_.tables)
    for (const Column& column : table.columns)
      if (column.generated && mentions_any(column.generated->expr, let_go_)) out.insert(table.name.name);
  out = with_heirs(std::move(out));
  for (const Routine& routine : before_.routines)  // what reads such rows reads their columns
    if (!out.empty() && is_made_of(routine, out, {})) out.insert(routine.name.name);
  each<Drop<Table>>([&](const Drop<Table>& c) { out.insert(c.object.name.name); });
  each<RenameTable>([&](const RenameTable& c) {
    if (out.contains(c.to.name)) out.insert(c.from.name);
  });
  each<Drop<Routine>>([&](const Drop<Routine>& c) { out.insert(c.object.name.name); });
  return out;
}

}  // namespace schemac::plan
