// Quarantine is emptied on each engine, whatever lies in it.
#include "program/project.h"

namespace schemac::test {
namespace {

class Purge : public Project {};

/// Of PostgreSQL: what goes from a parent and what goes with it.
std::string partitions_and_heirs(bool before) {
  const std::string parents = before ? R"(
table days { day : date, note : text?
  for postgres { partition_by = 'RANGE (day)' } }
table base { id : int?, gone : text? }
table heirs { more : int?
  for postgres { inherits = 'base' } }
table old { id : int, n : int?
  for postgres { partition_by = 'HASH (id)' } }
table old_0 {
  for postgres { partition_of = 'old', partition = 'FOR VALUES WITH (modulus 1, remainder 0)' } }
table elder { id : int? }
table younger {
  for postgres { inherits = 'elder' } }
)"
                                     : R"(
table days { day : date, n : int?
  for postgres { partition_by = 'RANGE (day)' } }
table base { id : int? }
table heirs { more : int?
  for postgres { inherits = 'base' } }
)";
  return parents +
         "table days_2026 {\n  for postgres { partition_of = 'days', partition = \"FOR VALUES FROM "
         "('2026-01-01') TO ('2027-01-01')\" } }\n";
}

TEST_P(Purge, DeletesWhateverWasDropped) {
  const bool postgres = GetParam() == DialectId::postgres;
  step("start", R"(
enum kind { small, large }
enum tone { low, high }
table parents { id : bigint identity primary key, name : varchar(20), kind : kind = 'small' }
table children { id : bigint identity primary key, parent_id : parents.id, tone : tone? }
)" + (postgres ? partitions_and_heirs(true) : ""));
  database_.run("INSERT INTO parents (name) VALUES ('a'); INSERT INTO children (parent_id) VALUES (1);");
  if (postgres)
    database_.run(
        "INSERT INTO days VALUES ('2026-02-03', 'x'); INSERT INTO old VALUES (1, 2); INSERT INTO younger VALUES (3);"
        "INSERT INTO heirs (id, more) VALUES (1, 2);");
  step("less", "table parents { id : bigint identity primary key }" + (postgres ? partitions_and_heirs(false) : ""));
  EXPECT_NE(schemac("purge --older-than 0 --dry-run").find("would delete"), std::string::npos);
  EXPECT_NE(schemac("purge --older-than 0").find("delete"), std::string::npos);
  EXPECT_NE(schemac("purge --older-than 0").find("nothing in quarantine"), std::string::npos);
  schemac("verify");
  EXPECT_NE(schemac("rollback", 3).find("SC7033"), std::string::npos);
  EXPECT_EQ(value("SELECT count(*) FROM parents"), "1");
  if (postgres) {
    EXPECT_EQ(value("SELECT count(*) FROM days, base"), "1");
  }
}

SCHEMAC_ON_EVERY_ENGINE(Purge);

}  // namespace
}  // namespace schemac::test
