#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/target.h"

namespace schemac::cli {

namespace {

struct Arguments {
  int older_than_days = 30;
  bool dry_run = false;
};

int run(Session& session, const Arguments& args) {
  auto target = open_target(session, Missing::is_an_error);
  if (!target) return session.report(target.error());
  auto database = apply::Database::open(*target->connection, target->migrations,
                                        args.dry_run ? apply::Lock::none : apply::Lock::of_what_is_found);
  if (!database) return session.report(database.error());
  const std::int64_t limit = store::utc_now() - std::int64_t{args.older_than_days} * 24 * 60 * 60;
  auto done = database->purge(limit, args.dry_run);
  if (!done) return session.report(done.error());
  if (session.json) {
    auto out = nlohmann::json::array();
    for (const auto& statement : *done) out.push_back(statement.what);
    fmt::print("{}\n", nlohmann::json{{"purged", out}}.dump(2));
    return 0;
  }
  for (const auto& statement : *done) fmt::print("{}{}\n", args.dry_run ? "would " : "", statement.what);
  if (done->empty()) {
    fmt::print("-- nothing in quarantine is older than {} days\n", args.older_than_days);
  }
  return 0;
}

}  // namespace

void add_purge(CLI::App& app, Session& session, Action& action) {
  auto args = std::make_shared<Arguments>();
  auto* command = app.add_subcommand(
      "purge", "delete for good what lies in quarantine; rolling back past it then brings no data back");
  add_target_options(command, session);
  command->add_option("--older-than", args->older_than_days, "days since it was put there")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  command->add_flag("--dry-run", args->dry_run, "say what would be deleted");
  command->callback([&session, &action, args] { action = [&session, args] { return run(session, *args); }; });
}

}  // namespace schemac::cli
