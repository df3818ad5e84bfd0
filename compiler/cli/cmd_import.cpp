#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/inspected.h"
#include "cli/project.h"
#include "dialect/common/alembic.h"
#include "dialect/dialects.h"
#include "import/sql_dump.h"
#include "store/files.h"

namespace schemac::cli {

namespace {

struct Arguments {
  std::string file, dialect, output, server, alembic;
  bool split = false;
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
  if (args.file.empty())
    return session.report({diag::make(diag::Code::SC4001, "nothing to import")
                               .with_help("name a file: 'schemac import FILE.sql --dialect D'; or a database that "
                                          "Flask-Migrate managed: 'schemac import --alembic URL'")});
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
  if (!session.json) tell_what_was_left_out(dump);
  return write_inspected(session, *inspected, dialect::get(dialect), {args.output, args.split},
                         {{"left_out",
                           {{"statements_with_rows", dump.rows},
                            {"client_lines", dump.client_lines},
                            {"statements_about_the_database", dump.server_wide}}}});
}

/// The revisions that Alembic noted in the database. SC4022 where it keeps no table there.
Result<std::vector<std::string>> revisions_in(engine::Connection& connection, const catalog::Catalog& catalog) {
  const dialect::Dialect& dialect = dialect::get(connection.dialect());
  if (!dialect::has_alembic_table(catalog))
    return failure(diag::make(diag::Code::SC4022, connection.url().redacted())
                       .with_help("look whether it is the right database; one that neither Alembic nor Flask-Migrate "
                                  "made is taken up with 'schemac inspect'"));
  std::vector<std::string> out;
  for (const catalog::Table& table : catalog.tables) {
    if (table.name.name != dialect::kAlembicTable) continue;
    auto rows = connection.query("SELECT version_num FROM " + dialect.qualified(table.name) + " ORDER BY version_num");
    if (!rows) return failure(std::move(rows.error()));
    for (const auto& row : *rows) out.push_back(row[0].value_or(""));
  }
  return out;
}

/// Takes up a database as Alembic left it.
int run_alembic(Session& session, const Arguments& args) {
  auto connection = connect(args.alembic, false);
  if (!connection) return session.report(connection.error());
  const dialect::Dialect& dialect = dialect::get((*connection)->dialect());
  auto inspected = dialect.inspect(**connection);
  if (!inspected) return session.report(inspected.error());
  auto revisions = revisions_in(**connection, inspected->catalog);
  if (!revisions) return session.report(revisions.error());
  if (revisions->size() > 1)
    return session.report({diag::make(diag::Code::SC4023, text::join(*revisions, ", "))
                               .with_help("join them first: 'flask db merge heads', then 'flask db upgrade'")});
  dialect::leave_out_alembic(inspected->catalog);
  inspected->unmanaged.push_back(fmt::format("table {}, which is Alembic's", dialect::kAlembicTable));
  nlohmann::ordered_json more;
  more["revision"] = revisions->empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(revisions->front());
  const int status = write_inspected(session, *inspected, dialect, {args.output, args.split}, more);
  if (status != 0 || session.json) return status;
  if (revisions->empty())
    fmt::print(stderr, "Alembic noted no revision here: none was run, or all were taken back\n");
  else
    fmt::print(stderr, "at Alembic's revision {}; 'flask db heads' should say the same\n", revisions->front());
  fmt::print(stderr, "next: schemac plan -m start && schemac baseline --url '{}'\n", (*connection)->url().redacted());
  return 0;
}

}  // namespace

void add_import(CLI::App& app, Session& session, Action& action) {
  auto args = std::make_shared<Arguments>();
  auto* command = app.add_subcommand(
      "import",
      "SQL as .schema text: a dump, or what someone wrote, without its rows; or a database of Flask-Migrate's");
  auto* file = command->add_option("file", args->file, "the .sql file");
  auto* dialect = command->add_option("--dialect", args->dialect, "whose SQL it is");
  dialect->check(CLI::IsMember({"sqlite", "postgres", "mysql", "mariadb"}));
  auto* output = command->add_option("-o,--output", args->output, "the file to write; default: stdout");
  command->add_flag("--split", args->split, "write a folder of files, one for each group of tables; -o names it")
      ->needs(output);
  command->add_option("--dev-url", args->server,
                      "a server to try the SQL on, in a database of its own; default: a throwaway one is started");
  auto* alembic = command->add_option("--alembic", args->alembic,
                                      "instead of a file, a database that Flask-Migrate or Alembic managed");
  file->needs(dialect)->excludes(alembic);
  dialect->needs(file);
  command->callback([&session, &action, args] {
    action = [&session, args] { return args->alembic.empty() ? run(session, *args) : run_alembic(session, *args); };
  });
}

}  // namespace schemac::cli
