// What stands in the way of seed rows: rows of the database, and the rows themselves.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "catalog/seed_rows.h"
#include "plan/names.h"
#include "plan/seeds.h"

namespace schemac::plan {

using namespace catalog;
using dialect::Guard;

namespace {

constexpr int kRowsShown = 5;
constexpr std::size_t kCircleShown = 5;

std::string any_of(const Names& conditions, std::size_t from, std::size_t to) {
  if (to - from == 1) return conditions[from];
  const std::size_t middle = from + (to - from) / 2;
  return fmt::format("({} OR {})", any_of(conditions, from, middle), any_of(conditions, middle, to));
}

bool is_of_changing_enum(const Column& column, const ChangeSet& changes) {
  return column.type.kind == TypeKind::enumeration &&
         std::any_of(changes.begin(), changes.end(), [&](const Change& change) {
           const auto* c = std::get_if<Alter<Enum>>(&change);
           return c && c->after.name == column.type.name;
         });
}

}  // namespace

std::string any_of(const Names& conditions) { return any_of(conditions, 0, conditions.size()); }

std::vector<Guard> Seeds::guards() const {
  std::vector<Guard> out;
  guard_parents(out);
  guard_followers(out);
  guard_values(out);
  guard_asides(out);
  return out;
}

void Seeds::guard_parents(std::vector<Guard>& out) const {
  for (const Row& row : rows_) {
    if (row.kind != Kind::erase) continue;
    for (const Table& child : in_.to.tables) {
      const Table* before = table_before(child.name);
      if (!before || before->columns.empty()) continue;
      for (const ForeignKey& key : child.foreign_keys) {
        const std::string refers = key.table == row.table ? refers_to(row, child, key) : "";
        if (refers.empty()) continue;
        const std::string t = d_.quoted("t"), p = d_.quoted("p");
        std::string others;
        for (const Row& gone : rows_)
          if (gone.kind == Kind::erase && gone.table == child.name)
            others += " AND (" + is_row(gone, gone.columns, Moment::first, t) + ") IS NOT TRUE";
        out.push_back({diag::Code::SC6009, row.label(),
                       fmt::format("SELECT {} FROM {} AS {} WHERE EXISTS (SELECT 1 FROM {} AS {} WHERE {} AND {}){} "
                                   "LIMIT {}",
                                   shown_rows(child.name), d_.qualified(before->name), t,
                                   d_.qualified(table_before(row.table)->name), p, is_erased(row, p, Moment::first),
                                   refers, others, kRowsShown)});
      }
    }
  }
}

/// On a row t of the child and the row p that is to go; empty where it cannot be asked: then the key is not there yet.
std::string Seeds::refers_to(const Row& row, const Table& child, const ForeignKey& key) const {
  const bool can_be_joined =
      was_there(child, key) || (can_be_compared(row.table, key.referenced) && can_be_compared(child.name, key.columns));
  Names same;
  for (std::size_t i = 0; i < key.columns.size(); ++i) {
    const std::string column = name_at(Moment::first, child.name, key.columns[i]);
    const Expr* value = value_in(row.columns, row.values, key.referenced[i]);
    if (!table_before(child.name)->find_column(column) || (!value && !can_be_joined)) return "";
    same.push_back(d_.quoted("t") + "." + d_.quoted(column) + " = " +
                   (value ? d_.sql(*value)
                          : d_.quoted("p") + "." + d_.quoted(name_at(Moment::first, row.table, key.referenced[i]))));
  }
  return text::join(same, " AND ");
}

bool Seeds::was_there(const Table& child, const ForeignKey& key) const {
  Names columns;
  for (const std::string& column : key.columns) columns.push_back(name_at(Moment::first, child.name, column));
  const auto& keys = table_before(child.name)->foreign_keys;
  return std::any_of(keys.begin(), keys.end(), [&](const ForeignKey& old) {
    return old.table == name_at(Moment::first, key.table) && old.columns == columns;
  });
}

/// Rows that refer to what a row has, and is to have no more, where they do not follow it.
void Seeds::guard_followers(std::vector<Guard>& out) const {
  for (const Row& row : rows_) {
    if (row.kind != Kind::update || !is_kept(row.table) || !can_be_compared(row.table, row.key)) continue;
    for (const Table& child : in_.to.tables)
      for (const ForeignKey& key : child.foreign_keys)
        if (key.table == row.table && is_pinned(row, child, key)) guard_followers(row, child, key, out);
  }
}

/// While the plan changes the row, the engine holds to the key, and other rows by it to theirs.
bool Seeds::is_pinned(const Row& row, const Table& child, const ForeignKey& key) const {
  const bool changes = std::any_of(key.referenced.begin(), key.referenced.end(),
                                   [&](const std::string& column) { return has(row.changed, column); });
  // a key that stands in the text of its table is switched off while tables change, and moves no row along
  const bool follows = key.on_update == ReferentialAction::cascade && !d_.foreign_keys_are_inline();
  const Table* before = table_before(child.name);
  if (!changes || follows || !before || !can_be_compared(row.table, key.referenced)) return false;
  return can_be_compared(child.name, key.columns) && was_there(child, key);
}

void Seeds::guard_followers(const Row& row, const Table& child, const ForeignKey& key, std::vector<Guard>& out) const {
  const std::string t = d_.quoted("t"), p = d_.quoted("p");
  const auto column_of = [&](const std::string& alias, const QName& table, const std::string& column) {
    return alias + "." + d_.quoted(name_at(Moment::first, table, column));
  };
  Names same, kept;
  for (std::size_t i = 0; i < key.referenced.size(); ++i) {
    same.push_back(column_of(t, child.name, key.columns[i]) + " = " + column_of(p, row.table, key.referenced[i]));
    kept.push_back(in_quarantine(row.table, key.referenced[i]) + " = " +
                   beside_kept(row.table, key.referenced[i], p, Moment::first));
  }
  std::string stays;
  if (in_.quarantine.way_back)
    stays = fmt::format("NOT EXISTS (SELECT 1 {0}) OR EXISTS (SELECT 1 {0} AND {1})", kept_row(row, p, Moment::first),
                        text::join(kept, " AND "));
  else
    stays = is_row(row, key.referenced, Moment::first, p);
  std::string others;  // rows of seeds that come to refer to something else, where nothing holds them meanwhile
  for (const Row& other : rows_)
    if (other.table == child.name && other.kind != Kind::insert &&
        (other.kind == Kind::erase || d_.foreign_keys_are_inline()) && can_be_compared(child.name, other.key))
      others += " AND (" + is_row(other, other.kind == Kind::erase ? other.columns : other.key, Moment::first, t) +
                ") IS NOT TRUE";
  out.push_back(
      {diag::Code::SC6009, row.label() + " by " + text::join(key.referenced, ", "),
       fmt::format("SELECT {} FROM {} AS {} WHERE EXISTS (SELECT 1 FROM {} AS {} WHERE {} AND {} AND NOT ({})){} "
                   "LIMIT {}",
                   shown_rows(child.name), d_.qualified(table_before(child.name)->name), t,
                   d_.qualified(table_before(row.table)->name), p, is_row(row, row.key, Moment::first, p),
                   text::join(same, " AND "), stays, others, kRowsShown)});
}

// -- values that no two rows can have

void Seeds::guard_values(std::vector<Guard>& out) const {
  std::set<QName> seen;
  for (const Row& row : rows_)
    if (seen.insert(row.table).second && is_kept(row.table))
      for (const UniqueColumns& unique : unique_columns(*in_.to.tables.find(row.table)))
        guard_values(row.table, unique, out);
}

/// The columns hold values of one type on both sides of the plan, and these mean the same.
bool Seeds::can_be_compared(const QName& table, const Names& columns) const {
  const Table& now = *in_.to.tables.find(table);
  return std::all_of(columns.begin(), columns.end(), [&](const std::string& column) {
    const Column* after = now.find_column(column);
    const Column* before = table_before(table)->find_column(name_at(Moment::first, table, column));
    if (!before || !after || before->generated || after->generated || !(before->type == after->type)) return false;
    return !is_of_changing_enum(*after, in_.changes) &&
           std::none_of(in_.changes.begin(), in_.changes.end(), [&](const Change& change) {
             const auto* c = std::get_if<RenameLabel>(&change);
             return c && is_label_of(*c, now, column);
           });
  });
}

std::string Seeds::shown_rows(const QName& table) const {
  const Table& before = *table_before(table);
  Names out;
  for (const std::string& column : before.primary_key ? before.primary_key->columns : Names{before.columns[0].name})
    out.push_back(d_.quoted("t") + "." + d_.quoted(column));
  return text::join(out, ", ");
}

/// On a row t that has what the row at this place of rows_ is to have, and does not leave it before; on the way back,
/// what that is stands in the row k of quarantine. Empty where nothing is to be asked.
std::string Seeds::taken_condition(std::size_t at, const UniqueColumns& unique) const {
  const Row& row = rows_[at];
  const bool is_told_apart = std::all_of(row.key.begin(), row.key.end(),
                                         [&](const std::string& column) { return has(unique.columns, column); });
  const bool is_changed = std::any_of(row.changed.begin(), row.changed.end(),
                                      [&](const std::string& column) { return has(unique.columns, column); });
  if (row.kind == Kind::erase || is_told_apart || (row.kind == Kind::update && !is_changed)) return "";
  std::string out;
  if (in_.quarantine.way_back) {
    out = is_kept_row(row);
  } else {
    for (const std::string& column : unique.columns) {
      const Expr* value = value_in(row.columns, row.values, column);
      if (!value || value->kind == ExprKind::null_) return "";
    }
    out = is_row(row, unique.columns, Moment::first, d_.quoted("t"));
  }
  out += " AND NOT (" + is_row(row, row.key, Moment::first, d_.quoted("t")) + ")";
  for (const std::size_t other : order_.behind[at])
    out += " AND NOT (" + is_row(rows_[other], rows_[other].key, Moment::first, d_.quoted("t")) + ")";
  return fmt::format("({} AND {}EXISTS (SELECT 1 FROM {} AS {} WHERE {}))", out, row.kind == Kind::insert ? "NOT " : "",
                     d_.qualified(table_before(row.table)->name), d_.quoted("p"),
                     is_row(row, row.key, Moment::first, d_.quoted("p")));
}

void Seeds::guard_values(const QName& table, const UniqueColumns& unique, std::vector<Guard>& out) const {
  if (!unique.of_all_rows || !can_be_compared(table, unique.columns)) return;
  const std::string t = d_.quoted("t"), before = d_.qualified(table_before(table)->name) + " AS " + t;
  Names taken, gone;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Row& row = rows_[i];
    if (row.table != table || !can_be_compared(table, row.key)) continue;
    if (auto condition = taken_condition(i, unique); !condition.empty()) taken.push_back(std::move(condition));
    if (row.kind != Kind::erase) continue;
    std::string goes = is_row(row, row.columns, Moment::first, t);
    if (in_.quarantine.way_back) goes += " AND NOT EXISTS (SELECT 1 " + kept_row(row, t, Moment::first) + ")";
    gone.push_back("(" + goes + ")");
  }
  if (taken.empty()) return;
  std::string from = before;
  if (in_.quarantine.way_back) {
    Names same;
    for (const std::string& column : unique.columns)
      same.push_back(in_quarantine(table, column) + " = " + beside_kept(table, column, t, Moment::first));
    from = fmt::format("{} AS {} JOIN {} ON {}", d_.qualified(quarantined(table)), d_.quoted("k"), before,
                       text::join(same, " AND "));
  }
  out.push_back({diag::Code::SC6011, table.text() + "." + text::join(unique.columns, ", "),
                 fmt::format("SELECT {} FROM {} WHERE {}{} LIMIT {}", shown_rows(table), from, any_of(taken),
                             gone.empty() ? "" : " AND NOT " + any_of(gone), kRowsShown)});
}

