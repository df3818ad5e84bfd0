// Chains: what changes is what another thing is made of, which is what a third one is made of.
#include "base/text.h"
#include "existing_schemas.h"

namespace schemac::test {

std::vector<Existing> chains_on_postgres() {
  const std::string seen =
      "INSERT INTO t VALUES (3, 3), (4, 4); CREATE VIEW v AS SELECT id, a FROM t;"
      "CREATE FUNCTION total() RETURNS bigint STABLE LANGUAGE sql BEGIN ATOMIC SELECT sum(a) FROM v; END;"
      "CREATE FUNCTION known(int) RETURNS bool IMMUTABLE LANGUAGE sql RETURN $1 > 2 OR EXISTS (SELECT FROM v WHERE a = "
      "$1); COMMENT ON FUNCTION known(int) IS 'it''s seen'; GRANT EXECUTE ON FUNCTION total() TO PUBLIC;";
  const std::string seen_by_others =
      "CREATE DOMAIN d AS int CHECK (known(VALUE)); CREATE TABLE u (id int PRIMARY KEY, s bigint DEFAULT total(), k "
      "int "
      "CHECK (known(k)), z d); CREATE INDEX i ON u (k) WHERE known(k); CREATE VIEW w AS SELECT total() AS x;"
      "INSERT INTO u VALUES (1, 2, 3, 4);";
  const std::string rows_of_t =
      "INSERT INTO t VALUES (1, 2); CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t';"
      "CREATE FUNCTION g() RETURNS SETOF t LANGUAGE sql BEGIN ATOMIC SELECT * FROM f(); END;"
      "CREATE VIEW v AS SELECT * FROM f(); CREATE VIEW w AS SELECT a FROM g();";
  const std::string of_pairs =
      "CREATE TYPE named AS (n text, p pair); CREATE DOMAIN ahead AS pair CHECK ((VALUE).a > 0);"
      "CREATE TABLE t (id int PRIMARY KEY, p pair, ps pair[], n named, a ahead);";
  const std::string chain_of_types =
      "CREATE TYPE shape AS (c color, n int); CREATE DOMAIN paint AS color CHECK (VALUE <> 'red');"
      "CREATE TABLE t (id int PRIMARY KEY, s shape, l shape[], p paint DEFAULT 'blue');"
      "CREATE FUNCTION of(shape) RETURNS color LANGUAGE sql IMMUTABLE AS 'SELECT ($1).c';"
      "CREATE INDEX i ON t (of(s)); COMMENT ON TYPE shape IS 'with its color';";
  const std::string domains =
      "CREATE DOMAIN few AS whole CHECK (VALUE < 9); CREATE TYPE pair AS (a few, b few);"
      "CREATE TABLE t (id few PRIMARY KEY, a few[], p pair); CREATE FUNCTION f(few) RETURNS few LANGUAGE sql AS "
      "'SELECT $1';";
  const std::string rows =
      "CREATE FUNCTION of_row(v) RETURNS int LANGUAGE sql AS 'SELECT $1.id';"
      "CREATE FUNCTION all_rows() RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v'; COMMENT ON FUNCTION all_rows() IS "
      "'all';"
      "CREATE VIEW w AS SELECT * FROM all_rows(); CREATE VIEW x AS SELECT of_row(v.*) AS n FROM v;";
  const auto of_view = [](const std::string& kind) {
    return "CREATE TABLE t (id int, a text); CREATE " + kind +
           " m AS SELECT id, a FROM t; COMMENT ON COLUMN m.a IS 'its text'; CREATE FUNCTION all_of_m() RETURNS SETOF m "
           "LANGUAGE sql AS 'SELECT * FROM m'; CREATE VIEW w AS SELECT a FROM all_of_m();";
  };
  const std::string calls =
      "CREATE FUNCTION g(x int) RETURNS text LANGUAGE sql STABLE RETURN f(x) || 'a'; CREATE VIEW v AS SELECT g(id) "
      "FROM t;"
      "CREATE TABLE u (id int PRIMARY KEY, d text DEFAULT g(1)); CREATE POLICY p ON u USING (g(id) <> '');";
  const std::string less =
      "CREATE FUNCTION cmp(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT abs($1) - abs($2)';"
      "CREATE FUNCTION less(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT abs($1) < abs($2)';";
  const std::string ops =
      "CREATE OPERATOR CLASS by_size FOR TYPE int USING btree AS OPERATOR 1 <%, OPERATOR 3 =, FUNCTION 1 cmp(int, int);"
      "COMMENT ON OPERATOR CLASS by_size USING btree IS 'by size'; CREATE TABLE t (a int); CREATE INDEX i ON t (a "
      "by_size);";
  const std::string read_by_text =
      "CREATE TEXT SEARCH CONFIGURATION own (PARSER = default);"
      "ALTER TEXT SEARCH CONFIGURATION own ADD MAPPING FOR asciiword WITH plain; CREATE TABLE t (b text, v tsvector"
      " GENERATED ALWAYS AS (to_tsvector('own', b)) STORED); CREATE INDEX i ON t USING gin (v);";
  return {
      {"what an heir has of its parent's column goes with that",
       "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE p (x int, y int); CREATE TABLE h (CONSTRAINT h_fk FOREIGN "
       "KEY "
       "(x) REFERENCES a, CONSTRAINT h_u UNIQUE (x, y), CONSTRAINT h_c CHECK (x > 0)) INHERITS (p);"
       "CREATE INDEX h_i ON h (x); CREATE INDEX h_j ON h (y) WHERE x > 1;"
       "INSERT INTO a VALUES (1); INSERT INTO p VALUES (5, 6); INSERT INTO h VALUES (1, 2)",
       "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE p (z int, y int); CREATE TABLE h (CONSTRAINT h_fk FOREIGN "
       "KEY "
       "(z) REFERENCES a, CONSTRAINT h_u UNIQUE (z, y), CONSTRAINT h_c CHECK (z > 0)) INHERITS (p);"
       "CREATE INDEX h_i ON h (z); CREATE INDEX h_j ON h (y) WHERE z > 1"},
      {"an enum that loses a label is what a composite type and a domain are made of",
       "CREATE TYPE color AS ENUM ('red', 'green', 'blue');" + chain_of_types +
           "INSERT INTO t VALUES (1, ROW('blue', 2), ARRAY[ROW('red', 3)::shape], 'blue')",
       "CREATE TYPE color AS ENUM ('blue', 'red');" + chain_of_types},
      {"a domain gets another base under another domain, an array and a composite type",
       "CREATE DOMAIN whole AS int CHECK (VALUE > 0);" + domains + "INSERT INTO t VALUES (1, '{2}', ROW(3, 4))",
       "CREATE DOMAIN whole AS bigint CHECK (VALUE > 0);" + domains},
      {"the attributes of a composite type change their places, under an array, a domain and another type",
       "CREATE TYPE pair AS (a int, b int);" + of_pairs +
           "INSERT INTO t VALUES (1, ROW(1, 2), ARRAY[ROW(3, 4)::pair], ROW('x', ROW(5, 6)), ROW(7, 8)), "
           "(2, NULL, NULL, NULL, NULL), (3, ROW(1, NULL), '{}', ROW(NULL, NULL), NULL)",
       "CREATE TYPE pair AS (c text, b int, a bigint);" + of_pairs},
      {"a domain with a check that is not valid, and one whose check calls a function of another parameter",
       "CREATE FUNCTION more(int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';"
       "CREATE DOMAIN d AS int CHECK (VALUE > 0); CREATE DOMAIN m AS int CHECK (more(VALUE));"
       "CREATE TABLE t (a d, b m); INSERT INTO t VALUES (1, 2)",
       "CREATE FUNCTION more(bigint) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';"
       "CREATE DOMAIN d AS int CHECK (VALUE > 0); ALTER DOMAIN d ADD CONSTRAINT later CHECK (VALUE <> 1) NOT VALID;"
       "CREATE DOMAIN m AS int CHECK (more(VALUE)); CREATE TABLE t (a d, b m)"},
      {"a domain of an array gets another check",
       "CREATE DOMAIN d AS int CHECK (VALUE > 0); CREATE TABLE t (a d[]); INSERT INTO t VALUES ('{1}')",
       "CREATE DOMAIN d AS int CHECK (VALUE > -1); CREATE TABLE t (a d[])"},
      {"functions take and give rows of a view that changes",
       "CREATE TABLE t (id int PRIMARY KEY); CREATE VIEW v AS SELECT id FROM t;" + rows + "INSERT INTO t VALUES (1)",
       "CREATE TABLE t (id int PRIMARY KEY, b text); CREATE VIEW v AS SELECT id, b FROM t;" + rows},
      {"a default calls a parsed function that calls one that reads a new column",
       "CREATE TABLE t (id int PRIMARY KEY, a int, b text); CREATE FUNCTION f(x int) RETURNS text LANGUAGE sql BEGIN "
       "ATOMIC "
       "SELECT b FROM t WHERE t.id = x; END;" +
           calls + "INSERT INTO t VALUES (1, 2, 'x')",
       "CREATE TABLE t (id int PRIMARY KEY, a bigint, c text); CREATE FUNCTION f(x int) RETURNS text LANGUAGE sql "
       "BEGIN "
       "ATOMIC SELECT c FROM t WHERE t.id = x; END;" +
           calls},
      {"a computed column calls a function of another table's rows, and both go",
       "CREATE TABLE r (id int PRIMARY KEY, x text); CREATE FUNCTION f(r) RETURNS text LANGUAGE sql IMMUTABLE AS "
       "'SELECT "
       "$1.x'; CREATE TABLE t (id int PRIMARY KEY, q r, g text GENERATED ALWAYS AS (f(q)) STORED);"
       "INSERT INTO t VALUES (1, ROW(1, 'x'))",
       "CREATE TABLE t (id int PRIMARY KEY, g text)"},
      {"an operator changes under an operator class and its index",
       less + "CREATE OPERATOR <% (FUNCTION = less, LEFTARG = int, RIGHTARG = int);" + ops + "INSERT INTO t VALUES (1)",
       less + "CREATE OPERATOR <% (FUNCTION = less, LEFTARG = int, RIGHTARG = int, RESTRICT = scalarltsel);" + ops},
      {"a dictionary of another template is used by a configuration, a computed column and an index",
       "CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = snowball, language = english);" + read_by_text +
           "INSERT INTO t (b) VALUES ('words')",
       "CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple);" + read_by_text},
      {"a cast goes and another changes while their type does",
       "CREATE TYPE c AS (a int); CREATE FUNCTION f(c) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.a';"
       "CREATE CAST (c AS int) WITH FUNCTION f(c) AS ASSIGNMENT; CREATE CAST (int AS c) WITH INOUT;"
       "CREATE TABLE t (v c, g int GENERATED ALWAYS AS (v::int) STORED); INSERT INTO t VALUES (NULL)",
       "CREATE TYPE c AS (a bigint); CREATE FUNCTION f(c) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.a::int';"
       "CREATE CAST (c AS int) WITH FUNCTION f(c) AS IMPLICIT; CREATE TABLE t (v c, g int GENERATED ALWAYS AS (v::int) "
       "STORED)"},
      {"a cast that has a comment changes, and so does its function",
       "CREATE TYPE c AS (a int); CREATE FUNCTION f(c) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.a';"
       "CREATE CAST (c AS int) WITH FUNCTION f(c) AS ASSIGNMENT; COMMENT ON CAST (c AS int) IS 'its number';"
       "CREATE FUNCTION g(int) RETURNS c LANGUAGE sql IMMUTABLE AS 'SELECT NULL::c'; CREATE CAST (int AS c) WITH "
       "FUNCTION g(int); COMMENT ON CAST (int AS c) IS 'back'",
       "CREATE TYPE c AS (a int); CREATE FUNCTION f(c) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.a';"
       "CREATE CAST (c AS int) WITH FUNCTION f(c) AS IMPLICIT; COMMENT ON CAST (c AS int) IS 'its number';"
       "CREATE FUNCTION g(x int) RETURNS c LANGUAGE sql IMMUTABLE AS 'SELECT NULL::c'; CREATE CAST (int AS c) WITH "
       "FUNCTION g(int); COMMENT ON CAST (int AS c) IS 'back'"},
      {"a materialized view becomes a view while a function gives its rows", of_view("MATERIALIZED VIEW"),
       of_view("VIEW")},
      {"a view becomes a materialized view while a function gives its rows", of_view("VIEW"),
       of_view("MATERIALIZED VIEW")},
      {"a materialized view's index is in another tablespace",
       "CREATE TABLE t (a int, b int); CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t; CREATE INDEX i ON m (a) "
       "TABLESPACE schemac_other; CREATE INDEX j ON m (b);",
       "CREATE TABLE t (a bigint, b int); CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t; CREATE INDEX i ON m (a) "
       "TABLESPACE schemac_other; CREATE INDEX j ON m (b) TABLESPACE schemac_other"},
      {"a key is held by a foreign key, a view and a parsed function, and gets a column more",
       "CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE, b text, f int REFERENCES t); CREATE VIEW v AS SELECT id, b "
       "FROM t "
       "GROUP BY id; CREATE FUNCTION g() RETURNS void LANGUAGE sql BEGIN ATOMIC INSERT INTO t (id, a) VALUES (1, 1) ON "
       "CONFLICT ON CONSTRAINT t_a_key DO NOTHING; END; INSERT INTO t VALUES (1, 2, 'x', 1)",
       "CREATE TABLE t (id int, a int, b text, f int, PRIMARY KEY (id) INCLUDE (b), CONSTRAINT t_a_key UNIQUE (a) "
       "INCLUDE (b));"
       "ALTER TABLE t ADD FOREIGN KEY (f) REFERENCES t; CREATE VIEW v AS SELECT id, b FROM t GROUP BY id;"
       "CREATE FUNCTION g() RETURNS void LANGUAGE sql BEGIN ATOMIC INSERT INTO t (id, a) VALUES (1, 1) ON CONFLICT ON "
       "CONSTRAINT t_a_key DO NOTHING; END"},
      {"a computed column is a key that another table refers to, and is computed anew",
       "CREATE TABLE t (n text, l text GENERATED ALWAYS AS (lower(n)) STORED UNIQUE); CREATE TABLE k (l text "
       "REFERENCES t "
       "(l)); COMMENT ON CONSTRAINT k_l_fkey ON k IS 'held'; INSERT INTO t VALUES ('A'); INSERT INTO k VALUES ('a')",
       "CREATE TABLE t (n varchar(30), l text GENERATED ALWAYS AS (lower(n)) STORED UNIQUE); CREATE TABLE k (l text "
       "REFERENCES t (l)); COMMENT ON CONSTRAINT k_l_fkey ON k IS 'held'"},
      {"checks and indexes compare a column that comes to be of another type",
       "CREATE TABLE t (a int CHECK (a > 0), d date CHECK (d > '2000-01-01'), c varchar(9) CHECK (c IN ('x', 'y')));"
       "CREATE INDEX i ON t ((a * 2)) WHERE a > 5; INSERT INTO t VALUES (1, '2026-01-01', 'x')",
       "CREATE TABLE t (a numeric CHECK (a > 0), d timestamp CHECK (d > '2000-01-01'), c text CHECK (c IN ('x', 'y')));"
       "CREATE INDEX i ON t ((a * 2)) WHERE a > 5"},
      {"types that have no cast take the place of each other",
       "CREATE TABLE t (a tsrange, b jsonb, c inet[], d uuid); INSERT INTO t VALUES ('[2026-01-01,2026-02-01)', '5', "
       "'{10.0.0.1}', NULL)",
       "CREATE TABLE t (a tstzrange, b int, c text[], d bigint)"},
      {"what is made anew keeps what is said of it",
       "CREATE TABLE t (a int NOT NULL, b int); CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t REPLICA IDENTITY USING "
       "INDEX i;"
       "ALTER TABLE t CLUSTER ON i; CREATE RULE r AS ON DELETE TO t DO ALSO NOTHING; COMMENT ON RULE r ON t IS 'quiet';"
       "CREATE STATISTICS s ON a, b FROM t; COMMENT ON STATISTICS s IS 'both'; CREATE PUBLICATION p FOR TABLE t;"
       "COMMENT ON PUBLICATION p IS 'feed'; CREATE DOMAIN d AS int; COMMENT ON DOMAIN d IS 'whole'; CREATE COLLATION c "
       "(locale = 'C'); COMMENT ON COLLATION c IS 'bytes'",
       "CREATE TABLE t (a int NOT NULL, b int); CREATE UNIQUE INDEX i ON t (a) WITH (fillfactor = 50); ALTER TABLE t "
       "REPLICA IDENTITY USING INDEX i; ALTER TABLE t CLUSTER ON i; CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;"
       "COMMENT ON RULE r ON t IS 'quiet'; CREATE STATISTICS s (mcv) ON a, b FROM t; COMMENT ON STATISTICS s IS 'both';"
       "CREATE PUBLICATION p FOR TABLE t (a); COMMENT ON PUBLICATION p IS 'feed'; CREATE DOMAIN d AS bigint; COMMENT "
       "ON "
       "DOMAIN d IS 'whole'; CREATE COLLATION c (locale = 'POSIX'); COMMENT ON COLLATION c IS 'bytes'"},
      {"a label is added and a view, a policy and a column of another type use it at once",
       "CREATE TYPE e AS ENUM ('x'); CREATE TABLE t (a e, b text); INSERT INTO t VALUES ('x', 'x')",
       "CREATE TYPE e AS ENUM ('x', 'y'); CREATE TABLE t (a e, b e); CREATE VIEW v AS SELECT a FROM t WHERE a = 'y';"
       "CREATE POLICY p ON t USING (a <> 'y')"},
      {"an extension moves to another schema, with the columns of its types",
       "CREATE SCHEMA s; CREATE EXTENSION citext SCHEMA s; CREATE TABLE t (a s.citext); CREATE FUNCTION f(s.citext) "
       "RETURNS "
       "int LANGUAGE sql AS 'SELECT 1'; INSERT INTO t VALUES ('X')",
       "CREATE SCHEMA s; CREATE EXTENSION citext; CREATE TABLE t (a citext); CREATE FUNCTION f(citext) RETURNS int "
       "LANGUAGE "
       "sql AS 'SELECT 1'"},
      {"aggregates have every option", "CREATE TABLE t (a int)",
       "CREATE TABLE t (a int); CREATE AGGREGATE n(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0'); COMMENT ON "
       "AGGREGATE "
       "n(*) IS 'all'; CREATE AGGREGATE most(int) (SFUNC = int4larger, STYPE = int, SORTOP = >, PARALLEL = RESTRICTED);"
       "CREATE AGGREGATE sums(int) (SFUNC = int4pl, STYPE = int, SSPACE = 9, FINALFUNC = int4abs, FINALFUNC_MODIFY = "
       "READ_WRITE, COMBINEFUNC = int4pl, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int, MINITCOND = '0');"},
      {"a column gets another type under a view that parsed bodies read, which a default, a check, an index and a "
       "domain "
       "call",
       "CREATE TABLE t (id int PRIMARY KEY, a int);" + seen + seen_by_others,
       "CREATE TABLE t (id int PRIMARY KEY, a bigint);" + seen + seen_by_others},
      {"such bodies, what they read and what calls them come", "CREATE TABLE o (id int)",
       "CREATE TABLE o (id int); CREATE TABLE t (id int PRIMARY KEY, a int);" + seen + seen_by_others},
      {"such bodies and what calls them go",
       "CREATE TABLE t (id int PRIMARY KEY, a int);" + seen + seen_by_others + "DROP DOMAIN d CASCADE",
       "CREATE TABLE t (id int PRIMARY KEY, a int)"},
      {"such bodies get another text and more callers",
       "CREATE TABLE t (id int PRIMARY KEY, a int);" + seen + "CREATE TABLE u (k int); INSERT INTO u VALUES (4)",
       "CREATE TABLE t (id int PRIMARY KEY, a int);" +
           text::replace_all(seen, "SELECT id, a", "SELECT id, a, id AS b") +
           "CREATE TABLE u (k int CHECK (known(k))); CREATE INDEX i ON u (k) WHERE known(k)"},
      {"a column gets another type under functions of its table's rows, which views read",
       "CREATE TABLE t (a int, b int);" + rows_of_t, "CREATE TABLE t (a bigint, b int);" + rows_of_t},
      {"a table comes that is partitioned by what a function computes", "CREATE TABLE o (id int)",
       "CREATE TABLE o (id int); CREATE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1 % 10';"
       "CREATE TABLE t (a int) PARTITION BY RANGE (f(a)); CREATE TABLE p PARTITION OF t FOR VALUES FROM (0) TO (10)"},
      {"columns come and go beside views that do not read them",
       "CREATE TABLE t (a int PRIMARY KEY, b int, c text); INSERT INTO t VALUES (1, 2, '3'); CREATE VIEW v AS SELECT a "
       "FROM "
       "t; CREATE VIEW w AS SELECT * FROM (SELECT b FROM t) x; CREATE MATERIALIZED VIEW m AS SELECT a, c FROM t",
       "CREATE TABLE t (a int PRIMARY KEY, b int, d int); CREATE VIEW v AS SELECT a FROM t;"
       "CREATE VIEW w AS SELECT * FROM (SELECT b FROM t) x"},
  };
}

}  // namespace schemac::test
