#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/project.h"
#include "store/files.h"

namespace schemac::cli {

namespace {

struct Arguments {
  std::string folder = ".";
  std::vector<std::string> dialects;
};

constexpr const char* kSchema = R"(import std.time

/// Something to begin with.
table notes as Note {
  use Timestamps
  id    : bigint identity primary key
  title : varchar(200)
  body  : text   = ''
}

api v1 {
  expose notes { read, create, update, delete: anyone }
}
)";

constexpr const char* kWorkflow = R"(# What a change of the schema must pass before it is merged.
name: schema
on: [pull_request]
jobs:
  schema:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: schemac check --format github
      - run: schemac fmt --check
      - run: schemac apply --url sqlite:ci.db
      - run: schemac rollback --to base --url sqlite:ci.db
)";

std::string config(const std::vector<std::string>& dialects) {
  std::vector<std::string> quoted;
  quoted.reserve(dialects.size());
  for (const std::string& d : dialects) quoted.push_back(text::quoted(d, '"'));
  return fmt::format(R"(dialects = [{}]
migrations = "migrations"

[env.dev]
url = "sqlite:dev.db"

[env.production]
url = "${{DATABASE_URL}}"
)",
                     text::join(quoted, ", "));
}

int run(Session& session, Arguments args) {
  namespace fs = std::filesystem;
  if (args.dialects.empty()) args.dialects = {"sqlite", "postgres"};
  for (const std::string& name : args.dialects)
    if (!parse_dialect(name))
      return session.report({diag::make(diag::Code::SC4001, fmt::format("'{}' is not a dialect", name))
                                 .with_help("there are postgres, mysql, mariadb and sqlite")});
  const fs::path root = args.folder;
  if (fs::exists(root / "schemac.toml"))
    return session.report({diag::make(diag::Code::SC4001, fmt::format("'{}' is a project already", root.string()))});
  const std::pair<fs::path, std::string> files[] = {
      {"schemac.toml", config(args.dialects)},
      {"app.schema", kSchema},
      {".env.example", "DATABASE_URL=postgres://user:password@localhost:5432/app\n"},
      {".github/workflows/schema.yml", kWorkflow}};
  for (const auto& [name, text] : files) {
    if (fs::exists(root / name)) continue;
    if (auto done = store::write_file(root / name, text); !done) return session.report(done.error());
    fmt::print("wrote {}\n", (root / name).lexically_normal().string());
  }
  std::error_code failed;
  fs::create_directories(root / "migrations", failed);
  fmt::print("next: schemac plan -m \"first tables\" && schemac apply\n");
  return 0;
}

}  // namespace

void add_init(CLI::App& app, Session& session, Action& action) {
  auto args = std::make_shared<Arguments>();
  auto* command = app.add_subcommand(
      "init", "a new project: schemac.toml, a first .schema, migrations/, .env.example, a CI workflow");
  command->add_option("dir", args->folder, "the folder")->capture_default_str();
  command->add_option("--dialect", args->dialects, "an engine to plan for; default: sqlite and postgres")
      ->allow_extra_args(false);
  command->callback([&session, &action, args] { action = [&session, args] { return run(session, *args); }; });
}

}  // namespace schemac::cli
