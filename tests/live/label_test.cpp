// An enum's labels get other names, as do the column, the table and the enum itself: every row says the new name
// afterwards, the old one after the way back, and nothing else about it has changed.
#include <gtest/gtest.h>

#include "catalog/labels.h"
#include "dialect/dialects.h"
#include "plan/migration_plan.h"
#include "support/compiled.h"
#include "support/database.h"
#include "support/normal_form.h"

namespace schemac::test {
namespace {

constexpr const char* kBefore = R"(
enum State { open, payed, sent, lost }
table orders {
  id    : bigint primary key
  state : State = payed
  old   : State?
  check unpaid (state <> payed or id > 0)
}
)";

constexpr const char* kAfter = R"(
enum OrderState was State { open, paid was payed, shipped was sent, lost, back }
table purchases was orders {
  id       : bigint primary key
  progress : OrderState = paid was state
  old      : OrderState?
  check unpaid (progress <> paid or id > 0)
}
)";

class RenamedLabel : public EveryEngine {
 protected:
  const dialect::Dialect& dialect_ = dialect::get(GetParam());

  plan::BothWays planned(const std::string& from, const std::string& to) {
    return must(plan::plan_both_ways({compiled(from), compiled(to), renames_in(to)}, dialect_, "label1", {}));
  }
  void run(TestDatabase& database, const plan::Plan& plan) {
    for (const auto& guard : plan.guards)
      EXPECT_TRUE(must(database.connection().query(guard.sql)).empty()) << guard.sql;
    for (const auto& statement : plan.statements) must(database.connection().execute(statement.sql));
  }
  std::string one(TestDatabase& database, const std::string& query) {
    return must(database.connection().query_value(query)).value_or("");
  }
  std::vector<std::string> rows(TestDatabase& database) {
    std::vector<std::string> out;
    for (const auto& [table, lines] : all_rows(database.connection()))
      for (const std::string& line : lines) out.push_back(line);
    return out;
  }
};
SCHEMAC_ON_EVERY_ENGINE(RenamedLabel);

TEST_P(RenamedLabel, IsTheNewOneInEveryRowAndTheOldOneAfterTheWayBack) {
  TestDatabase database(GetParam()), fresh(GetParam()), expected(GetParam());
  run(database, planned("", kBefore).up);
  database.run("INSERT INTO orders VALUES (1, 'open', 'sent'), (2, 'payed', NULL), (3, 'sent', 'payed')");
  const auto dump = normal_form(database.connection());
  const auto before = rows(database);

  const auto ways = planned(kBefore, kAfter);
  run(database, ways.up);
  run(fresh, planned("", kAfter).up);
  EXPECT_EQ(normal_form(database.connection()), normal_form(fresh.connection()));
  fresh.run("INSERT INTO purchases VALUES (1, 'open', 'shipped'), (2, 'paid', NULL), (3, 'shipped', 'paid')");
  EXPECT_EQ(rows(database), rows(fresh));
  database.run("INSERT INTO purchases (id) VALUES (4)");

  run(database, ways.down);
  EXPECT_EQ(normal_form(database.connection()), dump);
  database.run("DELETE FROM orders WHERE id = 4 AND state = 'payed'");
  EXPECT_EQ(rows(database), before);
}

TEST_P(RenamedLabel, StandsBesideOneThatGoes) {
  constexpr const char* kWithout = R"(
enum State { open, paid was payed, sent }
table orders {
  id    : bigint primary key
  state : State = paid
  old   : State?
  check unpaid (state <> paid or id > 1)
}
)";
  TestDatabase database(GetParam()), fresh(GetParam());
  run(database, planned("", kBefore).up);
  database.run("INSERT INTO orders VALUES (2, 'payed', NULL), (3, 'sent', 'lost')");
  const auto ways = planned(kBefore, kWithout);
  std::size_t in_the_way = 0;
  for (const auto& guard : ways.up.guards) in_the_way += must(database.connection().query(guard.sql)).size();
  EXPECT_EQ(in_the_way, 1U) << "the row that is lost, and not the one that is payed";

  database.run("UPDATE orders SET old = 'payed' WHERE id = 3");
  const auto dump = normal_form(database.connection());
  const auto before = rows(database);
  run(database, ways.up);
  run(fresh, planned("", kWithout).up);
  EXPECT_EQ(normal_form(database.connection()), normal_form(fresh.connection()));
  fresh.run("INSERT INTO orders VALUES (2, 'paid', NULL), (3, 'sent', 'paid')");
  EXPECT_EQ(rows(database), rows(fresh));
  run(database, ways.down);
  EXPECT_EQ(normal_form(database.connection()), dump);
  EXPECT_EQ(rows(database), before);
}

