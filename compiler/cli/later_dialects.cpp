#include "cli/later_dialects.h"

#include <fmt/format.h>

#include <map>
#include <set>

#include "base/text.h"
#include "dialect/dialects.h"
#include "plan/migration_plan.h"

namespace schemac::cli {

namespace {

using catalog::RenameKind;

/// What `was` said when the migration was planned.
catalog::Renames renames_in(const catalog::ChangeSet& changes) {
  catalog::Renames out;
  for (const catalog::Change& change : changes) {
    if (const auto* table = std::get_if<catalog::RenameTable>(&change))
      out.push_back({RenameKind::table, table->to, table->from.text(), ""});
    else if (const auto* type = std::get_if<catalog::RenameEnum>(&change))
      out.push_back({RenameKind::enumeration, type->to, type->from.text(), ""});
    else if (const auto* column = std::get_if<catalog::RenameColumn>(&change))
      out.push_back({RenameKind::column, column->table, column->from, column->to});
    else if (const auto* label = std::get_if<catalog::RenameLabel>(&change))
      out.push_back({RenameKind::label, label->object, label->from, label->to, label->column});
  }
  return out;
}

/// The scripts for `id`, planned from the migration's own changes on top of what it follows on.
Result<store::ScriptPair> scripts_for(const store::Migrations& migrations, const store::Migration& migration,
                                      std::set<std::string> before, DialectId id) {
  auto from = migrations.fold(before);
  if (!from) return failure(std::move(from.error()));
  before.insert(migration.hash);
  auto to = migrations.fold(before);
  if (!to) return failure(std::move(to.error()));
  auto changes = migrations.changes(migration);
  if (!changes) return failure(std::move(changes.error()));
  auto plan = plan::plan_both_ways({std::move(*from), std::move(*to), renames_in(*changes)}, dialect::get(id),
                                   store::quarantine_tag(migration.id), {true, true});
  if (!plan) return failure(std::move(plan.error()));
  const auto text = [&](const plan::Plan& way, const char* direction) {
    return store::render({way.guards, way.statements}, id,
                         fmt::format("{} · {} · {}", migration.id, direction, to_string(id)));
  };
  return store::ScriptPair{text(plan->up, "up"), text(plan->down, "down")};
}

std::vector<std::string> edited_for(const store::Migration& migration) {
  std::vector<std::string> out;
  for (const auto& [dialect, planned] : migration.as_planned)
    if (planned != store::checksum(migration, dialect)) out.emplace_back(to_string(dialect));
  return out;
}

}  // namespace

Result<std::vector<AddedScripts>> write_missing_scripts(const Session& session, const Project& project,
                                                        const store::Migrations& migrations) {
  struct Missing {
    const store::Migration* migration;
    DialectId dialect;
    store::ScriptPair scripts;
  };
  std::vector<Missing> missing;
  std::map<std::string, std::set<std::string>> before;  // by hash, the hashes of all that a migration follows on
  for (const store::Migration& migration : migrations.all()) {
    std::set<std::string>& known = before[migration.hash];
    for (const std::string& parent : migration.parents) {
      known.insert(parent);
      known.insert(before[parent].begin(), before[parent].end());
    }
    for (const DialectId id : project.dialects) {
      if (migration.scripts.contains(id)) continue;
      auto scripts = scripts_for(migrations, migration, known, id);
      if (!scripts) {
        diag::Diagnostics why = std::move(scripts.error());
        why.insert(why.begin(),
                   diag::make(diag::Code::SC7029, migration.id, to_string(id))
                       .with_help(fmt::format("it cannot have any, as is said next: leave {0} out of schemac.toml, or "
                                              "start {0} in a project of its own, from the schema as it is",
                                              to_string(id))));
        return failure(std::move(why));
      }
      missing.push_back({&migration, id, std::move(*scripts)});
    }
  }
  std::vector<AddedScripts> out;
  for (const Missing& each : missing) {
    if (auto done = migrations.add_scripts(*each.migration, each.dialect, each.scripts); !done)
      return failure(std::move(done.error()));
    if (const auto edited = edited_for(*each.migration); !edited.empty())
      session.report(
          {diag::make(diag::Code::SC7040, each.migration->id, text::join(edited, ", "), to_string(each.dialect))
               .with_help("read what was edited, and write the same into the new scripts")});
    out.push_back({each.migration->id, each.dialect});
  }
  return out;
}

}  // namespace schemac::cli
