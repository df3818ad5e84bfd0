#include "cli/target.h"

#include <fmt/core.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace schemac::cli {

CLI::App* add_target_options(CLI::App* command, Session& session) {
  const CLI::Validator said(
      [](const std::string& value) {
        return value.empty() ? "it is empty; is the variable set that it comes from?" : "";
      },
      "");
  auto* url = command->add_option("--url", session.url, "the database to work on")->check(said);
  command->add_option("--env", session.env, "an [env.NAME] of schemac.toml; default: SCHEMAC_ENV, else dev")
      ->excludes(url)
      ->check(said);
  return command;
}

Result<Target> open_target(const Session& session, Missing file) {
  auto project = Project::load(session.project);
  if (!project) return failure(std::move(project.error()));
  auto migrations = store::Migrations::load(project->migrations);
  if (!migrations) return failure(std::move(migrations.error()));
  auto environment = project->environment(session);
  if (!environment) return failure(std::move(environment.error()));
  auto connection = connect(environment->url, file == Missing::is_made);
  if (!connection && file == Missing::is_empty && environment->url.starts_with("sqlite:") &&
      connection.error().front().code == diag::Code::SC8003)
    connection = connect("sqlite::memory:", true);
  if (!connection) return failure(std::move(connection.error()));
  return Target{std::move(*project), std::move(*migrations), std::move(*environment), std::move(*connection)};
}

apply::Progress progress() {
  if (::isatty(STDERR_FILENO) != 1) return {};
  return [](std::size_t at, std::size_t count, const std::string& what) {
    const std::string line = what.substr(0, what.find('\n'));
    fmt::print(stderr, "  step {} of {}: {}\n", at, count, line.starts_with("-- ") ? line.substr(3) : line);
  };
}

Result<void> check_consent(const Environment& environment, const Consents& consents) {
  if (environment.consent_each && consents.to_all())
    return failure(diag::make(diag::Code::SC7032).with_help("name each hazard by its code"));
  return {};
}

Result<void> check_consent(const Session& session, const Consents& consents) {
  if (!consents.to_all()) return {};
  const auto project = Project::load(session.project);
  if (!project && project.error().front().code == diag::Code::SC4010) return {};
  if (!project) return failure(project.error());
  const auto found = project->environments.find(environment_name(session));
  return found == project->environments.end() ? Result<void>{} : check_consent(found->second, consents);
}

void print_ids(const Session& session, const char* verb, const char* key, const std::vector<std::string>& ids,
               const char* when_none) {
  if (session.json) return fmt::print("{}\n", nlohmann::json{{key, ids}}.dump(2));
  for (const std::string& id : ids) fmt::print("{} {}\n", verb, id);
  if (ids.empty()) fmt::print("-- {}\n", when_none);
}

}  // namespace schemac::cli
