// What a rebuild of SQLite's tables must carry, and the words that SQLite takes where others want names.
#include "existing_schemas.h"

namespace schemac::test {

std::vector<Existing> rebuilt_on_sqlite() {
  return {
      {"a number is ordered as a text would be",
       "CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO a VALUES (1, 2)",
       "CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER COLLATE NOCASE)"},
      {"types are quoted, have parentheses of their own, or are texts",
       "CREATE TABLE t (a \"UNSIGNED  BIG\", b 'my type', c [x (y)] NOT NULL, d \"INTEGER\" PRIMARY KEY, e DOUBLE  "
       "PRECISION, f \"primary\"); INSERT INTO t VALUES (1, 2, 3, 4, 5, 6)",
       "CREATE TABLE t (a \"UNSIGNED  BIG\" NOT NULL, b 'my type' CHECK (b > 0), c [x (y)], d \"INTEGER\" PRIMARY KEY, "
       "e "
       "DOUBLE PRECISION DEFAULT 2, f \"primary\", g DECIMAL(10,-2))"},
      {"a trigger is of columns whose names want quotes", "CREATE TABLE t (\"from\" INT, \"a b\" INT)",
       "CREATE TABLE t (\"from\" INT, \"a b\" INT); CREATE TRIGGER g AFTER UPDATE OF \"from\", \"a b\" ON t BEGIN "
       "SELECT "
       "1; END"},
      {"an index names columns in single quotes, and a null is a default that cannot be",
       "CREATE TABLE t (a INT, \"b c\" TEXT NOT NULL DEFAULT NULL); CREATE INDEX i ON t ('b c' COLLATE NOCASE DESC, "
       "'a');"
       "INSERT INTO t VALUES (1, 'x')",
       "CREATE TABLE t (a INT NOT NULL DEFAULT NULL, \"b c\" TEXT); CREATE INDEX i ON t ('b c' COLLATE NOCASE, \"a\")"},
      {"columns have the rowid's names, and others go",
       "CREATE TABLE t (rowid TEXT, x TEXT); INSERT INTO t VALUES ('r', 'a'), ('r', 'b');"
       "CREATE TABLE u (_rowid_ TEXT, rowid TEXT, x TEXT); INSERT INTO u VALUES ('r', 's', 'a'), ('r', 's', 'b')",
       "CREATE TABLE t (rowid TEXT); CREATE TABLE u (_rowid_ TEXT NOT NULL, rowid TEXT)"},
      {"a column goes from a table without rowids while its key changes",
       "CREATE TABLE t (a TEXT, b TEXT, gone TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID; INSERT INTO t VALUES ('r', '1', "
       "'g'), ('s', '2', 'h'); CREATE TABLE u (a TEXT PRIMARY KEY, gone TEXT) WITHOUT ROWID;"
       "INSERT INTO u VALUES ('r', 'g'), ('s', 'h')",
       "CREATE TABLE t (b TEXT PRIMARY KEY, a TEXT) WITHOUT ROWID; CREATE TABLE u (a TEXT)"},
      {"a column goes while another one becomes the rowid",
       "CREATE TABLE t (a INTEGER PRIMARY KEY, b INT, gone TEXT); INSERT INTO t VALUES (5, 71, 'g'), (9, 72, 'h')",
       "CREATE TABLE t (a INT, b INTEGER PRIMARY KEY)"},
      {"columns become generated, and others are no longer",
       "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT, c INT AS (a + 1) STORED); INSERT INTO t (a, b) VALUES "
       "(1, "
       "7), (2, 8); CREATE TABLE u (a INT, b TEXT NOT NULL UNIQUE); INSERT INTO u VALUES (1, 'x'), (1, 'y')",
       "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT AS (a * 2) STORED, c INT); CREATE TABLE u (a INT, b TEXT "
       "AS (a || '-'))"},
      {"a foreign key is said twice, and another no longer is",
       "CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1); CREATE TABLE t (a INT REFERENCES p "
       "REFERENCES p, b INT REFERENCES p (id), c INT REFERENCES p); INSERT INTO t VALUES (1, 1, NULL)",
       "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (a INT REFERENCES p, b INT REFERENCES p (id), c INT, "
       "FOREIGN KEY (b) REFERENCES p (id))"},
      {"tables are strict and have no rowids, in either order",
       "CREATE TABLE t (a TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID, STRICT; INSERT INTO t VALUES ('x')",
       "CREATE TABLE t (a TEXT NOT NULL PRIMARY KEY, b INT) STRICT, WITHOUT ROWID;"
       "CREATE TABLE u (a TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID, STRICT"},
      {"a generated column says what happens to a null",
       "CREATE TABLE t (a INT, b INT AS (a + 1) STORED NOT NULL ON CONFLICT REPLACE); INSERT INTO t (a) VALUES (1)",
       "CREATE TABLE t (a INT, b INT NOT NULL ON CONFLICT IGNORE AS (a + 1) STORED, c INT DEFAULT 2)"},
      {"keys that count have names, and say what happens to a number that is there",
       "CREATE TABLE t (id INTEGER NOT NULL CONSTRAINT \"PK t\" PRIMARY KEY AUTOINCREMENT, a TEXT); INSERT INTO t "
       "VALUES "
       "(7, 'x'); DELETE FROM t; CREATE TABLE u (id INTEGER, a TEXT, CONSTRAINT k PRIMARY KEY (id AUTOINCREMENT));"
       "CREATE TABLE v (id INTEGER PRIMARY KEY ON CONFLICT REPLACE AUTOINCREMENT, a TEXT); INSERT INTO v VALUES (1, "
       "'y')",
       "CREATE TABLE t (id INTEGER NOT NULL CONSTRAINT \"PK t\" PRIMARY KEY AUTOINCREMENT, a TEXT NOT NULL);"
       "CREATE TABLE u (id INTEGER, a TEXT NOT NULL, CONSTRAINT l PRIMARY KEY (id AUTOINCREMENT));"
       "CREATE TABLE v (id INTEGER CONSTRAINT k PRIMARY KEY ON CONFLICT IGNORE AUTOINCREMENT, a TEXT NOT NULL)"},
      {"values that their new types change come back, those of keys, too",
       "CREATE TABLE p (id int PRIMARY KEY, code varchar(10) NOT NULL UNIQUE, n REAL); CREATE TABLE c (id INTEGER "
       "PRIMARY KEY, code varchar(10) REFERENCES p (code), b TEXT COLLATE NOCASE); CREATE TABLE k (a INT, b TEXT, f, "
       "PRIMARY KEY (a, b)) WITHOUT ROWID; INSERT INTO p VALUES (1, '007', 2.0), (2, '8', 1e300), (NULL, '0009', "
       "NULL); INSERT INTO c VALUES (1, '007', '1.50'), (2, '0009', 'x'); INSERT INTO k VALUES (1, 'a', '1.0')",
       "CREATE TABLE p (id int PRIMARY KEY, code INT NOT NULL UNIQUE, n INTEGER); CREATE TABLE c (id INTEGER PRIMARY "
       "KEY, code INT REFERENCES p (code), b NUMERIC COLLATE NOCASE); CREATE TABLE k (a INT, b TEXT, f REAL, PRIMARY "
       "KEY (a, b)) WITHOUT ROWID"},
      {"rows get numbers that nobody gave them",
       "CREATE TABLE t (a INT NOT NULL, b INT NOT NULL, PRIMARY KEY (a, b)); INSERT INTO t VALUES (1, 2), (1, 3)",
       "CREATE TABLE t (id INTEGER NOT NULL, a INT NOT NULL, b INT NOT NULL, PRIMARY KEY (id), UNIQUE (a, b))"},
      {"a generated column is computed otherwise, and becomes unique",
       "CREATE TABLE t (a INT, b INT AS (a / 10), c INT AS (b + 1)); INSERT INTO t (a) VALUES (71), (72)",
       "CREATE TABLE t (a INT, b INT AS (a * 10) UNIQUE, c INT AS (b + 1) UNIQUE CHECK (c > 700))"},
  };
}

}  // namespace schemac::test
