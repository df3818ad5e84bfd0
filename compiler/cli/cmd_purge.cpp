#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/target.h"
#include "dialect/dialects.h"

namespace schemac::cli {

namespace {

struct Arguments {
  int older_than_days = 30;
  bool dry_run = false;
};

/// "2026-11-21T09:30:00Z" in seconds since 1970.
std::int64_t parse_utc(const std::string& text) {
  std::tm parts{};
  return ::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts) ? ::timegm(&parts) : store::utc_now();
}

/// What lies in quarantine of each migration that was applied long enough ago.
Result<dialect::Statements> statements(Target& target, int days) {
  auto database = apply::Database::open(*target.connection, target.migrations, false);
  if (!database) return failure(std::move(database.error()));
  auto status = database->status(false);
  if (!status) return failure(std::move(status.error()));
  const std::int64_t limit = store::utc_now() - std::int64_t{days} * 24 * 60 * 60;
  dialect::Statements out;
  for (const auto& entry : status->applied) {
    if (parse_utc(entry.applied_at) > limit) continue;
    auto some = dialect::get(target.connection->dialect()).purge(*target.connection, store::quarantine_tag(entry.id));
    if (!some) return failure(std::move(some.error()));
    out.insert(out.end(), some->begin(), some->end());
  }
  return out;
}

int run(Session& session, const Arguments& args) {
  auto target = open_target(session, false);
  if (!target) return session.report(target.error());
  auto database = apply::Database::open(*target->connection, target->migrations, true);
  if (!database) return session.report(database.error());
  auto todo = statements(*target, args.older_than_days);
  if (!todo) return session.report(todo.error());
  for (const auto& statement : *todo) {
    if (!args.dry_run)
      if (auto done = target->connection->execute(statement.sql); !done) return session.report(done.error());
    if (!session.json) fmt::print("{}{}\n", args.dry_run ? "would " : "", statement.what);
  }
  if (session.json) {
    auto out = nlohmann::json::array();
    for (const auto& statement : *todo) out.push_back(statement.what);
    fmt::print("{}\n", nlohmann::json{{"purged", out}}.dump(2));
  } else if (todo->empty()) {
    fmt::print("-- nothing in quarantine is older than {} days\n", args.older_than_days);
  }
  return 0;
}

}  // namespace

void add_purge(CLI::App& app, Session& session, Action& action) {
  auto args = std::make_shared<Arguments>();
  auto* command = app.add_subcommand(
      "purge", "delete for good what lies in quarantine; rolling back past it then brings no data back");
  auto* url = command->add_option("--url", session.url, "the database to work on");
  command->add_option("--env", session.env, "an [env.NAME] of schemac.toml")->excludes(url);
  command->add_option("--older-than", args->older_than_days, "days since it was put there")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  command->add_flag("--dry-run", args->dry_run, "say what would be deleted");
  command->callback([&session, &action, args] { action = [&session, args] { return run(session, *args); }; });
}

}  // namespace schemac::cli
