// Quarantine is emptied on each engine, whatever lies in it.
#include "base/text.h"
#include "program/project.h"

namespace schemac::test {
namespace {

class Purge : public Project {
 protected:
  void step(const std::string& message, const std::string& schema) {
    write("app.schema", schema);
    schemac("plan -m " + message + " --accept all");
    schemac("apply");
  }
};

/// Of PostgreSQL: what goes from a parent and what goes with it.
std::string partitions_and_heirs(bool before) {
  const std::string partition = R"(
table days { day : date, ${days}
  for postgres { partition_by = 'RANGE (day)' } }
table days_2026 {
  for postgres { partition_of = 'days', partition = "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')"
}
}
table base {
id:
  int ? $ { base }
}
table heirs {
more:
  int ? $ { base }
  for
    postgres { inherits = 'base' }
}
)";
  const std::string whole = R"(
table old { id : int, n : int?
  for postgres { partition_by = 'HASH (id)' } }
table old_0 {
  for postgres { partition_of = 'old', partition = 'FOR VALUES WITH (modulus 1, remainder 0)' } }
table elder { id : int? }
table younger {
  for postgres { inherits = 'elder' } }
)";
const std::string there = text::replace_all(partition, "${base}", before ? ", gone : text?" : "");
return text::replace_all(there, "${days}", before ? "note : text?" : "n : int?") + (before ? whole : "");
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
        "INSERT INTO heirs VALUES (1, 'y', 2);");
  step("less", "table parents { id : bigint identity primary key }" + (postgres ? partitions_and_heirs(false) : ""));
  EXPECT_NE(schemac("purge --older-than 0 --dry-run").find("would delete"), std::string::npos);
  EXPECT_NE(schemac("purge --older-than 0").find("delete"), std::string::npos);
  EXPECT_NE(schemac("purge --older-than 0").find("nothing in quarantine"), std::string::npos);
  schemac("verify");
  EXPECT_NE(schemac("rollback", 3).find("SC7033"), std::string::npos);
  EXPECT_EQ(value("SELECT count(*) FROM parents"), "1");
  if (postgres) EXPECT_EQ(value("SELECT count(*) FROM days, base"), "1");
}

SCHEMAC_ON_EVERY_ENGINE(Purge);

}  // namespace
}  // namespace schemac::test
