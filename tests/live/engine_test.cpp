// Connections to each engine: rows, errors and their kinds, locks, transactions, and what is said where none is had.
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "engine/connection.h"
#include "support/database.h"

namespace schemac::engine {
namespace {

using test::must;
using test::TestDatabase;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class EngineTest : public test::EveryEngine {
 protected:
  std::string placeholder(int n) const { return GetParam() == DialectId::postgres ? "$" + std::to_string(n) : "?"; }

  /// The single diagnostic of a connection that must fail.
  diag::Diagnostic refusal(const std::string& url, const OpenOptions& options = {}) {
    auto opened = open(test::must_parse_url(url), options);
    if (opened) throw std::runtime_error("connected to " + url);
    EXPECT_EQ(opened.error().size(), 1u);
    EXPECT_EQ(diag::exit_code(opened.error()), 4);
    return opened.error()[0];
  }

  TestDatabase database_{GetParam()};
  Connection& connection_ = database_.connection();
};
SCHEMAC_ON_EVERY_ENGINE(EngineTest);

TEST_P(EngineTest, ToldByTheServerItself) {
  EXPECT_EQ(connection_.dialect(), GetParam());
  EXPECT_GE(connection_.server_version().major, 3);
  if (GetParam() == DialectId::mysql || GetParam() == DialectId::mariadb) {
    std::string other = database_.url();
    const std::size_t colon = other.find(':');
    other.replace(0, colon, GetParam() == DialectId::mysql ? "mariadb" : "mysql");
    EXPECT_EQ(must(open(test::must_parse_url(other)))->dialect(), GetParam());
  }
}

TEST_P(EngineTest, ValuesGoAndComeUnchanged) {
  must(connection_.execute("CREATE TABLE v (id int PRIMARY KEY, a varchar(200), b varchar(200))"));
  const std::string odd = "it's \"odd\" \\ ? $1 ; \n 🐘 ";
  must(connection_.execute("INSERT INTO v VALUES (1, " + placeholder(1) + ", " + placeholder(2) + ")",
                           {odd, std::nullopt}));
  EXPECT_EQ(connection_.affected_rows(), 1u);
  const Rows rows = must(connection_.query("SELECT a, b FROM v WHERE a = " + placeholder(1), {odd}));
  EXPECT_THAT(rows.columns, ElementsAre("a", "b"));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows.rows[0][0], odd);
  EXPECT_EQ(rows.rows[0][1], std::nullopt);
  EXPECT_EQ(must(connection_.query_value("SELECT count(*) FROM v")), "1");
  EXPECT_EQ(must(connection_.query_value("SELECT a FROM v WHERE id = 2")), std::nullopt);
}

TEST_P(EngineTest, ErrorsTellTheirKindAndTheStatement) {
  must(connection_.execute("CREATE TABLE t (id int PRIMARY KEY)"));
  must(connection_.execute("INSERT INTO t VALUES (1)"));
  const auto repeated = connection_.execute("INSERT INTO t VALUES (1)");
  ASSERT_FALSE(repeated);
  EXPECT_EQ(repeated.error()[0].code, diag::Code::SC8001);
  EXPECT_THAT(repeated.error()[0].message, HasSubstr(std::string(product_name(GetParam()))));
  EXPECT_THAT(repeated.error()[0].message, HasSubstr("INSERT INTO t VALUES (1)"));
  ASSERT_TRUE(connection_.last_error());
  EXPECT_EQ(connection_.last_error()->kind, ErrorKind::constraint);
  if (GetParam() != DialectId::sqlite) {
    EXPECT_THAT(connection_.last_error()->sqlstate, testing::StartsWith("23"));
  }

  EXPECT_FALSE(connection_.execute("SELECT * FROM nowhere"));
  EXPECT_EQ(connection_.last_error()->kind, ErrorKind::statement);
  must(connection_.execute("SELECT 1"));
  EXPECT_FALSE(connection_.last_error());
}

TEST_P(EngineTest, AFullDiskIsTold) {
  const std::map<DialectId, std::string> full = {
      {DialectId::postgres, "DO $$ BEGIN RAISE 'no space left' USING ERRCODE = 'disk_full'; END $$"},
      {DialectId::mysql, "SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1114, MESSAGE_TEXT = 'The table is full'"},
      {DialectId::mariadb, "SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1114, MESSAGE_TEXT = 'The table is full'"},
      {DialectId::sqlite, "CREATE TABLE t AS SELECT zeroblob(100000)"}};
  if (GetParam() == DialectId::sqlite) must(connection_.execute("PRAGMA max_page_count = 2"));
  const auto refused = connection_.execute(full.at(GetParam()));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error()[0].code, diag::Code::SC8008);
  EXPECT_EQ(connection_.last_error()->kind, ErrorKind::storage);
}

