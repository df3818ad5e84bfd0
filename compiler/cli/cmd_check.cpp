#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/fixes.h"
#include "cli/project.h"

namespace schemac::cli {

namespace {

struct Arguments {
  std::string path;
  bool fix = false;
};

/// The files to check, and the dialects to check them for: the project's, or all four for a path outside of one.
Result<std::pair<std::vector<std::string>, std::vector<DialectId>>> subject(const Session& session,
                                                                            const Arguments& args) {
  auto project = Project::load(session.project);
  if (project) return std::pair{args.path.empty() ? project->schema_paths : std::vector{args.path}, project->dialects};
  const auto is_none = [](const auto& found) { return found.error().front().code == diag::Code::SC4010; };
  if (args.path.empty() || !is_none(project)) return failure(std::move(project.error()));
  std::error_code ignored;
  const std::filesystem::path path = args.path;
  auto own = Project::load(std::filesystem::is_directory(path, ignored) ? path : path.parent_path());
  if (!own && !is_none(own)) return failure(std::move(own.error()));
  return std::pair{std::vector{args.path}, own ? own->dialects : std::vector<DialectId>{}};
}

int tell(const Session& session, std::size_t tables) {
  if (session.json)
    fmt::print("{{\"ok\": true, \"tables\": {}}}\n", tables);
  else if (session.format == diag::Format::text)
    fmt::print("ok: {}\n", text::counted(tables, "table"));
  return 0;
}

int run(Session& session, const Arguments& args) {
  auto what = subject(session, args);
  if (!what) return session.report(what.error());
  Memory memory(what->first, what->second);
  if (const auto known = memory.recall()) return tell(session, known->tables);
  auto schema = load_schema(session, what->first, what->second, &memory);
  if (schema) {
    memory.remember({schema->catalog.tables.size(), ""});
    return tell(session, schema->catalog.tables.size());
  }
  if (!args.fix) return session.report(schema.error());
  auto fixed = apply_fixes(session.sources, schema.error());
  if (!fixed) return session.report(fixed.error());
  fmt::print(stderr, "fixed {}\n", text::counted(static_cast<std::size_t>(*fixed), "place"));
  if (*fixed == 0) return session.report(schema.error());
  session.sources = {};  // they are read anew
  return run(session, {args.path, false});
}

}  // namespace

void add_check(CLI::App& app, Session& session, Action& action) {
  auto args = std::make_shared<Arguments>();
  auto* command = app.add_subcommand("check", "parse and type-check for each configured dialect");
  command->add_option("path", args->path, "a .schema file or a folder of them; default: the project's");
  command->add_flag("--fix", args->fix, "make the corrections that the diagnostics offer");
  command->callback([&session, &action, args] { action = [&session, args] { return run(session, *args); }; });
}

}  // namespace schemac::cli
