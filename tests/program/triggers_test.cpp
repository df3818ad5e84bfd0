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

SCHEMAC_ON_EVERY_ENGINE(Triggers);

}  // namespace
}  // namespace schemac::test
