// A database that somebody else made is at the state of the schema that is inspected of it: it is adopted as it is.
#include "program/project.h"

namespace schemac::test {
namespace {

class Adopted : public Project {
 protected:
  void is_adopted(const std::string& sql) {
    database_.run(sql);
    schemac("inspect '" + database_.url() + "' -o app.schema");
    schemac("diff --from '" + database_.url() + "' --to app.schema --exit-code");
    schemac("plan -m first");
    schemac("baseline");
    schemac("verify");
  }
  bool is(DialectId dialect) const { return GetParam() == dialect; }
};

TEST_P(Adopted, WithViewsThatJoinWhatIsJoined) {
  is_adopted(
      "CREATE TABLE p (id int PRIMARY KEY, u int); CREATE TABLE q (id int PRIMARY KEY, p int);"
      "CREATE VIEW v AS SELECT p.id FROM p LEFT JOIN q ON p.id = q.p JOIN q r ON r.id = q.id;"
      "CREATE VIEW w AS SELECT a.id FROM p a JOIN p b ON a.id = b.u JOIN (q c JOIN q d ON c.id = d.id) ON c.p = a.id;" +
      std::string(is(DialectId::sqlite) ? ""
                                        : "CREATE VIEW x AS SELECT p.id FROM p LEFT JOIN q ON p.id = q.p RIGHT "
                                          "JOIN q r ON r.id = q.id"));
}

SCHEMAC_ON_EVERY_ENGINE(Adopted);

class AdoptedOnSqlite : public Adopted {};

TEST_P(AdoptedOnSqlite, WithWhatSqliteWritesInAnyOrder) {
  is_adopted(
      "CREATE TABLE a (id text NOT NULL PRIMARY KEY) WITHOUT ROWID, STRICT;"
      "CREATE TABLE b (id text NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;"
      "CREATE TABLE c (id integer PRIMARY KEY, n int NOT NULL ON CONFLICT ignore UNIQUE ON CONFLICT Replace)");
}

TEST_P(AdoptedOnSqlite, WithSettingsInSmallLetters) {
  step("first", R"(
table t {
  id : int primary key
  b  : text?
  unique (b) with (on_conflict = replace)
}
)");
  schemac("diff --from '" + database_.url() + "' --to app.schema --exit-code");
}

INSTANTIATE_TEST_SUITE_P(, AdoptedOnSqlite, testing::Values(DialectId::sqlite), engine_name);

class AdoptedOnMysql : public Adopted {};

TEST_P(AdoptedOnMysql, WithProgramsThatWereMadeWithoutAMode) {
  is_adopted(
      "CREATE TABLE t (a int, b varchar(9)); SET @was = @@sql_mode; SET sql_mode = '';"
      "CREATE PROCEDURE p() SELECT 1; CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1;"
      "SET sql_mode = @was");
}

INSTANTIATE_TEST_SUITE_P(, AdoptedOnMysql, testing::Values(DialectId::mysql, DialectId::mariadb), engine_name);

}  // namespace
}  // namespace schemac::test
