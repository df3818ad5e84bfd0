#include "plan/migration_plan.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "catalog/labels.h"
#include "plan/held_views.h"
#include "plan/seeds.h"

namespace schemac::plan {

using namespace catalog;

namespace {

/// Calls what a column or a label belongs to as it is called before: `renames` may be of that too.
void call_owners_as_before(Rename& member, const Renames& renames) {
  for (const Rename& r : renames)
    if (r.kind == RenameKind::column && r.object == member.object && r.to == member.column) member.column = r.from;
  const RenameKind owner =
      member.kind == RenameKind::column || !member.column.empty() ? RenameKind::table : RenameKind::enumeration;
  const auto renamed = std::find_if(renames.begin(), renames.end(),
                                    [&](const Rename& r) { return r.kind == owner && r.object == member.object; });
  if (renamed != renames.end()) member.object = QName::of_text(renamed->from);
}

Renames inverse(const Renames& renames, const Catalog& from) {
  const Renames effective = diff::effective(renames, from);
  Renames out;
  for (Rename rename : effective) {
    if (rename.kind == RenameKind::column || rename.kind == RenameKind::label) {
      call_owners_as_before(rename, effective);
      std::swap(rename.from, rename.to);
    } else {
      const std::string now = rename.object.text();
      rename.object = QName::of_text(rename.from);
      rename.from = now;
    }
    out.push_back(std::move(rename));
  }
  return out;
}

/// On the way back, what was made is really dropped, and what was dropped comes out of quarantine.
struct MarkWayBack {
  template <class T>
  void operator()(Create<T>& c) const {
    c.restored = true;
  }
  template <class T>
  void operator()(Drop<T>& c) const {
    c.kept = false;
  }
  void operator()(AddColumn& c) const { c.restored = true; }
  void operator()(DropColumn& c) const { c.kept = false; }
  template <class T>
  void operator()(T&) const {}  // moves nothing into quarantine or out of it
};

Result<void> possible(const dialect::Dialect& dialect, const dialect::Both& both) {
  diag::Diagnostics problems;
  for (const Change& change : both.changes)
    if (auto refusal = dialect.refuses(change, both))
      problems.push_back(diag::make(diag::Code::SC7036, describe(change), refusal->reason).with_help(refusal->help));
  return problems.empty() ? Result<void>() : failure(std::move(problems));
}

/// What the engine does but cannot take back does not stop a plan; it stops the rollback before anything is changed.
void refuse_what_stays(Plan& plan, const dialect::Dialect& dialect, const dialect::Both& both,
                       const std::vector<Refusal>& held) {
  const auto refuse = [&](const std::string& change, const std::string& reason) {
    plan.guards.push_back({diag::Code::SC7036, change, "SELECT " + dialect.literal(reason)});
  };
  for (const Change& change : both.changes)
    if (const auto refusal = dialect.cannot_undo(change, both)) refuse(describe(change), refusal->reason);
  for (const Refusal& refusal : held) refuse(refusal.change, refusal.reason);
}

diag::Diagnostics problems_of(const std::vector<Refusal>& held) {
  diag::Diagnostics out;
  for (const auto& [change, reason, help] : held)
    out.push_back(diag::make(diag::Code::SC7036, change, reason).with_help(help));
  return out;
}

bool same_but_for_case(const std::string& a, const std::string& b) {
  return a != b && text::to_lower(a) == text::to_lower(b);
}

/// Where an engine takes `Users` and `users` for one name, nobody has to say that the one was the other.
Renames renames_of_case(const diff::Pair& physical) {
  std::unordered_map<std::string, const Table*> gone;  // tables, by their names in lower case
  for (const Table& old : physical.from.tables)
    if (!physical.to.tables.find(old.name)) gone.emplace(text::to_lower(old.name.text()), &old);
  Renames out;
  for (const Table& table : physical.to.tables) {
    const Table* same = physical.from.tables.find(table.name);
    if (const auto found = gone.find(text::to_lower(table.name.text())); !same && found != gone.end())
      same = std::exchange(found->second, nullptr);
    if (!same) continue;
    const Table& old = *same;
    if (!(old.name == table.name))
      out.push_back({RenameKind::table, table.name, old.name.text(), table.name.text(), ""});
    for (const Column& column : table.columns) {
      if (old.find_column(column.name)) continue;
      for (const Column& before : old.columns)
        if (same_but_for_case(before.name, column.name))
          out.push_back({RenameKind::column, table.name, before.name, column.name, ""});
    }
  }
  return out;
}

/// A table that differs in its spelling alone is left as it is: where either could be what an engine prints of the
/// other. A cast that a person wrote and took out is a change.
void pass_over_spelling(diff::Pair& physical, const dialect::Dialect& dialect) {
  const Catalog spelt = dialect.spelt_like(physical.from, physical.to);
  std::vector<TableId> alike;
  for (std::uint32_t i = 0; i < spelt.tables.size(); ++i) {
    const Table* after = physical.to.tables.find(spelt.tables[{i}].name);
    if (after && spelt.tables[{i}] == *after && !(physical.from.tables[{i}] == *after)) alike.push_back({i});
  }
  if (alike.empty()) return;
  const Catalog back = dialect.spelt_like(physical.to, physical.from);
  for (const TableId id : alike) {
    const Table& before = physical.from.tables[id];
    if (*back.tables.find(before.name) == before) physical.from.tables.edit(id) = *physical.to.tables.find(before.name);
  }
}

}  // namespace

Renames lowered(const Renames& renames, const Catalog& portable, const diff::Pair& physical,
                const dialect::Dialect& dialect) {
  Renames out = dialect.names_ignore_case() ? renames_of_case(physical) : Renames(), labels;
  for (const Rename& rename : renames) {
    const bool of_column = rename.kind == RenameKind::label && !physical.to.enums.find(rename.object);
    (of_column ? labels : out).push_back(rename);
  }
  if (labels.empty()) return out;
  const Catalog before = diff::renamed(physical.from, out);
  const auto has = [](const std::vector<std::string>& list, const std::string& label) {
    return std::find(list.begin(), list.end(), label) != list.end();
  };
  for (const Rename& rename : labels)
    for (const Table& table : portable.tables)
      for (const Column& column : table.columns) {
        const Table* old = before.tables.find(table.name);
        if (!old || column.type.kind != TypeKind::enumeration || !(column.type.name == rename.object)) continue;
        const auto own = labels_of(*old, column.name);
        if (has(own, rename.from) && !has(own, rename.to))
          out.push_back({RenameKind::label, table.name, rename.from, rename.to, column.name});
      }
  return out;
}

Result<Way> plan_way(diff::Pair physical, const dialect::Dialect& dialect, const dialect::Quarantine& quarantine,
                     diff::Options options) {
  options.column_order = dialect.column_order_can_change();
  dialect.spell_out(physical.from, physical.to, physical.renames, quarantine.way_back);
  auto changes = diff::diff(physical, options);
  if (!changes) return failure(std::move(changes.error()));
  if (quarantine.way_back)
    for (Change& change : *changes) std::visit(MarkWayBack{}, change);
  else if (auto done = possible(dialect, {physical.from, physical.to, *changes}); !done)
    return failure(std::move(done.error()));
  const Input input{dialect, physical.from, physical.to, *changes, quarantine};
  const auto held = held_views(input);
  if (!held.empty() && !quarantine.way_back) return failure(problems_of(held));
  if (auto circles = Seeds(input).problems(); !circles.empty()) return failure(std::move(circles));
  Plan plan = make_plan(input);
  if (quarantine.way_back) refuse_what_stays(plan, dialect, {physical.from, physical.to, *changes}, held);
  return Way{std::move(*changes), std::move(plan)};
}

Result<BothWays> plan_physical(const diff::Pair& physical, const dialect::Dialect& dialect, const std::string& tag,
                               diff::Options options) {
  auto up = plan_way(physical, dialect, {tag, false}, options);
  if (!up) return failure(std::move(up.error()));
  options.accept_drop_and_add = true;
  auto down =
      plan_way({physical.to, physical.from, inverse(physical.renames, physical.from)}, dialect, {tag, true}, options);
  if (!down) return failure(std::move(down.error()));
  return BothWays{std::move(up->plan), std::move(down->plan)};
}

Result<BothWays> plan_both_ways(const diff::Pair& pair, const dialect::Dialect& dialect, const std::string& tag,
                                diff::Options options) {
  diag::Diagnostics problems;
  diff::Pair physical{dialect.lower(pair.from, problems), {}, {}};
  problems.clear();  // what was planned before was accepted then
  physical.to = dialect.lower(pair.to, problems);
  if (diag::has_errors(problems)) return failure(std::move(problems));
  pass_over_spelling(physical, dialect);
  physical.renames = lowered(pair.renames, pair.to, physical, dialect);
  return plan_physical(physical, dialect, tag, options);
}

}  // namespace schemac::plan
