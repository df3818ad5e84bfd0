#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/project.h"
#include "store/files.h"
#include "syntax/format.h"
#include "syntax/parse.h"

namespace schemac::cli {

namespace {

struct Arguments {
  std::vector<std::string> paths;
  bool check = false;
};

Result<std::vector<std::string>> files_of(const Session& session, const Arguments& args) {
  if (!args.paths.empty()) return schema_files(args.paths);
  auto project = Project::load(session.project);
  if (!project) return failure(std::move(project.error()));
  return schema_files(project->schema_paths);
}

int run(Session& session, const Arguments& args) {
  auto files = files_of(session, args);
  if (!files) return session.report(files.error());
  int exit = 0;
  std::vector<std::string> changed;
  for (const std::string& file : *files) {
    auto text = store::read_file(file);
    if (!text) return session.report(text.error());
    diag::Diagnostics problems;
    const auto formatted = syntax::format(session.sources, session.sources.add(file, syntax::as_read(*text)), problems);
    if (!formatted) {
      exit = session.report(problems);
    } else if (*formatted != *text) {
      if (args.check)
        exit = exit == 0 ? 2 : exit;
      else if (auto done = store::write_file(file, *formatted); !done)
        return session.report(done.error());
      changed.push_back(file);
      if (!session.json) fmt::print("{}: {}\n", file, args.check ? "not in canonical layout" : "formatted");
    }
  }
  if (session.json) fmt::print("{}\n", nlohmann::ordered_json{{"files", files->size()}, {"changed", changed}}.dump(2));
  return exit;
}

}  // namespace

void add_fmt(CLI::App& app, Session& session, Action& action) {
  auto args = std::make_shared<Arguments>();
  auto* command = app.add_subcommand("fmt", "canonical layout; comments are kept");
  command->add_option("path", args->paths, "files and folders; default: the project's");
  command->add_flag("--check", args->check, "change nothing; exit 2 where a file would be");
  command->callback([&session, &action, args] { action = [&session, args] { return run(session, *args); }; });
}

}  // namespace schemac::cli
