// A database that schemac's own SQL made is at the state of the schema: it is adopted, and nothing differs.
#include "program/project.h"

namespace schemac::test {
namespace {

class Baseline : public Project {
 protected:
  void is_taken(const std::string& schema) {
    write("app.schema", schema);
    const std::string to = std::string(to_string(GetParam()));
    schemac("diff --from empty --to app.schema --dialect " + to + " -o made.sql");
    database_.run(read("made.sql"));
    schemac("plan -m first");
    schemac("baseline");
    schemac("verify");
    schemac("diff --from '" + database_.url() + "' --to app.schema --exit-code");
  }
};

TEST_P(Baseline, TakesWhatTheSchemasOwnSqlMade) {
  is_taken(R"(
table authors {
  id   : int primary key
  name : varchar(20) unique
}
table books {
  id     : int primary key
  author : authors.id
  price  : int?
  index (price desc)
}
view cheap {
  select books.id, books.price as price from books where books.price in (1, 2)
}
view cheapest {
  select cheap.id from cheap
}
view shelf {
  select b.id, a.name from books b join authors a on a.id = b.author where b.price between 1 and 9
}
)");
}

// What the engines print of these is not what was written: casts, conditions and literals in words of their own.
TEST_P(Baseline, TakesEveryExpressionAsItIsPrinted) {
  is_taken(R"x(
enum Colour { red, green, blue }
type Money = decimal(12, 2) check (value >= 0)

table t {
  id   : bigint identity primary key
  b0   : boolean = true
  b1   : boolean? = false
  i1   : int = -1
  i2   : smallint = 0
  i3   : bigint = 9000000000
  d1   : decimal(10, 2) = 1.50
  d2   : decimal(10, 2) = -0.05
  f1   : double = 1.5
  f2   : double = 1e10
  f3   : real = 0.25
  f4   : double = -2
  s1   : varchar(20) = ""
  s2   : varchar(20) = "it's"
  s3   : varchar(20)? = null
  x1   : text?
  c1   : Colour = red
  m1   : Money = 0
  ts0  : timestamp = now()
  ts1  : timestamptz = now()
  ts2  : timestamp = "2020-01-02 03:04:05"
  ts3  : timestamptz = "2020-01-02 03:04:05Z"
  dt1  : date = "2020-01-02"
  tm1  : time = "10:00"
  tm2  : time = "10:00:00"
  j1   : json = "{}"
  u1   : uuid?
  h1 : double = -2.50
  h2 : decimal(10,3) = -1.50
  h3 : double = 1.5e-3
  h4 : time(3)? = "23:59:59.5"
 h5: timestamp(3) = now()
 h6 : timestamp = "2020-01-01"
 h7 : bigint? = null
 h8 : bytes = "ab"
 h9 : decimal(15,0) = 12345678901

  by1  : bytes?
  a1 : Colour[] = [red, blue]
  a2 : date[] = ["2020-01-02"]
  a3 : varchar(5)[] = ["a", "b"]
  a4 : int[] = [1, 2]
  a5 : uuid[] = []
  g1   : int generated always as (i1 + 1) stored
  g2   : varchar(40) generated always as (s1 || 'x' || s2) stored
  check a (i1 between -5 and 5)
  check bb (s1 in ('', 'a', 'b'))
  check c (b0 or i1 > 0)
  check d (length(s1) < 10 and lower(s1) = s1)
  check e (d1 >= 0.01)
  check f (ts2 > "2000-01-01 00:00:00")
  check g (c1 <> 'red' or i1 is null)
  check h (s1 not like 'a%')
  check k (coalesce(i2, 0) >= 0)
  check l (case when i1 > 0 then i2 > 0 else true end)
  check m (b0)
  check n (coalesce(b1, true))
  check o (not b0 or not (i1 = 1 and i2 = 2))
  index (i1, i2 desc)
  index ii (s1) 
}

view v1 { select t.id, upper(t.s1) as u from t }
view v2 { select t.i1 + 1 as n from t where t.b0 and t.i1 is not null }
view v3 { select t.s1, count(*) as c from t group by t.s1 }
view v4 { select t.s1, count(*) as c from t group by t.s1 having count(*) > 0 }
view v5 { select t.id from t order by t.id limit 5 }
view v6 { select distinct t.s1 from t }
view v7 { select t.id, case when t.i1 > 0 then 'p' else 'n' end as sign from t }
view v8 { select t.id, cast(t.i1 as text) as ct from t }
view v9 { select t.id from t where t.s1 like 'a%' }
view va { select t.id from t where exists (select v9.id from v9 where v9.id = t.id) }
view vb { select t.id, v9.id as other from t left join v9 on v9.id = t.id }
view vc { select t.id, coalesce(t.s3, 'none') as s from t where t.s1 in ('a', 'b') }
view vd { select sum(t.i1) as s, avg(t.d1) as a, min(t.dt1) as m, max(t.s1) as x from t }
view ve { select t.id from t where t.c1 = 'red' }
view vf { select t.id from t where t.ts1 > '2020-01-01 00:00:00Z' and t.dt1 < '2030-01-01' }
view vg { select t.id, t.d1 * 2 as twice, t.i1 % 3 as r, -t.i1 as neg from t }
view vh { select t.id from t where not t.b0 or not (t.i1 = 1 and t.i2 = 2) }
view vi { select t.id from t where t.i1 between 1 and 5 order by t.s1 desc, t.id }
view vj { select t.id, t.s1 || t.s2 as b from t }
view vk { select t.id from t where t.i1 in (select v9.id from v9) }
view vl { select t.id, 1 as one, true as yes, 'x' as lit, 1.5 as num, null as nothing from t }
view vm { select count(distinct t.s1) as d from t }
view vn { select a.id, b.s1 as bs from t a join t b on b.id = a.id }
view vo { select t.id, length(t.s1) as l, lower(t.s1) as lo, trim(t.s1) as tr, abs(t.i1) as ab, round(t.d1, 1) as ro from t }

view vq { select vw.id, upper(vw.s) as u from vn2 vw }
view vn2 { select t.id, t.s1 as s from t }
view vr { select t.id, case when t.b0 and not t.b1 then t.s1 else t.s2 end as x from t where t.s3 is not null and (t.b0 or not t.b1) }
view vs { select x.n from (select t.i1 + 1 as n, t.s1 as s from t) x where x.s like 'b%' }
view vt { select t.s1 from t union select t.s2 from t }
view vu { select t.id, t.d1 + t.i1 as s, t.f1 * t.i1 as p from t where t.d1 > t.i1 }
)x");
}

TEST_P(Baseline, TakesDefaultsKeysAndTriggersAsTheyArePrinted) {
  is_taken(R"x(
enum Mood { sad, ok, happy }
type Email = varchar(80) check (value like '%@%')
table a {
  id   : int identity primary key
  j    : json = '{"b": 1, "a": [1,2]}'
  j2   : json = "[]"
  j3   : json? = null
  tags : text[] = ["a", "b"]
  nums : int[] = []
  mood : Mood = ok
  mail : Email?
  u    : uuid = "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"
  s    : varchar(30) = 'a\b ''q'' "x" %_ é😀'
  n    : int?
  price: decimal(8,2) = 9.90
  at   : timestamptz = "2024-02-29T12:00:00+02:00"
  d    : date? = "2024-02-29"
  t    : time = "08:00"
  b    : boolean = false
  c1   : char(3) = "ab"
  g1   : varchar(70) generated always as (lower(s) || '-' || coalesce(mail, '')) stored
  g2   : boolean? generated always as (n > 5) stored
  g3   : int generated always as (case when b then 1 else 0 end) stored
  g4   : decimal(10,2) generated always as (price * 2) stored
  for postgres, sqlite { index (lower(s)) }
  index by_n (n desc, id)
  unique (s, n)
  for postgres, sqlite { index part (n) where (b and n is not null and s <> 'x') }
  check x1 (mood in ('sad', 'ok'))
  check x2 (at > '2000-01-01T00:00:00Z')
  check x3 (d is null or d >= '2000-01-01')
  check x4 (t < '20:00')
  check x5 (price > 0 and price < 1000.5)
  check x6 (n is null or n % 2 = 0)
  check x7 (s is not distinct from s)
  check x8 (n in (1, 2, 3) or n not in (5, 6))
  check x9 (n not between 3 and 9)
  check xa (abs(n) < 10 or upper(c1) = 'AB ')
}
table k {
  a : int
  b : int
  r : a.id? on delete set null on update cascade
  m : Mood? = happy
  primary key (a, b)
}
trigger tr on a before update of (n, s) when (old.n <> new.n or new.b) {
  sqlite """ begin select 1; end """
  postgres """ begin return new; end """
  mysql """ begin set new.n = new.n; end """
}
trigger tr2 on a after insert or update of (n) when (new.n > 0) {
  sqlite """ begin select 1; end """
  postgres """ begin return new; end """
  mysql """ begin set @x = new.n; end """
}
)x");
}

SCHEMAC_ON_EVERY_ENGINE(Baseline);

}  // namespace
}  // namespace schemac::test
