#include <gtest/gtest.h>

#include <array>

#include "schemac/http/problem.h"
#include "schemac/model/field.h"
#include "schemac/model/repository.h"
#include "schemac/query/render.h"
#include "schemac/rest/query_string.h"

namespace schemac::query {
namespace {

using namespace std::string_view_literals;

constexpr std::array kLabels = {"en"sv, "da"sv};
constexpr std::array kKey = {"id"sv};
constexpr std::array kColumns = {
    Column{.name = "id", .type = Type::int64, .identity = true},
    Column{.name = "ti`t\"le", .type = Type::text},
    Column{.name = "language", .type = Type::enumeration, .labels = kLabels},
    Column{.name = "price", .type = Type::decimal, .nullable = true},
    Column{.name = "tags", .type = Type::text, .array = true},
    Column{.name = "secret", .type = Type::text, .hidden = true},
};
constexpr Table kTable = {"pages", kColumns, kKey};

Filter eq(std::size_t column, db::Value value) { return Filter::compare(column, Operator::eq, {std::move(value)}); }

TEST(Render, QuotesNamesAndBindsValues) {
  const Select what{{0, 1}, eq(1, "x' OR 1=1"), {{1, true}}, 10, 20};
  EXPECT_EQ(
      select(Engine::postgres, kTable, what).sql,
      R"(SELECT "id", "ti`t""le" FROM "pages" WHERE "ti`t""le" = $1 ORDER BY "ti`t""le" DESC LIMIT $2 OFFSET $3)");
  const auto mysql = select(Engine::mysql, kTable, what);
  EXPECT_EQ(mysql.sql,
            R"(SELECT `id`, `ti``t"le` FROM `pages` WHERE `ti``t"le` = ? ORDER BY `ti``t"le` DESC LIMIT ? OFFSET ?)");
  EXPECT_EQ(mysql.values, (std::vector<db::Value>{std::string("x' OR 1=1"), std::int64_t{10}, std::int64_t{20}}));
}

TEST(Render, PutsNullsInOnePlace) {
  const Select what{{0}, {}, {{3}}};
  EXPECT_EQ(select(Engine::sqlite, kTable, what).sql,
            R"(SELECT "id" FROM "pages" ORDER BY "price" COLLATE schemac_decimal NULLS LAST)");
  EXPECT_EQ(select(Engine::mariadb, kTable, what).sql, "SELECT `id` FROM `pages` ORDER BY `price` IS NULL, `price`");
}

TEST(Render, ComparesEnumerationsByTheirOrder) {
  const auto filter = Filter::compare(2, Operator::gt, {std::string("en")});
  EXPECT_EQ(count(Engine::postgres, kTable, filter).sql, R"(SELECT count(*) FROM "pages" WHERE "language" > $1)");
  const auto statement = count(Engine::mysql, kTable, filter);
  EXPECT_EQ(statement.sql, "SELECT count(*) FROM `pages` WHERE CASE `language` WHEN ? THEN 0 WHEN ? THEN 1 END > ?");
  EXPECT_EQ(statement.values.back(), db::Value(std::int64_t{0}));
}

TEST(Render, ParenthesisesWhatItJoins) {
  const auto filter = (eq(0, std::int64_t{1}) || eq(0, std::int64_t{2})) && !eq(1, "x");
  EXPECT_EQ(count(Engine::sqlite, kTable, filter).sql,
            R"(SELECT count(*) FROM "pages" WHERE ("id" = ? OR "id" = ?) AND NOT ("ti`t""le" = ?))");
}

TEST(Render, WritesRows) {
  const std::vector<Assignment> row = {{1, "t"}, {2, std::nullopt}, {4, R"(["a\"b",null])"}};
  const std::vector<std::size_t> returning = {0, 4};
  EXPECT_EQ(insert(Engine::postgres, kTable, row, returning).sql,
            R"(INSERT INTO "pages" ("ti`t""le", "tags") VALUES ($1, $2) RETURNING "id", array_to_json("tags")::text)");
  EXPECT_EQ(insert(Engine::postgres, kTable, row).values.back(), db::Value(std::string(R"({"a\"b",NULL})")));
  EXPECT_EQ(insert(Engine::mysql, kTable, {}).sql, "INSERT INTO `pages` () VALUES ()");
  EXPECT_EQ(update(Engine::mysql, kTable, row, eq(0, std::int64_t{1})).sql,
            R"(UPDATE `pages` SET `ti``t"le` = ?, `language` = DEFAULT, `tags` = ? WHERE `id` = ?)");
}

TEST(Render, SetsTheTimeOfAnUpdate) {
  static constexpr std::array columns = {
      Column{.name = "id", .type = Type::int64},
      Column{.name = "title", .type = Type::text},
      Column{.name = "seen", .type = Type::timestamptz, .touched = true, .precision = 3},
      Column{.name = "updated", .type = Type::timestamptz, .has_default = true, .touched = true},
  };
  constexpr Table table = {"notes", columns, kKey};
  const std::vector<Assignment> changes = {{1, "t"}, {2, std::nullopt}};
  EXPECT_EQ(update(Engine::postgres, table, changes, eq(0, std::int64_t{1})).sql,
            R"(UPDATE "notes" SET "title" = $1, "seen" = CURRENT_TIMESTAMP(3), "updated" = CURRENT_TIMESTAMP(6))"
            R"( WHERE "id" = $2)");
  EXPECT_EQ(update(Engine::sqlite, table, changes, eq(0, std::int64_t{1})).sql,
            R"(UPDATE "notes" SET "title" = ?, "seen" = CURRENT_TIMESTAMP, "updated" = CURRENT_TIMESTAMP)"
            R"( WHERE "id" = ?)");
  const std::vector<Assignment> said = {{3, "2026-11-21"}};
  EXPECT_EQ(update(Engine::mariadb, table, said, eq(0, std::int64_t{1})).sql,
            "UPDATE `notes` SET `seen` = CURRENT_TIMESTAMP(3), `updated` = ? WHERE `id` = ?");
}

TEST(TypedFilters, RenderLikeTheOthers) {
  constexpr model::Field<std::string> title{1};
  constexpr model::Field<std::int64_t> id{0};
  const auto filter = title.like("a%") && (id == 5 || id.in({1, 2}));
  EXPECT_EQ(count(Engine::postgres, kTable, filter).sql,
            R"(SELECT count(*) FROM "pages" WHERE "ti`t""le" LIKE $1 AND ("id" = $2 OR "id" IN ($3, $4)))");
}

std::string refusal(const http::Fields& parameters) {
  const rest::View view(kTable, {});
  try {
    rest::parse_collection(view, parameters);
  } catch (const http::Problem& problem) {
    return problem.detail;
  }
  return "";
}

TEST(QueryString, SaysWhatIsWrong) {
  EXPECT_EQ(refusal({{"secret", "eq.x"}}), "pages has no column 'secret'.");
  EXPECT_EQ(refusal({{"id", "5"}}), "The filter on 'id' needs an operator: id=eq.5");
  EXPECT_EQ(refusal({{"id", "eq.five"}}), "The filter's value: id must be an integer.");
  EXPECT_EQ(refusal({{"id", "in.1,2"}}), "'in' takes a list in parentheses, not '1,2'.");
  EXPECT_EQ(refusal({{"or", "(id.eq.1"}}), "'or' takes a list in parentheses, not '(id.eq.1'.");
  EXPECT_EQ(refusal({{"limit", "ten"}}), "'limit' takes a number from 0, not 'ten'.");
  EXPECT_EQ(refusal({{"order", "id.down"}}),
            "'order' takes column.asc or column.desc, then .nullsfirst or .nullslast, not 'id.down'.");
  std::string deep = "(id.eq.1)";
  for (int i = 0; i < 30; ++i) deep = "(and" + deep + ")";
  EXPECT_EQ(refusal({{"or", deep}}), "Filters are nested too deeply.");
}

TEST(QueryString, ReadsQuotedLists) {
  const rest::View view(kTable, {});
  const auto parsed = rest::parse_collection(view, {{"ti`t\"le", R"(in.("a,b","c\"d",e))"}});
  EXPECT_EQ(parsed.select.filter.children.at(0).values,
            (std::vector<db::Value>{std::string("a,b"), std::string("c\"d"), std::string("e")}));
  EXPECT_EQ(parsed.select.columns, (std::vector<std::size_t>{0, 1, 2, 3, 4})) << "the hidden column is not among them";
}

TEST(Truth, FollowsSqlsThreeValues) {
  const Operand null, one = std::int64_t{1}, decimal = Digits{"1.00"};
  EXPECT_EQ(equal(null, one), Truth::unknown);
  EXPECT_EQ(equal(one, decimal), Truth::yes) << "a number and a decimal";
  EXPECT_EQ(Truth::unknown && Truth::no, Truth::no);
  EXPECT_EQ(Truth::unknown || Truth::yes, Truth::yes);
  EXPECT_EQ(!Truth::unknown, Truth::unknown);
  EXPECT_EQ(in(one, {null, std::int64_t{2}}), Truth::unknown);
  EXPECT_EQ(greater(length(std::string("Æ")), number("1")), Truth::no);
}

TEST(Truth, ComparesNumbersByValueAndTextByItsBytes) {
  EXPECT_EQ(less(Digits{"12.50"}, number("100.5")), Truth::yes);
  EXPECT_EQ(less(Digits{"9.00"}, Digits{"12.50"}), Truth::yes);
  EXPECT_EQ(less(std::string("9.00"), std::string("12.50")), Truth::no);
  EXPECT_EQ(less(0.000000001, number("0.000000002")), Truth::yes);
  EXPECT_EQ(equal(0.1, number("0.1")), Truth::yes);
  EXPECT_EQ(equal(std::string("1"), number("1")), Truth::unknown) << "the engine may compare them";
  const Column price{.name = "price", .type = Type::decimal};
  Record row;
  row.set(price, std::string("12.50"));
  EXPECT_EQ(less_equal(row["price"], number("100.5")), Truth::yes);
}

}  // namespace
}  // namespace schemac::query
