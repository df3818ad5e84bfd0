#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/target.h"
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
      # a change of the schema brings its migration
      - run: schemac diff --from migrations:migrations --to . --exit-code
)";

constexpr const char* kGitignore = R"(.env
*.db
*.db-journal
*.db-wal
*.db-shm
)";

/// Needs no server.
constexpr const char* kWorkflowOnSqlite = R"(      - run: schemac apply --url sqlite:ci.db
      - run: schemac rollback --to base --url sqlite:ci.db
)";

/// Of the first dialect that has a server, else of SQLite.
std::string example_url(const std::vector<std::string>& dialects, const char* database) {
  for (const std::string& d : dialects)
    if (d != "sqlite")
      return fmt::format("{}://user:password@localhost:{}/{}", d, d == "postgres" ? 5432 : 3306, database);
  return fmt::format("sqlite:{}.db", database);
}

std::string config(const std::vector<std::string>& dialects, bool on_sqlite) {
  std::vector<std::string> quoted;
  quoted.reserve(dialects.size());
  for (const std::string& d : dialects) quoted.push_back(text::quoted(d, '"'));
  return fmt::format(R"(dialects = [{}]
migrations = "migrations"

[env.dev]
url = "{}"

[env.production]
url = "${{DATABASE_URL}}"
)",
                     text::join(quoted, ", "), on_sqlite ? "sqlite:dev.db" : "${DEV_DATABASE_URL}");
}

int run(Session& session, Arguments args) {
  namespace fs = std::filesystem;
  if (args.dialects.empty()) args.dialects = {"sqlite", "postgres"};
  for (const std::string& name : args.dialects)
    if (!parse_dialect(name))
      return session.report({diag::make(diag::Code::SC4001, fmt::format("'{}' is not a dialect", name))
                                 .with_help("there are postgres, mysql, mariadb and sqlite")});
  const fs::path root = args.folder;
  std::error_code failed;
  if (fs::exists(root / "schemac.toml", failed))
    return session.report({diag::make(diag::Code::SC4001, fmt::format("'{}' is a project already", root.string()))});
  const auto& dialects = args.dialects;
  const bool on_sqlite = std::find(dialects.begin(), dialects.end(), "sqlite") != dialects.end();
  const std::string dev_url = on_sqlite ? "" : "DEV_DATABASE_URL=" + example_url(dialects, "app_dev") + "\n";
  const std::pair<fs::path, std::string> files[] = {
      {"schemac.toml", config(dialects, on_sqlite)},
      {"app.schema", kSchema},
      {".env.example", dev_url + "DATABASE_URL=" + example_url(dialects, "app") + "\n"},
      {".gitignore", kGitignore},
      {".github/workflows/schema.yml", std::string(kWorkflow) + (on_sqlite ? kWorkflowOnSqlite : "")}};
  std::vector<std::string> wrote;
  for (const auto& [name, text] : files) {
    if (fs::exists(root / name, failed)) continue;
    if (auto done = store::write_file(root / name, text); !done) return session.report(done.error());
    wrote.push_back((root / name).lexically_normal().string());
  }
  fs::create_directories(root / "migrations", failed);
  print_ids(session, "wrote", "wrote", wrote, "every file was there");
  if (!session.json)
    fmt::print("next: {}schemac plan -m \"first tables\" && schemac apply\n",
               on_sqlite ? "" : "name a database in .env, as .env.example does; then ");
  return 0;
}

}  // namespace

void add_init(CLI::App& app, Session& session, Action& action) {
  auto args = std::make_shared<Arguments>();
  auto* command = app.add_subcommand(
      "init", "a new project: schemac.toml, a first .schema, migrations/, .env.example, .gitignore, a CI workflow");
  command->add_option("dir", args->folder, "the folder")->capture_default_str();
  command->add_option("--dialect", args->dialects, "an engine to plan for; default: sqlite and postgres")
      ->allow_extra_args(false);
  command->callback([&session, &action, args] { action = [&session, args] { return run(session, *args); }; });
}

}  // namespace schemac::cli
