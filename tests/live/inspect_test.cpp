// Inspection, judged by the engines: what is inspected, made anew from nothing, is the same database to its own dump.
#include <gmock/gmock.h>

#include "catalog/json.h"
#include "dialect/dialects.h"
#include "inspect_schemas.h"
#include "plan/migration_plan.h"
#include "support/database.h"
#include "support/normal_form.h"

namespace schemac {
namespace {

using test::must;
using test::TestDatabase;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class InspectTest : public test::EveryEngine {
 protected:
  const dialect::Dialect& dialect_ = dialect::get(GetParam());

  dialect::Inspection inspected(const std::string& script) {
    TestDatabase database(GetParam());
    database.run(script);
    return must(dialect_.inspect(database.connection()));
  }

  /// Makes `catalog` in an empty database.
  void make(const catalog::Catalog& catalog, TestDatabase& database) {
    const diff::Pair pair{{}, catalog, {}};
    const plan::BothWays ways = must(plan::plan_physical(pair, dialect_, "abc123", {}));
    for (const auto& statement : ways.up.statements) must(database.connection().execute(statement.sql));
  }
};
SCHEMAC_ON_EVERY_ENGINE(InspectTest);

TEST_P(InspectTest, WhatIsMadeOfItIsTheSameDatabase) {
  TestDatabase original(GetParam()), copy(GetParam());
  original.run(test::rich_schema(GetParam()));
  const dialect::Inspection found = must(dialect_.inspect(original.connection()));
  EXPECT_THAT(found.unmanaged, IsEmpty());
  make(found.catalog, copy);
  EXPECT_EQ(test::normal_form(copy.connection()), test::normal_form(original.connection()));
  EXPECT_EQ(must(dialect_.inspect(copy.connection())).catalog, found.catalog);
}

TEST_P(InspectTest, RaisedAndLoweredItIsTheSame) {
  const dialect::Inspection found = inspected(test::rich_schema(GetParam()));
  diag::Diagnostics diagnostics;
  const catalog::Catalog again = dialect_.lower(dialect_.raise(found.catalog), diagnostics);
  EXPECT_FALSE(diag::has_errors(diagnostics));
  EXPECT_EQ(catalog::to_json_text(again), catalog::to_json_text(found.catalog));
}

/// Only what a person cannot have typed otherwise is left as text.
TEST_P(InspectTest, ReadsExpressionsIntoTrees) {
  const dialect::Inspection found = inspected(test::rich_schema(GetParam()));
  const auto expect_tree = [](const catalog::Expr& expr, const std::string& where) {
    catalog::expr::walk(expr, [&](const catalog::Expr& node) {
      EXPECT_NE(node.kind, catalog::ExprKind::raw) << where << ": " << node.text;
    });
  };
  for (const catalog::Table& table : found.catalog.tables) {
    for (const catalog::Check& check : table.checks) expect_tree(check.expr, check.name);
    for (const catalog::Column& column : table.columns) {
      expect_tree(column.default_value.value_or(catalog::Expr{}), column.name);
      if (column.generated) expect_tree(column.generated->expr, column.name);
    }
    for (const catalog::Index& index : table.indexes)
      for (const catalog::IndexPart& part : index.parts) expect_tree(part.expr, index.name);
  }
  for (const catalog::View& view : found.catalog.views) expect_tree(view.query, view.name.name);
}

TEST_P(InspectTest, SchemacsOwnIsNotShown) {
  const dialect::Inspection plain = inspected("CREATE TABLE t (a int)");
  const dialect::Inspection found = inspected(
      "CREATE TABLE t (a int, _schemac_k1_b int); CREATE TABLE _schemac_k1_u (x int PRIMARY KEY);"
      "CREATE TABLE schemac_history (id int); CREATE INDEX _schemac_i ON t (_schemac_k1_b)");
  EXPECT_EQ(found.catalog, plain.catalog);
  EXPECT_THAT(found.unmanaged, IsEmpty());
}

TEST_P(InspectTest, WhatIsNotManagedIsNamed) {
  for (const auto& [script, name] : test::unmanaged_things(GetParam()))
    EXPECT_THAT(inspected(script).unmanaged, Contains(HasSubstr(name))) << script;
}

TEST(InspectPostgres, WhatTheLanguageLacksIsCarriedAsStatements) {
  const auto& d = dialect::get(DialectId::postgres);
  for (const auto& [script, name] : test::carried_by_postgres()) {
    TestDatabase database(DialectId::postgres);
    database.run(script);
    const dialect::Inspection found = must(d.inspect(database.connection()));
    EXPECT_THAT(found.unmanaged, IsEmpty()) << script;
    EXPECT_NE(found.catalog.raw_objects.find(name), nullptr) << script;
  }
}

/// Forwards to another connection, counting.
class CountingConnection final : public engine::Connection {
 public:
  explicit CountingConnection(engine::Connection& inner)
      : engine::Connection(inner.dialect(), inner.url()), inner_(inner) {}
  void close() override {}
  int queries = 0;

