// What tables and others compute by way of something that another one takes the place of.
#include "existing_schemas.h"

namespace schemac::test {

std::vector<Existing> callers_on_postgres() {
  const std::string f = "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';";
  const std::string other_f = "CREATE FUNCTION f(int) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1::bigint';";
  const std::string wider_f = "CREATE FUNCTION f(bigint) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1::int';";
  const std::string of_table =
      "CREATE TABLE t (id int PRIMARY KEY, a int DEFAULT f(3), b int GENERATED ALWAYS AS (f(7)) STORED UNIQUE,"
      "CONSTRAINT c CHECK (f(a) > 0)); CREATE INDEX i ON t (f(a)); COMMENT ON INDEX i IS 'by f'; ALTER INDEX i ALTER "
      "COLUMN 1 SET STATISTICS 50; CREATE VIEW v AS SELECT f(a) AS x FROM t;";
  const std::string of_others =
      "CREATE TABLE t (id int PRIMARY KEY, a int); CREATE POLICY p ON t USING (f(a) > 3);"
      "CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
      "CREATE TRIGGER r BEFORE UPDATE ON t FOR EACH ROW WHEN (f(old.a) > 3) EXECUTE FUNCTION g();"
      "CREATE RULE s AS ON DELETE TO t WHERE f(old.a) > 3 DO INSTEAD NOTHING;"
      "CREATE MATERIALIZED VIEW m AS SELECT f(a) AS x FROM t; CREATE DOMAIN d AS int CHECK (f(VALUE) > 0);"
      "CREATE TABLE u (x d DEFAULT 3);";
  const std::string zip_of = " LANGUAGE sql IMMUTABLE AS 'SELECT ($1).zip';";
  const std::string places =
      "CREATE TABLE t (id int PRIMARY KEY, a place CHECK ((a).zip IS NOT NULL), b place[], CHECK (zip_of(a) <> '0'));"
      "CREATE INDEX i ON t (zip_of(a))";
  const std::string in_german =
      "CREATE TABLE t (id int PRIMARY KEY, a text COLLATE german UNIQUE, b text, CHECK (a COLLATE german < 'z'));"
      "CREATE INDEX i ON t (b COLLATE german); CREATE VIEW v AS SELECT a, b COLLATE german AS c FROM t;";
  const std::string like =
      "CREATE FUNCTION alike(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT lower($1) = lower($2)';";
  const std::string of_operator =
      "CREATE TABLE t (a text CHECK (a ~~~ 'x' OR a <> 'y')); CREATE VIEW v AS SELECT a FROM t WHERE a ~~~ 'z';";
  const std::string noted =
      "CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
      "CREATE TRIGGER r INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION noted()";
  return {
      {"a function of another result is called by a table", f + of_table + "INSERT INTO t (id) VALUES (1)",
       other_f + of_table},
      {"a function gets other parameters, and the calls stay", f + of_table + "INSERT INTO t (id) VALUES (1)",
       wider_f + of_table},
      {"one default, one check and one index no longer call it, another table goes",
       f + "CREATE TABLE t (id int PRIMARY KEY, a int DEFAULT f(3), CONSTRAINT c CHECK (f(a) > 0));"
           "CREATE INDEX i ON t (f(a)); CREATE TABLE u (a int DEFAULT f(1), CHECK (f(a) > 0)); INSERT INTO t VALUES "
           "(1);"
           "INSERT INTO u VALUES (1)",
       other_f + "CREATE TABLE t (id int PRIMARY KEY, a int DEFAULT 4, CONSTRAINT c CHECK (a > 0));"
                 "CREATE INDEX i ON t (a)"},
      {"a function of another result is called by a policy, a trigger, a rule, a view and a domain",
       f + of_others + "INSERT INTO u VALUES (1)", other_f + of_others},
      {"a composite type changes under a function that an index and a check call",
       "CREATE TYPE place AS (street text, zip int); CREATE FUNCTION zip_of(place) RETURNS text LANGUAGE sql IMMUTABLE "
       "AS 'SELECT ($1).zip::text';" +
           places + "; INSERT INTO t VALUES (1, ROW('x', 3), ARRAY[ROW('y', 4)::place])",
       "CREATE TYPE place AS (street text, zip text); CREATE FUNCTION zip_of(place) RETURNS text" + zip_of + places},
      {"a collation takes the place of another one of its name",
       "CREATE COLLATION german (provider = icu, locale = 'de');" + in_german + "INSERT INTO t VALUES (1, 'x', 'y')",
       "CREATE COLLATION german (provider = icu, locale = 'de-u-co-phonebk');" + in_german},
      {"a function changes that a parsed body calls",
       f + "CREATE TABLE t (a int); INSERT INTO t VALUES (1); CREATE FUNCTION g() RETURNS bigint LANGUAGE sql BEGIN "
           "ATOMIC "
           "SELECT sum(f(a)) FROM t; END",
       other_f + "CREATE TABLE t (a int); CREATE FUNCTION g() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT "
                 "sum(f(a))::bigint FROM t; END"},
      {"an operator of three signs is made anew under a check and a view",
       like + "CREATE OPERATOR ~~~ (FUNCTION = alike, LEFTARG = text, RIGHTARG = text);" + of_operator +
           "INSERT INTO t VALUES ('x')",
       like + "CREATE OPERATOR ~~~ (FUNCTION = alike, LEFTARG = text, RIGHTARG = text, COMMUTATOR = ~~~);" +
           of_operator},
      {"a view that changes has a trigger that does not",
       "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t;" + noted,
       "CREATE TABLE t (a bigint); CREATE VIEW v AS SELECT a, 1 AS one FROM t;" + noted},
      {"a primary key can wait, and statistics have a target",
       "CREATE TABLE t (a int PRIMARY KEY, b int); CREATE STATISTICS s (ndistinct) ON a, b FROM t;"
       "INSERT INTO t VALUES (1)",
       "CREATE TABLE t (a int, b int, PRIMARY KEY (a) DEFERRABLE INITIALLY DEFERRED);"
       "CREATE STATISTICS s (mcv) ON a, b FROM t; ALTER STATISTICS s SET STATISTICS 300"}};
}

}  // namespace schemac::test
