// Of PostgreSQL: types that another one takes the place of, columns that leave them, and what a partition or an heir
// has otherwise than its parent.
#include "existing_schemas.h"

namespace schemac::test {

namespace {

const std::string parts =
    "CREATE TABLE d (k int PRIMARY KEY, v text, w int) PARTITION BY RANGE (k); CREATE TABLE d1 PARTITION OF d FOR "
    "VALUES "
    "FROM (0) TO (10); CREATE TABLE d2 PARTITION OF d FOR VALUES FROM (10) TO (20);";
const std::string row = "INSERT INTO d VALUES (1, 'a', 2), (12, 'b', 3);";

}  // namespace

std::vector<Existing> types_on_postgres() {
  const std::string three = "CREATE TYPE e AS ENUM ('a', 'b', 'c');", two = "CREATE TYPE e AS ENUM ('b', 'a');";
  return {
      {"values that their new types cut come back",
       "CREATE TYPE pair AS (a int, b text); CREATE DOMAIN pos AS int CHECK (value > 0); CREATE TABLE odd (id pos "
       "PRIMARY KEY, p pair, d pos, m money, i interval, t timestamptz, a numeric[], \"we'ird $$ c\" numeric);"
       "INSERT INTO odd VALUES (1, (1, 'x'), 5, 12.3, '1 mon 2 days', '2020-01-01 00:00:00.5+00', '{1.5,2}', 1.25);"
       "CREATE TABLE p (id int, k int, v numeric(8, 3), PRIMARY KEY (id, k)) PARTITION BY LIST (k); CREATE TABLE p1 "
       "PARTITION OF p FOR VALUES IN (1); INSERT INTO p VALUES (1, 1, 1.5), (2, 1, 1.7);"
       "CREATE TABLE h (id int PRIMARY KEY, v numeric); CREATE TABLE hh (w int) INHERITS (h); INSERT INTO h VALUES "
       "(1, 1.2); INSERT INTO hh VALUES (2, 3.4, 5)",
       "CREATE TYPE pair AS (a int, b text); CREATE DOMAIN pos AS int CHECK (value > 0); CREATE TABLE odd (id pos "
       "PRIMARY KEY, p text, d text, m numeric, i interval(0), t date, a int[], \"we'ird $$ c\" int);"
       "CREATE TABLE p (id int, k int, v int, PRIMARY KEY (id, k)) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION "
       "OF p FOR VALUES IN (1); CREATE TABLE h (id int PRIMARY KEY, v int); CREATE TABLE hh (w int) INHERITS (h)"},
      {"types that share no cast, of tables that are published",
       "CREATE TABLE t (id int PRIMARY KEY, a smallint, b numeric, c bigint, d bigint); CREATE PUBLICATION every FOR "
       "ALL TABLES;"
       "INSERT INTO t VALUES (1, 7, 8, 101, 5)",
       "CREATE TABLE t (id int PRIMARY KEY, a money, b oid, c varbit, d money); CREATE PUBLICATION every FOR ALL "
       "TABLES"},
      {"bytes that are no text, and a text that somebody made of what is none",
       "CREATE TABLE t (a varchar(9), b bytea DEFAULT '\\x00ff'); INSERT INTO t VALUES ('x')",
       "CREATE TABLE t (a varchar(9), b bytea DEFAULT '\\xde00ff', c bytea DEFAULT E'a\\\\001\\\\\\\\',"
       " d varchar(9), g text GENERATED ALWAYS AS (coalesce(a::text, '')) STORED,"
       " h text GENERATED ALWAYS AS (coalesce(a, '')) STORED, i text GENERATED ALWAYS AS (nullif(a, '')) STORED,"
       " k text GENERATED ALWAYS AS (CASE WHEN a > 'b' THEN a::text ELSE '' END) STORED);"
       "CREATE INDEX ON t (to_tsvector('simple', coalesce(a::text, '')))"},
      {"a column leaves an enum that loses a label which it holds",
       three + "CREATE TABLE t (x e DEFAULT 'c' CHECK (x <> 'b'), y e); CREATE INDEX i ON t (y) WHERE x = 'c';"
               "INSERT INTO t VALUES ('c', 'a')",
       two + "CREATE TABLE t (x varchar(9) DEFAULT 'c' CHECK (x <> 'b'), y e); CREATE INDEX i ON t (y) WHERE x = 'c'"},
      {"a column goes while its enum loses a label which it holds",
       "CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE TABLE t (x e, y e); INSERT INTO t VALUES ('c', 'a')",
       "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (y e)"},
      {"the multirange of a range type gets another name",
       "CREATE TYPE span AS RANGE (SUBTYPE = float8, MULTIRANGE_TYPE_NAME = spans); CREATE TABLE t (a span, b spans);"
       "INSERT INTO t VALUES ('[1,2)', '{[1,2),[5,6)}')",
       "CREATE TYPE span AS RANGE (SUBTYPE = float8, MULTIRANGE_TYPE_NAME = many_spans);"
       "CREATE TABLE t (a span, b many_spans)"},
      {"a range type gets another subtype",
       "CREATE TYPE span AS RANGE (SUBTYPE = int4); CREATE TABLE t (a span, b span[], c span_multirange);"
       "INSERT INTO t VALUES ('[1,2)', '{\"[1,2)\",\"[5,6)\"}', '{[3,4)}')",
       "CREATE TYPE span AS RANGE (SUBTYPE = int8); CREATE TABLE t (a span, b span[], c span_multirange)"},
      {"a range type gets a difference, and its index is built anew",
       "CREATE TYPE span AS RANGE (SUBTYPE = float8); CREATE TABLE t (a span); CREATE INDEX ON t USING gist (a);"
       "INSERT INTO t VALUES ('[1,2)')",
       "CREATE TYPE span AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi); CREATE TABLE t (a span);"
       "CREATE INDEX ON t USING gist (a)"},
      {"the type of a typed table gets an attribute, and another type for one",
       "CREATE TYPE p AS (x int, y int); CREATE TABLE t OF p (PRIMARY KEY (x)); INSERT INTO t VALUES (1, 2)",
       "CREATE TYPE p AS (x int, y bigint, z text); CREATE TABLE t OF p (PRIMARY KEY (x))"},
      {"a typed table is one no more",
       "CREATE TYPE p AS (x int, y int); CREATE TABLE t OF p; INSERT INTO t VALUES (1, 2)",
       "CREATE TYPE p AS (x int, y int); CREATE TABLE t (x int, y int)"},
      {"a composite type gets attributes while rows are of it",
       "CREATE TYPE p AS (x int, y text); CREATE TABLE t (a p, b p[], c p DEFAULT '(5,z)' CHECK ((c).x > 0));"
       "CREATE VIEW v AS SELECT (a).x AS x, c FROM t; CREATE FUNCTION f(p) RETURNS int LANGUAGE sql AS 'SELECT $1.x';"
       "INSERT INTO t VALUES ('(1,q)', '{\"(2,r)\"}', '(3,s)'), (NULL, NULL, '(,)')",
       "CREATE TYPE p AS (x int, y text, z numeric(8,2), \"Last one\" text COLLATE \"C\");"
       "CREATE TABLE t (a p, b p[], c p DEFAULT '(5,z,,)' CHECK ((c).x > 0));"
       "CREATE VIEW v AS SELECT (a).x AS x, c FROM t; CREATE FUNCTION f(p) RETURNS int LANGUAGE sql AS 'SELECT $1.x'"},
      {"an enum loses a label that seed rows may hold, which come back",
       three + "CREATE TABLE t (x e PRIMARY KEY, n int); INSERT INTO t VALUES ('a', 1), ('b', 2)",
       two + "CREATE TABLE t (x e PRIMARY KEY, n int)"},
      {"storage parameters stand in the order in which they were set",
       "CREATE TABLE t (a int PRIMARY KEY WITH (fillfactor = 90, deduplicate_items = off)) WITH (fillfactor = 70, "
       "autovacuum_vacuum_scale_factor = 0.2, autovacuum_enabled = off, toast.autovacuum_enabled = off);"
       "CREATE TABLE u (a int, b text) WITH (user_catalog_table = true, fillfactor = 50);"
       "CREATE VIEW v WITH (security_invoker = true, security_barrier = true) AS SELECT a FROM t WITH CHECK OPTION",
       "CREATE TABLE t (a int PRIMARY KEY WITH (deduplicate_items = off, fillfactor = 90)) WITH "
       "(autovacuum_vacuum_scale_factor = 0.2, autovacuum_enabled = off, fillfactor = 80, parallel_workers = 2);"
       "CREATE TABLE u (a int, b text) WITH (fillfactor = 50, user_catalog_table = true);"
       "CREATE VIEW v WITH (security_barrier = true, security_invoker = true) AS SELECT a FROM t"},
      {"tables, keys, indexes and materialized views move to another tablespace",
       "CREATE TABLE a (id int PRIMARY KEY USING INDEX TABLESPACE schemac_other, n text UNIQUE, m int) TABLESPACE "
       "schemac_other; CREATE INDEX i ON a (m) WITH (fillfactor = 80) TABLESPACE schemac_other WHERE m > 0;"
       "CREATE TABLE b (id int, k int); CREATE TABLE c (id int) TABLESPACE schemac_other;"
       "CREATE MATERIALIZED VIEW v TABLESPACE schemac_other AS SELECT 1 AS x; INSERT INTO a VALUES (1, 'x', 2)",
       "CREATE TABLE a (id int PRIMARY KEY, n text UNIQUE USING INDEX TABLESPACE schemac_other, m int);"
       "CREATE INDEX i ON a (m) WITH (fillfactor = 80) WHERE m > 0; CREATE TABLE b (id int, k int) TABLESPACE "
       "schemac_other; CREATE INDEX k ON b (k) TABLESPACE schemac_other; CREATE MATERIALIZED VIEW v AS SELECT 1 AS x"},
      {"what reads a table of which the name is no word goes and comes back",
       "CREATE TABLE \"order-items\" (id int PRIMARY KEY, \"unit price\" int); CREATE VIEW v AS SELECT id, "
       "sum(\"unit price\") OVER () AS s FROM \"order-items\"; CREATE MATERIALIZED VIEW m AS SELECT \"unit price\" "
       "FROM "
       "\"order-items\"; CREATE POLICY p ON \"order-items\" USING (\"unit price\" > 0);"
       "ALTER TABLE \"order-items\" ENABLE ROW LEVEL SECURITY; INSERT INTO \"order-items\" VALUES (1, 2)",
       "CREATE TABLE \"order-items\" (id int PRIMARY KEY, \"unit price\" bigint); CREATE VIEW v AS SELECT id, "
       "sum(\"unit price\") OVER () AS s FROM \"order-items\"; CREATE MATERIALIZED VIEW m AS SELECT \"unit price\" "
       "FROM "
       "\"order-items\"; CREATE POLICY p ON \"order-items\" USING (\"unit price\" > 0);"
       "ALTER TABLE \"order-items\" ENABLE ROW LEVEL SECURITY"},
      {"pairs become JSON, which has no cast back",
       "CREATE EXTENSION hstore; CREATE TABLE t (a hstore); INSERT INTO t VALUES ('a=>1, b=>NULL'), (NULL), ('')",
       "CREATE EXTENSION hstore; CREATE TABLE t (a jsonb)"},
      {"columns of an heir and of a partition may not be null",
       "CREATE TABLE a (x int); CREATE TABLE b (z int) INHERITS (a);"
       "INSERT INTO b VALUES (1, 2);" +
           parts + row,
       "CREATE TABLE a (x int); CREATE TABLE b (z int) INHERITS (a); ALTER TABLE b ALTER x SET NOT NULL;" + parts +
           "ALTER TABLE d1 ALTER v SET NOT NULL, ALTER v SET DEFAULT 'q'"},
      {"a key that others refer to comes to be of a type that does not compare with the old one",
       "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int REFERENCES p ON DELETE CASCADE, n int NOT NULL);"
       "CREATE TABLE s (id int PRIMARY KEY, up int REFERENCES s); INSERT INTO p VALUES (7); INSERT INTO c VALUES (7, "
       "1),"
       " (NULL, 2); INSERT INTO s VALUES (1, NULL), (2, 1)",
       "CREATE TABLE p (id varchar(20) PRIMARY KEY); CREATE TABLE c (p varchar(20) REFERENCES p ON DELETE CASCADE, n "
       "int"
       " NOT NULL); CREATE TABLE s (id numeric(9) PRIMARY KEY, up numeric(9) REFERENCES s)"},
      {"a key without rows comes to be a uuid",
       "CREATE TABLE p (id bigint PRIMARY KEY); CREATE TABLE c (p bigint REFERENCES p)",
       "CREATE TABLE p (id uuid PRIMARY KEY); CREATE TABLE c (p uuid REFERENCES p)"},
      {"a column goes that an heir declares too",
       "CREATE TABLE p (id int, b int, k text); CREATE TABLE h (b int, c int) INHERITS (p); INSERT INTO h VALUES (1, 2,"
       " 'k', 3)",
       "CREATE TABLE p (id int, k text); CREATE TABLE h (c int) INHERITS (p)"},
      {"a column that is not null has a null for its default",
       "CREATE TABLE t (a varchar(9) NOT NULL, b numeric(4, 2) DEFAULT NULL NOT NULL); INSERT INTO t VALUES ('a', 2)",
       "CREATE TABLE t (a varchar(9) DEFAULT NULL NOT NULL, b numeric(4, 2) NOT NULL)"},
      {"a generated column reads another column, and keeps what stands on it",
       "CREATE TABLE t (id int, a int, b int GENERATED ALWAYS AS (a * 2) STORED UNIQUE CHECK (b > 0), c int);"
       "CREATE INDEX ON t (b DESC, c); COMMENT ON COLUMN t.b IS 'b'; CREATE VIEW v AS SELECT b FROM t;"
       "INSERT INTO t (id, a) VALUES (1, 3)",
       "CREATE TABLE t (id int, b int GENERATED ALWAYS AS (id * 3) STORED UNIQUE CHECK (b > 0), c int);"
       "CREATE INDEX ON t (b DESC, c); COMMENT ON COLUMN t.b IS 'b'; CREATE VIEW v AS SELECT b FROM t"},
      {"a column becomes generated, another one no longer is, and both keep what stands on them",
       "CREATE TABLE t (a int, b int UNIQUE CHECK (b > 0), c int GENERATED ALWAYS AS (a + 1) STORED UNIQUE);"
       "CREATE INDEX ON t (b DESC, a); CREATE INDEX ON t (c) WHERE c > 5; INSERT INTO t (a, b) VALUES (3, 7)",
       "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED UNIQUE CHECK (b > 0), c int UNIQUE);"
       "CREATE INDEX ON t (b DESC, a); CREATE INDEX ON t (c) WHERE c > 5"},
      {"generated columns become columns of another type, default and nullability",
       "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED NOT NULL, c int GENERATED ALWAYS AS (a + 1) "
       "STORED,"
       "d int GENERATED ALWAYS AS (a + 2) STORED NOT NULL); INSERT INTO t (a) VALUES (3)",
       "CREATE TABLE t (a int, b bigint DEFAULT 3 NOT NULL, c int DEFAULT 5 NOT NULL UNIQUE CHECK (c > 0), d text)"},
      {"generated columns are of another type",
       "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED UNIQUE, c varchar(9) GENERATED ALWAYS AS ('c' "
       "|| a)"
       " STORED, d numeric(8, 2) GENERATED ALWAYS AS (a / 3.0) STORED CHECK (d > 0)); INSERT INTO t (a) VALUES (3)",
       "CREATE TABLE t (a int, b bigint GENERATED ALWAYS AS (a * 2) STORED UNIQUE, c varchar(12) GENERATED ALWAYS AS"
       " ('c' || a) STORED, d numeric(9, 3) GENERATED ALWAYS AS (a / 3.0) STORED CHECK (d > 0))"},
      {"an heir has a key of its own", "CREATE TABLE a (x int); CREATE TABLE b (PRIMARY KEY (x)) INHERITS (a)",
       "CREATE TABLE a (x bigint); CREATE TABLE b (PRIMARY KEY (x)) INHERITS (a)"},
  };
}

std::vector<Existing> indexes_of_some_partitions() {
  return {
      {"a part of the partitions have an index", parts + row,
       parts + "CREATE INDEX o ON ONLY d (w); CREATE INDEX o1 ON d1 (w); ALTER INDEX o ATTACH PARTITION o1"},
      {"all partitions come to have an index",
       parts + row + "CREATE INDEX o ON ONLY d (w); CREATE INDEX o1 ON d1 (w); ALTER INDEX o ATTACH PARTITION o1",
       parts + "CREATE INDEX o ON d (w)"},
  };
}

}  // namespace schemac::test
