// Rows that a migration fills keep the times of their last change, and no trigger takes that for one.
#include "program/project.h"

namespace schemac::test {
namespace {

class Times : public Project {
 protected:
  void with_columns(const std::string& message, const std::string& columns) {
    step(message, R"(
table users {
  id         : int primary key
  updated_at : timestamp = now() on update now()
)" + columns + R"(}
table noted { what : varchar(20) }
trigger note on users after update {
  mysql """ insert into noted values ('changed') """
}
)");
    expect_unmoved(message);
  }
  void rollback() {
    schemac("rollback");
    expect_unmoved("rollback");
    schemac("verify");
  }
  void expect_unmoved(const std::string& after) {
    EXPECT_EQ(value("SELECT count(*) FROM users WHERE updated_at <> '2001-02-03 04:05:06'"), "0") << after;
    EXPECT_EQ(value("SELECT count(*) FROM noted"), "0") << after;
    EXPECT_EQ(value("SELECT count(*) FROM information_schema.triggers WHERE trigger_schema = DATABASE()"), "1");
  }
  void insert(int id) {
    database_.run("INSERT INTO users (id, updated_at) VALUES (" + std::to_string(id) + ", '2001-02-03 04:05:06');");
  }
};

TEST_P(Times, AreKeptWhereRowsGetADefaultOfTheirOwn) {
  with_columns("start", "");
  insert(1);
  insert(2);
  with_columns("tokens", "token : varchar(36) = mysql \"\"\"uuid()\"\"\"\n");
  EXPECT_EQ(value("SELECT count(DISTINCT token) FROM users"), "2");
  rollback();
}

TEST_P(Times, AreKeptWhereRowsWrittenSinceGetTheDefault) {
  with_columns("start", "points : int = 5\n");
  insert(1);
  with_columns("without", "");
  insert(2);
  rollback();
  EXPECT_EQ(value("SELECT points FROM users WHERE id = 2"), "5");
}

TEST_P(Times, AreKeptWhereRowsWrittenSinceGetWhatWasComputed) {
  with_columns("start", "next : int = 0\n");
  insert(1);
  with_columns("computed", "next : int generated always as (id + 1) stored\n");
  insert(2);
  rollback();
  EXPECT_EQ(value("SELECT next FROM users WHERE id = 2"), "3");
}

INSTANTIATE_TEST_SUITE_P(, Times, testing::Values(DialectId::mysql, DialectId::mariadb), engine_name);

}  // namespace
}  // namespace schemac::test
