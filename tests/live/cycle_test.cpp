// Tables that refer to one another in a circle, and to themselves: made, changed, dropped and brought back with their
// rows.
#include <gtest/gtest.h>

#include "dialect/dialects.h"
#include "plan/migration_plan.h"
#include "support/compiled.h"
#include "support/database.h"
#include "support/normal_form.h"

namespace schemac::test {
namespace {

constexpr const char* kCircle = R"(
table teams {
  id    : bigint primary key
  chief : people.id?
}
table people {
  id   : bigint primary key
  team : teams.id   on delete cascade
  boss : people.id? on delete set null
}
)";

constexpr const char* kChanged = R"(
table teams {
  id    : bigint primary key
  chief : people.id? on delete set null
  name  : varchar(20) = 'new'
}
table people {
  id    : int primary key
  team  : teams.id
  boss  : people.id?
  index (boss)
}
)";

constexpr const char* kWithoutPeople = "table teams { id : bigint primary key }";

class Cycle : public EveryEngine {
 protected:
  plan::BothWays planned(const std::string& from, const std::string& to) {
    return must(
        plan::plan_both_ways({compiled(from), compiled(to), {}}, dialect::get(GetParam()), "cycle1", {true, true}));
  }
  void run(TestDatabase& database, const plan::Plan& plan) {
    for (const auto& statement : plan.statements) must(database.connection().execute(statement.sql));
  }
};

TEST_P(Cycle, IsLedThereAndBackWithItsRows) {
  for (const std::string to : {kChanged, kWithoutPeople, ""}) {
    TestDatabase database(GetParam()), fresh(GetParam());
    run(database, planned("", kCircle).up);
    database.run(
        "INSERT INTO teams (id) VALUES (1), (2);"
        "INSERT INTO people (id, team, boss) VALUES (1, 1, NULL), (2, 1, 1), (3, 2, 1);"
        "UPDATE teams SET chief = 1 WHERE id = 1;");
    const auto dump = normal_form(database.connection());
    const auto rows = all_rows(database.connection());
    const auto plan = planned(kCircle, to);
    run(database, plan.up);
    run(fresh, planned("", to).up);
    EXPECT_EQ(normal_form(database.connection()), normal_form(fresh.connection())) << to;
    run(database, plan.down);
    EXPECT_EQ(normal_form(database.connection()), dump) << to;
    EXPECT_EQ(all_rows(database.connection()), rows) << to;
  }
}

SCHEMAC_ON_EVERY_ENGINE(Cycle);

}  // namespace
}  // namespace schemac::test
