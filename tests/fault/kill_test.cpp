// A kill at any step: whichever statement of `apply` or `rollback` is the last that was carried out, one command leads
// on, and what it leads to is what would have come of it undisturbed, rows included.
#include <sys/wait.h>

#include <csignal>

#include "fault/interrupted.h"
#include "fault/passing_connection.h"

namespace schemac::test {
namespace {

/// Runs `work` in a process of its own, which dies after `survived` statements; true where it lived to the end.
template <class Work>
bool survives(const TestDatabase& database, int survived, const Work& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    KillingConnection connection(database.connect(), survived);
    const bool done = work(connection);
    ::_exit(done ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) return false;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error("it failed instead of dying");
  return true;
}

class Kill : public Interrupted {
 protected:
  /// What MariaDB keeps of rows that were changed, with its times.
  std::string history(TestDatabase& database) {
    if (GetParam() != DialectId::mariadb) return "";
    return must(database.connect()->query_value(
                    "SELECT group_concat(concat_ws(' ', id, note, row_start, row_end) ORDER BY id, row_start) "
                    "FROM told FOR SYSTEM_TIME ALL"))
        .value_or("");
  }
  /// The other answer to an interruption on the way up: back again, killed and begun again until it lives. What was
  /// begun that way, `resume` goes on with as well.
  void lead_back(TestDatabase& database, const store::Migrations& migrations, int survived) {
    for (bool lives = false; !lives; survived += 4) {
      const auto back = [&](engine::Connection& c) {
        auto opened = open(c, migrations);
        const auto status = must(opened.status(true));
        if (!status.interrupted && !status.pending.empty()) return true;
        const bool resumes = status.interrupted && status.interrupted->state != apply::State::applying;
        return resumes && survived % 2 == 0 ? opened.resume({}).has_value() : opened.rollback({}).has_value();
      };
      lives = survives(database, survived, back);
    }
  }
};

TEST_P(Kill, AtAnyStatementOneCommandLeadsOn) {
  const Folder folder(GetParam());
  const store::Migrations migrations = folder.load();
  const auto up = [&](engine::Connection& c) { return open(c, migrations).apply({}).has_value(); };
  const auto down = [&](engine::Connection& c) { return open(c, migrations).rollback({}).has_value(); };

  TestDatabase database(GetParam());
  apply::Options first;
  first.to = "20260101T000000";
  must(open(database.connection(), migrations).apply(first));
  for (const char* row : kRows) must(database.connection().execute(row));
  const std::string dump_before = normal_form(database.connection());
  const TableRows rows_before = all_rows(database.connection());
  const std::string history_before = history(database);
  must(open(database.connection(), migrations).apply({}));
  const std::string dump_after = normal_form(database.connection());
  const TableRows rows_after = all_rows(database.connection());
  must(open(database.connection(), migrations).rollback({}));

  // one transaction is all or nothing: a few places in it are as good as all
  const int stride = dialect::get(GetParam()).ddl_is_transactional() ? 5 : 1;
  int deaths = 0;
  bool up_lives = false, down_lives = false;
  for (int survived = 0; !up_lives || !down_lives; survived += stride) {
    SCOPED_TRACE(fmt::format("killed after {} statements", survived));
    ASSERT_LT(survived, 500);
    if (survived % 2 == 1 && !survives(database, survived, up)) {
      lead_back(database, migrations, survived / 2 % 5);
      ASSERT_EQ(normal_form(database.connection()), dump_before);
      ASSERT_EQ(all_rows(database.connection()), rows_before);
    }
    up_lives = survives(database, survived, up);
    if (!up_lives) {
      survives(database, 1 + survived % 7, [&](engine::Connection& c) { return leads_on(c, migrations, true); });
      lead_on(database, migrations, true);
    }
    ASSERT_EQ(normal_form(database.connection()), dump_after);
    ASSERT_EQ(all_rows(database.connection()), rows_after);
    down_lives = survives(database, survived, down);
    if (!down_lives) {
      survives(database, 1 + survived % 5, [&](engine::Connection& c) { return leads_on(c, migrations, false); });
      lead_on(database, migrations, false);
    }
    ASSERT_EQ(normal_form(database.connection()), dump_before);
    ASSERT_EQ(all_rows(database.connection()), rows_before);
    ASSERT_EQ(history(database), history_before);
    deaths += !up_lives + !down_lives;
  }
  EXPECT_GT(deaths, 20 / stride);
}

SCHEMAC_ON_EVERY_ENGINE(Kill);

/// Where each statement commits by itself.
class KillAmid : public Kill {
 protected:
  /// What somebody may do while the migration is half done.
  void others(TestDatabase& database) {
    database.run(R"(
CREATE TABLE authors_bak AS SELECT * FROM authors;
ALTER TABLE books ADD COLUMN shelf int DEFAULT 4;
CREATE INDEX by_shelf ON books (shelf);
ALTER TABLE authors ADD COLUMN mine int DEFAULT 5;
CREATE VIEW shelves AS SELECT shelf FROM books;
)");
  }
  /// After `made`, what was interrupted cannot be taken back; `named` is why, and nothing is changed.
  void refuses(TestDatabase& database, const store::Migrations& migrations, const std::string& made,
               const std::string& named) {
    database.run(made);
    const std::string there = normal_form(database.connection());
    const auto refused = open(database.connection(), migrations).rollback({});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().front().code, diag::Code::SC7024) << refused.error().front().message;
    EXPECT_NE(refused.error().front().help.find(named), std::string::npos) << refused.error().front().help;
    EXPECT_EQ(normal_form(database.connection()), there);
  }
  std::string value(TestDatabase& database, const std::string& sql) {
    return must(database.connect()->query_value(sql)).value_or("NULL");
  }
  bool is_table(TestDatabase& database, const std::string& name) {
    return value(database,
                 "SELECT count(*) FROM information_schema.tables WHERE table_schema = database() AND table_name = '" +
                     name + "'") == "1";
  }
};

TEST_P(KillAmid, TakingBackLeavesWhatOthersMade) {
  const Folder folder(GetParam());
  const store::Migrations migrations = folder.load();
  const auto up = [&](engine::Connection& c) { return open(c, migrations).apply({}).has_value(); };
  apply::Options first;
  first.to = "20260101T000000";
  int amid = 0;
  for (int survived = 4; survived < 70; survived += 6) {
    SCOPED_TRACE(fmt::format("killed after {} statements", survived));
    TestDatabase database(GetParam());
    must(open(database.connection(), migrations).apply(first));
    for (const char* row : kRows) must(database.connection().execute(row));
    const std::string before = normal_form(database.connection());
    const TableRows rows = all_rows(database.connection());
    if (survives(database, survived, up)) break;
    const auto status = must(open(database.connection(), migrations).status(false));
    if (!status.interrupted) continue;
    others(database);
    if (is_table(database, "reviews")) {
      refuses(database, migrations,
              "CREATE TABLE notes (id int, review bigint, CONSTRAINT of_review FOREIGN KEY (review) REFERENCES "
              "reviews (id))",
              "of_review");
      database.run("DROP TABLE notes");
      ++amid;
    }
    if (!is_table(database, "spare")) {
      refuses(database, migrations, "CREATE TABLE spare (id int)", "spare");
      database.run("DROP TABLE spare");
    }
    must(open(database.connection(), migrations).rollback({}));
    EXPECT_EQ(value(database, "SELECT count(*) FROM authors_bak"), "2");
    EXPECT_EQ(value(database, "SELECT sum(shelf) FROM books"), "12");
    EXPECT_EQ(value(database, "SELECT sum(mine) FROM authors"), "10");
    database.run(
        "DROP VIEW shelves; DROP INDEX by_shelf ON books; ALTER TABLE books DROP COLUMN shelf;"
        "ALTER TABLE authors DROP COLUMN mine; DROP TABLE authors_bak");
    EXPECT_EQ(normal_form(database.connection()), before);
    EXPECT_EQ(all_rows(database.connection()), rows);
  }
  EXPECT_GT(amid, 0);
}

TEST_P(KillAmid, AWayBackThatFailsAtOnceLeavesTheWayOnOpen) {
  const Folder folder(GetParam());
  const store::Migrations migrations = folder.load();
  const auto up = [&](engine::Connection& c) { return open(c, migrations).apply({}).has_value(); };
  bool amid_rows = false;
  for (int survived = 40; !amid_rows && survived < 120; ++survived) {
    TestDatabase database(GetParam());
    if (survives(database, survived, up)) break;
    if (!is_table(database, "tags") || value(database, "SELECT count(*) FROM tags") == "2") continue;
    const auto before = must(open(database.connection(), migrations).status(false)).interrupted;
    ASSERT_TRUE(before);
    const auto other = database.connect();
    must(other->execute("LOCK TABLES tags WRITE, authors WRITE, books WRITE, reviews WRITE"));
    must(database.connection().execute("SET SESSION lock_wait_timeout = 1"));
    ASSERT_FALSE(open(database.connection(), migrations).rollback({}).has_value());
    must(other->execute("UNLOCK TABLES"));
    const auto after = must(open(database.connection(), migrations).status(false)).interrupted;
    ASSERT_TRUE(after);
    EXPECT_EQ(after->state, before->state);
    EXPECT_EQ(after->step, before->step);
    must(open(database.connection(), migrations).resume({}));
    EXPECT_EQ(value(database, "SELECT count(*) FROM tags"), "2");
    amid_rows = true;
  }
  EXPECT_TRUE(amid_rows);
}

/// Whatever writes them: what is not known to commit by itself is one with the note that it is done.
TEST_P(KillAmid, RowsAreWrittenOnce) {
  Folder folder(GetParam());
  folder.add_written(GetParam(), "20260101T000002_written", R"(
REPLACE INTO authors (name) VALUES ('new');
BEGIN;
SET @more = (SELECT count(*) FROM authors);
REPLACE INTO authors (name) VALUES (concat('more ', @more));
REPLACE INTO authors (name) VALUES (concat('and more ', @more));
COMMIT;
CREATE TABLE scratch (id int);
DROP TABLE scratch;
DO (SELECT count(*) FROM authors);
)");
  const store::Migrations migrations = folder.load();
  const auto up = [&](engine::Connection& c) { return open(c, migrations).apply({}).has_value(); };
  apply::Options first;
  first.to = "20260101T000001";
  TestDatabase database(GetParam());
  must(open(database.connection(), migrations).apply(first));
  bool lives = false;
  for (int survived = 0; !lives; ++survived) {
    SCOPED_TRACE(fmt::format("killed after {} statements", survived));
    database.run("DELETE FROM authors");
    lives = survives(database, survived, up);
    if (!lives) lead_on(database, migrations, true);
    EXPECT_EQ(value(database, "SELECT group_concat(name ORDER BY name) FROM authors"), "and more 1,more 1,new");
    must(open(database.connection(), migrations).rollback({}));
  }
}

INSTANTIATE_TEST_SUITE_P(, KillAmid, testing::Values(DialectId::mysql, DialectId::mariadb), engine_name);

}  // namespace
}  // namespace schemac::test
