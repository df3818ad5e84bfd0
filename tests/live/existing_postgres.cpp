// What stands in the way of a change on PostgreSQL, and comes back unchanged.
#include "existing_schemas.h"

namespace schemac::test {

std::vector<Existing> pinned_on_postgres() {
  const std::string state = "CREATE TYPE state AS ENUM ('new', 'sent', 'lost');";
  const std::string other_state = "CREATE TYPE state AS ENUM ('sent', 'new');";
  const std::string noted = "CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';";
  const std::string same_and_other =
      "CREATE FUNCTION same(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2';"
      "CREATE FUNCTION other(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 <> $2';";
  const std::string days =
      "CREATE TABLE r (id int PRIMARY KEY); CREATE TABLE d (r int NOT NULL REFERENCES r, day date NOT NULL, v text "
      "DEFAULT 'x', PRIMARY KEY (r, day), CONSTRAINT d_v_check CHECK (v <> '')) PARTITION BY RANGE (day);"
      "CREATE INDEX ON d (v); CREATE INDEX ON d (lower(v));";
  return {
      {"two keys are of the same columns", "CREATE TABLE a (x int)",
       "CREATE TABLE t (id int PRIMARY KEY, e int CONSTRAINT u1 UNIQUE, UNIQUE (id, e));"
       "ALTER TABLE t ADD CONSTRAINT u2 UNIQUE (e); ALTER TABLE t ADD CONSTRAINT u3 UNIQUE (id);"
       "CREATE TABLE a (x int REFERENCES t (e))"},
      {"parameters of a TOAST table come with the first column that needs one, and go with the last",
       "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (id int, b text) WITH (toast.autovacuum_enabled = off);"
       "INSERT INTO u VALUES (1, 'x')",
       "CREATE TABLE t (id int PRIMARY KEY, b text) WITH (fillfactor = 70, toast.autovacuum_enabled = off);"
       "CREATE TABLE u (id int)"},
      {"rules that are switched off, on, and made anew",
       "CREATE TABLE t (a int); CREATE TABLE log (a int);"
       "CREATE RULE off AS ON INSERT TO t DO ALSO INSERT INTO log VALUES (new.a); ALTER TABLE t DISABLE RULE off;"
       "CREATE RULE stays AS ON UPDATE TO t DO ALSO DELETE FROM log; ALTER TABLE t ENABLE ALWAYS RULE stays;"
       "CREATE RULE anew AS ON DELETE TO t DO ALSO DELETE FROM log; ALTER TABLE t DISABLE RULE anew;"
       "INSERT INTO t VALUES (1)",
       "CREATE TABLE t (a int, b bigint); CREATE TABLE log (a int);"
       "CREATE RULE off AS ON INSERT TO t DO ALSO INSERT INTO log VALUES (new.a);"
       "CREATE RULE stays AS ON UPDATE TO t DO ALSO DELETE FROM log; ALTER TABLE t ENABLE ALWAYS RULE stays;"
       "CREATE RULE anew AS ON DELETE TO t DO ALSO DELETE FROM log WHERE a = old.a; ALTER TABLE t DISABLE RULE anew"},
      {"what a trigger's function is called with besides",
       "CREATE TABLE t (a int);" + noted +
           "CREATE FUNCTION strict() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
           "CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION strict()",
       "CREATE TABLE t (a int);" + noted +
           "CREATE FUNCTION strict() RETURNS trigger LANGUAGE plpgsql STRICT AS 'BEGIN RETURN NEW; END';"
           "CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION strict()"},
      {"a policy reads a view of the table that it is of",
       "CREATE TABLE t (id int PRIMARY KEY, name varchar(20)); CREATE VIEW v AS SELECT * FROM t;"
       "CREATE POLICY p ON t USING (EXISTS (SELECT FROM v WHERE name = 'x')); INSERT INTO t VALUES (1, 'x')",
       "CREATE TABLE t (id int PRIMARY KEY, name varchar(30)); CREATE VIEW v AS SELECT * FROM t;"
       "CREATE POLICY p ON t USING (EXISTS (SELECT FROM v WHERE name = 'x'))"},
      {"what is made anew has the rights that it had, whatever new things have",
       "CREATE TABLE t (id int PRIMARY KEY, name varchar(20)); CREATE VIEW v AS SELECT name FROM t;"
       "CREATE MATERIALIZED VIEW mv AS SELECT name FROM t;"
       "CREATE FUNCTION f() RETURNS varchar LANGUAGE sql AS 'SELECT NULL::varchar';"
       "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC;"
       "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; INSERT INTO t VALUES (1, 'x')",
       "CREATE TABLE t (id int PRIMARY KEY, name varchar(30)); CREATE VIEW v AS SELECT name FROM t;"
       "CREATE MATERIALIZED VIEW mv AS SELECT name FROM t;"
       "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT NULL::text';"
       "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC;"
       "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC"},
      {"a foreign key refers to a number of another size",
       "CREATE TABLE a (id bigint PRIMARY KEY); CREATE TABLE b (a bigint REFERENCES a);"
       "INSERT INTO a VALUES (1); INSERT INTO b VALUES (1)",
       "CREATE TABLE a (id numeric(30) PRIMARY KEY); CREATE TABLE b (a smallint REFERENCES a);"},
      {"a text of some length is listed as a text, and as what it is",
       "CREATE TABLE a (v text CHECK (v IN ('x', 'y')), w text CHECK (w IN ('x', 'y'))); INSERT INTO a VALUES ('x', "
       "'y')",
       "CREATE TABLE a (v varchar(9) CHECK (v::text IN ('x', 'y')), w varchar(9) CHECK (w IN ('x', 'y')))"},
      {"a text's default is the label of an enum",
       state + "CREATE TABLE a (v state DEFAULT 'new'); INSERT INTO a VALUES ('new')",
       state + "CREATE TABLE a (v text DEFAULT 'new'::state)"},
      {"a materialized view's columns are kept and looked at in ways of their own",
       "CREATE TABLE t (id int PRIMARY KEY, name varchar(20)); CREATE MATERIALIZED VIEW m AS SELECT id, name FROM t;"
       "ALTER MATERIALIZED VIEW m ALTER name SET STATISTICS 77, ALTER name SET STORAGE EXTERNAL, ALTER id SET "
       "(n_distinct = 5), ALTER name SET COMPRESSION pglz; INSERT INTO t VALUES (1, 'x')",
       "CREATE TABLE t (id int PRIMARY KEY, name varchar(30)); CREATE MATERIALIZED VIEW m AS SELECT id, name FROM t;"
       "ALTER MATERIALIZED VIEW m ALTER name SET STATISTICS 78, ALTER name SET STORAGE EXTERNAL"},
      {"a view gives no column", "CREATE TABLE a (id int); INSERT INTO a VALUES (1)",
       "CREATE TABLE a (id int); CREATE VIEW v AS SELECT FROM a;"
       "CREATE VIEW w AS SELECT 1 AS one WHERE EXISTS (SELECT FROM a WHERE a.id > 0)"},
      {"a foreign key holds on to a key that changes",
       "CREATE TABLE a (id int PRIMARY KEY, n int NOT NULL); CREATE TABLE b (a int REFERENCES a (id));"
       "INSERT INTO a VALUES (1, 2); INSERT INTO b VALUES (1)",
       "CREATE TABLE a (id int NOT NULL UNIQUE, n int NOT NULL PRIMARY KEY); CREATE TABLE b (a int REFERENCES a (id))"},
      {"columns, a function and an array are of an enum that loses a label",
       state + "CREATE TABLE t (a state DEFAULT 'new', b state[], CHECK (a <> 'lost'), said text GENERATED ALWAYS AS "
               "(CASE WHEN a = 'new' THEN 'still new' ELSE 'on its way' END) STORED);"
               "CREATE INDEX i ON t (a) WHERE a = 'new'; CREATE VIEW v AS SELECT a FROM t WHERE a = 'sent';"
               "CREATE FUNCTION first() RETURNS SETOF state LANGUAGE sql AS 'SELECT a FROM t';"
               "INSERT INTO t VALUES ('sent', '{new,sent}')",
       other_state + "CREATE TABLE t (a state DEFAULT 'new', b state[], said text GENERATED ALWAYS AS "
                     "(CASE WHEN a = 'new' THEN 'still new' ELSE 'on its way' END) STORED);"
                     "CREATE INDEX i ON t (a) WHERE a = 'new'; CREATE VIEW v AS SELECT a FROM t WHERE a = 'sent';"
                     "CREATE FUNCTION first() RETURNS SETOF state LANGUAGE sql AS 'SELECT a FROM t'"},
      {"a check speaks of a label that is new",
       "CREATE TYPE e AS ENUM ('x'); CREATE TABLE t (a e); INSERT INTO t VALUES ('x')",
       "CREATE TYPE e AS ENUM ('x', 'y'); CREATE TABLE t (a e, CONSTRAINT not_y CHECK (a <> 'y'))"},
      {"a view reads a column of a domain that gets another base",
       "CREATE DOMAIN d AS int CHECK (VALUE > 0); CREATE TABLE t (a d, b d[]); CREATE VIEW v AS SELECT a FROM t;"
       "INSERT INTO t VALUES (1, '{2}')",
       "CREATE DOMAIN d AS bigint CHECK (VALUE > -1); CREATE TABLE t (a d, b d[]); CREATE VIEW v AS SELECT a FROM t"},
      {"a function with a parsed body reads a column that changes its type",
       "CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT a FROM t; END",
       "CREATE TABLE t (a bigint); CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT a FROM t; END"},
      {"a column is computed that had values of its own",
       "CREATE TABLE t (a int, b int NOT NULL); INSERT INTO t VALUES (1, 7)",
       "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED)"},
      {"a trigger that is off waits on a column that changes its type",
       noted + "CREATE TABLE t (a int); CREATE TRIGGER g BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION noted();"
               "ALTER TABLE t DISABLE TRIGGER g",
       noted + "CREATE TABLE t (a bigint); CREATE TRIGGER g BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION "
               "noted(); ALTER TABLE t DISABLE TRIGGER g"},
      {"an event trigger is off", noted,
       noted + "CREATE FUNCTION seen() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
               "CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION seen(); ALTER EVENT TRIGGER e DISABLE"},
      {"a range type brings functions and a cast of its own", "",
       "CREATE TYPE span AS RANGE (SUBTYPE = float8); CREATE TABLE t (a span)"},
      {"schemas and statistics have comments", "CREATE TABLE t (a int, b int)",
       "CREATE SCHEMA s; COMMENT ON SCHEMA s IS 'apart'; CREATE TABLE t (a int, b int);"
       "CREATE STATISTICS both_of ON a, b FROM t; COMMENT ON STATISTICS both_of IS 'they go together'"},
      {"a view has options in another order, and a default", "CREATE TABLE t (a int)",
       "CREATE TABLE t (a int); CREATE VIEW v WITH (security_barrier = true, check_option = local) AS SELECT a FROM t "
       "WHERE a > 0; ALTER VIEW v ALTER COLUMN a SET DEFAULT 3"},
      {"columns, indexes and the overflow table have settings", "CREATE TABLE t (a tsvector, b text)",
       "CREATE TABLE t (a tsvector, b text) WITH (toast.autovacuum_enabled = false);"
       "CREATE INDEX i ON t USING gist (a tsvector_ops (siglen = 100)); CREATE INDEX j ON t ((b || 'x'));"
       "ALTER INDEX j ALTER COLUMN 1 SET STATISTICS 200; ALTER TABLE t ALTER b SET (n_distinct = 5)"},
      {"an extension lives in a schema", "CREATE TABLE t (a text)",
       "CREATE SCHEMA ext; CREATE EXTENSION citext SCHEMA ext; CREATE TABLE t (a ext.citext)"},
      {"an operator stands in a check and a view, and changes",
       same_and_other +
           "CREATE OPERATOR === (FUNCTION = same, LEFTARG = int, RIGHTARG = int);"
           "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t WHERE a === 1; INSERT INTO t VALUES (1)",
       same_and_other +
           "CREATE OPERATOR === (FUNCTION = same, LEFTARG = int, RIGHTARG = int, COMMUTATOR = ===, NEGATOR = !==,"
           "RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);"
           "CREATE OPERATOR !== (FUNCTION = other, LEFTARG = int, RIGHTARG = int, NEGATOR = ===);"
           "COMMENT ON OPERATOR === (int, int) IS 'the same'; CREATE TABLE t (a int, CONSTRAINT c CHECK (a !== 2));"
           "CREATE VIEW v AS SELECT a FROM t WHERE a === 1"},
      {"an index is of an operator class and family of its own, a cast leads to an enum",
       "CREATE TABLE t (a int); CREATE TYPE e AS ENUM ('x')",
       "CREATE FUNCTION hash(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1'; CREATE TABLE t (a int);"
       "CREATE OPERATOR FAMILY hashed USING hash; CREATE OPERATOR CLASS hashed_ops FOR TYPE int USING hash FAMILY "
       "hashed AS OPERATOR 1 =, FUNCTION 1 hash(int); COMMENT ON OPERATOR CLASS hashed_ops USING hash IS 'by itself';"
       "CREATE INDEX i ON t USING hash (a hashed_ops); CREATE TYPE e AS ENUM ('x');"
       "CREATE CAST (text AS e) WITH INOUT AS IMPLICIT; COMMENT ON CAST (text AS e) IS 'as it is written'"},
      {"a text search configuration changes under an index",
       "CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple, stopwords = english, accept = false);"
       "CREATE TEXT SEARCH CONFIGURATION own (PARSER = default);"
       "ALTER TEXT SEARCH CONFIGURATION own ADD MAPPING FOR asciiword, word WITH plain;"
       "CREATE TABLE t (a text); CREATE INDEX i ON t USING gin (to_tsvector('own', a)); INSERT INTO t VALUES ('the "
       "word')",
       "CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple, stopwords = danish);"
       "CREATE TEXT SEARCH CONFIGURATION own (PARSER = default);"
       "ALTER TEXT SEARCH CONFIGURATION own ADD MAPPING FOR asciiword, email WITH plain, simple;"
       "COMMENT ON TEXT SEARCH CONFIGURATION own IS 'ours'; CREATE TABLE t (a text);"
       "CREATE INDEX i ON t USING gin (to_tsvector('own', a))"},
      {"a publication has columns, rows and schemas",
       "CREATE SCHEMA s; CREATE TABLE t (a int PRIMARY KEY, b int); CREATE PUBLICATION p FOR TABLE t (a) WHERE (a > 1)",
       "CREATE SCHEMA s; CREATE TABLE t (a bigint PRIMARY KEY, b int, c int);"
       "CREATE PUBLICATION p FOR TABLE t (a, c) WHERE (a > 2); CREATE PUBLICATION q FOR TABLES IN SCHEMA s"},
      {"a partition with keys, indexes and a foreign key becomes a table of its own",
       days + "CREATE TABLE d1 PARTITION OF d FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');"
              "INSERT INTO r VALUES (1); INSERT INTO d VALUES (1, '2026-01-05', 'A')",
       days + "CREATE TABLE d1 (r int NOT NULL CONSTRAINT d_r_fkey REFERENCES r, day date NOT NULL, v text DEFAULT 'x',"
              "PRIMARY KEY (r, day), CONSTRAINT d_v_check CHECK (v <> '')); CREATE INDEX ON d1 (v);"
              "CREATE INDEX ON d1 (lower(v))"},
      {"a partition gets other bounds, and its parent a column",
       days + "CREATE TABLE d1 PARTITION OF d FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');"
              "INSERT INTO r VALUES (1); INSERT INTO d VALUES (1, '2026-01-05', 'A')",
       days + "ALTER TABLE d ADD w int; CREATE TABLE d1 PARTITION OF d FOR VALUES FROM (MINVALUE) TO ('2026-03-01')"},
      {"a partition goes and another takes its bounds",
       days + "CREATE TABLE d1 PARTITION OF d FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
       days + "CREATE TABLE d2 PARTITION OF d FOR VALUES FROM ('2026-01-01') TO ('2026-03-01')"},
      {"tables of one name go from two schemas at once, with their keys and types",
       "CREATE SCHEMA a; CREATE SCHEMA b; CREATE TYPE a.e AS ENUM ('x'); CREATE TYPE b.e AS ENUM ('y');"
       "CREATE TABLE a.t (id serial PRIMARY KEY, e a.e); CREATE TABLE b.t (id serial PRIMARY KEY, e b.e);"
       "INSERT INTO a.t (e) VALUES ('x'); INSERT INTO b.t (e) VALUES ('y')",
       "CREATE SCHEMA a; CREATE SCHEMA b"},
      {"numbered columns of one name go from two tables at once",
       "CREATE TABLE t (id serial, n int); CREATE TABLE u (id serial, n int); INSERT INTO t (n) VALUES (1)",
       "CREATE TABLE t (n int); CREATE TABLE u (n int)"},
      {"a table goes with the functions and the extension that it calls",
       "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1'; CREATE EXTENSION \"uuid-ossp\";"
       "CREATE TABLE t (id uuid DEFAULT uuid_generate_v4(), a int DEFAULT f(1) CHECK (f(a) > 0), b text);"
       "CREATE INDEX i ON t (f(a)); COMMENT ON INDEX i IS 'one more'; INSERT INTO t (b) VALUES ('x')",
       "CREATE TABLE other (a int)"},
      {"columns go with what their defaults and types need",
       "CREATE FUNCTION answer() RETURNS int LANGUAGE sql AS 'SELECT 7'; CREATE TYPE place AS (street text, city text);"
       "CREATE DOMAIN small AS int CHECK (VALUE < 10); CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL DEFAULT "
       "answer(), b place, c small DEFAULT 4, d place[]); INSERT INTO t (id, b) VALUES (1, ROW('x', 'y'))",
       "CREATE TABLE t (id int PRIMARY KEY)"},
      {"a domain goes with the function that its check calls",
       "CREATE FUNCTION f(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT length($1) > 2';"
       "CREATE DOMAIN d AS text DEFAULT upper('abc') CHECK (f(VALUE)); CREATE TABLE t (a d, b int);"
       "INSERT INTO t VALUES ('xyz', 1)",
       "CREATE TABLE t (b int)"},
      {"what is computed reads a column that is new, and another one that goes",
       "CREATE TABLE t (a int, b int, c int GENERATED ALWAYS AS (a + 1) STORED); INSERT INTO t VALUES (1, 7)",
       "CREATE TABLE t (b int GENERATED ALWAYS AS (d + 1) STORED, c int, d int)"},
      {"tables that refer to each other are logged no more",
       "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY REFERENCES a);"
       "ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES b DEFERRABLE INITIALLY DEFERRED",
       "CREATE UNLOGGED TABLE a (id int PRIMARY KEY); CREATE UNLOGGED TABLE b (id int PRIMARY KEY REFERENCES a);"
       "ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES b DEFERRABLE INITIALLY DEFERRED"},
      {"an owner may hand its rights on", "CREATE TABLE t (a int)",
       "CREATE TABLE t (a int); GRANT SELECT ON t TO CURRENT_USER WITH GRANT OPTION"},
      {"numbers and literals are cast", "CREATE TABLE t (a int, b int)",
       "CREATE TABLE t (a int, b int, c numeric, g int GENERATED ALWAYS AS ((a * 1.5)::int) STORED, e interval(3) "
       "DEFAULT "
       "'2 hours', f bit varying(5) DEFAULT B'1', h boolean[] DEFAULT '{t}', r int DEFAULT (random() * 20)::int, d "
       "date,"
       "CHECK ((a + b)::numeric / 2 > 1.5), CHECK (a::numeric / b > c), CHECK (c > a + b), CHECK (d > '2020-01-01 "
       "10:00'::timestamp)); CREATE VIEW v AS SELECT (a + b)::numeric / 2 AS half, coalesce(a, b)::text AS said FROM "
       "t"},
      {"a null is of another type than its column, and a keyword stands among arguments", "CREATE TABLE t (a text)",
       "CREATE TABLE t (a text DEFAULT NULL::varchar); CREATE INDEX i ON t (lower(normalize(a, NFKC)))"},
  };
}

}  // namespace schemac::test
