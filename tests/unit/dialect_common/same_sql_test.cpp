// What PostgreSQL prints of a statement, and what it does not.
#include "dialect/postgres/parse/same_sql.h"

#include <gtest/gtest.h>

namespace schemac::dialect::postgres::parse {
namespace {

bool prints(const std::string& printed, const std::string& typed, OwnCasts casts = OwnCasts::of_anything) {
  return ComparedSql(printed).prints(ComparedSql(typed), casts);
}

TEST(SameSql, TakesTheServersOwnWords) {
  for (const auto& [printed, typed] : std::initializer_list<std::pair<const char*, const char*>>{
           {"SELECT (a = ANY (ARRAY[1, 2]))", "select a in (1, 2)"},
           {"SELECT (a <> ALL (ARRAY['x'::text, 'y'::text]))", "select a not in ('x', 'y')"},
           {"SELECT ((a >= 1) AND (a <= 5))", "select a between 1 and 5"},
           {"SELECT ((a < 1) OR (a > 5))", "select a not between 1 and 5"},
           {"SELECT ((a ~~ 'x%'::text) AND (b !~~* '%y'::text))", "select a like 'x%' and b not ilike '%y'"},
           {"SELECT (a AND (b AND c))", "select a and b and c"},
           {"SELECT t.a FROM public.t ORDER BY t.a", "select a from t order by 1"},
           {"SELECT count(*) AS count FROM t GROUP BY t.a", "select count(*) from t group by a"},
           {"SELECT ('-1'::integer)", "select -1"},
           {"SELECT (x)::text ~ 'a'::text", "select x ~ 'a'"},
           {"SELECT (NOT (n IS DISTINCT FROM 3))", "select n is not distinct from 3"},
           {"SELECT (tags && ARRAY['x'::text, 'y'::text])", "select tags && array['x', 'y']::text[]"},
           {"SELECT (a ~ similar_to_escape('a%'::text))", "select a similar to 'a%'"},
           {"SELECT (ROW(n, id) > ROW(1, 2))", "select (n, id) > (1, 2)"},
           {"SELECT ((a)::character varying(10))::text = 'x'::text", "select a::varchar(10) = 'x'"},
           {"SELECT (n > 5)", "select n > '5'"},
           {"SELECT (n < '1000000'::numeric)", "select n < 1e6"},
           {"SELECT (d > '2020-01-05'::date)", "select d > 'Jan 5, 2020'"},
           {"SELECT (d > '1970-01-01'::date)", "select d > date 'epoch'"},
           {"SELECT (a > '2020-01-01 10:00:00+00'::timestamp with time zone)", "select a > '2020-1-1 12:00 +02'"},
           {"SELECT (a > '2020-01-01 12:00:00'::timestamp without time zone)", "select a > '20200101T12:00Z'"},
           {"SELECT (i > '1 day 12:00:00'::interval)", "select i > '1.5 days'"},
           {"SELECT (i > '2 years 3 mons'::interval)", "select i > interval '1 year 15 months'"},
           {"SELECT (i > '-01:30:00'::interval)", "select i > '90 minutes ago'::interval"},
           {"SELECT (i > '1 mon -00:01:00'::interval)", "select i > 'P1MT-1M'::interval"},
           {"CREATE POLICY p ON t TO a, b", "create policy p on t to b, a"},
           {"CREATE STATISTICS public.st ON owner, n FROM t", "create statistics st on n, owner from t"},
           {"CREATE SEQUENCE s AS bigint INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1 "
            "NO CYCLE",
            "create sequence if not exists s no maxvalue"},
           {"CREATE TABLE t PARTITION OF p FOR VALUES FROM ('2020-01-01 00:00:00') TO (MAXVALUE)",
            "create table t partition of p for values from ('2020-01-01') to (maxvalue)"},
           {"CREATE TABLE t PARTITION OF p FOR VALUES FROM (0, '-1') TO (-1, 0)",
            "create table t partition of p for values from (0, -1) to ( - 1, 0)"},
           {"CREATE OR REPLACE FUNCTION public.f(a integer DEFAULT 0)\n RETURNS character varying\n LANGUAGE sql\nAS "
            "$function$ select 1 $function$",
            "create function f(in a int default 0) returns varchar(20) volatile as $$ select 1 $$ language sql"}})
    EXPECT_TRUE(prints(printed, typed)) << printed << "\n" << typed;
}

TEST(SameSql, SeesWhatIsAnother) {
  for (const auto& [printed, typed] : std::initializer_list<std::pair<const char*, const char*>>{
           {"SELECT (a = ANY (ARRAY[1, 2]))", "select a in (1, 3)"},
           {"SELECT (d > '2020-01-05'::date)", "select d > 'May 5, 2020'"},
           {"SELECT (d > '2020-01-05'::text)", "select d > '2020-1-5'"},
           {"SELECT (d > '2020-01-05'::date)", "select d > '1/5/2020'"},
           {"SELECT (a > '2020-01-01 12:00:00+00'::timestamp with time zone)", "select a > '2020-01-01 12:00+02'"},
           {"SELECT (i > '1 mon'::interval)", "select i > '30 days'"},
           {"SELECT (i > '24:00:00'::interval)", "select i > '1 day'"},
           {"SELECT (n < '1000000'::numeric)", "select n < 1e7"},
           {"SELECT (a = ANY (ARRAY[1, 2]))", "select a not in (1, 2)"},
           {"SELECT (a = ANY (ARRAY[0]))", "select a in (-1)"},
           {"SELECT ((a >= 1) AND (a <= 5))", "select a not between 1 and 5"},
           {"SELECT ((a >= 1) AND (a <= 5))", "select a between 5 and 1"},
           {"SELECT (a ~~ 'x'::text)", "select a ilike 'x'"},
           {"SELECT ((a AND b) OR c)", "select a and (b or c)"},
           {"SELECT t.a FROM t ORDER BY t.a", "select a from t order by a desc"},
           {"SELECT t.a FROM t", "select b.t from b"},
           {"SELECT a FROM t", "select t.a from t"},
           {"SELECT a FROM t", "select distinct a from t"},
           {"SELECT a FROM other.t", "select a from t"},
           {"SELECT a", "select a::text"},
           {"SELECT 'a+00'", "select 'a'"},
           {"SELECT '1'::text", "select 2"},
           {"CREATE SEQUENCE s AS bigint START WITH 2", "create sequence s"},
           {"CREATE SEQUENCE s INCREMENT BY -1", "create sequence s increment by -2"},
           {"CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ select 1 $$",
            "create function f() returns int language sql as $$ select 2 $$"},
           {"CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS $$$$",
            "create function f() returns int language sql as $$$$"},
           {"CREATE POLICY a ON t", "create policy a on t to bob"},
           {"GRANT SELECT ON t TO a", "grant select on t to a with grant option"},
           {"SELECT ARRAY['a'::text]", "select array['b']::text[]"},
           {"SELECT (a IS DISTINCT FROM 3)", "select a is not distinct from 3"},
           {"SELECT (ROW(n, id) > ROW(1, 2))", "select (n, id) > (2, 1)"},
           {"SELECT timezone('utc'::text, at)", "select at at time zone 'utc'"},
           {"SELECT (a > '2020-01-01')", "select a > timestamp '2020-01-01'"},
           {"SELECT ('5' || a)", "select 5 || a"},
           {"SELECT 1", "no statement"}})
    EXPECT_FALSE(prints(printed, typed)) << printed << "\n" << typed;
}

TEST(SameSql, LetsTheCallerSayWhichCastsAreTheServers) {
  EXPECT_TRUE(prints("SELECT (a)::text = 'x'::text", "select a = 'x'"));
  EXPECT_FALSE(prints("SELECT (a)::text = 'x'::text", "select a = 'x'", OwnCasts::of_constants));
  EXPECT_TRUE(prints("SELECT a = 'x'::text", "select a = 'x'", OwnCasts::of_constants));
  EXPECT_FALSE(prints("SELECT (a)::date", "select a"));
}

}  // namespace
}  // namespace schemac::dialect::postgres::parse
