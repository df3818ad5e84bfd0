// An instant is the same on every engine, however it is written: in a default, in a seed, in a condition.
#include "program/project.h"

namespace schemac::test {
namespace {

class Instants : public Project {
 protected:
  /// What the database has, as an instant of UTC.
  std::string instant(const std::string& column, const std::string& where) {
    const bool with_zone = GetParam() == DialectId::postgres;
    std::string sql = "SELECT ";
    sql += with_zone ? "to_char(" + column + " AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')" : column;
    return value(sql + " FROM events WHERE " + where).substr(0, 19);
  }
};

TEST_P(Instants, AreTheSameHoweverTheyAreWritten) {
  step("start", R"(
table events {
  id    : int primary key
  at    : timestamptz = '2024-01-01T10:00:00Z'
  until : timestamptz = '2024-01-01 10:00:00.25+02:30'
  local : timestamp   = '2024-01-01T10:00:00'
  day   : date        = '2024-01-01'
  check (at > '2020-01-01T00:00:00Z')
}
seed events by id {
  id, at
  (1, '2024-06-01T12:00:00+02:00')
  (2, '2024-06-01 12:00:00')
}
)");
  EXPECT_EQ(instant("at", "id = 1"), "2024-06-01 10:00:00");
  EXPECT_EQ(instant("until", "id = 1"), "2024-01-01 07:30:00");
  EXPECT_EQ(instant("at", "id = 2"), "2024-06-01 12:00:00");
  EXPECT_EQ(value("SELECT local FROM events WHERE id = 1").substr(0, 19), "2024-01-01 10:00:00");
  schemac("rollback");
}

TEST_P(Instants, OfWhatOnlyOneEngineKnowsAreWrittenInSql) {
  const std::string only = GetParam() == DialectId::postgres ? "'infinity'"
                           : GetParam() == DialectId::sqlite ? "'yesterday'"
                                                             : "'0000-00-00'";
  const bool strict = GetParam() == DialectId::mysql || GetParam() == DialectId::mariadb;
  database_.run(std::string(strict ? "SET sql_mode = '';" : "") +
                "CREATE TABLE events (id INTEGER PRIMARY KEY, day DATE DEFAULT " + only + ");");
  const std::string inspected = schemac("inspect '" + database_.url() + "'");
  EXPECT_NE(inspected.find(std::string(to_string(GetParam())) + " \"\"\"" + only), std::string::npos) << inspected;
  write("app.schema", inspected);
  schemac("check");
}

SCHEMAC_ON_EVERY_ENGINE(Instants);

}  // namespace
}  // namespace schemac::test
