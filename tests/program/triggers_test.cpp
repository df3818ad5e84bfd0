// A trigger's events and conditions mean the same on every engine, whichever of them has words for these.
#include "program/project.h"

namespace schemac::test {
namespace {

class Triggers : public Project {};

TEST_P(Triggers, FireOnTheirEventsAndWhereTheirConditionHolds) {
  step("start", R"(
table readings {
  id   : int primary key
  n    : int
  note : text?
}
table log {
  id   : int identity primary key
  seen : int
}
trigger high on readings after insert or update of (n) when (new.n > 10) {
  sqlite   """ insert into log (seen) values (new.n) """
  mysql    """ insert into log (seen) values (new.n); """
  postgres """ begin insert into log (seen) values (new.n); return null; end """
}
trigger lost on readings after delete when (old.n > 10 and old.note is null) {
  sqlite   """ insert into log (seen) values (-old.n) """
  mysql    """ begin insert into log (seen) values (-old.n); end """
  postgres """ begin insert into log (seen) values (-old.n); return null; end """
}
)");
  const auto seen = [&] { return value("SELECT coalesce(sum(seen), 0) FROM log"); };
  database_.run("INSERT INTO readings (id, n) VALUES (1, 5); INSERT INTO readings (id, n) VALUES (2, 100);");
  EXPECT_EQ(seen(), "100");
  database_.run("UPDATE readings SET note = 'x' WHERE id = 2;");
  EXPECT_EQ(seen(), "100") << "another column was changed";
  database_.run("UPDATE readings SET n = 1000 WHERE id = 1;");
  EXPECT_EQ(seen(), "1100");
  database_.run("DELETE FROM readings WHERE id = 2;");
  EXPECT_EQ(seen(), "1100") << "it has a note";
  database_.run("DELETE FROM readings WHERE id = 1;");
  EXPECT_EQ(seen(), "100");
  schemac("diff --from '" + database_.url() + "' --to app.schema --exit-code");
  schemac("rollback");
}

// As docs/migrations.md says: what they write elsewhere is theirs, at a rollback, too.
TEST_P(Triggers, FireForSeedRowsThereAndBack) {
  const std::string schema = R"(
table t { id : int primary key, v : int }
table log { id : int identity primary key, v : int }
trigger noted on t after update {
  sqlite   """ insert into log (v) values (new.v) """
  mysql    """ insert into log (v) values (new.v); """
  postgres """ begin insert into log (v) values (new.v); return null; end """
}
)";
  const auto seed = [](const std::string& v) { return "seed t by id {\n  id, v\n  (1, " + v + ")\n}\n"; };
  const auto logged = [&] { return value("SELECT coalesce(sum(v), 0) FROM log"); };
  step("first", schema + seed("10"));
  EXPECT_EQ(logged(), "0");
  step("second", schema + seed("11"));
  EXPECT_EQ(logged(), "11");
  schemac("rollback");
  EXPECT_EQ(value("SELECT v FROM t"), "10");
  EXPECT_EQ(logged(), "21");
}

SCHEMAC_ON_EVERY_ENGINE(Triggers);

}  // namespace
}  // namespace schemac::test
