#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/target.h"

namespace schemac::cli {

namespace {

using nlohmann::ordered_json;

Result<apply::Status> status_of(Target& target) {
  auto database = apply::Database::open(*target.connection, target.migrations, apply::Lock::none);
  if (!database) return failure(std::move(database.error()));
  return database->status(true);
}

ordered_json as_json(const Target& target, const apply::Status& status) {
  ordered_json out;
  out["url"] = target.connection->url().redacted();
  out["dialect"] = to_string(target.connection->dialect());
  out["applied"] = ordered_json::array();
  for (const auto& entry : status.applied)
    if (!entry.interrupted())
      out["applied"].push_back(
          {{"id", entry.id}, {"applied_at", entry.applied_at}, {"adopted", entry.state == apply::State::adopted}});
  out["pending"] = status.pending;
  out["interrupted"] = status.interrupted ? ordered_json(status.interrupted->id) : ordered_json(nullptr);
  out["drifted"] = status.drifted;
  out["drift"] = status.drift;
  out["edited"] = status.edited;
  out["missing"] = status.missing;
  return out;
}

int run_status(Session& session, bool exit_code) {
  auto target = open_target(session, Missing::is_an_error);
  if (!target) return session.report(target.error());
  auto status = status_of(*target);
  if (!status) return session.report(status.error());
  if (session.json) {
    fmt::print("{}\n", as_json(*target, *status).dump(2));
  } else {
    fmt::print("{} ({})\n", target->connection->url().redacted(), to_string(target->connection->dialect()));
    for (const auto& entry : status->applied)
      if (!entry.interrupted())
        fmt::print("  {}  {}  {}\n", entry.state == apply::State::adopted ? "adopted" : "applied", entry.id,
                   entry.applied_at);
    for (const auto& id : status->pending) fmt::print("  pending  {}\n", id);
    if (status->interrupted) fmt::print("  interrupted  {}: go on with 'schemac resume'\n", status->interrupted->id);
    for (const auto& id : status->edited)
      fmt::print("  edited  {}: its files are not what was applied; restore them, or 'schemac repair'\n", id);
    for (const auto& id : status->missing)
      fmt::print("  missing  {}: it is not in the migrations folder; restore it\n", id);
    if (status->drifted) fmt::print("  drifted: it is not as the last migration left it; see 'schemac verify'\n");
    if (status->applied.empty() && status->pending.empty()) fmt::print("  no migrations\n");
  }
  const bool differs = !status->pending.empty() || status->interrupted || status->drifted || !status->edited.empty() ||
                       !status->missing.empty();
  return exit_code && differs ? 2 : 0;
}

int run_verify(Session& session) {
  auto target = open_target(session, Missing::is_an_error);
  if (!target) return session.report(target.error());
  auto status = status_of(*target);
  if (!status) return session.report(status.error());
  if (status->interrupted)
    return session.report({diag::make(diag::Code::SC7023, status->interrupted->id)
                               .with_help("go on with 'schemac resume', or back with 'schemac rollback'")});
  if (session.json)
    fmt::print(
        "{}\n",
        ordered_json{{"drifted", status->drifted}, {"applied", status->applied.size()}, {"drift", status->drift}}.dump(
            2));
  else if (status->applied.empty())
    fmt::print("-- nothing was applied here\n");
  else if (status->drifted) {
    fmt::print("drift: the database is not as {} left it; since then:\n", status->applied.back().id);
    for (const auto& line : status->drift) fmt::print("  {}\n", line);
  } else
    fmt::print("ok: the database is as {} left it\n", status->applied.back().id);
  return status->drifted ? 2 : 0;
}

int run_history(Session& session) {
  auto project = Project::load(session.project);
  if (!project) return session.report(project.error());
  auto migrations = store::Migrations::load(project->migrations);
  if (!migrations) return session.report(migrations.error());
  if (session.json) {
    auto out = ordered_json::array();
    for (const auto& m : migrations->all())
      out.push_back({{"id", m.id}, {"message", m.message}, {"hash", m.hash}, {"parents", m.parents}});
    fmt::print("{}\n", out.dump(2));
    return 0;
  }
  for (const auto& m : migrations->all())  // a line each: of a long message its first, as git does
    fmt::print("{}  {}  {}\n", m.hash.substr(0, 12), m.id, m.message.substr(0, m.message.find('\n')));
  return 0;
}

int run_heads(Session& session) {
  auto project = Project::load(session.project);
  if (!project) return session.report(project.error());
  auto migrations = store::Migrations::load(project->migrations);
  if (!migrations) return session.report(migrations.error());
  auto out = ordered_json::array();
  for (const auto* head : migrations->heads()) out.push_back(head->id);
  if (session.json)
    fmt::print("{}\n", out.dump(2));
  else
    for (const auto* head : migrations->heads()) fmt::print("{}\n", head->id);
  return 0;
}

int run_show(Session& session, const std::string& id) {
  auto project = Project::load(session.project);
  if (!project) return session.report(project.error());
  auto migrations = store::Migrations::load(project->migrations);
  if (!migrations) return session.report(migrations.error());
  const auto named = migrations->named(id);
  if (!named) return session.report(named.error());
  const store::Migration* migration = *named;
  auto changes = migrations->changes(*migration);
  if (!changes) return session.report(changes.error());
  if (session.json) {
    ordered_json out{{"id", migration->id},
                     {"message", migration->message},
                     {"hash", migration->hash},
                     {"parents", migration->parents}};
    out["changes"] = ordered_json::parse(catalog::to_json(*changes));
    fmt::print("{}\n", out.dump(2));
    return 0;
  }
  fmt::print("{}\n{}\n", migration->id, migration->message);
  for (const auto& change : *changes) fmt::print("  {}\n", catalog::describe(change));
  for (const auto& hazard : migration->hazards) fmt::print("  {} {}\n", diag::info(hazard.code).id, hazard.text);
  for (const auto& [dialect, scripts] : migration->scripts) fmt::print("\n{}", scripts.up);
  return 0;
}

}  // namespace

void add_status(CLI::App& app, Session& session, Action& action) {
  auto exit_code = std::make_shared<bool>(false);
  auto* command = app.add_subcommand("status", "where a database stands");
  add_target_options(command, session);
  command->add_flag("--exit-code", *exit_code,
                    "exit 2 where something is pending, interrupted, edited, missing or drifted");
  command->callback(
      [&session, &action, exit_code] { action = [&session, exit_code] { return run_status(session, *exit_code); }; });
}

void add_verify(CLI::App& app, Session& session, Action& action) {
  auto* command =
      app.add_subcommand("verify", "drift: the live database against what was applied; exit 2 where they differ");
  add_target_options(command, session);
  command->callback([&session, &action] { action = [&session] { return run_verify(session); }; });
}

void add_history(CLI::App& app, Session& session, Action& action) {
  app.add_subcommand("history", "the migrations, parents first")->callback([&session, &action] {
    action = [&session] { return run_history(session); };
  });
  app.add_subcommand("heads", "the migrations that no other follows on")->callback([&session, &action] {
    action = [&session] { return run_heads(session); };
  });
  auto id = std::make_shared<std::string>();
  auto* show = app.add_subcommand("show", "one migration");
  show->add_option("id", *id, "its id, or the beginning of it")->required();
  show->callback([&session, &action, id] { action = [&session, id] { return run_show(session, *id); }; });
}

}  // namespace schemac::cli
