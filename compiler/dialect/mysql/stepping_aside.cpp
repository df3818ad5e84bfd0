#include "dialect/mysql/stepping_aside.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "dialect/mysql/table_limits.h"

namespace schemac::dialect::mysql {

using namespace catalog;

namespace {

bool reads(const Expr& e, const std::string& column) {
  const auto columns = expr::columns_of(e);
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

}  // namespace

std::string SteppingAside::old_name(const std::string& column) const {
  for (const auto& [from, to] : a_.renamed_columns)
    if (to == column) return from;
  return column;
}

Column SteppingAside::kept(const Column& column) const {
  Column out = released(column, kept_name(column.name));
  const bool other = option_of(a_.before.options, "collate") != option_of(a_.after.options, "collate");
  if (other && has_collation(out.type)) out.collation = collation_of(a_.before, column);
  const std::size_t bytes = most_bytes(a_.before, column);
  if (bytes >= kWorthItsOwnPlace && row_is_full())
    out.type = native(d_.id(), has_collation(column.type) ? "longtext" : "longblob");
  return out;
}

bool SteppingAside::row_is_full() const {
  constexpr std::size_t kOther = 12;  // the most that a number, a time or what stands apart takes
  std::size_t bytes = 0;
  for (const Column& column : a_.after.columns) bytes += kOther + most_bytes(a_.after, column);
  for (const Change& change : a_.changes)
    if (const auto* drop = std::get_if<DropColumn>(&change); drop && drop->kept)
      bytes += kOther + most_bytes(a_.before, drop->column);
  return bytes > kMostRowBytes;
}

void SteppingAside::drop(const std::string& clause) {
  if (early_.contains(clause)) return;
  const auto said = std::find(drops_.begin(), drops_.end(), clause);
  if (!earlier_) {
    if (said == drops_.end()) drops_.push_back(clause);
    return;
  }
  if (said != drops_.end()) drops_.erase(said);
  earlier_->push_back(clause);
  early_.insert(clause);
}

void SteppingAside::drop_check(const Check& check) {
  drop(std::string(d_.id() == DialectId::mysql ? "DROP CHECK " : "DROP CONSTRAINT ") + d_.quoted(check.name));
}

bool SteppingAside::reads_renamed(const Expr& e) const {
  return std::any_of(a_.renamed_columns.begin(), a_.renamed_columns.end(),
                     [&](const auto& renamed) { return reads(e, renamed.second); });
}

/// It goes and comes again for a name of its own.
bool SteppingAside::is_renamed(const Check& check) const {
  return std::any_of(a_.changes.begin(), a_.changes.end(), [&](const Change& change) {
    const auto* renamed = std::get_if<RenameMember<Check>>(&change);
    return renamed && renamed->before.name == check.name;
  });
}

void SteppingAside::step_aside_for_renames() {
  if (a_.renamed_columns.empty()) return;
  for (const Check& check : a_.before.checks)
    if (reads_renamed(check.expr)) steps_aside(check);
  for (const Index& index : a_.before.indexes) {
    const bool computes = std::any_of(index.parts.begin(), index.parts.end(), [&](const IndexPart& part) {
      return part.expr.kind != ExprKind::column && reads_renamed(part.expr);
    });
    if (!computes || is_dropped(index) || !settled_.insert(index.name).second) continue;
    drop_index(index.name);
    for (const Index& after : a_.after.indexes)
      if (after.name == index.name) adds_.push_back("ADD " + key_sql(d_, after));
  }
  for (const Column& column : a_.before.columns) {
    const Column* after = a_.after.find_column(column.name);
    if (!column.generated || !reads_renamed(column.generated->expr) || !after) continue;
    if (after->generated) {
      drop_column(column.name);
      made_.insert(column.name);
      readers_step_aside(column.name);
    } else if (column.generated->stored && !quarantine_.way_back) {
      stop_computing(column, old_name(column.name));
    }
  }
}

/// What stands behind a column goes with it.
void SteppingAside::steps_aside(const Check& check) {
  if (!check.column.empty() || is_renamed(check)) return;
  if (is_dropped(check)) return earlier_ ? drop_check(check) : void();  // else by a clause of its own
  drop_check(check);
  if (!aside_.insert(check.name).second) return;
  for (const Check& after : a_.after.checks)
    if (after.name == check.name) adds_.push_back("ADD " + constraint_sql(d_, after));
}

void SteppingAside::readers_step_aside(const std::string& column) {
  keys_step_aside(a_.before.indexes, a_.after.indexes, column);
  keys_step_aside(a_.before.uniques, a_.after.uniques, column);
  for (const Check& check : a_.before.checks)
    if (reads(check.expr, column)) steps_aside(check);
  for (const Column& reader : a_.before.columns) {
    if (!reader.generated || !reads(reader.generated->expr, column) || plain_.contains(reader.name)) continue;
    const Column* after = a_.after.find_column(reader.name);
    if (after && !after->generated) continue;  // what it held comes back
    if (after) made_.insert(reader.name);
    drop_column(reader.name);
    readers_step_aside(reader.name);
  }
}

template <class M>
void SteppingAside::keys_step_aside(const std::vector<M>& before, const std::vector<M>& after,
                                    const std::string& column) {
  for (const M& key : before) {
    const std::vector<IndexPart> parts = index_of(key).parts;
    const bool speaks_of_it = std::any_of(parts.begin(), parts.end(),
                                          [&](const IndexPart& part) { return part.expr == expr::column(column); });
    if (!speaks_of_it) continue;
    if (is_dropped(key)) {
      if (earlier_) drop_index(key.name);
      continue;
    }
    const bool known = !settled_.insert(key.name).second;
    if (!known || earlier_) drop_index(key.name);
    if (known) continue;
    for (const M& same : after)
      if (same.name == key.name) adds_.push_back("ADD " + key_sql(d_, same));
    for (const Change& change : a_.changes)  // where its new name was said already, it comes by that
      if (const auto* renamed = std::get_if<RenameMember<M>>(&change); renamed && renamed->before.name == key.name)
        if (std::erase(adds_, rename_sql(renamed->before.name, renamed->after.name)) > 0)
          adds_.push_back("ADD " + key_sql(d_, renamed->after));
  }
}

void SteppingAside::change(const std::string& name, const Column& to, std::string what) {
  out_.work.push_back(
      {fmt::format("ALTER TABLE {} CHANGE COLUMN {} {}", table_, d_.quoted(name), column_sql(d_, {}, to)),
       std::move(what)});
}

/// A column keeps what was computed, and reads no other any more.
void SteppingAside::stop_computing(const Column& column, const std::string& name) {
  if (!plain_.insert(column.name).second) return;
  change(name, settled(column, name), "keep what was computed for " + column.name);
}

void SteppingAside::settle_readers(const std::string& column) {
  for (const Column& reader : a_.before.columns) {
    if (!reader.generated || !reads(reader.generated->expr, column)) continue;
    const Column* after = a_.after.find_column(reader.name);
    if (!after || after->generated)
      settle_readers(reader.name);
    else if (reader.generated->stored)
      stop_computing(reader, old_name(reader.name));
    else
      keep_computed({a_.after.name, reader, *after});
  }
}

void SteppingAside::renumber(Column column, const std::vector<RenameLabel>& renamed) {
  const std::string now = column.name;
  std::vector<std::string> labels = column.type.args;
  for (const RenameLabel& r : renamed) {
    const auto& before = column.type.args;
    const auto at = std::find(before.begin(), before.end(), d_.literal(r.from)) - before.begin();
    if (at < static_cast<std::ptrdiff_t>(labels.size())) labels[static_cast<std::size_t>(at)] = d_.literal(r.to);
  }
  column.default_value.reset();
  Column numbers = column;
  numbers.type = native(DialectId::mysql, "smallint");
  numbers.type.words = {"unsigned"};
  numbers.collation.clear();
  column.type.args = labels;
  std::vector<std::string> clauses;
  earlier_ = &clauses;
  readers_step_aside(renamed.front().column);  // what they compute with is no number
  earlier_ = nullptr;
  clauses.push_back("CHANGE COLUMN " + d_.quoted(now) + " " + column_sql(d_, {}, numbers));
  out_.work.push_back(
      {"ALTER TABLE " + table_ + "\n  " + text::join(clauses, ",\n  "), "labels of " + now + " by their numbers"});
  change(now, column, "labels of " + now + " by their new names");
}

void SteppingAside::keep_computed(const AlterColumn& c) {
  if (plain_.contains(c.after.name)) return;
  settle_readers(c.after.name);
  Column stored = c.before;
  stored.name = old_name(c.before.name);
  stored.generated->stored = true;
  for (const auto& renamed : a_.renamed_columns)
    expr::walk(stored.generated->expr, [&](Expr& e) {
      if (e.kind == ExprKind::column && e.text == renamed.second) e.text = renamed.first;
    });
  std::vector<std::string> clauses{"DROP COLUMN " + d_.quoted(stored.name)};
  earlier_ = &clauses;
  readers_step_aside(c.after.name);
  earlier_ = nullptr;
  std::string place = " FIRST";
  for (const Column& column : a_.before.columns) {
    if (column.name == c.before.name) break;
    const std::string name = d_.quoted(old_name(column.name));
    if (!early_.contains("DROP COLUMN " + name)) place = " AFTER " + name;
  }
  clauses.push_back("ADD COLUMN " + column_sql(d_, {}, stored) + place);
  out_.work.push_back({"ALTER TABLE " + table_ + "\n  " + text::join(clauses, ",\n  "),
                       "compute " + c.after.name + " once and for all"});
  stored.name = c.before.name;
  stop_computing(stored, old_name(c.before.name));
  touched_.insert(c.after.name);
}

}  // namespace schemac::dialect::mysql
