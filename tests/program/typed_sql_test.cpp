// SQL that people type in words of their own is what the engine prints of it later; what says something else is not.
#include "program/project.h"

namespace schemac::test {
namespace {

struct Edit {
  std::string from, to;
};
struct Typed {
  std::string schema;
  std::vector<Edit> edits;  // each makes it another
};

Typed typed_for_postgres() {
  return {R"x(
enum mood { sad, ok, happy }
table users {
  id    : bigint identity primary key
  name  : varchar(50)
  email : text
  age   : int?
  tags  : text[]
  price : decimal(10, 2) = 0
  at    : timestamptz = now()
  day   : date?
  check c1 (postgres """age in (1,2,3) or name = any(tags)""")
  check c2 (age between 1 and 200 or age is null)
  check c3 (postgres """price::int > 0 and coalesce(age, 0) >= -1""")
  check c4 (postgres """cast(age as numeric) > 1.5 and id::bigint * 2.0 < 1e6""")
  check c5 (postgres """at - interval '90 minutes' < now() and day > '2020-1-5'""")
  check c6 (postgres """day <> date 'Feb 3, 2021' and at > '2020-01-01 12:00+02' and at - now() < 'P1DT2H'""")
  for postgres { fillfactor = 70 }
}
table logs {
  id : bigint
  at : timestamp
  for postgres { partition_by = 'range (at)' }
}
table logs_2020 {
  for postgres { partition_of = logs, partition = "for values from ('2020-01-01') to ('2021-01-01')" }
}
table kinds {
  kind : varchar(20)
  for postgres { partition_by = 'list (lower(kind))' }
}
table kinds_a {
  for postgres { partition_of = kinds, partition = "for values in ('a', 'b')" }
}
function bump { postgres """create function bump() returns trigger language plpgsql as $$ begin return new; end $$""" }
function slug(text) { postgres """create or replace function slug(text) returns varchar(9) volatile language sql as 'select lower($1)'""" }
function addn(int, int) { postgres """create function addn(a int, b int default -3) returns int language sql immutable strict as 'select a + b'""" }
view v1 { postgres """with t as (select id, name from users where age > 5) select t.id, count(*) over (partition by name) n from t""" }
view v2 { postgres """select u.name, x.id from users u left join users x on x.id = u.id and x.name like 'a%' where u.age in (1, 2) order by 1""" }
view v3 { postgres """select name || '-' || email as ne, price * 2 as p, at::date as d, now() - interval '1 day' as y from users where day >= current_date - 7 and not (age = 3)""" }
sql `row security of users` { postgres """alter table users enable row level security""" drop """alter table users disable row level security""" }
sql `policy own on users` {
  postgres """create policy own on users using (id in (1, 0, -2) and email not like '%x' or age between 1 and 5) with check (name = current_user)""" drop """drop policy own on users"""
}
sql `domain postcode` { postgres """create domain postcode as varchar(10) check (value ~ '^[0-9]{4}$')""" drop """drop domain if exists postcode""" }
sql `type pair` { postgres """create type pair as (a int, b varchar(20))""" drop """drop type pair""" }
sql `type prange` { postgres """create type prange as range (subtype = numeric)""" drop """drop type prange""" }
sql counter { postgres """create sequence counter as int increment -2 minvalue -100 cycle cache 4""" drop """drop sequence counter""" }
sql olds { postgres """create materialized view olds as select id, name from users where age > 60 order by name""" drop """drop materialized view olds""" }
sql `index of olds` { postgres """create unique index olds_name on olds (name)""" drop """drop index olds_name""" }
sql `no deletes` { postgres """create rule nodel as on delete to users where old.age > 5 do instead nothing""" drop """drop rule nodel on users""" }
sql `statistics st` { postgres """create statistics st (dependencies) on name, email from users""" drop """drop statistics st""" }
sql `one mail` { postgres """alter table users add constraint one_mail exclude using btree (email with =) where (age > 3)""" drop """alter table users drop constraint one_mail""" }
sql readers { postgres """grant select, insert on users to public""" drop """revoke insert, select on users from public""" }
sql later { postgres """create constraint trigger ct after insert on users deferrable initially deferred for each row execute function bump()""" drop """drop trigger ct on users""" }
sql defaults { postgres """alter default privileges in schema public grant select on tables to public""" drop """alter default privileges in schema public revoke select on tables from public""" }
sql takers { postgres """create materialized view takers as select u.*, l.at as seen from users u join logs l on l.id = u.id""" drop """drop materialized view takers""" }
sql `all` { postgres """create materialized view alls as select * from users where age > 7""" drop """drop materialized view alls""" }
view v4 { postgres """select * from logs where id > 8""" }
view v5 { postgres """select id, at + interval '1' day as n from users where at > now() - interval '2' hour""" }
view v6 { postgres """select * from users join (select id, at as seen from logs) l using (id)""" }
view v7 { postgres """select * from (select id, age + 1 as z from users) q""" }
view v8 { postgres """with recursive r as (select 1 as n union all select n + 1 from r where n < 50) select * from r""" }
view v9 { postgres """select age from users union select id from logs union all values (1), (2) intersect select 30""" }
view w1 { postgres """select x, y from generate_series(1, 70) with ordinality g(x, y) cross join lateral (select name from users where id = x) l""" }
view w2 { postgres """select u.name, l.* from users u natural left join (select id, at as seen from logs) l, logs as l2(i, a) where l2.i > 80""" }
sql `said of it` { postgres """comment on table users is 'who is there'""" drop """comment on table users is null""" }
sql `said of one` { postgres """COMMENT ON COLUMN users.tags IS 'what''s what'""" drop """comment on column users.tags is null""" }
sql `a search` { postgres """create text search configuration mine (copy = english)""" drop """drop text search configuration mine""" }
sql `b search` {
  postgres """
    create text search configuration theirs (copy = pg_catalog.german);
    alter text search configuration theirs drop mapping for email, url;
    alter text search configuration theirs alter mapping for word, hword with simple
  """ drop """drop text search configuration theirs"""
}
sql several {
  postgres """
    create sequence s1; -- one
    create sequence s2 increment 5;
    create function several() returns int language sql as 'select 3; select 4';
    grant usage on sequence s1 to public;
  """ drop """drop sequence s1; drop sequence s2; drop function several()"""
}
sql total { postgres """create aggregate total(int) (sfunc = int4pl, stype = int, initcond = '0')""" drop """drop aggregate total(int)""" }
sql `collation german` { postgres """create collation german (provider = icu, locale = 'de')""" drop """drop collation german""" }
)x",
          {{"age in (1,2,3)", "age in (1,2,4)"},
           {"any(tags)", "all(tags)"},
           {"between 1 and 200", "between 1 and 201"},
           {"price::int > 0", "price::bigint > 0"},
           {"> 1.5", "> 1.6"},
           {"1e6", "1e5"},
           {"90 minutes", "91 minutes"},
           {"2020-1-5", "2020-1-6"},
           {"Feb 3", "Mar 3"},
           {"12:00+02", "12:00+03"},
           {"P1DT2H", "P1DT3H"},
           {"select u.*, l.at", "select l.*, l.at"},
           {"age > 7", "age > 8"},
           {"id > 8", "id > 9"},
           {"copy = english", "copy = danish"},
           {"email, url", "email"},
           {"word, hword", "word"},
           {"increment 5", "increment 6"},
           {"select 3; select 4", "select 3; select 5"},
           {"grant usage on sequence s1", "grant usage on sequence s2"},
           {"fillfactor = 70", "fillfactor = 80"},
           {"('2021-01-01')", "('2021-02-01')"},
           {"in ('a', 'b')", "in ('a', 'c')"},
           {"return new", "return old"},
           {"volatile", "stable"},
           {"default -3", "default 3"},
           {"default -3", "default 0"},
           {"partition by name", "partition by id"},
           {"order by 1", "order by 2"},
           {"'1 day'", "'2 days'"},
           {"price * 2", "price * 3"},
           {"(1, 0, -2)", "(1, 0, -3)"},
           {"(1, 0, -2)", "(1, 1, -2)"},
           {"not like '%x'", "like '%x'"},
           {"age between 1 and 5)", "age between 1 and 5) and (age > 1)"},
           {"{4}", "{5}"},
           {"b varchar(20))", "b varchar(21))"},
           {"increment -2", "increment -3"},
           {"cache 4", "cache 5"},
           {"age > 60", "age > 61"},
           {"unique index", "index"},
           {"old.age > 5", "new.age > 5"},
           {"(dependencies)", "(ndistinct)"},
           {"email with =", "name with ="},
           {"select, insert", "select, update"},
           {"initially deferred", "initially immediate"},
           {"grant select on tables", "grant update on tables"},
           {"initcond = '0'", "initcond = '1'"},
           {"locale = 'de'", "locale = 'da'"},
           {"interval '1' day", "interval '1' hour"},
           {"interval '2' hour", "interval '3' hour"},
           {"age + 1", "age + 2"},
           {"n < 50", "n < 51"},
           {"intersect select 30", "except select 30"},
           {"union select id", "union all select id"},
           {"(1, 70)", "(1, 71)"},
           {"natural left join", "natural join"},
           {"l2.i > 80", "l2.i > 81"},
           {"who is there", "who was there"},
           {"what''s what", "what is what"}}};
}

Typed typed_for_mysql() {
  return {R"x(
table users {
  id   : bigint identity primary key
  name : varchar(50)
  age  : int?
  l    : varchar(5)? charset latin1
  b    : bytes = x'DEAD'
  few  : bytes(20) = x'00ff'
  four : mysql.binary(4)? = x'61'
  check (b <> x'0f')
  check k2 (few <> x'DEADBEEF')
}
table logs {
  id : bigint
  at : date
  primary key (id, at)
  for mysql { partition = 'by range (year(at)) (partition p0 values less than (2020), partition p1 values less than maxvalue)' }
}
event nightly { mysql """create event nightly on schedule every 1 day do delete from users where age > 100""" }
event once { mysql """create event if not exists once on schedule at '2037-01-01 00:00:00' on completion preserve disable comment 'x' do begin delete from users; end""" }
event later { mysql """create event later on schedule every 2 hour starts '2030-01-01 00:00:00' ends '2031-01-01 00:00:00' do select 1""" }
procedure tidy { mysql """create procedure tidy(in n int, out m varchar(10)) begin delete from users where age > n; set m = 'x'; end""" }
function twice { mysql """create function twice(n int) returns int deterministic return n * 2""" }
function named { mysql """create function named(n int) returns varchar(20) deterministic no sql comment 'who' return 'a'""" }
trigger touch on users before update { mysql """set new.name = upper(new.name)""" }
view v1 { mysql """select name, count(*) c from users where age in (1,2) group by name having count(*) > 1 order by name limit 5""" }
view v2 { mysql """select id, row_number() over (partition by age order by id desc) as n from users""" }
view v3 { mysql """with q as (select age, count(*) as c from users group by age) select age, c from q where c > 11""" }
view v4 { mysql """select * from users""" }
view v5 { mysql """with recursive r as (select 1 as n union all select n + 1 from r where n < 50) select n from r""" }
view v6 { mysql """select sum(age) over w as s from users window w as (order by id rows between unbounded preceding and current row)""" }
view v7 { mysql """select u.*, logs.at from users u, logs where u.id = logs.id and (u.age, u.id) in (select age, id from users) and u.id > all (select 3)""" }
view v8 { mysql """select id from users union select id from logs union all select 77 order by id desc limit 12""" }
view v9 { mysql """select name, group_concat(distinct age order by age desc separator ';') g from users where name collate utf8mb4_bin = 'y' or name = binary 'w' group by name""" }
view w1 { mysql """select extract(year from at) as y, at + interval 4 day as nx, case when id > 9 then 'p' else _latin1'q' end as k from logs""" }
)x",
          {{"charset latin1", "charset ascii"},
           {"x'DEAD'", "x'DEAE'"},
           {"x'00ff'", "x'00fe'"},
           {"x'61'", "x'62'"},
           {"x'0f'", "x'0e'"},
           {"BEEF", "BEE0"},
           {"every 1 day", "every 2 day"},
           {"age > 100", "age > 101"},
           {"'2037-01-01 00:00:00'", "'2037-01-02 00:00:00'"},
           {"preserve disable", "preserve enable"},
           {"comment 'x'", "comment 'y'"},
           {"starts '2030-01-01 00:00:00'", "starts '2030-01-02 00:00:00'"},
           {"do select 1", "do select 2"},
           {"in n int", "in n bigint"},
           {"m = 'x'", "m = 'X'"},
           {"returns int", "returns bigint"},
           {"n * 2", "n * 3"},
           {"returns varchar(20)", "returns varchar(21)"},
           {"no sql", "contains sql"},
           {"upper(", "lower("},
           {"less than (2020)", "less than (2021)"},
           {"limit 5", "limit 6"},
           {"partition by age", "partition by name"},
           {"order by id desc) as n", "order by id) as n"},
           {"c > 11", "c > 12"},
           {"select * from users", "select id from users"},
           {"n < 50", "n < 51"},
           {"unbounded preceding", "1 preceding"},
           {"u.*, logs.at", "u.*, logs.id as at"},
           {"id > all (", "id > any ("},
           {"union select id", "union all select id"},
           {"order by id desc limit 12", "order by id limit 12"},
           {"limit 12", "limit 13"},
           {"separator ';'", "separator ','"},
           {"utf8mb4_bin", "utf8mb4_unicode_ci"},
           {"binary 'w'", "'w'"},
           {"interval 4 day", "interval 4 hour"},
           {"_latin1'q'", "_ascii'q'"}}};
}