TEST_P(EngineTest, TransactionsRollBackUnlessCommitted) {
  must(connection_.execute("CREATE TABLE t (id int PRIMARY KEY)"));
  {
    Transaction transaction = must(Transaction::begin(connection_));
    must(connection_.execute("INSERT INTO t VALUES (1)"));
  }
  EXPECT_EQ(must(connection_.query_value("SELECT count(*) FROM t")), "0");
  {
    Transaction transaction = must(Transaction::begin(connection_));
    must(connection_.execute("INSERT INTO t VALUES (1)"));
    must(transaction.commit());
  }
  EXPECT_EQ(must(database_.connect()->query_value("SELECT count(*) FROM t")), "1");
}

TEST_P(EngineTest, LocksHoldBetweenSessionsAndEndWithThem) {
  using std::chrono::milliseconds;
  auto other = database_.connect();
  EXPECT_TRUE(must(connection_.try_lock("schemac", milliseconds(0))));
  EXPECT_FALSE(must(other->try_lock("schemac", milliseconds(120))));
  must(connection_.begin());  // the lock is in nobody's way
  must(connection_.execute("CREATE TABLE t (id int)"));
  must(connection_.commit());
  must(connection_.unlock("schemac"));
  EXPECT_TRUE(must(other->try_lock("schemac", milliseconds(0))));
  other->close();
  EXPECT_TRUE(must(connection_.try_lock("schemac", milliseconds(2000))));
  TestDatabase elsewhere(GetParam());
  EXPECT_TRUE(must(elsewhere.connection().try_lock("schemac", milliseconds(0)))) << "a lock is its database's alone";
  must(connection_.unlock("schemac"));
}

TEST_P(EngineTest, AClosedConnectionSaysSo) {
  auto other = database_.connect();
  other->close();
  EXPECT_FALSE(other->execute("SELECT 1"));
  EXPECT_EQ(other->last_error()->kind, ErrorKind::connection_lost);
}

TEST_P(EngineTest, AMissingDatabaseIsNamed) {
  std::string url = database_.url();
  url.replace(url.find(database_.name()), database_.name().size(), "no_such_thing");
  const diag::Diagnostic said = refusal(url);
  EXPECT_EQ(said.code, diag::Code::SC8003);
  EXPECT_THAT(said.message, HasSubstr("no_such_thing"));
  EXPECT_NE(said.help, "");
}

TEST_P(EngineTest, ReadOnlyConnectionsRefuseToWrite) {
  must(connection_.execute("CREATE TABLE t (id int)"));
  auto reader = must(open(test::must_parse_url(database_.url()), {.read_only = true}));
  EXPECT_EQ(must(reader->query_value("SELECT count(*) FROM t")), "0");
  EXPECT_FALSE(reader->execute("INSERT INTO t VALUES (1)"));
  EXPECT_EQ(reader->last_error()->kind, ErrorKind::read_only);
}

/// What only servers can get wrong.
class ServerTest : public EngineTest {
 protected:
  /// The database's URL with another login.
  std::string url_of_user(const std::string& login) const {
    std::string url = database_.url();
    const std::size_t begin = url.find("//") + 2;
    return url.replace(begin, url.find('@') - begin, login);
  }
};
INSTANTIATE_TEST_SUITE_P(, ServerTest, testing::Values(DialectId::postgres, DialectId::mysql, DialectId::mariadb),
                         test::engine_name);

TEST_P(ServerTest, ARefusedLoginNeverShowsThePassword) {
  const diag::Diagnostic said = refusal(url_of_user("nobody_here:s3cret"));
  EXPECT_EQ(said.code, diag::Code::SC8004) << said.message;
  EXPECT_THAT(said.message, HasSubstr("nobody_here"));
  EXPECT_THAT(said.message + said.help, Not(HasSubstr("s3cret")));
}

