#include "cli/target.h"

#include <fmt/core.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

namespace schemac::cli {

Result<Target> open_target(const Session& session, bool create) {
  auto project = Project::load(session.project);
  if (!project) return failure(std::move(project.error()));
  auto migrations = store::Migrations::load(project->migrations);
  if (!migrations) return failure(std::move(migrations.error()));
  auto environment = project->environment(session);
  if (!environment) return failure(std::move(environment.error()));
  auto connection = connect(environment->url, create);
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
  const auto& codes = consents.codes();
  if (environment.consent_each && std::find(codes.begin(), codes.end(), "all") != codes.end())
    return failure(diag::make(diag::Code::SC7032).with_help("name each hazard by its code"));
  return {};
}

void print_ids(const Session& session, const char* verb, const char* key, const std::vector<std::string>& ids,
               const char* when_none) {
  if (session.json) return fmt::print("{}\n", nlohmann::json{{key, ids}}.dump(2));
  for (const std::string& id : ids) fmt::print("{} {}\n", verb, id);
  if (ids.empty()) fmt::print("-- {}\n", when_none);
}

}  // namespace schemac::cli
