// Operators within operators: what is made of what `inspect` writes computes what the original did. Each engine binds
// them in an order of its own, and prints the parentheses that it needs, or those that somebody typed.
#include <gmock/gmock.h>

#include "dialect/dialects.h"
#include "import/write_database.h"
#include "plan/migration_plan.h"
#include "support/compiled.h"
#include "support/database.h"

namespace schemac::test {
namespace {

std::vector<std::string> operators_of(DialectId dialect) {
  switch (dialect) {
    case DialectId::postgres:
      return {"+", "-", "*", "/", "%", "|", "&", "#", "<<", ">>"};
    case DialectId::sqlite:
      return {"+", "-", "*", "/", "%", "|", "&", "<<", ">>", "||", "=", "<", "<>", "IS", "LIKE", "GLOB", "AND", "OR"};
    default:
      return {"+",  "-", "*", "DIV", "%",    "|",      "&",   "^",  "<<",
              ">>", "=", "<", "<=>", "LIKE", "REGEXP", "AND", "OR", "XOR"};
  }
}

class Operators : public EveryEngine {
 protected:
  bool mysql_family() const { return GetParam() == DialectId::mysql || GetParam() == DialectId::mariadb; }

  /// Every way in which `one` and each other operator can stand in each other.
  std::vector<std::string> expressions_with(const std::string& one) const {
    std::vector<std::string> out;
    const auto matches = [](const std::string& op) { return op == "LIKE" || op == "REGEXP"; };
    for (const std::string& other : operators_of(GetParam())) {
      for (const std::string& each : {"(a " + one + " b) " + other + " c", "a " + one + " (b " + other + " c)",
                                      "-a " + one + " -(b " + other + " c)"})
        out.push_back(each);
      // MySQL takes no operator beside these
      if (GetParam() != DialectId::mysql || !(matches(one) || matches(other)))
        out.push_back("a " + one + " b " + other + " c");
    }
    return out;
  }

  /// MySQL and MariaDB compute much in views that they take in no generated column.
  void make(TestDatabase& database, const std::vector<std::string>& expressions) {
    const std::string type = GetParam() == DialectId::sqlite ? "text" : "bigint";
    std::string columns, items;
    for (std::size_t i = 0; i < expressions.size(); ++i) {
      const std::string name = "g" + std::to_string(i);
      if (!mysql_family()) columns += ", " + name + " " + type + " GENERATED ALWAYS AS (" + expressions[i] + ") STORED";
      items += (i ? ", " : "") + (mysql_family() ? expressions[i] + " AS " : "") + name;
    }
    must(database.connection().execute("CREATE TABLE t (a int, b int, c int" + columns + ")"));
    must(database.connection().execute("CREATE VIEW v AS SELECT " + items + " FROM t"));
  }

  void make_anew(TestDatabase& original, TestDatabase& copy) {
    const dialect::Dialect& dialect = dialect::get(GetParam());
    diag::Diagnostics problems;
    const auto portable = compiled(import::write_database(must(dialect.inspect(original.connection())), dialect));
    const auto physical = dialect.lower(portable, problems);
    ASSERT_FALSE(diag::has_errors(problems));
    const auto ways = must(plan::plan_physical({{}, physical, {}}, dialect, "abc123", {}));
    for (const auto& statement : ways.up.statements) must(copy.connection().execute(statement.sql));
  }

  /// What each computes; out of range is an answer, too.
  std::vector<std::string> computed(TestDatabase& database, std::size_t count) {
    must(database.connection().execute("INSERT INTO t (a, b, c) VALUES (997, 7, 2)"));
    std::vector<std::string> out;
    for (std::size_t i = 0; i < count; ++i) {
      auto rows = database.connection().query("SELECT g" + std::to_string(i) + " FROM v");
      out.push_back(rows ? rows->rows[0][0].value_or("null") : "refused");
    }
    return out;
  }
};
SCHEMAC_ON_EVERY_ENGINE(Operators);

TEST_P(Operators, ComputeTheSameInWhatIsMadeAnew) {
  for (const std::string& one : operators_of(GetParam())) {
    const std::vector<std::string> expressions = expressions_with(one);
    TestDatabase original(GetParam()), copy(GetParam());
    make(original, expressions);
    make_anew(original, copy);
    const auto before = computed(original, expressions.size()), after = computed(copy, expressions.size());
    for (std::size_t i = 0; i < expressions.size(); ++i) EXPECT_EQ(after[i], before[i]) << expressions[i];
  }
}

}  // namespace
}  // namespace schemac::test