Typed typed_for_sqlite() {
  return {R"x(
table users {
  id   : bigint identity primary key
  name : varchar(50)
  age  : int?
}
trigger touch on users after update { sqlite """ begin update users set age = 1 where id = new.id; end """ }
view v1 { sqlite """select name, count(*) c from users where age in (1,2) group by name having count(*) > 1 order by name limit 5""" }
sql found { sqlite """create virtual table found using fts5(title, tokenize = 'porter')""" drop """drop table found""" }
)x",
          {{"age = 1", "age = 2"}, {"in (1,2)", "in (1,3)"}, {"porter", "ascii"}}};
}

Typed typed_for(DialectId id) {
  if (id == DialectId::postgres) return typed_for_postgres();
  return id == DialectId::sqlite ? typed_for_sqlite() : typed_for_mysql();
}

class TypedSql : public Project {};
class TypedSqlOfPostgres : public Project {};

TEST_P(TypedSql, IsWhatTheEnginePrintsOfIt) {
  const auto [schema, edits] = typed_for(GetParam());
  write("app.schema", schema);
  schemac("plan -m first");
  schemac("apply");
  schemac("verify");
  const std::string compare = "diff --from '" + database_.url() + "' --exit-code --accept all --to ";
  EXPECT_EQ(schemac(compare + "app.schema"), "-- no differences\n");
  EXPECT_EQ(schemac("diff --from app.schema --exit-code --to '" + database_.url() + "'"), "-- no differences\n");
  for (const auto& [from, to] : edits) {
    std::string other = schema;
    ASSERT_NE(other.find(from), other.npos) << from;
    write("other.schema", other.replace(other.find(from), from.size(), to));
    const std::string said =
        schemac(compare + "other.schema >/dev/null; case $? in 2 | 3) ;; *) echo no difference ;; esac");
    EXPECT_EQ(said, "") << from << " -> " << to;
  }
}

