#include "apply/undo.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>

#include "apply/quarantine_work.h"
#include "base/text.h"
#include "catalog/labels.h"
#include "dialect/dialects.h"
#include "plan/migration_plan.h"

namespace schemac::apply {

using namespace catalog;

namespace {

bool has(const std::vector<std::string>& labels, const std::string& label) {
  return std::find(labels.begin(), labels.end(), label) != labels.end();
}

bool is_relabelled(const RenameLabel& c, const Catalog& now) {
  const Enum* found = now.enums.find(c.object);
  if (!found) return false;
  const auto is = [](const std::string& name) {
    return [&name](const EnumLabel& label) { return label.name == name; };
  };
  return std::any_of(found->labels.begin(), found->labels.end(), is(c.to)) &&
         std::none_of(found->labels.begin(), found->labels.end(), is(c.from));
}

/// The columns whose labels have the new name already, with or without the old one; of an engine without enum types.
void add_columns_relabelled(const RenameLabel& c, const Catalog& before, const Catalog& now, Renames& out) {
  for (const Table& table : now.tables)
    for (const Column& column : table.columns) {
      const Table* old = before.tables.find(table.name);
      if (!old || !has(labels_of(table, column.name), c.to)) continue;
      const auto labels = labels_of(*old, column.name);
      if (has(labels, c.from) && !has(labels, c.to))
        out.push_back({RenameKind::label, table.name, c.from, c.to, column.name});
    }
}

/// The renames of the migration that were carried out before it was interrupted.
Renames carried_out(const ChangeSet& changes, const Catalog& before, const Catalog& now) {
  Renames out;
  for (const Change& change : changes) {
    if (const auto* table = std::get_if<RenameTable>(&change)) {
      if (now.tables.find(table->to) && !now.tables.find(table->from))
        out.push_back({RenameKind::table, table->to, table->from.text(), ""});
    } else if (const auto* column = std::get_if<RenameColumn>(&change)) {
      const Table* owner = now.tables.find(column->table);
      if (owner && owner->find_column(column->to) && !owner->find_column(column->from))
        out.push_back({RenameKind::column, column->table, column->from, column->to});
    }
  }
  const Catalog called_as_now = diff::renamed(before, out);
  for (const Change& change : changes)
    if (const auto* label = std::get_if<RenameLabel>(&change)) {
      if (is_relabelled(*label, now)) out.push_back({RenameKind::label, label->object, label->from, label->to});
      add_columns_relabelled(*label, called_as_now, now, out);
    }
  return out;
}

std::string first_word(const dialect::Statement& statement) {
  return text::to_lower(statement.sql.substr(0, statement.sql.find_first_of(" \n\t")));
}
bool deletes_rows(const dialect::Statement& statement) { return first_word(statement) == "delete"; }
bool brings_rows(const dialect::Statement& statement) {
  return first_word(statement) == "insert" || (first_word(statement) == "update" && !fills_quarantine(statement.sql));
}
bool writes_rows(const dialect::Statement& statement) {
  return brings_rows(statement) || deletes_rows(statement) || first_word(statement) == "set";
}
/// Whatever lies there comes out first, where that was not done as yet.
bool clears_quarantine(const dialect::Statement& statement) {
  return statement.sql.starts_with("DROP TABLE IF EXISTS `_schemac_") || first_word(statement) == "if";
}

}  // namespace

Result<Undo> Undo::of(engine::Connection& connection, const store::Migration& migration,
                      const store::Migrations& migrations, AlembicTable alembic) {
  History history(connection);
  auto kept = history.kept();
  if (!kept) return failure(std::move(kept.error()));
  auto entries = history.entries();
  if (!entries) return failure(std::move(entries.error()));
  std::set<std::string> applied{migration.hash};
  for (const Entry& one : *entries) applied.insert(one.hash);
  auto work = OwnWork::of(migration, migrations, applied, connection.dialect());
  if (!work) return failure(std::move(work.error()));
  auto changes = migrations.changes(migration);
  if (!changes) return failure(std::move(changes.error()));
  Undo undo(connection, migration, alembic, std::move(*work));
  undo.changes_ = std::move(*changes);
  if (*kept) undo.before_ = std::move(**kept);
  return undo;
}

Result<store::Script> Undo::plan() const {
  auto now = seen(*connection_, alembic_);
  if (!now) return failure(std::move(now.error()));
  const Renames done = carried_out(changes_, before_, *now);
  const Catalog called_as_now = diff::renamed(before_, done);
  Catalog own = without_others(*now, called_as_now, work_);
  auto obstacles = names_taken(*now);
  if (!obstacles) return failure(std::move(obstacles.error()));
  for (std::string& one : in_the_way(*now, own, called_as_now)) obstacles->push_back(std::move(one));
  if (!obstacles->empty())
    return failure(diag::make(diag::Code::SC7024, migration_->id)
                       .with_help("nothing was taken back: " + text::join(*obstacles, "; ") +
                                  ". Move that out of the way, and run it again"));
  auto plan = plan::plan_physical({before_, std::move(own), done}, dialect::get(connection_->dialect()),
                                  store::quarantine_tag(migration_->id), {true, true});
  if (!plan) return failure(std::move(plan.error()));
  return store::Script{std::move(plan->down.guards), std::move(plan->down.statements)};
}

Result<void> Undo::is_done() const {
  auto now = seen(*connection_, alembic_);
  if (!now) return failure(std::move(now.error()));
  const bool ordered = dialect::get(connection_->dialect()).column_order_can_change();
  auto changes = diff::diff({without_others(*now, before_, work_), before_, {}}, {ordered, true});
  if (!changes) return failure(std::move(changes.error()));
  if (changes->empty()) return {};
  std::vector<std::string> lines;
  for (const Change& change : *changes) lines.push_back(describe(change));
  return failure(diag::make(diag::Code::SC7026, migration_->id)
                     .with_help("what there was before it wants: " + text::join(lines, "; ") +
                                ". Put that right, and 'schemac rollback' finishes"));
}

Result<std::vector<std::string>> Undo::names_taken(const Catalog& now) const {
  const dialect::Dialect& dialect = dialect::get(connection_->dialect());
  const dialect::Quarantine quarantine{store::quarantine_tag(migration_->id), true};
  const auto can_be_read = [&](const std::string& column, const QName& table) {
    return connection_->query("SELECT " + column + " FROM " + dialect.qualified(table) + " LIMIT 1").has_value();
  };
  std::vector<std::string> out;
  for (const Table& table : before_.tables) {
    const Table *other = now.tables.find(table.name), *after = work_.declared.tables.find(table.name);
    if (!other) continue;
    if (!after && can_be_read("1", dialect.quarantined(table.name, quarantine)))
      out.push_back("table " + table.name.text() + " was made anew, where the one that was dropped is to come back");
    for (const Column& column : table.columns)
      if (after && other->find_column(column.name) && !after->find_column(column.name) &&
          can_be_read(dialect.quoted(quarantine.name(column.name, dialect.max_identifier_bytes())), table.name))
        out.push_back("column " + table.name.text() + "." + column.name +
                      " was made anew, where the one that was dropped is to come back");
  }
  return out;
}

RowsBack RowsBack::of(const store::Script& up, std::size_t step, const store::Script& down) {
  const auto done = std::span(up.statements).first(std::min(step, up.statements.size()));
  const bool came = std::any_of(done.begin(), done.end(), brings_rows);
  const bool went = std::any_of(done.begin(), done.end(), deletes_rows);
  RowsBack back;
  const auto add = [&](bool (*is_one)(const dialect::Statement&), dialect::Statements& out) {
    std::copy_if(down.statements.begin(), down.statements.end(), std::back_inserter(out), is_one);
  };
  if (came) add(deletes_rows, back.out);
  if (came || went) add(brings_rows, back.in);
  add(clears_quarantine, back.end);
  return back;
}

Result<std::size_t> steps_done(engine::Connection& connection, const Entry& entry, AlembicTable alembic) {
  const auto step = static_cast<std::size_t>(entry.step);
  if (entry.state == State::undoing || entry.probe.empty()) return step;
  auto now = fingerprint(connection, alembic);
  if (!now) return failure(std::move(now.error()));
  return *now == entry.probe ? step : step + 1;
}

bool only_rows_left(const store::Script& script, std::size_t step) {
  const auto& all = script.statements;
  return std::all_of(all.begin() + static_cast<std::ptrdiff_t>(std::min(step, all.size())), all.end(), writes_rows);
}

}  // namespace schemac::apply
