#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>

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

struct Subject {
  std::vector<std::string> paths;
  std::vector<DialectId> dialects;  // the project's; for a path outside of one none, which stands for all four
  std::filesystem::path migrations;
};

Result<Subject> subject(const Session& session, const Arguments& args) {
  auto project = Project::load(session.project);
  if (project)
    return Subject{args.path.empty() ? project->schema_paths : std::vector{args.path}, project->dialects,
                   project->migrations};
  const auto is_none = [](const auto& found) { return found.error().front().code == diag::Code::SC4010; };
  if (args.path.empty() || !is_none(project)) return failure(std::move(project.error()));
  std::error_code ignored;
  const std::filesystem::path path = args.path;
  auto own = Project::load(std::filesystem::is_directory(path, ignored) ? path : path.parent_path());
  if (!own && !is_none(own)) return failure(std::move(own.error()));
  return own ? Subject{{args.path}, own->dialects, own->migrations} : Subject{{args.path}, {}, {}};
}

/// What `was` says, held against the migrations; where those cannot be read, the commands that need them say so.
diag::Diagnostics renames_of(const Session& session, const sema::Schema& schema, const std::filesystem::path& folder) {
  diag::Diagnostics out;
  if (schema.renames.empty() || folder.empty()) return out;
  const auto migrations = store::Migrations::load(folder);
  if (!migrations || migrations->all().empty()) return out;
  if (const auto before = migrations->snapshot())
    sema::check_renames(schema.renames, schema.rename_places, schema.catalog, *before, true, session.sources, out);
  return out;
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
  Memory memory(what->paths, what->dialects);
  if (const auto known = memory.recall()) return tell(session, known->tables);
  auto schema = load_schema(session, what->paths, what->dialects, &memory);
  diag::Diagnostics problems = schema ? renames_of(session, *schema, what->migrations) : std::move(schema.error());
  const auto has_fix = [](const diag::Diagnostic& d) { return !d.fixes.empty(); };
  if (args.fix && (!schema || std::any_of(problems.begin(), problems.end(), has_fix))) {
    auto fixed = apply_fixes(session.sources, problems);
    if (!fixed) return session.report(fixed.error());
    fmt::print(stderr, "fixed {}\n", text::counted(static_cast<std::size_t>(*fixed), "place"));
    if (*fixed > 0) {
      session.sources = {};  // they are read anew
      return run(session, {args.path, false});
    }
  }
  if (const int wrong = problems.empty() ? 0 : session.report(problems); wrong != 0 || !schema) return wrong;
  if (schema->catalog == catalog::Catalog{}) {
    session.report({diag::make(diag::Code::SC4005, text::join(what->paths, ", "))
                        .with_help("look whether it is the right place; a schema's files end in .schema")});
    memory.forget();  // to say so again
  }
  memory.remember({schema->catalog.tables.size(), ""});
  return tell(session, schema->catalog.tables.size());
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