TEST_P(TypedSql, IsAnotherWhereACastGoes) {
  const std::string schema = "table t {\n  id : int primary key\n  price : decimal(8, 2)\n  check c (@)\n}\n";
  const auto with = [&](const std::string& condition) {
    return std::string(schema).replace(schema.find('@'), 1, condition);
  };
  step("first", with("cast(price as int) > 0"));
  write("app.schema", with("price > 0"));
  EXPECT_NE(schemac("plan -m without").find("check c of t"), std::string::npos);
}

/// Several statements in one object are undone by its own one alone.
TEST_P(TypedSqlOfPostgres, OfSeveralStatementsGoesAndComesBack) {
  const std::string table = "table t {\n  id : int primary key\n}\n";
  const std::string several =
      "sql two { postgres \"\"\"create sequence s1; create sequence s2\"\"\" drop \"\"\"drop sequence s1; drop "
      "sequence "
      "s2\"\"\" }\n";
  step("first", table + several);
  step("without", table);
  EXPECT_EQ(schemac("inspect '" + database_.url() + "'").find("sequence"), std::string::npos);
  schemac("rollback");
  write("app.schema", table + several);
  EXPECT_EQ(schemac("diff --from '" + database_.url() + "' --exit-code --to app.schema"), "-- no differences\n");
  schemac("verify");
}

/// MySQL prints the bounds otherwise from the next change of the table on.
TEST_P(TypedSql, StaysWhatItIsWhereItsTableChanges) {
  const auto with = [](int length) {
    return fmt::format(
        "table t {{\n  id : int primary key\n  name : varchar({})\n  day : date?\n  at : timestamp?\n"
        "  check a (day between '1990-01-01' and '2100-01-01')\n"
        "  check b (at not between '1990-01-01 00:00:00' and '1991-01-01 00:00:00')\n}}\n",
        length);
  };
  step("first", with(20));
  step("wider", with(30));
  const std::string compare = "diff --from '" + database_.url() + "' --to app.schema --exit-code";
  schemac(compare);
  schemac("rollback");
  schemac("verify");
  schemac("apply");
  schemac(compare);
}

SCHEMAC_ON_EVERY_ENGINE(TypedSql);
INSTANTIATE_TEST_SUITE_P(, TypedSqlOfPostgres, testing::Values(DialectId::postgres), engine_name);

}  // namespace
}  // namespace schemac::test
