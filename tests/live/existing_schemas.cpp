#include "existing_schemas.h"

namespace schemac::test {

namespace {

std::vector<Existing> of_postgres() {
  const std::string rights = "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC;";
  return {
      {"a partition has a key of its own on the columns of its parent", "",
       "CREATE TABLE customer (id int PRIMARY KEY);"
       "CREATE TABLE payment (customer int NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);"
       "CREATE TABLE payment_1 PARTITION OF payment FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');"
       "ALTER TABLE payment_1 ADD CONSTRAINT paid_by FOREIGN KEY (customer) REFERENCES customer (id)"},
      {"a table has no columns", "", "CREATE TABLE nothing ()"},
      {"storage parameters stand in another order than that of the alphabet", "CREATE TABLE t (a text)",
       "CREATE TABLE t (a text); CREATE INDEX i ON t (a) WITH (fillfactor = 70, deduplicate_items = on)"},
      {"a collation's name has capitals and dots", "CREATE TABLE t (a text)",
       "CREATE TABLE t (a text COLLATE \"POSIX\"); CREATE INDEX i ON t (a COLLATE \"C\"); CREATE SCHEMA s;"
       "CREATE COLLATION s.\"x.y\" (LOCALE = 'C'); CREATE TABLE u (a text COLLATE s.\"x.y\")"},
      {"a dump was loaded, which casts each text of a list", "CREATE TABLE t (a varchar(9))",
       "CREATE TABLE t (a varchar(9), CHECK (a::text = ANY (ARRAY['x'::varchar, 'y'::varchar]::text[])))"},
      {"a default is another day each day", "CREATE TABLE t (a int)",
       "CREATE TABLE t (a int, d date DEFAULT ('now'::text)::date)"},
      {"a view reads an aggregate", "CREATE TABLE t (a int)",
       "CREATE TABLE t (a int); CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int);"
       "CREATE VIEW v AS SELECT total(a) AS all_of_it FROM t"},
      {"part of a union has a limit of its own", "CREATE TABLE t (a int)",
       "CREATE TABLE t (a int); CREATE VIEW v AS (SELECT a FROM t ORDER BY a LIMIT 1) UNION ALL SELECT a FROM t;"
       "CREATE VIEW w AS SELECT a FROM t UNION ALL (SELECT a FROM t UNION SELECT a + 1 FROM t)"},
      {"a domain calls a function", "",
       "CREATE FUNCTION is_even(a int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a % 2 = 0';"
       "CREATE DOMAIN even AS int CHECK (is_even(VALUE))"},
      {"new tables have rights by default", rights,
       rights + "CREATE TABLE t (a int); REVOKE SELECT ON t FROM PUBLIC; CREATE TABLE u (a int)"},
      {"the public schema has a comment", "COMMENT ON SCHEMA public IS 'ours'", ""},
      {"what is referred to goes and comes back with its rows",
       "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);"
       "INSERT INTO a VALUES (1); INSERT INTO b VALUES (1, 1)",
       "CREATE TABLE b (id int PRIMARY KEY, a int)"},
  };
}

std::vector<Existing> of_mysql_family(DialectId dialect) {
  std::vector<Existing> out = {
      {"a trigger's words are in capitals, or in small letters", "CREATE TABLE t (a int)",
       "CREATE TABLE t (a int); CREATE TRIGGER g AFTER DELETE ON t FOR EACH ROW SET @gone = OLD.a;"
       "CREATE TRIGGER h before insert ON t FOR EACH ROW set @came = NEW.a"},
      {"an index that a foreign key made is called after its column",
       "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, a int, FOREIGN KEY (a) REFERENCES a "
       "(id));"
       "INSERT INTO a VALUES (1); INSERT INTO b VALUES (1, 1)",
       ""},
      {"a default adds an interval", "CREATE TABLE t (a int)",
       "CREATE TABLE t (a int, d date DEFAULT (current_date + INTERVAL 1 MONTH))"},
      {"there is one partition", "CREATE TABLE t (a int PRIMARY KEY)",
       "CREATE TABLE t (a int PRIMARY KEY) PARTITION BY KEY (a)"},
      {"a view groups by less than it shows", "CREATE TABLE t (a int, b int)",
       "CREATE TABLE t (a int, b int); SET SESSION sql_mode = ''; CREATE VIEW v AS SELECT a, b FROM t GROUP BY a;"
       "SET SESSION sql_mode = 'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES'"},
  };
  if (dialect == DialectId::mysql)
    out.push_back({"a full-text index has a parser", "CREATE TABLE t (a int)",
                   "CREATE TABLE t (a int, b text, FULLTEXT KEY words (b) WITH PARSER ngram, FULLTEXT KEY plain (b))"});
  return out;
}

std::vector<Existing> of_sqlite() {
  return {
      {"a trigger's words are in capitals", "CREATE TABLE t (a int, b int)",
       "CREATE TABLE t (a int, b int);"
       "CREATE TRIGGER g AFTER UPDATE OF a, b ON t WHEN NEW.a > OLD.a BEGIN DELETE FROM t WHERE a = 1; END;"
       "CREATE VIEW v AS SELECT a FROM t;"
       "CREATE TRIGGER h INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a) VALUES (NEW.a); END"},
      {"what is referred to goes and comes back with its rows",
       "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a (id));"
       "INSERT INTO a VALUES (1); INSERT INTO b VALUES (1, 1)",
       "CREATE TABLE b (id int PRIMARY KEY, a int)"},
      {"the rowid by another name, and a key that is none",
       "CREATE TABLE a (id INTEGER PRIMARY KEY DESC, x); INSERT INTO a VALUES (2, 'x'), (NULL, 'y')",
       "CREATE TABLE a (id INTEGER PRIMARY KEY DESC, x, y TEXT);"
       "CREATE TABLE b (id INTEGER NOT NULL UNIQUE, PRIMARY KEY (\"id\" AUTOINCREMENT));"
       "CREATE TABLE c (id integer PRIMARY KEY AUTOINCREMENT, a INT UNIQUE, UNIQUE (a));"
       "CREATE TABLE d (id INTEGER, PRIMARY KEY (id DESC))"},
      {"constraints without commas or without a body, names in another case",
       "CREATE TABLE t (a INT DEFAULT 0x10, b TEXT, CONSTRAINT x CHECK (a > 0) CONSTRAINT y CHECK (A < 9))",
       "CREATE TABLE t (a INT, b TEXT CHECK (length(B) > 1), CONSTRAINT x CHECK (a > 0) UNIQUE (A, b) ON CONFLICT FAIL,"
       " CHECK (b = \"word\" OR b NOT GLOB 'w*'), CONSTRAINT last)"},
      {"names in another case are the same names",
       "CREATE TABLE Users (ID INTEGER PRIMARY KEY, Name TEXT); CREATE INDEX By_Name ON users (name);"
       "CREATE TABLE p (u INT REFERENCES USERS (id)); INSERT INTO Users VALUES (1, 'x'); INSERT INTO p VALUES (1)",
       "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, age INT); CREATE INDEX by_name ON USERS (NAME);"
       "CREATE TABLE p (u INT REFERENCES users (id))"},
      {"a full-text table is kept with its rows, and is made anew with them",
       "CREATE VIRTUAL TABLE gone USING fts5(a, b UNINDEXED); INSERT INTO gone VALUES ('x', 'y');"
       "CREATE VIRTUAL TABLE other USING fts5(a); INSERT INTO other (rowid, a) VALUES (7, 'words')",
       "CREATE VIRTUAL TABLE other USING fts5(a, tokenize = 'porter unicode61')"}};
}

std::vector<Existing> with(std::vector<Existing> all, const std::vector<Existing>& more) {
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace

std::vector<Existing> existing_schemas(DialectId dialect) {
  switch (dialect) {
    case DialectId::postgres:
      return with(of_postgres(), pinned_on_postgres());
    case DialectId::mysql:
    case DialectId::mariadb:
      return of_mysql_family(dialect);
    case DialectId::sqlite:
      return of_sqlite();
  }
  return {};
}

}  // namespace schemac::test
