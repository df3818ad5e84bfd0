#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "catalog/json.h"
#include "cli/commands.h"
#include "cli/project.h"
#include "cli/target.h"
#include "dialect/dialects.h"
#include "store/files.h"
#include "store/merge.h"

namespace schemac::cli {

namespace {

/// A migration that changes nothing and has every head for a parent.
store::Migration joining(const Project& project, const store::Migrations& migrations, const std::string& message,
                         const std::string& hash) {
  store::Migration out;
  out.id = store::new_id(migrations, store::planning_time(), message);
  out.message = message;
  for (const auto* head : migrations.heads()) out.parents.push_back(head->hash);
  out.hash_before = out.hash_after = hash;
  for (const DialectId id : project.dialects)
    for (std::string* way : {&out.scripts[id].up, &out.scripts[id].down})
      *way = store::render({}, id, fmt::format("{} · joins two branches · {}", out.id, to_string(id)));
  return out;
}

int run_merge(Session& session, const std::string& message) {
  auto project = Project::load(session.project);
  if (!project) return session.report(project.error());
  const store::FolderLock only_this(project->root);
  auto migrations = store::Migrations::load(project->migrations);
  if (!migrations) return session.report(migrations.error());
  std::vector<std::string> done;
  if (migrations->heads().size() > 1) {
    const bool shared = std::any_of(project->dialects.begin(), project->dialects.end(),
                                    [](DialectId id) { return dialect::get(id).index_names_are_shared(); });
    auto catalog = store::merged(*migrations, shared);
    if (!catalog) return session.report(catalog.error());
    const auto migration = joining(*project, *migrations, message, catalog::hash_of(*catalog));
    if (auto written = migrations->write(migration, {}, catalog::to_json(*catalog)); !written)
      return session.report(written.error());
    done.push_back(migration.id);
  }
  print_ids(session, "wrote", "merged", done, "there is one head: nothing to merge");
  return 0;
}

int rewrite_snapshot(Session& session) {
  auto project = Project::load(session.project);
  if (!project) return session.report(project.error());
  const store::FolderLock only_this(project->root);
  auto migrations = store::Migrations::load(project->migrations);
  if (!migrations) return session.report(migrations.error());
  auto catalog = migrations->fold();
  if (!catalog) return session.report(catalog.error());
  if (auto done = migrations->write_snapshot(catalog::to_json(*catalog)); !done) return session.report(done.error());
  print_ids(session, "wrote", "wrote", {(project->migrations / "snapshot.json").lexically_normal().string()}, "");
  return 0;
}

int rerecord(Session& session) {
  auto target = open_target(session, Missing::is_an_error);
  if (!target) return session.report(target.error());
  auto database = apply::Database::open(*target->connection, target->migrations, apply::Lock::of_what_is_found);
  if (!database) return session.report(database.error());
  auto done = database->repair();
  if (!done) return session.report(done.error());
  print_ids(session, "recorded anew", "recorded", *done, "every migration is as it was when it was applied");
  return 0;
}

}  // namespace

void add_merge(CLI::App& app, Session& session, Action& action) {
  auto message = std::make_shared<std::string>("merge");
  auto* merge = app.add_subcommand("merge", "join the heads of two branches that planned at the same time");
  merge->add_option("-m,--message", *message, "what the joining migration is called")->capture_default_str();
  merge->callback(
      [&session, &action, message] { action = [&session, message] { return run_merge(session, *message); }; });

  auto snapshot = std::make_shared<bool>(false);
  auto* repair = app.add_subcommand("repair", "record applied migrations anew after a reviewed edit of their files");
  add_target_options(repair, session);
  repair->add_flag("--snapshot", *snapshot, "instead write snapshot.json anew, from the migrations");
  repair->callback([&session, &action, snapshot] {
    action = [&session, snapshot] { return *snapshot ? rewrite_snapshot(session) : rerecord(session); };
  });
}

}  // namespace schemac::cli
