// Two spellings of one schema are one normal form; what SQLite would do otherwise by is another.
#include <gtest/gtest.h>

#include "support/database.h"
#include "support/normal_form.h"

namespace schemac::test {
namespace {

std::string of(const std::string& script) {
  TestDatabase database(DialectId::sqlite);
  database.run("BEGIN;" + script + ";COMMIT");
  return normal_form(database.connection());
}

struct Two {
  const char *one, *other;
};

const std::string kBase =
    "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, age INT, UNIQUE (name));"
    "CREATE TABLE \"order by\" (\"a b\" INT);";

TEST(SqliteNormalForm, SpellingIsNoDifference) {
  for (const Two& two : std::initializer_list<Two>{
           {"create table T (\"A\" int, [b] text, `c` varchar (20), 'd' numeric( 10,2 ))",
            "CREATE TABLE T (A int, b text, c varchar(20), d numeric(10, 2))"},
           {"CREATE TABLE t (a INT -- of what?\n, /* and */ b INT)", "CREATE TABLE t (a INT, b INT)"},
           {"CREATE TABLE t (a INT CHECK (a > 0) NOT NULL DEFAULT 1)",
            "CREATE TABLE t (a INT DEFAULT (1) NOT NULL,"
            " CHECK ((A > 0)))"},
           {"CREATE TABLE t (a INT PRIMARY KEY, b INT UNIQUE)",
            "CREATE TABLE t (a INT, b INT, UNIQUE (b),"
            " PRIMARY KEY (a ASC))"},
           {"CREATE TABLE t (id INTEGER PRIMARY KEY)", "CREATE TABLE t (id INTEGER NOT NULL, PRIMARY KEY (id))"},
           {"CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)",
            "CREATE TABLE t (id INTEGER NOT NULL, PRIMARY KEY (id AUTOINCREMENT))"},
           {"CREATE TABLE t (u INT REFERENCES users (id))",
            "CREATE TABLE t (u INT, FOREIGN KEY (\"U\") REFERENCES Users (ID) ON DELETE NO ACTION ON UPDATE NO ACTION"
            " MATCH SIMPLE NOT DEFERRABLE INITIALLY IMMEDIATE)"},
           {"CREATE TABLE t (u INT REFERENCES users ON DELETE CASCADE ON UPDATE SET NULL)",
            "CREATE TABLE t (u INT REFERENCES users ON UPDATE SET NULL ON DELETE CASCADE)"},
           {"CREATE TABLE t (a TEXT DEFAULT \"x\", b TEXT DEFAULT y)",
            "CREATE TABLE t (a TEXT DEFAULT 'x', b TEXT DEFAULT 'y')"},
           {"CREATE TABLE t (a INT DEFAULT +1, b TEXT COLLATE BINARY UNIQUE ON CONFLICT ABORT, c INT DEFAULT NULL)",
            "CREATE TABLE t (a INT DEFAULT 1, b TEXT UNIQUE, c INT)"},
           {"CREATE TABLE t (a INT, CHECK ((a > 0) AND ((a < 9) AND a != 5) OR a NOTNULL))",
            "CREATE TABLE t (a INT, CHECK (a > 0 AND a < 9 AND a <> 5 OR a IS NOT NULL))"},
           {"CREATE TABLE t (a TEXT, CHECK (a = \"x\" or \"a\" not glob 'b*'))",
            "CREATE TABLE t (a TEXT, CHECK (a == 'x' OR NOT (a GLOB 'b*')))"},
           {"CREATE TABLE t (a INT, b INT AS (a + 1))",
            "CREATE TABLE t (a INT, b INT GENERATED ALWAYS AS ((a+1)) VIRTUAL)"},
           {"CREATE INDEX i ON users ((lower(name)) desc, age) where (age > 1)",
            "CREATE INDEX IF NOT EXISTS i ON Users (LOWER(\"Name\") DESC, [age] ASC) WHERE age>1"},
           {"create view v as select id , \"name\" from users where age=2;",
            "CREATE VIEW v AS\nSELECT id, name FROM users WHERE age = 2"},
           {"CREATE TRIGGER g AFTER INSERT ON users FOR EACH ROW WHEN (new.age > 1) BEGIN DELETE FROM users; END",
            "create trigger if not exists g after insert on Users when NEW.age > 1 begin delete from users; end;"},
           {"CREATE TRIGGER g DELETE ON users BEGIN SELECT 1; END",
            "CREATE TRIGGER g BEFORE DELETE ON users BEGIN SELECT 1; END"},
       })
    EXPECT_EQ(of(kBase + two.one), of(kBase + two.other)) << two.one;
}

TEST(SqliteNormalForm, EveryFactOfATableShows) {
  for (const Two& two : std::initializer_list<Two>{
           {"(a INT)", "(A INT)"},
           {"(a INT)", "(a INTEGER)"},
           {"(a INT, b INT)", "(b INT, a INT)"},
           {"(a INT)", "(a INT NOT NULL)"},
           {"(a INT NOT NULL)", "(a INT NOT NULL ON CONFLICT IGNORE)"},
           {"(a INT)", "(a INT) STRICT"},
           {"(a INT PRIMARY KEY)", "(a INT PRIMARY KEY) WITHOUT ROWID"},
           {"(a INT PRIMARY KEY)", "(a INT)"},
           {"(a INT PRIMARY KEY)", "(a INT NOT NULL PRIMARY KEY)"},
           {"(a INT PRIMARY KEY)", "(a INT PRIMARY KEY ON CONFLICT REPLACE)"},
           {"(a INT PRIMARY KEY)", "(a INT CONSTRAINT pk PRIMARY KEY)"},
           {"(a INT, b INT, PRIMARY KEY (a, b))", "(a INT, b INT, PRIMARY KEY (b, a))"},
           {"(a INT, b INT, PRIMARY KEY (a, b))", "(a INT, b INT, PRIMARY KEY (a, b DESC))"},
           {"(a TEXT, b INT, PRIMARY KEY (a, b))", "(a TEXT, b INT, PRIMARY KEY (a COLLATE NOCASE, b))"},
           {"(a INTEGER PRIMARY KEY)", "(a INTEGER PRIMARY KEY AUTOINCREMENT)"},
           {"(a INTEGER PRIMARY KEY)", "(a INTEGER PRIMARY KEY DESC)"},
           {"(a INTEGER, PRIMARY KEY (a DESC))", "(a INTEGER PRIMARY KEY DESC)"},
           {"(a INT UNIQUE)", "(a INT)"},
           {"(a INT UNIQUE)", "(a INT CONSTRAINT u UNIQUE)"},
           {"(a INT UNIQUE)", "(a INT UNIQUE ON CONFLICT FAIL)"},
           {"(a INT, b INT, UNIQUE (a, b))", "(a INT UNIQUE, b INT UNIQUE)"},
           {"(a TEXT)", "(a TEXT COLLATE NOCASE)"},
           {"(a TEXT COLLATE RTRIM)", "(a TEXT COLLATE NOCASE)"},
           {"(a TEXT)", "(a TEXT DEFAULT 'x')"},
           {"(a TEXT DEFAULT 'x')", "(a TEXT DEFAULT 'X')"},
           {"(a TEXT DEFAULT \"x\")", "(a TEXT DEFAULT \"X\")"},
           {"(a INT DEFAULT 1)", "(a INT DEFAULT '1')"},
           {"(a INT DEFAULT 1)", "(a INT DEFAULT -1)"},
           {"(a TEXT DEFAULT current_timestamp)", "(a TEXT DEFAULT 'current_timestamp')"},
           {"(a INT CHECK (a > 0))", "(a INT)"},
           {"(a INT CHECK (a > 0))", "(a INT CHECK (a > 1))"},
           {"(a INT CHECK (a > 0))", "(a INT CONSTRAINT c CHECK (a > 0))"},
           {"(a INT CONSTRAINT c CHECK (a > 0))", "(a INT CONSTRAINT C CHECK (a > 0))"},
           {"(a INT, CHECK (a - (1 - 1) > 0))", "(a INT, CHECK (a - 1 - 1 > 0))"},
           {"(a INT, CHECK (NOT (a = 1)))", "(a INT, CHECK ((NOT a) = 1))"},
           {"(a INT, CHECK (a = 1 OR a = 2 AND a = 3))", "(a INT, CHECK ((a = 1 OR a = 2) AND a = 3))"},
           {"(a TEXT, CHECK (a IN ('x', 'y')))", "(a TEXT, CHECK (a NOT IN ('x', 'y')))"},
           {"(a TEXT, CHECK (a = \"x\"))", "(a TEXT, CHECK (a = \"X\"))"},
           {"(a TEXT, CHECK (a LIKE 'x'))", "(a TEXT, CHECK (a LIKE 'x' ESCAPE '!'))"},
           {"(a TEXT, CHECK (a = 'x' COLLATE NOCASE))", "(a TEXT, CHECK (a = 'x'))"},
           {"(a INT, b INT AS (a + 1))", "(a INT, b INT AS (a + 2))"},
           {"(a INT, b INT AS (a + 1))", "(a INT, b INT AS (a + 1) STORED)"},
           {"(a INT, b INT AS (a + 1))", "(a INT, b INT)"},
           {"(u INT REFERENCES users (id))", "(u INT)"},
           {"(u INT REFERENCES users (id))", "(u INT REFERENCES users (name))"},
           {"(u INT REFERENCES users (id))", "(u INT REFERENCES users)"},
           {"(u INT REFERENCES users (id))", "(u INT CONSTRAINT f REFERENCES users (id))"},
           {"(u INT REFERENCES users (id))", "(u INT REFERENCES users (id) ON DELETE CASCADE)"},
           {"(u INT REFERENCES users (id) ON DELETE CASCADE)", "(u INT REFERENCES users (id) ON UPDATE CASCADE)"},
           {"(u INT REFERENCES users (id) ON DELETE SET NULL)", "(u INT REFERENCES users (id) ON DELETE SET DEFAULT)"},
           {"(u INT REFERENCES users (id))", "(u INT REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED)"},
           {"(u INT REFERENCES users (id))", "(u INT REFERENCES users (id) MATCH FULL)"},
       })
    EXPECT_NE(of(kBase + "CREATE TABLE t " + two.one), of(kBase + "CREATE TABLE t " + two.other)) << two.one;
}

TEST(SqliteNormalForm, EveryFactOfOtherObjectsShows) {
  for (const Two& two : std::initializer_list<Two>{
           {"CREATE INDEX i ON users (age)", "CREATE UNIQUE INDEX i ON users (age)"},
           {"CREATE INDEX i ON users (age)", "CREATE INDEX I ON users (age)"},
           {"CREATE INDEX i ON users (age)", "CREATE INDEX i ON users (name)"},
           {"CREATE INDEX i ON users (age)", "CREATE INDEX i ON users (age DESC)"},
           {"CREATE INDEX i ON users (name)", "CREATE INDEX i ON users (name COLLATE NOCASE)"},
           {"CREATE INDEX i ON users (lower(name))", "CREATE INDEX i ON users (upper(name))"},
           {"CREATE INDEX i ON users (lower(name))", "CREATE INDEX i ON users (lower(name) DESC)"},
           {"CREATE INDEX i ON users (lower(name))", "CREATE INDEX i ON users (lower(name) COLLATE NOCASE)"},
           {"CREATE INDEX i ON users (age, name)", "CREATE INDEX i ON users (name, age)"},
           {"CREATE INDEX i ON users (age)", "CREATE INDEX i ON users (age) WHERE age > 1"},
           {"CREATE INDEX i ON users (age) WHERE age > 2", "CREATE INDEX i ON users (age) WHERE age > 1"},
           {"CREATE VIEW v AS SELECT name FROM users", "CREATE VIEW v AS SELECT name AS n FROM users"},
           {"CREATE VIEW v AS SELECT name AS n FROM users", "CREATE VIEW v AS SELECT name AS N FROM users"},
           {"CREATE VIEW v (n) AS SELECT name FROM users", "CREATE VIEW v (m) AS SELECT name FROM users"},
           {"CREATE VIEW v AS SELECT 'a' FROM users", "CREATE VIEW v AS SELECT 'A' FROM users"},
           {"CREATE VIEW v AS SELECT 1 FROM users WHERE name = \"a\"",
            "CREATE VIEW v AS SELECT 1 FROM users WHERE name = \"A\""},
           {"CREATE TRIGGER g AFTER DELETE ON users BEGIN SELECT 1; END",
            "CREATE TRIGGER g BEFORE DELETE ON users BEGIN SELECT 1; END"},
           {"CREATE TRIGGER g AFTER UPDATE ON users BEGIN SELECT 1; END",
            "CREATE TRIGGER g AFTER UPDATE OF age ON users BEGIN SELECT 1; END"},
           {"CREATE TRIGGER g AFTER UPDATE ON users BEGIN SELECT 1; END",
            "CREATE TRIGGER g AFTER UPDATE ON users WHEN new.age > 1 BEGIN SELECT 1; END"},
           {"CREATE TRIGGER g AFTER UPDATE ON users BEGIN SELECT 1; END",
            "CREATE TRIGGER g AFTER UPDATE ON users BEGIN SELECT 2; END"},
           {"CREATE TRIGGER g AFTER UPDATE ON users BEGIN SELECT 1; END",
            "CREATE TRIGGER g AFTER UPDATE ON \"order by\" BEGIN SELECT 1; END"},
           {"CREATE VIRTUAL TABLE f USING fts5(a, b)", "CREATE VIRTUAL TABLE f USING fts5(a, b UNINDEXED)"},
       })
    EXPECT_NE(of(kBase + two.one), of(kBase + two.other)) << two.one;
}

}  // namespace
}  // namespace schemac::test
