#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/project.h"
#include "dialect/dialects.h"
#include "import/sql_dump.h"
#include "import/write_database.h"
#include "store/files.h"

namespace schemac::cli {

namespace {

struct Arguments {
  std::string file, dialect, output, server;
};

void tell_what_was_left_out(const import::SqlDump& dump) {
  if (dump.rows > 0) fmt::print(stderr, "left out: {}\n", text::counted(dump.rows, "statement") + " with rows");
  if (dump.client_lines > 0) fmt::print(stderr, "left out: {} for psql\n", text::counted(dump.client_lines, "line"));
  if (dump.server_wide > 0)
    fmt::print(stderr, "left out: {} about the database itself\n", text::counted(dump.server_wide, "statement"));
}

Result<std::optional<DatabaseUrl>> server_of(const Arguments& args) {
  if (args.server.empty()) return std::optional<DatabaseUrl>{};
  std::string why;
  auto url = parse_database_url(args.server, why);
  if (!url) return failure(diag::Code::SC4013, why);
  return url;
}

int run(Session& session, const Arguments& args) {
  auto text = store::read_file(args.file);
  if (!text) return session.report(text.error());
  auto server = server_of(args);
  if (!server) return session.report(server.error());
  const DialectId dialect = *parse_dialect(args.dialect);
  const diag::SourceId source = session.sources.add(args.file, *text);
  const import::SqlDump dump = import::read_sql_dump(dialect, *text);
  auto scratch = engine::Scratch::make(dialect, *server);
  if (!scratch) return session.report(scratch.error());
  if (auto done = import::run(dump, *scratch, source); !done) return session.report(done.error());
  auto inspected = dialect::get(dialect).inspect(scratch->connection());
  if (!inspected) return session.report(inspected.error());
  const std::string schema = import::write_database(*inspected, dialect::get(dialect));
  tell_what_was_left_out(dump);
  for (const std::string& what : inspected->unmanaged) fmt::print(stderr, "not managed: {}\n", what);
  if (args.output.empty()) return fmt::print("{}", schema), 0;
  if (auto done = store::write_file(args.output, schema); !done) return session.report(done.error());
  fmt::print(stderr, "wrote {}: {}\n", args.output, text::counted(inspected->catalog.tables.size(), "table"));
  return 0;
}

}  // namespace

void add_import(CLI::App& app, Session& session, Action& action) {
  auto args = std::make_shared<Arguments>();
  auto* command = app.add_subcommand("import", "SQL as .schema text: a dump, or what someone wrote; rows are left out");
  command->add_option("file", args->file, "the .sql file")->required();
  command->add_option("--dialect", args->dialect, "whose SQL it is")
      ->required()
      ->check(CLI::IsMember({"sqlite", "postgres", "mysql", "mariadb"}));
  command->add_option("-o,--output", args->output, "the file to write; default: stdout");
  command->add_option("--dev-url", args->server,
                      "a server to try the SQL on, in a database of its own; default: a throwaway one is started");
  command->callback([&session, &action, args] { action = [&session, args] { return run(session, *args); }; });
}

}  // namespace schemac::cli
