// What the engines really print, read into trees.
#include "dialect/mysql/read_sql.h"

#include <gtest/gtest.h>

#include "catalog/json.h"
#include "dialect/common/sql_reader.h"
#include "dialect/postgres/read_sql.h"

namespace schemac::dialect {
namespace {

using namespace catalog;
using expr::binary;
using expr::boolean;
using expr::call;
using expr::column;
using expr::node;
using expr::number;
using expr::string;

Expr tree(ExprKind kind, std::vector<Expr> args) { return node(kind, "", std::move(args)); }
Expr negative(std::string digits) { return node(ExprKind::unary, "-", {number(std::move(digits))}); }
Expr clause(std::string word, std::vector<Expr> args) {
  return node(ExprKind::clause, std::move(word), std::move(args));
}

class PostgresRead : public testing::Test {
 protected:
  PostgresRead() {
    const auto add = [&](const char* name, const char* type) {
      Column made;
      made.name = name;
      made.type = native(DialectId::postgres, type);
      table_.columns.push_back(made);
    };
    add("name", "character varying");
    add("tx", "text");
    add("i", "integer");
    add("n", "numeric");
    add("j", "jsonb");
    add("d", "date");
  }
  Expr read(std::string_view printed) { return postgres::read(printed, {&table_, {QName("lang")}}); }

