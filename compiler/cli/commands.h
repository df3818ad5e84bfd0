// The commands. Each registers itself on the command line and sets the exit code when it runs.
#pragma once

#include <functional>

#include "cli/session.h"

namespace CLI {
class App;
}

namespace schemac::cli {

/// What `main` runs once the command line is read; set by the command that was named.
using Action = std::function<int()>;

void add_init(CLI::App& app, Session& session, Action& action);
void add_check(CLI::App& app, Session& session, Action& action);
void add_fmt(CLI::App& app, Session& session, Action& action);
void add_completion(CLI::App& app, Session& session, Action& action);
void add_import(CLI::App& app, Session& session, Action& action);
void add_inspect(CLI::App& app, Session& session, Action& action);
void add_diff(CLI::App& app, Session& session, Action& action);
void add_plan(CLI::App& app, Session& session, Action& action);
void add_apply(CLI::App& app, Session& session, Action& action);
void add_rollback(CLI::App& app, Session& session, Action& action);
void add_status(CLI::App& app, Session& session, Action& action);
void add_history(CLI::App& app, Session& session, Action& action);
void add_verify(CLI::App& app, Session& session, Action& action);
void add_baseline(CLI::App& app, Session& session, Action& action);
void add_resume(CLI::App& app, Session& session, Action& action);
void add_generate(CLI::App& app, Session& session, Action& action);
void add_merge(CLI::App& app, Session& session, Action& action);
void add_purge(CLI::App& app, Session& session, Action& action);

}  // namespace schemac::cli