 private:
  Outcome<engine::Rows> run(std::string_view sql, const std::vector<engine::Value>& params) override {
    ++queries;
    return must(inner_.query(sql, params));
  }
  Outcome<bool> lock_now(const std::string&) override { return true; }
  Outcome<bool> unlock_now(const std::string&) override { return true; }
  engine::Connection& inner_;
};

TEST(InspectPostgres, DefaultsAreRaisedToWhatTheColumnsTypeMakesOfThem) {
  TestDatabase database(DialectId::postgres);
  database.run(
      "CREATE TYPE mood AS ENUM ('sad', 'glad');"
      "CREATE TABLE t (m mood DEFAULT 'sad', tags text[] DEFAULT '{}', words text DEFAULT '{}',"
      "n numeric DEFAULT '0', moods mood[] DEFAULT '{glad}');");
  const dialect::Dialect& postgres = dialect::get(DialectId::postgres);
  const auto raised = postgres.raise(must(postgres.inspect(database.connection())).catalog);
  const catalog::Table& table = *raised.tables.find(catalog::QName("t"));
  EXPECT_EQ(*table.find_column("m")->default_value, catalog::expr::label("sad"));
  EXPECT_EQ(*table.find_column("tags")->default_value, catalog::expr::node(catalog::ExprKind::array, "", {}));
  EXPECT_EQ(*table.find_column("words")->default_value, catalog::expr::string("{}"));
  for (const auto& [name, text] : {std::pair("n", "0"), std::pair("moods", "{glad}")}) {
    const catalog::Column& column = *table.find_column(name);
    EXPECT_EQ(column.default_value->kind, catalog::ExprKind::cast);
    EXPECT_EQ(column.default_value->args[0], catalog::expr::string(text));
    EXPECT_EQ(column.default_value->type, column.type);
  }
}

TEST_P(InspectTest, AsksAFixedNumberOfQueries) {
  TestDatabase database(GetParam());
  const auto queries = [&] {
    CountingConnection counting(database.connection());
    must(dialect_.inspect(counting));
    return counting.queries;
  };
  const int of_none = queries();
  std::string script;
  constexpr int kEach = 40;
  for (int i = 0; i < kEach; ++i)
    script += fmt::format(
        "CREATE TABLE t{0} (id int PRIMARY KEY, a int REFERENCES t{1} (id), CHECK (a > 0)); CREATE INDEX i{0} ON t{0} "
        "(a);"
        "CREATE VIEW v{0} AS SELECT id FROM t{0};",
        i, std::max(0, i - 1));
  database.run(script);
  // MySQL and MariaDB tell some things in SHOW CREATE alone, which is asked once for each table and view; and once,
  // which of all views they cannot use
  const bool asks_for_each = GetParam() == DialectId::mysql || GetParam() == DialectId::mariadb;
  EXPECT_EQ(queries(), of_none + (asks_for_each ? 2 * kEach + 1 : 0));
  EXPECT_LE(of_none, 20);
}

}  // namespace
}  // namespace schemac
