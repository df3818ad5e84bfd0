// What the engines' own tools dump comes in as the database that it was dumped from.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "dialect/dialects.h"
#include "engine/throwaway_server.h"
#include "import/sql_dump.h"
#include "import/write_database.h"
#include "support/database.h"

namespace schemac::test {
namespace {

class Import : public EveryEngine {};

std::string schema_of(engine::Connection& connection) {
  const dialect::Dialect& dialect = dialect::get(connection.dialect());
  return import::write_database(must(dialect.inspect(connection)), dialect);
}

constexpr const char* kPortable = R"(
CREATE TABLE authors (id int NOT NULL PRIMARY KEY, name varchar(40) NOT NULL UNIQUE);
CREATE TABLE books (id int NOT NULL PRIMARY KEY, author int NOT NULL REFERENCES authors (id), title varchar(80) DEFAULT 'a;b');
CREATE INDEX books_title ON books (title);
CREATE VIEW titles AS SELECT title FROM books;
INSERT INTO authors (id, name) VALUES (1, 'Ada\n; DROP TABLE books;'), (2, 'Bo');
INSERT INTO books (id, author, title) VALUES (1, 1, 'It''s \. over');
)";

/// What only a dump writes: owners, routines with semicolons, virtual tables.
std::string beside(DialectId id) {
  switch (id) {
    case DialectId::postgres:
      return "CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql AS $$ SELECT n * 2; $$;"
             "CREATE SEQUENCE numbers START 7; SELECT nextval('numbers');";
    case DialectId::mysql:
    case DialectId::mariadb:
      return "DELIMITER //\nCREATE TRIGGER named BEFORE INSERT ON books FOR EACH ROW\nBEGIN\n  SET NEW.title = "
             "upper(NEW.title);\n  SET NEW.author = NEW.author;\nEND//\nDELIMITER ;\n";
    case DialectId::sqlite:
      return "CREATE VIRTUAL TABLE found USING fts5(title);"
             "CREATE TRIGGER finding AFTER INSERT ON books BEGIN INSERT INTO found VALUES (new.title); END;";
  }
  return "";
}

std::string dump_command(const TestDatabase& database) {
  const DatabaseUrl url = must_parse_url(database.url());
  switch (database.dialect()) {
    case DialectId::postgres:
      return fmt::format("pg_dump '{}'", database.url());
    case DialectId::mysql:
    case DialectId::mariadb:
      return fmt::format("mariadb-dump --no-defaults --routines --triggers -u '{}' -S '{}' '{}'", url.user,
                         url.options.at("socket"), url.database);
    case DialectId::sqlite:
      return fmt::format("sqlite3 '{}' .dump", url.database);
  }
  return "";
}

std::string output_of(const std::string& command) {
  std::string out;
  std::FILE* pipe = ::popen(command.c_str(), "r");
  char buffer[4096];
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, n);
  EXPECT_EQ(::pclose(pipe), 0) << command;
  return out;
}

std::optional<DatabaseUrl> server_for(DialectId id) {
  if (id == DialectId::sqlite) return std::nullopt;
  return must_parse_url(server_url(id));
}

TEST(SqlDump, CountsWhatFillsTablesAndNotTheirLocks) {
  const auto dump =
      import::read_sql_dump(DialectId::mysql,
                            "CREATE TABLE t (a int); LOCK TABLES `t` WRITE; INSERT INTO t VALUES (1), (2);"
                            " UNLOCK TABLES;");
  EXPECT_EQ(dump.rows, 1u);
  EXPECT_EQ(dump.statements.size(), 1u);
}

TEST_P(Import, TakesADumpForTheDatabaseThatItIsOf) {
  TestDatabase database(GetParam());
  database.run(kPortable + beside(GetParam()));
  const std::string text = output_of(dump_command(database));
  ASSERT_NE(text.find("Ada"), text.npos) << "the dump holds rows, or nothing is left out";
  const auto dump = import::read_sql_dump(GetParam(), text);
  diag::SourceMap sources;
  auto scratch = must(engine::Scratch::make(GetParam(), server_for(GetParam())));
  must(import::run(dump, scratch, sources.add("dump.sql", text)));
  EXPECT_EQ(schema_of(scratch.connection()), schema_of(database.connection()));
  EXPECT_GT(dump.rows, 0u);
  const auto rows = must(scratch.connection().query("SELECT * FROM books"));
  EXPECT_TRUE(rows.empty());
}

