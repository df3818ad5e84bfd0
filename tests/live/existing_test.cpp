// Databases that others made: what `inspect` writes of one makes the same database again, and a plan between two of
// them leads there and back with the rows. The engine's own dump is the judge.
#include <gmock/gmock.h>

#include "dialect/dialects.h"
#include "existing_schemas.h"
#include "import/write_database.h"
#include "plan/migration_plan.h"
#include "support/compiled.h"
#include "support/database.h"
#include "support/normal_form.h"

namespace schemac::test {
namespace {

class ExistingDatabase : public EveryEngine {
 protected:
  /// Tablespaces are a server's: there is one that all samples may name.
  void SetUp() override {
    if (GetParam() != DialectId::postgres) return;
    TestDatabase any(GetParam());
    (void)any.connection().execute("SET allow_in_place_tablespaces = on");
    (void)any.connection().execute("CREATE TABLESPACE schemac_other LOCATION ''");  // it may be there
    ASSERT_EQ(must(any.connection().query("SELECT FROM pg_tablespace WHERE spcname = 'schemac_other'")).size(), 1u);
  }

  const dialect::Dialect& dialect_ = dialect::get(GetParam());

  dialect::Inspection inspected(TestDatabase& database) { return must(dialect_.inspect(database.connection())); }

  void run(TestDatabase& database, const plan::Plan& plan) {
    for (const auto& guard : plan.guards)
      EXPECT_TRUE(must(database.connection().query(guard.sql)).empty()) << guard.sql;
    for (const auto& statement : plan.statements) must(database.connection().execute(statement.sql));
  }

  plan::BothWays planned(const catalog::Catalog& from, const catalog::Catalog& to) {
    diff::Pair pair{from, to, {}};
    pair.renames = plan::lowered({}, {}, pair, dialect_);
    return must(plan::plan_physical(pair, dialect_, "abc123", {true, true}));
  }
};
SCHEMAC_ON_EVERY_ENGINE(ExistingDatabase);

/// With what a server alone can be asked for.
std::vector<Existing> samples(DialectId dialect) {
  std::vector<Existing> out = existing_schemas(dialect);
  if (dialect == DialectId::postgres)
    for (Existing& sample : indexes_of_some_partitions()) out.push_back(std::move(sample));
  return out;
}

TEST_P(ExistingDatabase, IsMadeAgainByWhatInspectWritesOfIt) {
  for (const Existing& sample : samples(GetParam())) {
    SCOPED_TRACE(sample.what);
    TestDatabase original(GetParam()), copy(GetParam());
    original.run(sample.to);
    diag::Diagnostics problems;
    const auto portable = compiled(import::write_database(inspected(original), dialect_));
    const auto physical = dialect_.lower(portable, problems);
    EXPECT_FALSE(diag::has_errors(problems));
    run(copy, planned({}, physical).up);
    EXPECT_EQ(normal_form(copy.connection()), normal_form(original.connection()));
  }
}

TEST_P(ExistingDatabase, IsLedToAnotherAndBack) {
  for (const Existing& sample : samples(GetParam())) {
    SCOPED_TRACE(sample.what);
    TestDatabase database(GetParam()), target(GetParam());
    database.run(sample.from);
    target.run(sample.to);
    const auto dump = normal_form(database.connection());
    const auto rows = all_rows(database.connection());
    const auto ways = planned(inspected(database).catalog, inspected(target).catalog);
    run(database, ways.up);
    EXPECT_EQ(normal_form(database.connection()), normal_form(target.connection()));
    if (sample.same_rows) {
      EXPECT_EQ(all_rows(database.connection()), all_rows(target.connection()));
    }
    run(database, ways.down);
    EXPECT_EQ(normal_form(database.connection()), dump);
    EXPECT_EQ(all_rows(database.connection()), rows);
    run(database, ways.up);  // nothing that the way back left is in the way
    EXPECT_EQ(normal_form(database.connection()), normal_form(target.connection()));
  }
}

}  // namespace
}  // namespace schemac::test
