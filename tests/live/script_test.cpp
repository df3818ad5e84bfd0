// What `plan` wrote is what runs: the engine's own client makes the same database of a script as schemac does, and
// tables that a change does not concern stay the tables they were.
#include "store/script.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "dialect/dialects.h"
#include "plan/migration_plan.h"
#include "support/database.h"
#include "support/normal_form.h"
#include "support/random_schema.h"

namespace schemac::test {
namespace {

class Script : public EveryEngine {};

/// psql, mariadb (which speaks to MySQL too) or sqlite3, as a person would run them.
std::string client_command(const TestDatabase& database, const std::string& file) {
  const DatabaseUrl url = must_parse_url(database.url());
  switch (database.dialect()) {
    case DialectId::postgres:
      return fmt::format("psql -X -q -f '{}' '{}'", file, database.url());
    case DialectId::mysql:
    case DialectId::mariadb:
      return fmt::format("mariadb --no-defaults -u '{}' -S '{}' '{}' < '{}'", url.user, url.options.at("socket"),
                         url.database, file);
    case DialectId::sqlite:
      return fmt::format("sqlite3 '{}' < '{}'", url.database, file);
  }
  return "";
}

/// Whether the client came to the end of it, and what it said.
std::pair<bool, std::string> outcome_with_client(const TestDatabase& database, const plan::Plan& plan) {
  const std::string file = testing::TempDir() + "schemac_script_" + database.name() + ".sql";
  std::ofstream(file) << store::render({plan.guards, plan.statements}, database.dialect(), "script_test");
  const std::string command = client_command(database, file) + " > '" + file + ".out' 2>&1";
  const int exit = std::system(command.c_str());
  std::ifstream out(file + ".out");
  const std::string said((std::istreambuf_iterator<char>(out)), {});
  std::remove(file.c_str());
  std::remove((file + ".out").c_str());
  return {exit == 0, command + "\n" + said};
}
void run_with_client(const TestDatabase& database, const plan::Plan& plan) {
  const auto [done, said] = outcome_with_client(database, plan);
  ASSERT_TRUE(done) << said;
}

void run_here(TestDatabase& database, const plan::Plan& plan) {
  database.run(store::render({plan.guards, plan.statements}, database.dialect(), "script_test"));
}

plan::BothWays planned(const diff::Pair& pair, DialectId id) {
  return must(plan::plan_both_ways(pair, dialect::get(id), "client", {true, true}));
}

TEST_P(Script, MakesTheSameDatabaseInTheEnginesOwnClient) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    Random random(seed);
    diff::Pair pair{random_schema(random), {}, {}};
    pair.to = pair.from;
    for (int i = 0; i < 6; ++i)
      random_change(pair.to, pair.renames, static_cast<ChangeKind>(random() % kChangeKinds), random());
    TestDatabase by_client(GetParam()), here(GetParam());
    const auto first = planned({{}, pair.from, {}}, GetParam()), second = planned(pair, GetParam());
    run_with_client(by_client, first.up);
    run_here(here, first.up);
    EXPECT_EQ(normal_form(by_client.connection()), normal_form(here.connection())) << "seed " << seed;
    run_with_client(by_client, second.up);
    run_here(here, second.up);
    EXPECT_EQ(normal_form(by_client.connection()), normal_form(here.connection())) << "seed " << seed;
    run_with_client(by_client, second.down);
    run_here(here, second.down);
    EXPECT_EQ(normal_form(by_client.connection()), normal_form(here.connection())) << "seed " << seed;
  }
}

TEST_P(Script, StopsInTheEnginesOwnClientAtTheFirstError) {
  catalog::Catalog from, to;
  catalog::Table table;
  table.name = catalog::QName("t");
  table.columns.push_back({});
  table.columns[0].name = "n";
  table.columns[0].type = catalog::portable("int");
  table.columns[0].nullable = true;
  from.tables.add(table);
  table.columns[0].nullable = false;
  to.tables.add(table);
  TestDatabase database(GetParam());
  run_here(database, planned({{}, from, {}}, GetParam()).up);
  database.run("INSERT INTO t VALUES (1), (NULL), (3);");
  const auto [done, said] = outcome_with_client(database, planned({from, to, {}}, GetParam()).up);
  EXPECT_FALSE(done) << said;
  EXPECT_EQ(must(database.connect()->query_value("SELECT count(*) FROM t")), "3") << said;
}

TEST_P(Script, LeavesOtherTablesAlone) {
  for (const ChangeKind kind :
       {ChangeKind::add_column_with_default, ChangeKind::drop_column, ChangeKind::add_first_column,
        ChangeKind::widen_type, ChangeKind::add_index, ChangeKind::make_nullable}) {
    Random random(7);
    diff::Pair pair{random_schema(random), {}, {}};
    pair.to = pair.from;
    for (std::uint64_t seed = 1; !random_change(pair.to, pair.renames, kind, seed); ++seed) ASSERT_LT(seed, 100u);
    TestDatabase database(GetParam());
    run_here(database, planned({{}, pair.from, {}}, GetParam()).up);
    const auto before = table_identities(database.connection());
    run_here(database, planned(pair, GetParam()).up);
    const auto after = table_identities(database.connection());
    int untouched = 0;
    for (const catalog::Table& table : pair.from.tables) {
      const catalog::Table* other = pair.to.tables.find(table.name);
      if (!other || !(*other == table)) continue;
      ++untouched;
      EXPECT_EQ(after.at(table.name.name), before.at(table.name.name)) << table.name.name << ", by " << to_string(kind);
    }
    EXPECT_GT(untouched, 0);
  }
}

SCHEMAC_ON_EVERY_ENGINE(Script);

}  // namespace
}  // namespace schemac::test