TEST_P(ServerTest, AServerThatIsNotThereIsNamedWithoutItsPassword) {
  const std::string url = std::string(to_string(GetParam())) + "://me:s3cret@127.0.0.1:1/db";
  const diag::Diagnostic said = refusal(url);
  EXPECT_EQ(said.code, diag::Code::SC8002) << said.message;
  EXPECT_THAT(said.message, HasSubstr("127.0.0.1"));
  EXPECT_THAT(said.message, Not(HasSubstr("s3cret")));
}

TEST_P(ServerTest, ALostConnectionIsTold) {
  auto other = database_.connect();
  const bool postgres = GetParam() == DialectId::postgres;
  const std::string id = *must(other->query_value(postgres ? "SELECT pg_backend_pid()" : "SELECT connection_id()"));
  must(connection_.execute(postgres ? "SELECT pg_terminate_backend(" + id + ")" : "KILL " + id));
  EXPECT_FALSE(other->execute("SELECT 1"));
  EXPECT_EQ(other->last_error()->kind, ErrorKind::connection_lost) << other->last_error()->message;
}

TEST_P(ServerTest, ALockWaitIsBusy) {
  must(connection_.execute("CREATE TABLE t (id int PRIMARY KEY)"));
  must(connection_.execute("INSERT INTO t VALUES (1)"));
  auto other = database_.connect();
  must(other->execute(GetParam() == DialectId::postgres ? "SET lock_timeout = '100ms'"
                                                        : "SET innodb_lock_wait_timeout = 1"));
  must(connection_.begin());
  must(connection_.execute("UPDATE t SET id = 2"));
  EXPECT_FALSE(other->execute("UPDATE t SET id = 3"));
  EXPECT_EQ(other->last_error()->kind, ErrorKind::busy) << other->last_error()->message;
  must(connection_.rollback());
}

TEST_P(ServerTest, WarningsAreKeptAndNoticesAreNot) {
  const bool postgres = GetParam() == DialectId::postgres;
  must(connection_.execute("DROP TABLE IF EXISTS nowhere"));  // a notice
  EXPECT_THAT(connection_.warnings(), testing::IsEmpty());
  must(connection_.execute(postgres ? "ROLLBACK" : "SELECT CAST('12x' AS SIGNED)"));
  EXPECT_THAT(connection_.warnings(), testing::SizeIs(1));
}

/// What only a file can get wrong.
class FileTest : public EngineTest {
 protected:
  std::filesystem::path file() const { return database_.url().substr(std::string("sqlite:").size()); }
};
INSTANTIATE_TEST_SUITE_P(, FileTest, testing::Values(DialectId::sqlite), test::engine_name);

TEST_P(FileTest, IsMadeOnlyWhereAsked) {
  const std::string path = file().string() + ".new";
  EXPECT_EQ(refusal("sqlite:" + path).code, diag::Code::SC8003);
  EXPECT_FALSE(std::filesystem::exists(path));
  must(open(test::must_parse_url("sqlite:" + path), {.create = true}))->close();
  EXPECT_TRUE(std::filesystem::exists(path));
  std::filesystem::remove(path);
}

TEST_P(FileTest, FoldersAndOtherFilesAreNoDatabases) {
  EXPECT_THAT(refusal("sqlite:/tmp").message, HasSubstr("it is a folder"));
  EXPECT_THAT(refusal("sqlite:/no/such/folder/x.db", {.create = true}).message,
              HasSubstr("no folder '/no/such/folder'"));
  const std::string path = file().string() + ".txt";
  std::ofstream(path) << std::string(4096, 'x');
  EXPECT_THAT(refusal("sqlite:" + path).message, HasSubstr("not an SQLite database"));
  std::filesystem::remove(path);
}

TEST_P(FileTest, ALockedFileIsToldApart) {
  must(connection_.execute("BEGIN EXCLUSIVE"));
  const diag::Diagnostic said = refusal(database_.url(), {.busy_timeout = std::chrono::milliseconds(50)});
  EXPECT_EQ(said.code, diag::Code::SC8006);
  EXPECT_NE(said.help, "");
  must(connection_.rollback());
}

TEST_P(FileTest, TheLockFileIsGoneAfterwards) {
  must(connection_.try_lock("schemac", std::chrono::milliseconds(0)));
  EXPECT_TRUE(std::filesystem::exists(file().string() + "-schemac-lock"));
  must(connection_.unlock("schemac"));
  EXPECT_FALSE(std::filesystem::exists(file().string() + "-schemac-lock"));
}

}  // namespace
}  // namespace schemac::engine