// PostgreSQL adds a label in place to what a domain is based on, and has no statement that takes it away; another enum
// may take its place, with another domain.
class LabelOfADomain : public RenamedLabel {};
INSTANTIATE_TEST_SUITE_P(, LabelOfADomain, testing::Values(DialectId::postgres), engine_name);

TEST_P(LabelOfADomain, StopsTheRollbackBeforeAnythingIsChanged) {
  TestDatabase before(DialectId::postgres), after(DialectId::postgres);
  before.run("CREATE TYPE e AS ENUM ('a'); CREATE DOMAIN d AS e; CREATE TABLE t (x d)");
  after.run("CREATE TYPE e AS ENUM ('a', 'b'); CREATE DOMAIN d AS e; CREATE TABLE t (x d)");
  const diff::Pair pair{
      must(dialect_.inspect(before.connection())).catalog, must(dialect_.inspect(after.connection())).catalog, {}};
  const auto ways = must(plan::plan_physical(pair, dialect_, "label1", {}));
  EXPECT_TRUE(ways.up.guards.empty());
  ASSERT_EQ(ways.down.guards.size(), 1u);
  EXPECT_EQ(ways.down.guards[0].code, diag::Code::SC7036);
  EXPECT_EQ(must(after.connection().query_value(ways.down.guards[0].sql)),
            "PostgreSQL does not take a label from what domain d is made of");

  const auto dump = normal_form(after.connection());
  const auto lost = must(plan::plan_physical({pair.to, pair.from, {}}, dialect_, "label2", {}));
  run(after, lost.up);
  EXPECT_EQ(normal_form(after.connection()), normal_form(before.connection()));
  run(after, lost.down);
  EXPECT_EQ(normal_form(after.connection()), dump);
}

class RenamedLabelOfMySql : public RenamedLabel {};
INSTANTIATE_TEST_SUITE_P(, RenamedLabelOfMySql, testing::Values(DialectId::mysql, DialectId::mariadb), engine_name);

TEST_P(RenamedLabelOfMySql, TouchesNoTimeAndWakesNoTrigger) {
  TestDatabase database(GetParam());
  database.run(
      "CREATE TABLE jobs (id INT PRIMARY KEY, state ENUM ('new', 'payed') NOT NULL, at TIMESTAMP NOT NULL "
      "DEFAULT '2020-01-01 00:00:00' ON UPDATE CURRENT_TIMESTAMP)");
  database.run("CREATE TABLE log (id INT PRIMARY KEY)");
  database.run("INSERT INTO jobs (id, state) VALUES (1, 'payed')");
  database.run("CREATE TRIGGER noted AFTER UPDATE ON jobs FOR EACH ROW INSERT INTO log VALUES (NEW.id)");
  const auto before = rows(database);
  const auto from = must(dialect_.inspect(database.connection())).catalog;
  auto to = from;
  ASSERT_TRUE(catalog::rename_label(*to.tables.find(std::string("jobs")), "state", "payed", "paid"));
  const catalog::Rename rename{catalog::RenameKind::label, "jobs", "payed", "paid", "state"};
  const auto ways = must(plan::plan_physical({from, to, {rename}}, dialect_, "label2", {}));
  run(database, ways.up);
  EXPECT_EQ(one(database, "SELECT concat(state, ' ', year(at), ' ', (SELECT count(*) FROM log)) FROM jobs"),
            "paid 2020 0");
  run(database, ways.down);
  EXPECT_EQ(rows(database), before);
  database.run("UPDATE jobs SET state = 'new'");
  EXPECT_EQ(one(database, "SELECT count(*) FROM log"), "1") << "the trigger is back";
}

}  // namespace
}  // namespace schemac::test
