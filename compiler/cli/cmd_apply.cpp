#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/target.h"
#include "dialect/dialects.h"

namespace schemac::cli {

namespace {

struct Arguments {
  std::string to;
  std::vector<std::string> accept;
  int steps = 1;
  bool dry_run = false;
};

/// With --dry-run: the SQL that would run, for the engine's own client.
void print_scripts(const Target& target, const std::vector<std::string>& ids, bool up) {
  for (const std::string& id : ids) {
    const auto& scripts = target.migrations.find(id)->scripts.at(target.connection->dialect());
    fmt::print("{}\n", up ? scripts.up : scripts.down);
  }
}

Result<apply::Database> open_database(Target& target, const Arguments& args, apply::Lock lock) {
  const Consents consents(args.accept);
  if (auto fine = check_consent(target.environment, consents); !fine) return failure(std::move(fine.error()));
  return apply::Database::open(*target.connection, target.migrations, args.dry_run ? apply::Lock::none : lock);
}

apply::Options options_of(const Target& target, const Arguments& args) {
  apply::Options options;
  options.to = args.to;
  options.steps = args.steps;
  options.dry_run = args.dry_run;
  options.each = target.environment.consent_each;
  options.consent.codes = args.accept;
  options.progress = progress();
  return options;
}

/// Where a migration is one transaction, a statement that fails leaves nothing of it.
diag::Diagnostics with_cure(diag::Diagnostics problems, DialectId dialect) {
  for (diag::Diagnostic& problem : problems)
    if (problem.code == diag::Code::SC8001 && problem.help.empty() && dialect::get(dialect).ddl_is_transactional())
      problem.with_help(
          "the migration was rolled back: mend the schema and plan it anew, or mend its script, and apply it again");
  return problems;
}

int run_apply(Session& session, const Arguments& args) {
  auto target = open_target(session, args.dry_run ? Missing::is_empty : Missing::is_made);
  if (!target) return session.report(target.error());
  auto database = open_database(*target, args, apply::Lock::of_what_is_found);
  if (!database) return session.report(database.error());
  std::vector<std::string> applied;
  auto options = options_of(*target, args);
  options.done = [&applied](const std::string& id) { applied.push_back(id); };
  const auto done = database->apply(options);
  if (args.dry_run && session.json)
    fmt::print("{}\n", nlohmann::ordered_json{{"applied", applied}, {"dry_run", true}}.dump(2));
  else if (args.dry_run && !applied.empty())
    print_scripts(*target, applied, true);
  else if (done || !applied.empty())  // those before the one that failed stand
    print_ids(session, "applied", "applied", applied,
              args.to.empty() ? "nothing to apply: the database is up to date"
                              : "nothing to apply: the database is at that migration, or past it");
  return done ? 0 : session.report(with_cure(done.error(), target->connection->dialect()));
}

void print_rolled_back(const Session& session, const Target& target, const Arguments& args,
                       const apply::RolledBack& undone) {
  if (session.json) {
    nlohmann::ordered_json out{{"rolled_back", undone.ran}, {"forgotten", undone.forgotten}};
    if (args.dry_run) out["dry_run"] = true;
    return fmt::print("{}\n", out.dump(2));
  }
  if (args.dry_run)
    print_scripts(target, undone.ran, false);
  else
    for (const std::string& id : undone.ran) fmt::print("rolled back {}\n", id);
  for (const std::string& id : undone.forgotten)
    fmt::print("{} {}, which was adopted; what it describes stays\n", args.dry_run ? "-- would forget" : "forgot", id);
  if (undone.ran.empty() && undone.forgotten.empty()) fmt::print("-- nothing to roll back\n");
}

int run_rollback(Session& session, const Arguments& args) {
  auto target = open_target(session, Missing::is_an_error);
  if (!target) return session.report(target.error());
  // two at once, who both mean the last migration, do not take back two
  auto database =
      open_database(*target, args, args.to.empty() ? apply::Lock::of_what_was_seen : apply::Lock::of_what_is_found);
  if (!database) return session.report(database.error());
  apply::RolledBack undone;
  auto options = options_of(*target, args);
  options.done = [&undone](const std::string& id) { undone.ran.push_back(id); };
  auto done = database->rollback(options);
  if (done) undone = std::move(*done);
  if (done || !undone.ran.empty()) print_rolled_back(session, *target, args, undone);  // what came before the failure
  return done ? 0 : session.report(done.error());
}

}  // namespace

void add_apply(CLI::App& app, Session& session, Action& action) {
  auto args = std::make_shared<Arguments>();
  auto* command = add_target_options(app.add_subcommand("apply", "run the migrations that are pending"), session);
  command->add_option("--to", args->to, "stop after this migration");
  command->add_flag("--dry-run", args->dry_run, "print the SQL, change nothing; refused where rows are in the way");
  add_accept_option(command, args->accept);
  command->callback([&session, &action, args] { action = [&session, args] { return run_apply(session, *args); }; });
}

void add_rollback(CLI::App& app, Session& session, Action& action) {
  auto args = std::make_shared<Arguments>();
  auto* command = add_target_options(app.add_subcommand("rollback", "the way back, data included"), session);
  auto* steps = command->add_option("--steps", args->steps, "how many migrations")
                    ->check(CLI::Range(1, 1'000'000))
                    ->capture_default_str();
  command->add_option("--to", args->to, "roll back to after this migration, or 'base'")->excludes(steps);
  command->add_flag("--dry-run", args->dry_run, "print the SQL, change nothing; refused where rows are in the way");
  add_accept_option(command, args->accept);
  command->callback([&session, &action, args] { action = [&session, args] { return run_rollback(session, *args); }; });
}

void add_baseline(CLI::App& app, Session& session, Action& action) {
  auto args = std::make_shared<Arguments>();
  auto* command = add_target_options(
      app.add_subcommand("baseline", "adopt a database that is at the migrations' state: record them, run nothing"),
      session);
  command->add_option("--to", args->to, "the migration that the database is at; default: the last");
  command->callback([&session, &action, args] {
    action = [&session, args] {
      auto target = open_target(session, Missing::is_an_error);
      if (!target) return session.report(target.error());
      auto database = apply::Database::open(*target->connection, target->migrations, apply::Lock::of_what_is_found);
      if (!database) return session.report(database.error());
      auto done = database->baseline(args->to);
      if (!done) return session.report(done.error());
      print_ids(session, "recorded", "recorded", *done, "there are no migrations to record");
      return 0;
    };
  });
}

void add_resume(CLI::App& app, Session& session, Action& action) {
  auto* command =
      add_target_options(app.add_subcommand("resume", "go on with a migration that was interrupted"), session);
  command->callback([&session, &action] {
    action = [&session] {
      auto target = open_target(session, Missing::is_an_error);
      if (!target) return session.report(target.error());
      auto database = apply::Database::open(*target->connection, target->migrations, apply::Lock::of_what_is_found);
      if (!database) return session.report(database.error());
      auto done = database->resume(progress());
      if (!done) return session.report(done.error());
      print_ids(session, "finished", "finished", *done, "nothing was interrupted");
      return 0;
    };
  });
}

}  // namespace schemac::cli
