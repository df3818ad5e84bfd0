#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <future>
#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "cli/commands.h"
#include "cli/state.h"
#include "cli/target.h"
#include "dialect/common/alembic.h"
#include "dialect/dialects.h"
#include "plan/migration_plan.h"
#include "store/files.h"

namespace schemac::cli {

namespace {

struct Arguments {
  std::string from, to, dialect, format, output;
  std::vector<std::string> accept;
  bool exit_code = false;
};

/// --dialect, else the dialect of a database that is compared, else the project's first, else SQLite.
Result<DialectId> dialect_for(const Session& session, const Arguments& args, const StateValue& from,
                              const StateValue& to) {
  if (!args.dialect.empty()) {
    if (const auto id = parse_dialect(args.dialect)) return *id;
    return failure(diag::Code::SC4001,
                   fmt::format("'{}' is not a dialect; there are postgres, mysql, mariadb and sqlite", args.dialect));
  }
  if (from.physical) return *from.physical;
  if (to.physical) return *to.physical;
  auto project = Project::load(session.project);
  if (project) return project->dialects.front();
  if (project.error().front().code != diag::Code::SC4010) return failure(std::move(project.error()));
  return DialectId::sqlite;
}

std::string as_sql(const plan::Plan& plan) {
  if (plan.statements.empty()) return "-- no differences\n";
  return store::render({plan.guards, plan.statements}, plan.dialect,
                       fmt::format("schemac diff · {}", to_string(plan.dialect)));
}

std::string as_text(const catalog::ChangeSet& changes) {
  std::string out;
  for (const auto& change : changes) out += catalog::describe(change) + "\n";
  return out.empty() ? "-- no differences\n" : out;
}

std::string as_json(const catalog::ChangeSet& changes, const plan::Plan& plan) {
  nlohmann::ordered_json out;
  out["dialect"] = to_string(plan.dialect);
  out["changes"] = nlohmann::ordered_json::parse(catalog::to_json(changes));
  out["hazards"] = nlohmann::ordered_json::array();
  for (const auto& hazard : plan.hazards)
    out["hazards"].push_back(
        {{"code", diag::info(hazard.code).id}, {"subject", hazard.subject}, {"text", hazard.text}});
  out["statements"] = nlohmann::ordered_json::array();
  for (const auto& statement : plan.statements) out["statements"].push_back(statement.sql);
  return out.dump(2) + "\n";
}

/// --format, else JSON where --json asks for it, else SQL.
std::string format_of(const Session& session, const Arguments& args) {
  if (session.json && args.format != "sql") return "json";
  return args.format.empty() ? "sql" : args.format;
}

/// To the file of -o, else to stdout.
Result<void> write(const std::string& text, const std::string& output) {
  if (output.empty()) return fmt::print("{}", text), Result<void>{};
  auto done = store::write_file(output, text);
  if (done) fmt::print(stderr, "wrote {}\n", output);
  return done;
}

void leave_out_undeclared(catalog::Catalog& live, const catalog::Catalog& declared) {
  if (!dialect::has_alembic_table(declared)) dialect::leave_out_alembic(live);
}

int run(Session& session, const Arguments& args) {
  const Consents consents(args.accept);
  if (auto fine = check_consent(session, consents); !fine) return session.report(fine.error());
  // a database, which has no part in the session, is asked while files are read
  const bool aside = looks_like_database_url(args.from) && !looks_like_database_url(args.to);
  auto asked =
      std::async(aside ? std::launch::async : std::launch::deferred, [&] { return load_state(session, args.from); });
  auto to = load_state(session, args.to);
  auto from = asked.get();
  if (!from) return session.report(from.error());
  if (!to) return session.report(to.error());
  diag::Diagnostics unknown;
  sema::check_renames(to->renames, to->rename_places, to->catalog, from->catalog, !from->physical, session.sources,
                      unknown);
  if (diag::has_errors(unknown)) return session.report(only_errors(std::move(unknown)));
  auto id = dialect_for(session, args, *from, *to);
  if (!id) return session.report(id.error());
  auto before = physical(*from, *id);
  if (!before) return session.report(before.error());
  auto after = physical(*to, *id);
  if (!after) return session.report(after.error());
  // Alembic's table is no difference from what does not declare it; two databases, or one and nothing, differ in it
  if (from->physical && !to->physical && args.to != "empty") leave_out_undeclared(*before, *after);
  if (to->physical && !from->physical && args.from != "empty") leave_out_undeclared(*after, *before);
  const bool inspected = from->physical || to->physical;
  const auto compared = [&](catalog::Catalog& catalog) {
    return inspected ? dialect::comparable(std::move(catalog)) : std::move(catalog);
  };
  const auto& dialect = dialect::get(*id);
  diff::Pair pair{compared(*before), compared(*after), {}};
  // what an engine printed, in the words of what was declared
  if (from->physical)
    pair.from = dialect.spelt_like(*from->connection, std::move(pair.from), pair.to);
  else if (to->physical)
    pair.to = dialect.spelt_like(*to->connection, std::move(pair.to), pair.from);
  pair.renames = plan::lowered(to->renames, to->catalog, pair, dialect);
  const std::string tag = sha256(std::to_string(store::planning_time())).substr(0, 6);
  auto way = plan::plan_way(std::move(pair), dialect, {tag, false}, consents.drop_and_add());
  if (!way) return session.report(way.error());
  const auto& [changes, plan] = *way;
  const std::string format = format_of(session, args);
  if (format == "sql")
    if (auto agreed = consents.to(plan.hazards); !agreed) return session.report(agreed.error());
  const std::string text = format == "sql"    ? as_sql(plan)
                           : format == "json" ? as_json(changes, plan)
                                              : as_text(changes);
  if (auto done = write(text, args.output); !done) return session.report(done.error());
  return args.exit_code && !changes.empty() ? 2 : 0;
}

}  // namespace

void add_diff(CLI::App& app, Session& session, Action& action) {
  auto args = std::make_shared<Arguments>();
  auto* command = app.add_subcommand("diff", "the change between two states, and its SQL for one dialect");
  command->add_option("--from", args->from, "a STATE")->required();
  command->add_option("--to", args->to, "a STATE")->required();
  command->add_option("--dialect", args->dialect,
                      "whose SQL; default: that of a database that is compared, else the project's first, else sqlite");
  command->add_option("--format", args->format, "what is written; default: sql, with --json json")
      ->check(CLI::IsMember({"sql", "text", "json"}));
  command->add_option("-o,--output", args->output, "the file to write; default: stdout");
  add_accept_option(command, args->accept);
  command->add_flag("--exit-code", args->exit_code, "exit 2 where there are differences");
  command->callback([&session, &action, args] { action = [&session, args] { return run(session, *args); }; });
}

}  // namespace schemac::cli