/// What a row has only for a moment may be no other's; of the seed's own one may have it where a migration was
/// interrupted.
void Seeds::guard_asides(std::vector<Guard>& out) const {
  for (const SeedStep& step : order_.steps) {
    const Row& row = rows_[step.row];
    if (!step.instead || step.instead->kind == ExprKind::null_ || !can_be_compared(row.table, {step.column}) ||
        !can_be_compared(row.table, row.key))
      continue;
    const std::string t = d_.quoted("t");
    std::string others;
    for (const Row& other : rows_)
      if (other.table == row.table && other.kind == Kind::update)
        others += " AND NOT (" + is_row(other, other.key, Moment::first, t) + ")";
    out.push_back({diag::Code::SC6011, row.table.text() + "." + step.column,
                   fmt::format("SELECT {} FROM {} AS {} WHERE {}.{} = {}{} LIMIT {}", shown_rows(row.table),
                               d_.qualified(table_before(row.table)->name), t, t,
                               d_.quoted(name_at(Moment::first, row.table, step.column)), d_.sql(*step.instead), others,
                               kRowsShown)});
  }
}

diag::Diagnostics Seeds::problems() const {
  diag::Diagnostics out;
  for (const SeedOrder::Circle& circle : order_.circles) {
    Names rows;
    for (const std::size_t row : circle.rows)
      if (rows.size() < kCircleShown) rows.push_back(rows_[row].label());
    auto problem = diag::make(diag::Code::SC7015, text::join(rows, " and "), text::join(circle.columns, ", "));
    problem.subject = rows_[circle.rows.front()].table.text();
    out.push_back(std::move(problem).with_help(
        "give one of them a value that none has, and plan that by itself; then give each its own"));
  }
  return out;
}

}  // namespace schemac::plan
