#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "catalog/json.h"
#include "cli/commands.h"
#include "cli/consent.h"
#include "cli/project.h"
#include "dialect/dialects.h"
#include "plan/migration_plan.h"

namespace schemac::cli {

namespace {

struct Arguments {
  std::string message;
  std::vector<std::string> accept;
  bool empty = false;
};

Result<const store::Migration*> single_head(const store::Migrations& migrations) {
  const auto heads = migrations.heads();
  if (heads.size() <= 1) return heads.empty() ? nullptr : heads.front();
  std::vector<std::string> names;
  for (const auto* head : heads) names.push_back(head->id);
  return failure(diag::make(diag::Code::SC7025, text::join(names, ", ")).with_help("join them with 'schemac merge'"));
}

Result<store::Migration> make_migration(const Project& project, const store::Migrations& migrations,
                                        const diff::Pair& pair, const store::Migration* head, const Arguments& args) {
  const Consents consents(args.accept);
  const diff::Options options{true, consents.drop_and_add()};
  auto changes = diff::diff(pair, options);
  if (!changes) return failure(std::move(changes.error()));
  store::Migration out;
  out.id = store::new_id(migrations, store::utc_now(), args.message);
  out.message = args.message;
  if (head) out.parents = {head->hash};
  out.changes = std::move(*changes);
  out.hazards = plan::hazards_of(out.changes);
  if (auto agreed = consents.to(out.hazards); !agreed) return failure(std::move(agreed.error()));
  for (const auto& hazard : out.hazards) {
    const std::string code(diag::info(hazard.code).id);
    if (std::find(out.accepted.begin(), out.accepted.end(), code) == out.accepted.end()) out.accepted.push_back(code);
  }
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
  }
  return out;
}

void print(const Session& session, const Project& project, const store::Migration& migration) {
  if (session.json) {
    nlohmann::ordered_json out;
    out["id"] = migration.id;
    out["changes"] = nlohmann::ordered_json::array();
    for (const auto& change : migration.changes) out["changes"].push_back(catalog::describe(change));
    out["hazards"] = nlohmann::ordered_json::array();
    for (const auto& hazard : migration.hazards)
      out["hazards"].push_back(
          {{"code", diag::info(hazard.code).id}, {"subject", hazard.subject}, {"text", hazard.text}});
    fmt::print("{}\n", out.dump(2));
    return;
  }
  fmt::print("wrote {}\n", (project.migrations / migration.id).string());
  for (const auto& change : migration.changes) fmt::print("  {}\n", catalog::describe(change));
  for (const auto& hazard : migration.hazards)
    fmt::print("  accepted {}: {}\n", diag::info(hazard.code).id, hazard.text);
}

int run(Session& session, const Arguments& args) {
  auto project = Project::load(session.project);
  if (!project) return session.report(project.error());
  auto schema = load_schema(session, project->schema_paths, project->dialects);
  if (!schema) return session.report(schema.error());
  auto migrations = store::Migrations::load(project->migrations);
  if (!migrations) return session.report(migrations.error());
  auto head = single_head(*migrations);
  if (!head) return session.report(head.error());
  const std::string after = catalog::to_json(schema->catalog);
  if (!args.empty && (after + "\n" == migrations->snapshot_text() ||
                      (migrations->all().empty() && schema->catalog == catalog::Catalog{}))) {
    fmt::print("{}", session.json ? "{\"changes\": []}\n" : "-- nothing to plan: the migrations make this schema\n");
    return 0;
  }
  auto before = migrations->snapshot();
  if (!before) return session.report(before.error());
  auto migration =
      make_migration(*project, *migrations, {std::move(*before), schema->catalog, schema->renames}, *head, args);
  if (!migration) return session.report(migration.error());
  if (auto done = migrations->write(*migration, after); !done) return session.report(done.error());
  print(session, *project, *migration);
  return 0;
}

}  // namespace

void add_plan(CLI::App& app, Session& session, Action& action) {
  auto args = std::make_shared<Arguments>();
  auto* command = app.add_subcommand("plan", "diff the schema against the stored snapshot and write a migration");
  command->add_option("-m,--message", args->message, "what the migration is for; part of its name")->required();
  command->add_flag("--empty", args->empty, "write a migration even where nothing differs, for SQL of your own");
  command->add_option("--accept", args->accept, "consent to a hazard by its code, or to all")->allow_extra_args(false);
  command->callback([&session, &action, args] { action = [&session, args] { return run(session, *args); }; });
}

}  // namespace schemac::cli
