#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/inspected.h"
#include "cli/project.h"
#include "dialect/common/alembic.h"
#include "dialect/dialects.h"
#include "import/dump_reach.h"
#include "import/postgres/offline.h"
#include "import/sql_dump.h"
#include "store/files.h"

namespace schemac::cli {

namespace {

struct Arguments {
  std::string file, dialect, output, server, alembic;
  bool split = false, offline = false;
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

/// What the engine makes of the SQL, in a database of its own.
Result<dialect::Inspection> read_by_server(const import::SqlDump& dump, engine::Scratch& scratch, DialectId dialect,
                                           diag::SourceId source) {
  if (auto done = import::run(dump, scratch, source); !done) return failure(std::move(done.error()));
  return dialect::get(dialect).inspect(scratch.connection());
}

struct Reading {
  Result<dialect::Inspection> found;
  bool offline = false;
};

/// A server is the better judge; PostgreSQL's SQL is read without one where it must be, or where that is wanted.
Reading read(const Arguments& args, const import::SqlDump& dump, DialectId dialect, diag::SourceId source) {
  if (args.offline) return {import::read_offline(dump, source), true};
  auto server = server_of(args);
  if (!server) return {failure(std::move(server.error()))};
  auto scratch = engine::Scratch::make(dialect, *server);
  if (scratch) return {read_by_server(dump, *scratch, dialect, source)};
  const bool none_here = scratch.error().front().code == diag::Code::SC4021;
  if (dialect != DialectId::postgres || *server || !none_here) return {failure(std::move(scratch.error()))};
  fmt::print(stderr,
             "no PostgreSQL server is installed here, and --dev-url names none: the file is read without one\n");
  return {import::read_offline(dump, source), true};
}

int run(Session& session, const Arguments& args) {
  if (args.file.empty())
    return session.report({diag::make(diag::Code::SC4001, "nothing to import")
                               .with_help("name a file: 'schemac import FILE.sql --dialect D'; or a database that "
                                          "Flask-Migrate managed: 'schemac import --alembic URL'")});
  const DialectId dialect = *parse_dialect(args.dialect);
  if (args.offline && dialect != DialectId::postgres)
    return session.report({diag::make(diag::Code::SC4001, "--offline reads PostgreSQL's SQL only")
                               .with_help(dialect == DialectId::sqlite ? "leave it out: SQLite needs no server"
                                                                       : "leave it out: a server of the installed "
                                                                         "binaries is started for the file")});
  auto text = store::read_file(args.file);
  if (!text) return session.report(text.error());
  if (text->starts_with("\xEF\xBB\xBF")) text->erase(0, 3);
  const diag::SourceId source = session.sources.add(args.file, *text);
  import::SqlDump dump = import::read_sql_dump(dialect, *text, args.server.empty());
  auto database = import::database_named_in(dialect, *text, source);
  if (!database) return session.report(database.error());
  dump.database = *database;
  const Reading reading = read(args, dump, dialect, source);
  if (!reading.found) return session.report(reading.found.error());
  if (!session.json) tell_what_was_left_out(dump);
  return write_inspected(session, *reading.found, dialect::get(dialect), {args.output, args.split},
                         {{"offline", reading.offline},
                          {"left_out",
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

/// `url` as schemac writes it, where it is one of SQLAlchemy's: a driver stands behind '+', a third slash says nothing
/// of a file's folder, and options are the driver's own.
std::string from_sqlalchemy(const std::string& url) {
  const auto end = url.find("://");
  if (end == url.npos) return url;
  const std::string scheme = url.substr(0, std::min(url.find('+'), end));
  std::string rest = url.substr(end + 3);
  const auto question = rest.find('?');
  const std::string options = question == rest.npos ? "" : rest.substr(question + 1);
  if (scheme == "sqlite") {
    rest = rest.substr(0, question);
    std::error_code ignored;  // sqlite:///app.db is beside us, but some mean it to begin at the root
    const bool relative = rest.starts_with("/") &&
                          (std::filesystem::exists(rest.substr(1), ignored) || !std::filesystem::exists(rest, ignored));
    return "sqlite:" + (relative ? rest.substr(1) : rest);
  }
  if (scheme != "mysql" && scheme != "mariadb") return scheme + "://" + rest;
  std::vector<std::string> kept;
  for (const std::string& option : text::split(options, '&'))
    if (option.starts_with("unix_socket="))
      kept.push_back(option.substr(option.find("socket")));
    else if (option.starts_with("socket=") || option.starts_with("ssl=") || option.starts_with("ssl-ca="))
      kept.push_back(option);
  return scheme + "://" + rest.substr(0, question) + (kept.empty() ? "" : "?" + text::join(kept, "&"));
}

/// Takes up a database as Alembic left it.
int run_alembic(Session& session, const Arguments& args) {
  auto connection = connect(from_sqlalchemy(args.alembic), false);
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
  auto* server =
      command->add_option("--dev-url", args->server,
                          "a server to try the SQL on, in a database of its own; default: a throwaway one is started");
  auto* offline = command->add_flag("--offline", args->offline,
                                    "PostgreSQL: read the SQL by PostgreSQL's parser alone, without a server");
  auto* alembic = command->add_option("--alembic", args->alembic,
                                      "instead of a file, a database that Flask-Migrate or Alembic managed");
  file->needs(dialect)->excludes(alembic);
  dialect->needs(file);
  offline->needs(file)->excludes(server);
  command->callback([&session, &action, args] {
    action = [&session, args] { return args->alembic.empty() ? run(session, *args) : run_alembic(session, *args); };
  });
}

}  // namespace schemac::cli