  Table table_;
};

TEST_F(PostgresRead, Literals) {
  EXPECT_EQ(read("'a''b\\c'::character varying"), string("a'b\\c"));
  EXPECT_EQ(read("'en'::lang"), string("en"));
  EXPECT_EQ(read("0"), number("0"));
  EXPECT_EQ(read("'-1'::integer"), negative("1"));
  EXPECT_EQ(read("'10000000000'::bigint"), number("10000000000"));
  EXPECT_EQ(read("'1'::smallint"), string("1"));  // as a number it would be printed without quotes
  EXPECT_EQ(read("'{}'::text[]"), string("{}"));
  EXPECT_EQ(read("'2020-01-01'::date"), string("2020-01-01"));
  EXPECT_EQ(read("'1 day'::interval"), node(ExprKind::interval, "1 day", {}));
  EXPECT_EQ(read("true"), boolean(true));
  EXPECT_EQ(read("NULL::text"), expr::null());
  EXPECT_EQ(read("now()"), call("now"));
  EXPECT_EQ(read("CURRENT_DATE"), call("current_date"));
}

TEST_F(PostgresRead, CastsThatItAddsAreLeftOut) {
  EXPECT_EQ(read("(((name)::text <> ''::text) AND (length((name)::text) > 3))"),
            binary("and", binary("<>", column("name"), string("")),
                   binary(">", call("length", {column("name")}), number("3"))));
  EXPECT_EQ(read("(n >= (0)::numeric)"), binary(">=", column("n"), number("0")));
  EXPECT_EQ(read("(n >= (i)::numeric)"), binary(">=", column("n"), column("i")));
  EXPECT_EQ(read("((COALESCE(name, (tx)::character varying))::text = 'q'::text)"),
            binary("=", call("coalesce", {column("name"), column("tx")}), string("q")));
  EXPECT_EQ(read("((j ->> 'a'::text) = 'b'::text)"), binary("=", binary("->>", column("j"), string("a")), string("b")));
}

TEST_F(PostgresRead, CastsThatAPersonWroteStay) {
  Expr cast = tree(ExprKind::cast, {column("i")});
  cast.type = native(DialectId::postgres, "text");
  EXPECT_EQ(read("((i)::text = '1'::text)"), binary("=", cast, string("1")));
  cast.args = {column("n")};
  cast.type = native(DialectId::postgres, "numeric", {"10", "2"});
  EXPECT_EQ(read("(n)::numeric(10,2)"), cast);
}

TEST_F(PostgresRead, CastsOfNumbersStayWhereTheyMeanSomething) {
  const auto as = [](const char* type, Expr inner) {
    Expr cast = tree(ExprKind::cast, {std::move(inner)});
    cast.type = native(DialectId::postgres, type);
    return cast;
  };
  const Expr sum = binary("+", column("i"), number("1"));
  EXPECT_EQ(read("((((i + 1))::numeric / (2)::numeric) > 1.5)"),
            binary(">", binary("/", as("numeric", sum), number("2")), number("1.5")));
  EXPECT_EQ(read("(n > ((i + 1))::numeric)"), binary(">", column("n"), sum));
  EXPECT_EQ(read("((n * 2.5))::integer"), as("integer", binary("*", column("n"), number("2.5"))));
  EXPECT_EQ(read("(((i)::numeric / (i)::numeric) > 0.5)"),
            binary(">", binary("/", as("numeric", column("i")), column("i")), number("0.5")));
  EXPECT_EQ(read("(COALESCE((i)::numeric, (0)::numeric) > 0.5)"),
            binary(">", call("coalesce", {as("numeric", column("i")), number("0")}), number("0.5")));
  EXPECT_EQ(read("((COALESCE(i, 0))::text ~~ '1%'::text)"),
            tree(ExprKind::like, {as("text", call("coalesce", {column("i"), number("0")})), string("1%")}));
}

TEST_F(PostgresRead, LiteralsOfAnotherTypeThanTheirColumnKeepIt) {
  Expr instant = tree(ExprKind::cast, {string("2020-01-01 10:00:00")});
  instant.type = postgres::read_type("timestamp without time zone", {});
  EXPECT_EQ(read("(d > '2020-01-01 10:00:00'::timestamp without time zone)"), binary(">", column("d"), instant));
  EXPECT_EQ(read("(d > '2020-01-01'::date)"), binary(">", column("d"), string("2020-01-01")));
  EXPECT_EQ(read("'{t,f}'::boolean[]"), string("{t,f}"));
}

TEST_F(PostgresRead, ListsAndPatterns) {
  const std::vector<Expr> names{column("name"), string("x"), string("y")};
  EXPECT_EQ(read("((name)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[]))"),
            tree(ExprKind::in, names));
  EXPECT_EQ(read("(name <> ALL (ARRAY['x'::lang, 'y'::lang]))"), tree(ExprKind::not_in, names));
  EXPECT_EQ(read("((name)::text ~~ 'a%'::text)"), tree(ExprKind::like, {column("name"), string("a%")}));
  EXPECT_EQ(read("((name)::text !~~ like_escape('a%'::text, '!'::text))"),
            tree(ExprKind::not_like, {column("name"), string("a%"), string("!")}));
  EXPECT_EQ(read("(NOT (i IS DISTINCT FROM 4))"), binary("is not distinct from", column("i"), number("4")));
  EXPECT_EQ(read("(i IS NOT NULL)"), tree(ExprKind::is_not_null, {column("i")}));
}

TEST_F(PostgresRead, CasesLoseTheElseThatSaysNothing) {
  EXPECT_EQ(read("\nCASE i\n    WHEN 1 THEN true\n    ELSE NULL::boolean\nEND"),
            tree(ExprKind::case_, {clause("operand", {column("i")}), clause("when", {number("1"), boolean(true)})}));
}

TEST_F(PostgresRead, WhatHasNoFormStaysRaw) {
  const Expr year = read("(EXTRACT(year FROM ts) > (2000)::numeric)");
  EXPECT_EQ(year, binary(">", expr::raw(DialectId::postgres, "EXTRACT(year FROM ts)"), number("2000")));
  EXPECT_EQ(read("(a[1] = 'x'::text)"), expr::raw(DialectId::postgres, "(a[1] = 'x'::text)"));
}

TEST_F(PostgresRead, Operators) {
  EXPECT_EQ(read("((- i) < 3)"), binary("<", node(ExprKind::unary, "-", {column("i")}), number("3")));
  EXPECT_EQ(read("(tx ~ '^a'::text)"), binary("~", column("tx"), string("^a")));
  EXPECT_EQ(read("((tx || 'y'::text) || tx)"), binary("||", binary("||", column("tx"), string("y")), column("tx")));
  EXPECT_EQ(read("(\"left\"((name)::text, 1) = 'q'::text)"),
            binary("=", call("left", {column("name"), number("1")}), string("q")));
  EXPECT_EQ(read("(TRIM(BOTH FROM name) <> ''::text)"), binary("<>", call("trim", {column("name")}), string("")));
}

TEST_F(PostgresRead, StringsInEveryWayToWriteThem) {
  EXPECT_EQ(read(R"(E'\x41\u00e9\101\\\n''\ud83d\ude00')"), string("AéA\\\n'😀"));
  EXPECT_EQ(read(R"(U&'\00e9\+01F600\\''')"), string("é😀\\'"));
  EXPECT_EQ(read("'a'\n  'b''c'"), string("ab'c"));
  EXPECT_EQ(read("u & v"), binary("&", column("u"), column("v")));
}

TEST_F(PostgresRead, ViewsLoseTheNamesThatSayNothing) {
  const Expr query = postgres::read_query(
      " SELECT DISTINCT t.name,\n    t.l AS lang\n   FROM t\n  WHERE (t.l = 'en'::lang)\n  ORDER BY t.name DESC;",
      {QName("lang")});
  EXPECT_EQ(
      query,
      tree(ExprKind::select,
           {clause("distinct", {}), clause("columns", {column("name"), node(ExprKind::alias, "lang", {column("l")})}),
            clause("from", {node(ExprKind::table, "t", {})}), clause("where", {binary("=", column("l"), string("en"))}),
            clause("order by", {node(ExprKind::ordering, "desc", {column("name")})})}));
}

TEST_F(PostgresRead, LiteralsThatViewsGiveKeepTheirTypes) {
  const Expr query = postgres::read_query(
      " SELECT 'en'::lang AS usual, 'x'::text AS t, t.l = 'da'::lang AS danish FROM t;", {QName("lang")});
  Expr usual = tree(ExprKind::cast, {string("en")});
  usual.type = postgres::read_type("lang", {QName("lang")});
  EXPECT_EQ(query.args[0],
            clause("columns", {node(ExprKind::alias, "usual", {usual}), node(ExprKind::alias, "t", {string("x")}),
                               node(ExprKind::alias, "danish", {binary("=", column("l"), string("da"))})}));
  const Expr row = postgres::read_query("SELECT t.*::t AS whole FROM t", {});
  EXPECT_EQ(row.kind, ExprKind::raw);
}

TEST_F(PostgresRead, TriggerCallsHaveOneForm) {
  EXPECT_EQ(postgres::trigger_call("execute procedure public.Touch( 'a' )"), "EXECUTE FUNCTION \"touch\"('a')");
  EXPECT_EQ(postgres::trigger_call("EXECUTE FUNCTION app.\"Touch\"()"), "EXECUTE FUNCTION \"app\".\"Touch\"()");
}

TEST(MysqlRead, BackslashesOfTheCatalogAreUndone) {
  EXPECT_EQ(mysql::read("(coalesce(`name`,`tx`) = _utf8mb4\\'q\\\\\\'z\\\\\\\\\\')", DialectId::mysql),
            binary("=", call("coalesce", {column("name"), column("tx")}), string("q'z\\")));
  EXPECT_EQ(mysql::read("coalesce(`name`,`tx`) = 'q\\'z\\\\'", DialectId::mariadb),
            binary("=", call("coalesce", {column("name"), column("tx")}), string("q'z\\")));
}

TEST(MysqlRead, NegationsAreThePredicatesOwn) {
  EXPECT_EQ(mysql::read("(not((`name` like _utf8mb4\\'a%\\')))", DialectId::mysql),
            tree(ExprKind::not_like, {column("name"), string("a%")}));
  EXPECT_EQ(mysql::read("`i` not in (3,4)", DialectId::mariadb),
            tree(ExprKind::not_in, {column("i"), number("3"), number("4")}));
  EXPECT_EQ(mysql::read("!(`i` <=> 4)", DialectId::mariadb),
            node(ExprKind::unary, "not", {binary("<=>", column("i"), number("4"))}));
}

TEST(MysqlRead, Synonyms) {
  EXPECT_EQ(mysql::read("ucase(`name`) = `name`", DialectId::mariadb),
            binary("=", call("upper", {column("name")}), column("name")));
  EXPECT_EQ(mysql::read("`i` MOD 2 = 0", DialectId::mariadb),
            binary("=", binary("%", column("i"), number("2")), number("0")));
  EXPECT_EQ(mysql::read("(`i` between 1 and 5)", DialectId::mysql),
            tree(ExprKind::between, {column("i"), number("1"), number("5")}));
}

TEST(MysqlRead, DefaultsTakeTheirColumnsType) {
  const auto literal = [](std::string_view shown, const Type& type) {
    return mysql::read_default(shown, type, DialectId::mysql, false);
  };
  EXPECT_EQ(literal("0.00", native(DialectId::mysql, "decimal", {"12", "2"})), number("0"));
  EXPECT_EQ(literal("-1", native(DialectId::mysql, "int")), negative("1"));
  EXPECT_EQ(literal("a'b\\c", native(DialectId::mysql, "varchar", {"20"})), string("a'b\\c"));
  EXPECT_EQ(literal("current_timestamp", native(DialectId::mysql, "varchar", {"20"})), string("current_timestamp"));
  EXPECT_EQ(literal("0x6162", native(DialectId::mysql, "varbinary", {"10"})), string("ab"));
  EXPECT_EQ(
      mysql::read_default("CURRENT_TIMESTAMP(6)", native(DialectId::mysql, "datetime", {"6"}), DialectId::mysql, true),
      call("current_timestamp", {number("6")}));
  EXPECT_EQ(mysql::read_default("NULL", native(DialectId::mariadb, "int"), DialectId::mariadb, false), std::nullopt);
  EXPECT_EQ(mysql::read_default("'NULL'", native(DialectId::mariadb, "varchar"), DialectId::mariadb, false),
            string("NULL"));
}

TEST(MysqlRead, ViewsLoseTheirDatabase) {
  const Expr query = mysql::read_query(
      "select `d`.`t`.`name` AS `name`,count(0) AS `c` from (`d`.`t` left join `d`.`u` `x` on((`x`.`id` = "
      "`d`.`t`.`id`)))"
      " group by `d`.`t`.`name` limit 5",
      DialectId::mysql, "d");
  const Expr name = node(ExprKind::column, "name", {column("t")});
  EXPECT_EQ(query,
            tree(ExprKind::select,
                 {clause("columns", {name, node(ExprKind::alias, "c", {call("count", {tree(ExprKind::star, {})})})}),
                  clause("from", {node(ExprKind::join, "left join",
                                       {node(ExprKind::table, "t", {}),
                                        node(ExprKind::alias, "x", {node(ExprKind::table, "u", {})}),
                                        binary("=", node(ExprKind::column, "id", {column("x")}),
                                               node(ExprKind::column, "id", {column("t")}))})}),
                  clause("group by", {name}), clause("limit", {number("5")})}));
}

TEST(MysqlRead, TextsLoseTheirCharacterSet) {
  EXPECT_EQ(mysql::without_character_sets("`a` in (_latin1'x', _latin1 0xE9, _koi8r 0xc1, _utf16 0x00E9)"),
            "`a` in ('x', 'é', 'а', 'é')");
  EXPECT_EQ(mysql::without_character_sets("_binary 'x' = _latin1'it''s'"), "_binary 'x' = 'it''s'");
  const std::string kept = "a = _latin1'x' collate latin1_bin and b = _klingon 0xE9 and c = _utf8mb3 0xff and d = 'e'";
  EXPECT_EQ(mysql::without_character_sets(kept), kept);
}

TEST(MysqlRead, TextsAreOfOneCharacterSet) {
  EXPECT_EQ(mysql::character_set_in("`a` in (_latin1'x', _latin1'y')"), "latin1");
  for (const char* other : {"a = 'x'", "a = _latin1'x' or a = 'x'", "a = _latin1'x' or a = _utf8mb3'x'",
                            "a = _latin1 0xe9", "a = _latin1'x' collate latin1_bin", "a > 1"})
    EXPECT_EQ(mysql::character_set_in(other), "") << other;
  EXPECT_EQ(mysql::with_character_set("a = 'x' or b like 'it''s' or c = 'é'", "latin1"),
            "a = _latin1'x' or b like _latin1'it''s' or c = 'é'");
}

/// LIMIT 2,5 of MySQL and OFFSET 2 LIMIT 5 of PostgreSQL.
TEST(SqlReader, LimitsStandInAnyOrder) {
  ReaderRules rules;
  rules.dialect = DialectId::mysql;
  const Expr usual = read_select("select a from t limit 5 offset 2", rules);
  EXPECT_EQ(read_select("select a from t limit 2,5", rules), usual);
  EXPECT_EQ(read_select("select a from t offset 2 limit 5", rules), usual);
  EXPECT_EQ(usual.kind, ExprKind::select);
}

TEST(SqlReader, DeepNestingIsRawAndNoCrash) {
  ReaderRules rules;
  rules.dialect = DialectId::sqlite;
  const std::string deep = std::string(100000, '(') + "1" + std::string(100000, ')');
  EXPECT_EQ(read_expr(deep, rules).kind, ExprKind::raw);
  EXPECT_EQ(read_expr("(((1)))", rules), number("1"));
}

}  // namespace
}  // namespace schemac::dialect