TEST_P(Import, LeavesNothingBehind) {
  const auto is_there = [&](const std::string& database) {  // other tests have theirs
    if (GetParam() == DialectId::sqlite) return std::filesystem::exists(database);
    auto server = must(engine::open(*server_for(GetParam())));
    const auto rows =
        must(server->query(GetParam() == DialectId::postgres ? "SELECT datname FROM pg_database" : "SHOW DATABASES"));
    return std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row[0] == database; });
  };
  std::string database;
  {
    auto scratch = must(engine::Scratch::make(GetParam(), server_for(GetParam())));
    must(scratch.connection().execute("CREATE TABLE t (id int)"));
    database = scratch.connection().url().database;
    EXPECT_TRUE(is_there(database));
  }
  EXPECT_FALSE(is_there(database));
}

SCHEMAC_ON_EVERY_ENGINE(Import);

class Throwaway : public testing::TestWithParam<DialectId> {};

TEST_P(Throwaway, ServerLivesAsLongAsItsObject) {
  DatabaseUrl url;
  {
    auto scratch = must(engine::Scratch::make(GetParam(), std::nullopt));
    ASSERT_TRUE(scratch.owns_server());
    must(scratch.connection().execute("CREATE TABLE t (id int)"));
    url = scratch.connection().url();
  }
  EXPECT_FALSE(engine::open(url));
}

/// The folder of the socket of a server that another process starts, which is killed once it runs.
std::string folder_of_killed(DialectId dialect) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
  const pid_t child = ::fork();
  if (child == 0) {
    const auto server = engine::ThrowawayServer::start(dialect);
    const std::string socket = server ? server->url().options.begin()->second : "";
    if (::write(ends[1], socket.data(), socket.size()) < 0) ::_exit(1);
    ::raise(SIGKILL);
  }
  ::close(ends[1]);
  std::array<char, 200> text{};
  const ssize_t count = ::read(ends[0], text.data(), text.size());
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  return {text.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))};
}

TEST_P(Throwaway, ServerEndsWithAProcessThatIsKilled) {
  DatabaseUrl url = must_parse_url(server_url(GetParam()));
  url.options.begin()->second = folder_of_killed(GetParam());
  ASSERT_NE(url.options.begin()->second, "");
  bool runs = true;
  for (int tries = 0; tries < 300 && (runs = engine::open(url).has_value()); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_FALSE(runs);
  const std::filesystem::path socket = url.options.begin()->second;
  const auto folder = GetParam() == DialectId::postgres ? socket : socket.parent_path();
  bool left = true;  // it may be at its last files still
  for (int tries = 0; tries < 300 && (left = std::filesystem::exists(folder)); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_FALSE(left) << folder;
}

class Owned : public testing::TestWithParam<DialectId> {};

TEST_P(Owned, ByRolesThatAreMadeAsTheyAreMissed) {
  const std::string text =
      "CREATE TABLE t (id int);\nALTER TABLE t OWNER TO \"Some One\";\nGRANT SELECT ON t TO reader;";
  diag::SourceMap sources;
  auto scratch = must(engine::Scratch::make(GetParam(), std::nullopt));
  must(import::run(import::read_sql_dump(GetParam(), text), scratch, sources.add("dump.sql", text)));
}

// elsewhere nothing has an owner
INSTANTIATE_TEST_SUITE_P(, Owned, testing::Values(DialectId::postgres), engine_name);
// MySQL's server is not among Debian's packages
INSTANTIATE_TEST_SUITE_P(, Throwaway, testing::Values(DialectId::postgres, DialectId::mariadb), engine_name);

}  // namespace
}  // namespace schemac::test
