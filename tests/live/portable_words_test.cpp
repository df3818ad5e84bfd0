// What is written in the language's own words comes back in them from each engine, whatever that calls them.
#include <gmock/gmock.h>

#include "base/text.h"
#include "dialect/dialects.h"
#include "import/write_database.h"
#include "plan/migration_plan.h"
#include "support/compiled.h"
#include "support/database.h"

namespace schemac::test {
namespace {

using namespace catalog;

const std::vector<std::string> kTexts = {"a || b || '-x'",
                                         "lower(a) || upper(b)",
                                         "trim(a) || ltrim(a)",
                                         "substr(a, 1, 2)",
                                         "replace(a, 'x', 'y')",
                                         "coalesce(a, b)",
                                         "nullif(a, b)",
                                         "rtrim(a)",
                                         "cast(n as text)",
                                         "cast(n as varchar(10))",
                                         "case n when 1 then 'one' end",
                                         "case when n > 1 then a else b end"};
const std::vector<std::string> kNumbers = {
    "length(a)",         "length(trim(a)) * 2",   "abs(n)", "n % 3", "n + 1 - 2 * n", "-n",
    "cast(a as bigint)", "coalesce(n, length(b))"};
const std::vector<std::string> kConditions = {
    "length(a) > 2",        "a is distinct from b", "a is not distinct from b", "a in ('x', 'y')",
    "a not in ('x', 'y')",  "n between 1 and 3",    "n not between 1 and 3",    "not (n > 3 and a = b)",
    "a is null or b = 'x'", "n in (1, 2)",          "cast(a as bigint) > n",    "a || b = 'xy'"};
const std::vector<std::string> kOfQueries = {"now()",
                                             "current_date",
                                             "round(m)",
                                             "round(m, 1)",
                                             "m * 1.5",
                                             "cast(n as decimal(20, 6)) / 3",
                                             "at > now()",
                                             "e = x",
                                             "e in (x, y)",
                                             "true",
                                             "a like 'x%'",
                                             "a not like '%y'",
                                             "exists (select o.id from o where o.id = n)",
                                             "(select max(o.id) from o)"};
const std::vector<std::string> kQueries = {
    "select count(*) as c, sum(n) as s, avg(m) as v, min(a) as i, max(at) as x from t group by e having count(*) > 1",
    "select distinct a from t order by a limit 3",
    "select q.a as x from t as q order by q.id desc limit 5 offset 2",
    "select t.a, o.id from t left join o on o.id = t.n where o.id is null",
    "select id from t union all select id from o",
    "select a from t where n in (select id from o) and not exists (select o.id from o where o.id = t.n)",
    "select count(distinct a) as c from t"};

std::string schema() {
  std::string out = R"(enum mood {
  x
  y
}
table o {
  id : int primary key
}
table t {
  id : int primary key
  a  : varchar(20)?
  b  : varchar(20)?
  n  : int?
  m  : decimal(10, 2)?
  e  : mood?
  at : timestamp?
)";
  int count = 0;
  for (const std::string& text : kTexts)
    if (text.find("cast(n") == text.npos)  // PostgreSQL computes such a text anew whenever it is asked
      out += "  g" + std::to_string(++count) + " : varchar(90)? generated always as (" + text + ") stored\n";
  for (const std::string& number : kNumbers)
    out += "  g" + std::to_string(++count) + " : bigint? generated always as (" + number + ") stored\n";
  for (const std::string& condition : kConditions) out += "  check (" + condition + ")\n";
  out += "}\n";
  for (const auto* all : {&kTexts, &kNumbers, &kConditions, &kOfQueries})
    for (const std::string& value : *all)
      out += "view v" + std::to_string(++count) + " { select id, " + value + " as q from t }\n";
  for (const std::string& query : kQueries) out += "view v" + std::to_string(++count) + " { " + query + " }\n";
  return out;
}

class PortableWords : public EveryEngine {};
SCHEMAC_ON_EVERY_ENGINE(PortableWords);

TEST_P(PortableWords, ComeBack) {
  const dialect::Dialect& dialect = dialect::get(GetParam());
  diag::Diagnostics problems;
  const Catalog portable = compiled(schema());
  const Catalog physical = dialect.lower(portable, problems);
  ASSERT_FALSE(diag::has_errors(problems));
  TestDatabase database(GetParam());
  const auto ways = must(plan::plan_physical({{}, physical, {}}, dialect, "abc123", {}));
  for (const auto& statement : ways.up.statements) must(database.connection().execute(statement.sql));

  const std::string text = import::write_database(must(dialect.inspect(database.connection())), dialect);
  const Catalog back = compiled(text);
  ASSERT_EQ(back.views.size(), portable.views.size());
  for (const View& view : back.views) EXPECT_FALSE(expr::has_raw(view.query)) << view.query.text;
  for (const Table& table : back.tables) {
    for (const Column& column : table.columns)
      EXPECT_FALSE(column.generated && expr::has_raw(column.generated->expr)) << text;
    for (const Check& check : table.checks) EXPECT_FALSE(expr::has_raw(check.expr)) << text;
  }
}

}  // namespace
}  // namespace schemac::test
