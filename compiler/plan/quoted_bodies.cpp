#include "plan/quoted_bodies.h"

#include <algorithm>

#include "plan/change_questions.h"

namespace schemac::plan {

using namespace catalog;
using dialect::RawKind;
using dialect::TableAlteration;

Catalog with_quoted_bodies(const Input& input) {
  Catalog out = with_new_names(input);
  const auto has_parsed_body = [&](const Routine& routine) {
    return !(input.dialect.with_quoted_body(routine) == routine);
  };
  if (!input.dialect.views_pin_what_they_read() || input.changes.empty() ||
      std::none_of(out.routines.begin(), out.routines.end(), has_parsed_body))
    return out;
  const Going going(input, out);
  std::set<std::string> dropped;  // tables: in quarantine, they let nobody go
  for (const Change& change : input.changes)
    if (const auto* drop = std::get_if<Drop<Table>>(&change); drop && !drop->kept)
      dropped.insert(drop->object.name.name);
  std::vector<Routine> quoted;
  for (const Need& need : needs(out, input.dialect))
    if (need.routine && (going.reads_a_view_that_goes(*need.routine) || is_made_of(*need.routine, {}, dropped)) &&
        !going.is_of_what_goes(*need.routine))
      quoted.push_back(input.dialect.with_quoted_body(*need.routine));
  for (Routine& routine : quoted) *out.routines.find(key_of(routine)) = std::move(routine);
  return out;
}

ChangeSet quoting(const Input& input, const Catalog& quoted) {
  ChangeSet out;
  if (!input.dialect.views_pin_what_they_read()) return out;
  const Catalog plain = with_new_names(input);
  for (const Routine& routine : quoted.routines)
    if (const Routine& was = *plain.routines.find(key_of(routine)); !(was == routine))
      out.push_back(Alter<Routine>{was, routine});
  return out;
}

std::set<std::string> views_that_come(const Input& input, const Going& going) {
  std::set<std::string> out;
  const std::set<std::string> gone = going.moving();
  for (const View& view : input.to.views)
    if (gone.contains(view.name.name) || is_changed(view, input.from.views)) out.insert(view.name.name);
  for (const RawObject& object : input.to.raw_objects)
    if (input.dialect.raw_kind(object) == RawKind::relation &&
        (gone.contains(made_name(object)) || is_changed(object, input.from.raw_objects)))
      out.insert(made_name(object));
  return out;
}

WaitingMembers::WaitingMembers(const Input& input, const Going& going) {
  if (!input.dialect.views_pin_what_they_read()) return;
  views_ = views_that_come(input, going);
  for (const Need& need : needs(input.to, input.dialect))
    if (need.routine && is_quoted(*need.routine)) routines_.insert(need.routine->name.name);
}

bool WaitingMembers::is_quoted(const Routine& routine) const {
  return !views_.empty() && is_made_of(routine, {}, views_);
}
bool WaitingMembers::call_waiting(const Check& check) const { return mentions_any(check.expr, routines_); }
bool WaitingMembers::call_waiting(const Index& index) const {
  return (index.where && mentions_any(*index.where, routines_)) ||
         std::any_of(index.parts.begin(), index.parts.end(),
                     [&](const IndexPart& part) { return mentions_any(part.expr, routines_); });
}

template <class M>
bool WaitingMembers::take(std::vector<M>& members, const Change& change) const {
  const auto* added = std::get_if<AddMember<M>>(&change);
  if (!added || !call_waiting(added->member)) return false;
  std::erase_if(members, [&](const M& member) { return member.name == added->member.name; });
  return true;
}

void WaitingMembers::take_from(TableAlteration& alteration) {
  if (routines_.empty()) return;
  TableAlteration late{alteration.after, alteration.after, {}, {}, alteration.after.name};
  std::erase_if(alteration.changes, [&](const Change& change) {
    if (!take(alteration.after.checks, change) && !take(alteration.after.indexes, change)) return false;
    late.changes.push_back(change);
    return true;
  });
  late.before = alteration.after;
  if (!late.changes.empty()) taken_.push_back(std::move(late));
}

Table WaitingMembers::taken_from(const Table& table) {
  if (routines_.empty()) return table;
  TableAlteration all{table, table, {}, {}, table.name};
  for (const Check& check : table.checks) all.changes.push_back(AddMember<Check>{table.name, check});
  for (const Index& index : table.indexes) all.changes.push_back(AddMember<Index>{table.name, index});
  take_from(all);
  return std::move(all.after);
}

}  // namespace schemac::plan
