// What the commands that work on a database need: project, migrations, connection.
#pragma once

#include "apply/apply.h"
#include "cli/consent.h"
#include "cli/project.h"

namespace CLI {
class App;
}

namespace schemac::cli {

struct Target {
  Project project;
  store::Migrations migrations;
  Environment environment;
  std::unique_ptr<engine::Connection> connection;
};

/// Gives `command` --url and --env, and gives it back. Neither may be empty: a variable that is not set must not lead
/// to another database.
CLI::App* add_target_options(CLI::App* command, Session& session);

/// What an SQLite file that is not there is taken for.
enum class Missing { is_an_error, is_made, is_empty };
Result<Target> open_target(const Session& session, Missing file);

/// "step 2 of 5: …" on a terminal, on stderr.
apply::Progress progress();

/// SC7032 where the environment wants consent for each hazard and --accept all was given.
Result<void> check_consent(const Environment& environment, const Consents& consents);
/// The same for what works on no database: where there is a project, and it has the environment that is chosen.
Result<void> check_consent(const Session& session, const Consents& consents);

/// Prints ids, one a line after `verb`, or {"<key>": [ids]}.
void print_ids(const Session& session, const char* verb, const char* key, const std::vector<std::string>& ids,
               const char* when_none);

}  // namespace schemac::cli
