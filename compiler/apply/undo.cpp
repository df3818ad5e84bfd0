#include "apply/undo.h"

#include <algorithm>
#include <iterator>
#include <span>

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
  return first_word(statement) == "insert" || first_word(statement) == "update";
}
bool writes_rows(const dialect::Statement& statement) {
  return brings_rows(statement) || deletes_rows(statement) || first_word(statement) == "set";
}
bool clears_quarantine(const dialect::Statement& statement) {
  return statement.sql.starts_with("DROP TABLE IF EXISTS `_schemac_");
}

}  // namespace

Result<dialect::Statements> undo(engine::Connection& connection, const store::Migrations& migrations,
                                 const store::Migration& migration, const Catalog& before, AlembicTable alembic) {
  auto changes = migrations.changes(migration);
  if (!changes) return failure(std::move(changes.error()));
  auto now = seen(connection, alembic);
  if (!now) return failure(std::move(now.error()));
  const Renames renames = carried_out(*changes, before, *now);
  auto plan = plan::plan_physical({before, std::move(*now), renames}, dialect::get(connection.dialect()),
                                  store::quarantine_tag(migration.id), {true, true});
  if (!plan) return failure(std::move(plan.error()));
  return std::move(plan->down.statements);
}

dialect::Statements with_rows(dialect::Statements undo, const store::Script& up, std::size_t step,
                              const store::Script& down) {
  const auto done = std::span(up.statements).first(std::min(step, up.statements.size()));
  const bool came = std::any_of(done.begin(), done.end(), brings_rows);
  const bool went = std::any_of(done.begin(), done.end(), deletes_rows);
  dialect::Statements out;
  const auto add = [&](bool (*is_one)(const dialect::Statement&)) {
    std::copy_if(down.statements.begin(), down.statements.end(), std::back_inserter(out), is_one);
  };
  if (came) {  // some of the foreign keys to them may stand
    out.push_back({"SET foreign_key_checks = 0", ""});
    add(deletes_rows);
    out.push_back({"SET foreign_key_checks = 1", ""});
  }
  std::move(undo.begin(), undo.end(), std::back_inserter(out));
  if (came || went) add(brings_rows);
  add(clears_quarantine);
  return out;
}

Result<bool> only_rows_left(engine::Connection& connection, const store::Script& script, const Entry& entry,
                            AlembicTable alembic) {
  auto step = static_cast<std::size_t>(entry.step);
  if (!entry.probe.empty()) {
    auto now = fingerprint(connection, alembic);
    if (!now) return failure(std::move(now.error()));
    if (*now != entry.probe) ++step;
  }
  const auto& all = script.statements;
  return std::all_of(all.begin() + static_cast<std::ptrdiff_t>(std::min(step, all.size())), all.end(), writes_rows);
}

}  // namespace schemac::apply
