#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "base/text.h"
#include "catalog/json.h"
#include "cli/commands.h"
#include "cli/later_dialects.h"
#include "cli/target.h"
#include "dialect/dialects.h"
#include "plan/migration_plan.h"
#include "store/files.h"

namespace schemac::cli {

namespace {

struct Arguments {
  std::string message;
  std::vector<std::string> accept;
  bool empty = false;
};

/// A migration with what there is to tell of it.
struct Planned {
  store::Migration migration;
  catalog::ChangeSet changes;
  std::map<DialectId, plan::BothWays> plans;
};

/// What only the dialect knows of its own SQL.
void add_raw_hazards(const catalog::ChangeSet& changes, const plan::Plan& plan, std::vector<plan::Hazard>& out) {
  const auto is_raw = [](const plan::Hazard& hazard) {
    return [&hazard](const catalog::Change& change) {
      const auto* drop = std::get_if<catalog::Drop<catalog::RawObject>>(&change);
      const auto* alter = std::get_if<catalog::Alter<catalog::RawObject>>(&change);
      return (drop && drop->object.name.text() == hazard.subject) ||
             (alter && alter->after.name.text() == hazard.subject);
    };
  };
  for (const plan::Hazard& hazard : plan.hazards)
    if (std::any_of(changes.begin(), changes.end(), is_raw(hazard)) &&
        std::find(out.begin(), out.end(), hazard) == out.end())
      out.push_back(hazard);
}

Result<Planned> make_migration(const Project& project, const store::Migrations& migrations, const diff::Pair& pair,
                               const store::Migration* head, const Arguments& args) {
  const Consents consents(args.accept);
  const diff::Options options = consents.drop_and_add();
  auto changes = diff::diff(pair, options);
  if (!changes) return failure(std::move(changes.error()));
  Planned planned;
  store::Migration& out = planned.migration;
  out.id = store::new_id(migrations, store::planning_time(), args.message);
  out.message = args.message;
  if (head) out.parents = {head->hash};
  out.hazards = plan::hazards_of(*changes);
  if (auto agreed = consents.to(out.hazards); !agreed) return failure(std::move(agreed.error()));
  out.hash_before = catalog::hash_of(pair.from);
  out.hash_after = catalog::hash_of(pair.to);
  for (const DialectId id : project.dialects) {
    auto plan = plan::plan_both_ways(pair, dialect::get(id), store::quarantine_tag(out.id), options);
    if (!plan) return failure(std::move(plan.error()));
    const auto text = [&](const plan::Plan& way, const char* direction) {
      return store::render({way.guards, way.statements}, id,
                           fmt::format("{} · {} · {}", out.id, direction, to_string(id)));
    };
    out.scripts[id] = {text(plan->up, "up"), text(plan->down, "down")};
    add_raw_hazards(*changes, plan->up, out.hazards);
    planned.plans.emplace(id, std::move(*plan));
  }
  if (auto agreed = consents.to(out.hazards); !agreed) return failure(std::move(agreed.error()));
  for (const auto& hazard : out.hazards) {
    const std::string code(diag::info(hazard.code).id);
    if (std::find(out.accepted.begin(), out.accepted.end(), code) == out.accepted.end()) out.accepted.push_back(code);
  }
  planned.changes = std::move(*changes);
  return planned;
}

nlohmann::ordered_json as_json(const plan::Plan& plan) {
  auto steps = nlohmann::ordered_json::array();
  for (const auto& statement : plan.statements) steps.push_back({{"what", statement.what}, {"sql", statement.sql}});
  return {{"transactional", plan.transactional}, {"steps", std::move(steps)}};
}

nlohmann::ordered_json as_json(const Planned& planned, const std::vector<AddedScripts>& added) {
  nlohmann::ordered_json out;
  out["id"] = planned.migration.id.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(planned.migration.id);
  out["changes"] = nlohmann::ordered_json::array();
  for (const auto& change : planned.changes) out["changes"].push_back(catalog::describe(change));
  out["hazards"] = nlohmann::ordered_json::array();
  for (const auto& hazard : planned.migration.hazards)
    out["hazards"].push_back(
        {{"code", diag::info(hazard.code).id}, {"subject", hazard.subject}, {"text", hazard.text}});
  out["plans"] = nlohmann::ordered_json::object();
  for (const auto& [dialect, plan] : planned.plans)
    out["plans"][std::string(to_string(dialect))] = {{"up", as_json(plan.up)}, {"down", as_json(plan.down)}};
  for (const AddedScripts& each : added)
    out["added_scripts"].push_back({{"id", each.migration}, {"dialect", to_string(each.dialect)}});
  return out;
}

void print_steps(const plan::BothWays& plan) {
  fmt::print("  {}: {} up, {} down; {}\n", to_string(plan.up.dialect),
             text::counted(plan.up.statements.size(), "statement"), plan.down.statements.size(),
             plan.up.transactional ? "each way is one transaction" : "each is journalled, so that 'resume' can go on");
}

void print(const Session& session, const Project& project, const Planned& planned,
           const std::vector<AddedScripts>& added) {
  if (session.json) {
    fmt::print("{}\n", as_json(planned, added).dump(2));
    return;
  }
  fmt::print("wrote {}\n", (project.migrations / planned.migration.id).lexically_normal().string());
  for (const auto& change : planned.changes) fmt::print("  {}\n", catalog::describe(change));
  for (const auto& hazard : planned.migration.hazards)
    fmt::print("  accepted {}: {}\n", diag::info(hazard.code).id, hazard.text);
  for (const auto& [dialect, plan] : planned.plans) print_steps(plan);
}

int tell_nothing(const Session& session, const std::vector<AddedScripts>& added) {
  if (session.json)
    fmt::print("{}\n", as_json(Planned{}, added).dump(2));
  else if (added.empty())
    fmt::print("-- nothing to plan: the migrations make this schema\n");
  return 0;
}

void print(const Session& session, const Project& project, const std::vector<AddedScripts>& added) {
  if (session.json) return;
  for (const AddedScripts& each : added)
    fmt::print("wrote {0}/up.{1}.sql and down.{1}.sql: it had none for {1}\n",
               (project.migrations / each.migration).lexically_normal().string(), to_string(each.dialect));
}

/// The digest of what the migrations make, whose text is long and not kept.
Result<std::string> hash_of_snapshot(const store::Migrations& migrations) {
  auto json = migrations.snapshot_json();
  if (!json) return failure(std::move(json.error()));
  return sha256(*json);
}

/// SC7002 where snapshot.json is not what the migrations make: a plan from it would repeat changes, or leave some out.
Result<void> follows(const store::Migrations& migrations, const store::Migration* head, const std::string& snapshot) {
  if (head && head->hash_after == snapshot) return {};  // as it was written
  const auto made = migrations.fold();
  if (!made) return failure(made.error());
  if (catalog::hash_of(*made) == snapshot) return {};
  return failure(
      diag::make(diag::Code::SC7002, (migrations.folder() / "snapshot.json").lexically_normal().string(),
                 "it is not what the migrations make")
          .with_help("restore what is missing or was changed in that folder from version control; only where "
                     "nothing is, and the snapshot itself is wrong, write it anew: schemac repair --snapshot"));
}

int run(Session& session, const Arguments& args) {
  if (auto fine = check_consent(session, Consents(args.accept)); !fine) return session.report(fine.error());
  auto project = Project::load(session.project);
  if (!project) return session.report(project.error());
  const store::FolderLock only_this(project->root);  // another plan would make a second head
  auto migrations = store::Migrations::load(project->migrations);
  if (!migrations) return session.report(migrations.error());
  auto head = migrations->head();
  if (!head) return session.report(head.error());
  const auto planned = hash_of_snapshot(*migrations);
  if (!planned) return session.report(planned.error());
  if (auto fine = follows(*migrations, *head, *planned); !fine) return session.report(fine.error());
  const auto added = write_missing_scripts(session, *project, *migrations);
  if (!added) return session.report(added.error());
  print(session, *project, *added);
  Memory memory(project->schema_paths, project->dialects);
  if (const auto known = memory.recall(); known && known->catalog_hash == *planned && !args.empty)
    return tell_nothing(session, *added);
  auto schema = load_schema(session, project->schema_paths, project->dialects, &memory);
  if (!schema) return session.report(schema.error());
  const std::string hash = catalog::hash_of(schema->catalog);
  memory.remember({schema->catalog.tables.size(), hash});
  if (hash == *planned && !args.empty) return tell_nothing(session, *added);
  auto before = migrations->snapshot();
  if (!before) return session.report(before.error());
  diag::Diagnostics unknown;
  sema::check_renames(schema->renames, schema->rename_places, schema->catalog, *before, true, session.sources, unknown);
  if (diag::has_errors(unknown)) return session.report(only_errors(std::move(unknown)));
  auto migration =
      make_migration(*project, *migrations, {std::move(*before), schema->catalog, schema->renames}, *head, args);
  if (!migration) return session.report(migration.error());
  const std::string snapshot = catalog::to_json(schema->catalog);
  if (auto done = migrations->write(migration->migration, migration->changes, snapshot); !done)
    return session.report(done.error());
  print(session, *project, *migration, *added);
  return 0;
}

}  // namespace

void add_plan(CLI::App& app, Session& session, Action& action) {
  auto args = std::make_shared<Arguments>();
  auto* command = app.add_subcommand("plan", "diff the schema against the stored snapshot and write a migration");
  command->add_option("-m,--message", args->message, "what the migration is for; part of its name")
      ->required()
      ->check(CLI::Validator(
          [](const std::string& given) {
            return given.find_first_not_of(" \t\n") == given.npos ? "it is empty; say what the migration is for" : "";
          },
          ""));
  command->add_flag("--empty", args->empty, "write a migration even where nothing differs, for SQL of your own");
  add_accept_option(command, args->accept);
  command->callback([&session, &action, args] { action = [&session, args] { return run(session, *args); }; });
}

}  // namespace schemac::cli
