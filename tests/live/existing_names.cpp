// Names that are one to a schema: those that move from table to table, and those that nobody chose.
#include "existing_schemas.h"

namespace schemac::test {

namespace {

std::vector<Existing> of_postgres() {
  const std::string long_name(50, 'n');
  return {
      {"functions and types whose names need quotes are called",
       "CREATE TABLE t (id int PRIMARY KEY, a int); INSERT INTO t VALUES (1, 2)",
       R"sql(CREATE SCHEMA s; CREATE SCHEMA "S x"; CREATE TYPE "My type 1" AS (a int); CREATE TYPE "S x".ty AS (a int);
       CREATE FUNCTION "Mein f 6"(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
       CREATE FUNCTION s."F"(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
       CREATE FUNCTION "end"(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
       CREATE DOMAIN "My domain" AS int DEFAULT "end"(3);
       CREATE TABLE t (id int PRIMARY KEY, a int DEFAULT "Mein f 6"(4) CHECK ("Mein f 6"(a) > 0), b int DEFAULT s."F"(1),
         c int DEFAULT "end"(3), d "My type 1", e "S x".ty, f "My domain", CHECK (s."F"(b) > 0));
       CREATE INDEX ON t ("Mein f 6"(a)); CREATE VIEW v AS SELECT "Mein f 6"(a) AS x, s."F"(b) AS y, "end"(c) AS z FROM t)sql"},
      {"a serial and an identity column keep the sequences of other names",
       "CREATE TABLE old (id serial PRIMARY KEY, v int); ALTER TABLE old RENAME TO t; INSERT INTO t (v) VALUES (7);"
       "CREATE TABLE u (id int GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME one START WITH 5)); INSERT INTO u DEFAULT "
       "VALUES",
       "CREATE TABLE older (id serial PRIMARY KEY, v int); ALTER TABLE older RENAME TO t;"
       "CREATE TABLE u (id int GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME other START WITH 5));"
       "CREATE TABLE w (v int); CREATE SEQUENCE w_id_seq; ALTER TABLE w ADD id bigserial"},
      {"a column of another sequence comes to a table", "CREATE TABLE t (v int); INSERT INTO t VALUES (7)",
       "CREATE TABLE t (v int, old bigserial); ALTER TABLE t RENAME old TO id; COMMENT ON COLUMN t.id IS 'numbered'"},
      {"the sequence's name is cut where it is too long", "CREATE TABLE t (v int)",
       "CREATE TABLE " + long_name + " (" + long_name + " serial, id serial)"},
      {"tables whose long names begin alike go with their keys",
       "CREATE TABLE " + long_name + "_of_one (id int PRIMARY KEY); CREATE TABLE " + long_name +
           "_of_another (id int PRIMARY KEY); INSERT INTO " + long_name + "_of_one VALUES (1)",
       ""},
      {"an index and a key go to other tables",
       "CREATE TABLE a (x int, y int CONSTRAINT k UNIQUE); CREATE INDEX i ON a (x); CREATE TABLE b (x int, y int);"
       "CREATE TABLE gone (x int CONSTRAINT p PRIMARY KEY); INSERT INTO a VALUES (1, 2); INSERT INTO b VALUES (1, 2);"
       "INSERT INTO gone VALUES (3)",
       "CREATE TABLE a (x int, y int); CREATE TABLE b (x int, y int CONSTRAINT k UNIQUE); CREATE INDEX i ON b (x);"
       "CREATE TABLE come (x int CONSTRAINT p PRIMARY KEY)"},
      {"a function becomes what an index wants of it",
       "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT $1'; CREATE TABLE t (a int)",
       "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 0'; CREATE TABLE t (a int);"
       "CREATE INDEX i ON t (f(a))"},
      {"defaults are literals of other types than their columns", "CREATE TABLE t (a int DEFAULT 3)",
       "CREATE TABLE t (a int DEFAULT '3'::bigint, b timestamptz DEFAULT timestamp '2026-01-01 00:00:00', c text "
       "DEFAULT 'x'::varchar, d jsonb DEFAULT json '{}', e varchar(9) DEFAULT 'x', f bigint DEFAULT -1)"},
      {"indexes and keys swap their names, in one table and between two",
       "CREATE TABLE a (x int, y int, CONSTRAINT k UNIQUE (x), CONSTRAINT c CHECK (x > 0), CONSTRAINT d CHECK (y > 0));"
       "CREATE INDEX i ON a (x); CREATE INDEX j ON a (y); CREATE TABLE b (x int, CONSTRAINT l UNIQUE (x)); CREATE "
       "INDEX "
       "h ON b (x)",
       "CREATE TABLE a (x int, y int, CONSTRAINT l UNIQUE (x), CONSTRAINT d CHECK (x > 0), CONSTRAINT c CHECK (y > 0));"
       "CREATE INDEX j ON a (x); CREATE INDEX h ON a (y); CREATE TABLE b (x int, CONSTRAINT k UNIQUE (x)); CREATE "
       "INDEX "
       "i ON b (x)"},
      {"a trigger is of columns whose names want quotes",
       "CREATE TABLE t (\"From\" int, \"a b\" int, c int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS "
       "'begin return new; end'",
       "CREATE TABLE t (\"From\" int, \"a b\" int, c int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS "
       "'begin return new; end'; CREATE TRIGGER g BEFORE UPDATE OF \"From\", \"a b\", c ON t FOR EACH ROW EXECUTE "
       "FUNCTION f()"},
      {"a text becomes bytes", "CREATE TABLE t (a text); INSERT INTO t VALUES ('a\\b'), ('é')",
       "CREATE TABLE t (a bytea)"},
  };
}

std::vector<Existing> of_sqlite() {
  return {{"an index goes to a new table, and another to one that is rebuilt",
           "CREATE TABLE gone (x INT); CREATE INDEX i ON gone (x); CREATE TABLE a (x INT); CREATE INDEX j ON a (x);"
           "CREATE TABLE b (x INT); INSERT INTO gone VALUES (1); INSERT INTO b VALUES (2)",
           "CREATE TABLE come (x INT); CREATE INDEX i ON come (x); CREATE TABLE a (x INT);"
           "CREATE TABLE b (x TEXT NOT NULL); CREATE INDEX j ON b (x)"},
          {"indexes swap their names, in one table and between two",
           "CREATE TABLE a (x INT, y INT); CREATE INDEX i ON a (x); CREATE INDEX j ON a (y); CREATE TABLE b (x INT);"
           "CREATE INDEX h ON b (x)",
           "CREATE TABLE a (x INT, y INT); CREATE INDEX j ON a (x); CREATE INDEX h ON a (y); CREATE TABLE b (x INT);"
           "CREATE INDEX i ON b (x)"}};
}

std::vector<Existing> of_mysql_family() {
  return {{"checks go to other tables",
           "CREATE TABLE gone (x int, CONSTRAINT c CHECK (x > 0)); CREATE TABLE a (x int, CONSTRAINT d CHECK (x > 1));"
           "CREATE TABLE b (x int); INSERT INTO gone VALUES (1); INSERT INTO b VALUES (2)",
           "CREATE TABLE come (x int, CONSTRAINT c CHECK (x > 0)); CREATE TABLE a (x int);"
           "CREATE TABLE b (x int, CONSTRAINT d CHECK (x > 1))"},
          {"checks swap their names",
           "CREATE TABLE a (x int, CONSTRAINT c CHECK (x > 0)); CREATE TABLE b (x int, CONSTRAINT d CHECK (x > 1))",
           "CREATE TABLE a (x int, CONSTRAINT d CHECK (x > 0)); CREATE TABLE b (x int, CONSTRAINT c CHECK (x > 1))"}};
}

}  // namespace

std::vector<Existing> names_that_move(DialectId dialect) {
  if (dialect == DialectId::postgres) return of_postgres();
  return dialect == DialectId::sqlite ? of_sqlite() : of_mysql_family();
}

}  // namespace schemac::test
