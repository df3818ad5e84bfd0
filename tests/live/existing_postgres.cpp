// What stands in the way of a change on PostgreSQL, and comes back unchanged.
#include "existing_schemas.h"

namespace schemac::test {

std::vector<Existing> pinned_on_postgres() {
  const std::string state = "CREATE TYPE state AS ENUM ('new', 'sent', 'lost');";
  const std::string other_state = "CREATE TYPE state AS ENUM ('sent', 'new');";
  const std::string noted = "CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';";
  return {
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
  };
}

}  // namespace schemac::test
