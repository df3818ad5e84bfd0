#include "plan/seeds.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "catalog/seed_rows.h"
#include "plan/names.h"
#include "plan/narrowing.h"
#include "plan/order.h"

namespace schemac::plan {

using namespace catalog;
using dialect::Guard;
using dialect::Statement;
using dialect::Statements;

namespace {

/// Whether no two rows of the seed are one by these columns.
bool tells_rows(const Names& key, Seed seed) {
  seed.key = key;
  std::vector<std::vector<Expr>> keys;
  for (const SeedRow& row : seed.rows) {
    keys.push_back(key_of(seed, row));
    if (keys.back().size() != key.size() || std::count(keys.begin(), keys.end(), keys.back()) > 1) return false;
  }
  return true;
}

/// Of an enum that is a type of its own. Kept rows have its labels as text: when they come back, the type is another
/// one of the same name.
bool is_enum(const Catalog& catalog, const Table* table, const std::string& column) {
  const Column* found = table ? table->find_column(column) : nullptr;
  return found && catalog.enums.find(found->type.name);
}
std::string as_text(const std::string& value) { return "CAST(" + value + " AS text)"; }

}  // namespace

Seeds::Seeds(const Input& input) : in_(input), d_(input.dialect) {
  for (const Change& change : in_.changes) gather(change);
  std::erase_if(rows_, [&](const Row& row) { return !in_.to.tables.find(row.table); });  // it goes, with its rows
  if (rows_.empty()) return;
  const auto place = parents_first(in_.to.tables);
  std::stable_sort(rows_.begin(), rows_.end(),
                   [&](const Row& a, const Row& b) { return place.at(a.table.text()) < place.at(b.table.text()); });
  for (Row& row : rows_) call_labels_as_now(row);
  order_ = seed_order(rows_, in_.to, in_.quarantine.way_back);
  find_early();
}

/// Where rows of a table take values from each other, they do so together, at the end.
void Seeds::find_early() {
  std::set<QName> by_turns;
  for (const SeedStep& step : order_.steps)
    if (step.instead) by_turns.insert(rows_[step.row].table);
  std::map<std::pair<QName, std::string>, bool> narrowed;
  for (Row& row : rows_) {
    if (row.kind != Kind::update || !is_kept(row.table) || by_turns.contains(row.table)) continue;
    for (const std::string& column : row.changed) {
      if (!in_.to.tables.find(row.table)->find_column(column)) continue;
      const auto [found, fresh] = narrowed.try_emplace({row.table, column}, false);
      if (fresh)
        found->second = table_before(row.table)->find_column(name_at(Moment::first, row.table, column)) &&
                        is_narrowed(in_, row.table, column);
      if (found->second) row.early.push_back(column);
    }
  }
}

void Seeds::gather(const Change& change) {
  if (const auto* c = std::get_if<Create<Seed>>(&change)) gather_rows(Kind::insert, c->object);
  if (const auto* c = std::get_if<Drop<Seed>>(&change)) gather_rows(Kind::erase, c->object);
  if (const auto* c = std::get_if<Alter<Seed>>(&change)) gather_altered(*c);
  if (const auto* c = std::get_if<InsertRow>(&change))
    rows_.push_back({Kind::insert, c->table, c->key, c->columns, c->values});
  if (const auto* c = std::get_if<DeleteRow>(&change))
    rows_.push_back({Kind::erase, c->table, c->key, c->columns, c->values});
  if (const auto* c = std::get_if<UpdateRow>(&change)) {
    Names changed;
    for (std::size_t i = 0; i < c->columns.size(); ++i)
      if (!(c->before[i] == c->after[i])) changed.push_back(c->columns[i]);
    rows_.push_back({Kind::update, c->table, c->key, c->columns, c->after, std::move(changed), c->columns, c->before});
  }
}

void Seeds::gather_rows(Kind kind, const Seed& seed) {
  const bool restored = std::any_of(in_.changes.begin(), in_.changes.end(), [&](const Change& change) {
    const auto* c = std::get_if<Create<Table>>(&change);
    return c && c->restored && c->object.name == seed.name;
  });
  if (restored) return;  // its rows come with it
  for (const SeedRow& row : seed.rows) rows_.push_back({kind, seed.name, seed.key, seed.columns, row.values});
}

/// Other columns are seeded, or rows are told apart by others.
void Seeds::gather_altered(Alter<Seed> c) {
  const Names key = tells_rows(c.before.key, c.after) ? c.before.key : c.after.key;
  if (!tells_rows(key, c.before) || !tells_rows(key, c.after)) {
    gather_rows(Kind::erase, c.before);
    return gather_rows(Kind::insert, c.after);
  }
  c.before.key = c.after.key = key;
  for (const SeedRow& row : c.before.rows)
    if (!row_with_key(c.after, key_of(c.before, row)))
      rows_.push_back({Kind::erase, c.before.name, c.before.key, c.before.columns, row.values});
  const Seed& longer = in_.quarantine.way_back ? c.before : c.after;
  for (const SeedRow& row : c.after.rows) {
    const SeedRow* before = row_with_key(c.before, key_of(c.after, row));
    Names changed;
    for (const std::string& column : longer.columns) {
      const Expr* then = before ? value_in(c.before.columns, before->values, column) : nullptr;
      const Expr* now = value_in(c.after.columns, row.values, column);
      if (!then || !now || !(*then == *now)) changed.push_back(column);
    }
    if (before && changed.empty()) continue;
    Row& added = rows_.emplace_back(
        Row{before ? Kind::update : Kind::insert, c.after.name, c.after.key, c.after.columns, row.values});
    if (!before) continue;
    added.changed = std::move(changed);
    added.columns_then = c.before.columns;
    added.values_then = before->values;
  }
}

/// What the row had, by the names that labels will have.
void Seeds::call_labels_as_now(Row& row) const {
  const Table& table = *in_.to.tables.find(row.table);
  for (std::size_t i = 0; i < row.values_then.size(); ++i) {
    Expr& value = row.values_then[i];
    if (value.kind != ExprKind::label && value.kind != ExprKind::string) continue;
    const auto renamed = std::find_if(in_.changes.begin(), in_.changes.end(), [&](const Change& change) {
      const auto* c = std::get_if<RenameLabel>(&change);
      return c && c->from == value.text && is_label_of(*c, table, row.columns_then[i]);
    });
    if (renamed != in_.changes.end()) value.text = std::get<RenameLabel>(*renamed).to;
  }
}

bool Seeds::is_label_of(const RenameLabel& c, const Table& table, const std::string& name) {
  const Column* column = table.find_column(name);
  return c.column.empty() ? column && column->type.kind == TypeKind::enumeration && column->type.name == c.object
                          : c.object == table.name && c.column == name;
}

std::vector<std::vector<const Expr*>> Seeds::coming(const QName& table, const Names& columns) const {
  std::vector<std::vector<const Expr*>> out;
  for (const Row& row : rows_) {
    if (row.kind == Kind::erase || row.table != table) continue;
    auto& values = out.emplace_back();
    for (const std::string& column : columns) values.push_back(value_in(row.columns, row.values, column));
  }
  return out;
}

// -- names

QName Seeds::name_at(Moment moment, const QName& table) const {
  return moment == Moment::first ? table_name_before(in_.changes, table) : table;
}

std::string Seeds::name_at(Moment moment, const QName& table, const std::string& column) const {
  const bool renamed = moment == Moment::in || (moment == Moment::out && d_.columns_are_renamed_first());
  return renamed ? column : column_name_before(in_.changes, table, column);
}

const Table* Seeds::table_before(const QName& table) const {
  return in_.from.tables.find(name_at(Moment::first, table));
}

bool Seeds::is_kept(const QName& table) const {
  const bool is_new = std::any_of(in_.changes.begin(), in_.changes.end(), [&](const Change& change) {
    const auto* c = std::get_if<Create<Table>>(&change);
    return c && c->object.name == table;
  });
  return !is_new && table_before(table);
}

/// The way back knows the table by another name than the one by which the way there put rows aside.
QName Seeds::quarantined(const QName& table) const {
  const QName then = name_at(in_.quarantine.way_back ? Moment::first : Moment::out, table);
  return d_.quarantined({then.schema, "rows of " + then.name}, in_.quarantine);
}

std::string Seeds::name_in_quarantine(const QName& table, const std::string& column) const {
  if (!in_.quarantine.way_back) return name_at(Moment::out, table, column);
  return name_at(d_.columns_are_renamed_first() ? Moment::first : Moment::in, table, column);
}

std::vector<std::string> Seeds::stored_columns(const Table& table) const {
  Names out;
  for (const Column& column : table.columns)
    if (!column.generated) out.push_back(column.name);
  return out;
}

// -- conditions

std::string Seeds::is_row(const Row& row, const Names& columns, Moment moment, const std::string& alias) const {
  Names parts;
  for (std::size_t i = 0; i < row.columns.size(); ++i) {
    if (std::find(columns.begin(), columns.end(), row.columns[i]) == columns.end()) continue;
    const std::string column =
        (alias.empty() ? "" : alias + ".") + d_.quoted(name_at(moment, row.table, row.columns[i]));
    if (row.values[i].kind == ExprKind::null_)
      parts.push_back(column + " IS NULL");
    else
      parts.push_back(d_.holds(type_at(moment, row.table, row.columns[i]), column, d_.sql(row.values[i])));
  }
  return text::join(parts, " AND ");
}

/// The type that a column has at that moment.
Type Seeds::type_at(Moment moment, const QName& table, const std::string& column) const {
  const Table* before = table_before(table);
  const Column* old = before ? before->find_column(name_at(Moment::first, table, column)) : nullptr;
  const Column* now = in_.to.tables.find(table)->find_column(column);
  if (moment == Moment::in || !old) return now ? now->type : old ? old->type : Type{};
  return old->type;
}

/// A row that a seed concerns, by its key.
std::string Seeds::is_any_row(const QName& table, Moment moment) const {
  Names conditions;
  std::map<std::string, Names> lists;  // a key of one column is looked up in a list
  for (const Row& row : rows_) {
    if (row.table != table) continue;
    const Expr* value = value_in(row.columns, row.values, row.key.front());
    if (row.key.size() == 1 && value->kind != ExprKind::null_)
      lists[row.key.front()].push_back(d_.sql(*value));
    else
      conditions.push_back("(" + is_row(row, row.key, moment) + ")");
  }
  const Table* before = table_before(table);
  for (const auto& [column, values] : lists) {
    std::string name = d_.quoted(name_at(moment, table, column));
    if (is_enum(in_.from, before, name_at(Moment::first, table, column))) name = as_text(name);  // the label may be new
    conditions.push_back(fmt::format("{} IN ({})", name, text::join(values, ", ")));
  }
  return any_of(conditions);
}

/// What k has in quarantine; a label by the name that it has again.
std::string Seeds::in_quarantine(const QName& table, const std::string& column) const {
  const std::string value = d_.quoted("k") + "." + d_.quoted(name_in_quarantine(table, column));
  std::string cases;
  for (const Change& change : in_.changes)
    if (const auto* c = std::get_if<RenameLabel>(&change);
        c && is_enum(in_.to, in_.to.tables.find(table), column) && c->object == type_at(Moment::in, table, column).name)
      cases += fmt::format(" WHEN {} THEN {}", d_.literal(c->from), d_.literal(c->to));
  return cases.empty() ? value : fmt::format("CASE {}{} ELSE {} END", value, cases, value);
}

/// What a row of the table, which `alias` names, has in the column, to be compared with what quarantine has.
std::string Seeds::beside_kept(const QName& table, const std::string& column, const std::string& alias,
                               Moment moment) const {
  const std::string value = alias + "." + d_.quoted(name_at(moment, table, column));
  const bool is_label = is_enum(in_.from, table_before(table), name_at(Moment::first, table, column)) ||
                        is_enum(in_.to, in_.to.tables.find(table), column);
  return is_label ? as_text(value) : value;
}

/// The row of quarantine, called k, with the key of the row of the table that `alias` names.
std::string Seeds::kept_row(const Row& row, const std::string& alias, Moment moment) const {
  Names same;
  for (const std::string& column : row.key)
    same.push_back(in_quarantine(row.table, column) + " = " + beside_kept(row.table, column, alias, moment));
  return fmt::format("FROM {} AS {} WHERE {}", d_.qualified(quarantined(row.table)), d_.quoted("k"),
                     text::join(same, " AND "));
}

std::string Seeds::kept_value(const QName& table, const std::string& column) const {
  const std::string value = in_quarantine(table, column);
  const Table& now = *in_.to.tables.find(table);
  return is_enum(in_.to, &now, column)
             ? fmt::format("CAST({} AS {})", value, d_.type_sql(now.find_column(column)->type))
             : value;
}

/// The row still is as it was seeded; on the way back, and was not there before.
std::string Seeds::is_erased(const Row& row, const std::string& alias, Moment moment) const {
  std::string out = is_row(row, row.columns, moment);
  if (in_.quarantine.way_back && is_kept(row.table))
    out += " AND NOT EXISTS (SELECT 1 " + kept_row(row, alias, moment) + ")";
  return out;
}

/// k, a row of quarantine, has the key of the seed's.
std::string Seeds::is_kept_row(const Row& row) const {
  Names same;
  for (const std::string& column : row.key) {
    const Expr& value = *value_in(row.columns, row.values, column);
    same.push_back(in_quarantine(row.table, column) +
                   (value.kind == ExprKind::null_ ? " IS NULL" : " = " + d_.sql(value)));
  }
  return text::join(same, " AND ");
}

// -- statements

Statements Seeds::keep(const QName& table) const {
  const QName kept = quarantined(table);
  const std::string what = "keep the rows of " + table.text() + " that its seed is about in quarantine";
  const Table* before = table_before(table);
  Names columns;
  for (const std::string& column : stored_columns(*before)) {
    const std::string name =
        d_.quoted(d_.columns_are_renamed_first() ? column_name_after(in_.changes, table, column) : column);
    columns.push_back(is_enum(in_.from, before, column) ? as_text(name) + " AS " + name : name);
  }
  Statements out;
  if (kept.schema != table.schema) out.push_back({"CREATE SCHEMA IF NOT EXISTS " + d_.quoted(kept.schema), what});
  out.push_back({fmt::format("CREATE TABLE IF NOT EXISTS {} AS SELECT {} FROM {} WHERE {}", d_.qualified(kept),
                             text::join(columns, ", "), d_.qualified(table), is_any_row(table, Moment::out)),
                 what});
  return out;
}

Statements Seeds::out() const {
  Statements out;
  std::set<QName> seen;
  if (!in_.quarantine.way_back)
    for (const Row& row : rows_)
      if (seen.insert(row.table).second && is_kept(row.table))
        for (Statement& statement : keep(row.table)) out.push_back(std::move(statement));
  for (auto row = rows_.rbegin(); row != rows_.rend(); ++row)
    if (row->kind == Kind::erase) {
      const std::string table = d_.qualified(row->table);
      out.push_back({fmt::format("DELETE FROM {} WHERE {}", table, is_erased(*row, table, Moment::out)),
                     "delete seed row " + row->label()});
    }
  for (const Row& row : rows_)
    if (!row.early.empty()) out.push_back(update(row, Moment::out));
  return out;
}

/// Of an INSERT that gives a column of a kind of identity its number that takes none otherwise.
std::string Seeds::over_numbers(const QName& table, const Names& columns) const {
  const Table& now = *in_.to.tables.find(table);
  const bool any = std::any_of(columns.begin(), columns.end(), [&](const std::string& name) {
    const Column* column = now.find_column(name);
    return column && column->identity && column->identity->kind == IdentityKind::always;
  });
  return any ? "OVERRIDING SYSTEM VALUE " : "";
}

Statement Seeds::insert(const Row& row) const {
  Names sources;
  for (const Expr& value : row.values) sources.push_back(d_.sql(value));
  const std::string table = d_.qualified(row.table);
  return {fmt::format("INSERT INTO {} ({}) {}SELECT {} WHERE NOT EXISTS (SELECT 1 FROM {} WHERE {})", table,
                      d_.quoted_list(row.columns), over_numbers(row.table, row.columns), text::join(sources, ", "),
                      table, is_row(row, row.key, Moment::in)),
          "insert seed row " + row.label()};
}

Statement Seeds::update(const Row& row, Moment moment) const {
  const std::string table = d_.qualified(row.table);
  const bool back = in_.quarantine.way_back && is_kept(row.table);
  const std::string kept = back ? kept_row(row, table, moment) : "";
  const Table& now = *in_.to.tables.find(row.table);
  Names sets;
  for (const std::string& column : row.changed) {
    if (has(row.early, column) != (moment == Moment::out) || !now.find_column(column)) continue;  // or it goes
    const std::string name = d_.quoted(name_at(moment, row.table, column));
    const Expr* value = value_in(row.columns, row.values, column);
    sets.push_back(back ? fmt::format("{} = (SELECT {} {})", name, kept_value(row.table, column), kept)
                        : name + " = " + d_.sql(*value));
  }
  return sets.empty() ? Statement() : set(row, std::move(sets), "update seed row " + row.label(), moment);
}

/// The row is there; on the way back, and was there before.
std::string Seeds::is_updated(const Row& row, const std::string& table, Moment moment) const {
  std::string out = is_row(row, row.key, moment);
  if (in_.quarantine.way_back && is_kept(row.table))
    out += " AND EXISTS (SELECT 1 " + kept_row(row, table, moment) + ")";
  return out;
}

Statement Seeds::set(const Row& row, Names sets, std::string what, Moment moment) const {
  const Table& now = *in_.to.tables.find(row.table);
  for (const Column& column : (moment == Moment::in ? now : *table_before(row.table)).columns)
    if (column.on_update) {  // no row's own change
      const bool renamed = moment == Moment::out && d_.columns_are_renamed_first();
      const std::string name = renamed ? column_name_after(in_.changes, row.table, column.name) : column.name;
      sets.push_back(d_.quoted(name) + " = " + d_.quoted(name));
    }
  const std::string table = d_.qualified(row.table);
  return {fmt::format("UPDATE {} SET {} WHERE {}", table, text::join(sets, ", "), is_updated(row, table, moment)),
          std::move(what)};
}

std::string Seeds::but_for_settled(const QName& table, const Names& columns) const {
  const std::string name = d_.qualified(name_at(Moment::first, table));
  Names settled;
  for (const Row& row : rows_) {
    if (row.table != table || !is_kept(table)) continue;
    if (row.kind == Kind::erase)
      settled.push_back("(" + is_erased(row, name, Moment::first) + ")");
    else if (std::any_of(row.early.begin(), row.early.end(), [&](const auto& column) { return has(columns, column); }))
      settled.push_back("(" + is_updated(row, name, Moment::first) + ")");
  }
  return settled.empty() ? "" : " AND (" + any_of(settled) + ") IS NOT TRUE";  // also where a value is null
}

/// What the row is to have is still another's, and the other's way to its own leads over this row.
Statement Seeds::set_aside(const SeedStep& step) const {
  return set(rows_[step.row], {d_.quoted(step.column) + " = " + d_.sql(*step.instead)},
             "let go of " + step.column + " of seed row " + rows_[step.row].label() + " until another has it",
             Moment::in);
}

/// A row that was deleted, from quarantine; where somebody took its key meanwhile, theirs stays.
Statement Seeds::bring_back(const Row& row) const {
  const Table& now = *in_.to.tables.find(row.table);
  const Names columns = stored_columns(now);
  Names names, sources;
  for (const std::string& column : columns) {
    names.push_back(d_.quoted(column));
    sources.push_back(kept_value(row.table, column));
  }
  const std::string table = d_.qualified(row.table);
  return {
      fmt::format("INSERT INTO {} ({}) {}SELECT {} FROM {} AS {} WHERE {} AND NOT EXISTS (SELECT 1 FROM {} WHERE {})",
                  table, text::join(names, ", "), over_numbers(row.table, columns), text::join(sources, ", "),
                  d_.qualified(quarantined(row.table)), d_.quoted("k"), is_kept_row(row), table,
                  is_row(row, row.key, Moment::in)),
      "bring back seed row " + row.label()};
}

Statements Seeds::in() const {
  Statements out;
  const auto add = [&](Statement statement) {
    if (!statement.sql.empty()) out.push_back(std::move(statement));
  };
  std::set<QName> kept, numbered;
  for (const SeedStep& step : order_.steps) {
    const Row& row = rows_[step.row];
    const bool back = in_.quarantine.way_back && is_kept(row.table);
    if (step.instead)
      add(set_aside(step));
    else if (row.kind == Kind::update)
      add(update(row, Moment::in));
    else
      add(back ? bring_back(row) : insert(row));
    if (row.kind == Kind::insert && !back) numbered.insert(row.table);
  }
  for (const Row& row : rows_)
    if (in_.quarantine.way_back && is_kept(row.table)) kept.insert(row.table);
  for (const QName& table : numbered)
    for (Statement& statement : d_.number_behind_rows(*in_.to.tables.find(table))) add(std::move(statement));
  for (const QName& table : kept)
    add({"DROP TABLE IF EXISTS " + d_.qualified(quarantined(table)),
         "leave nothing of " + table.text() + " in quarantine"});
  return out;
}

}  // namespace schemac::plan
