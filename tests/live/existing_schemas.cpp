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
  const std::string parent = "CREATE TABLE a (id ", child = "PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, a ";
  const std::string rows = "INSERT INTO a VALUES (1); INSERT INTO b VALUES (1, 1)";
  const std::string hidden = dialect == DialectId::mysql ? " INVISIBLE" : " IGNORED";
  out.insert(
      out.end(),
      {{"the columns of a foreign key get another type, on both sides",
        parent + "int " + child + "int, FOREIGN KEY (a) REFERENCES a (id) ON DELETE CASCADE); " + rows,
        parent + "bigint unsigned " + child +
            "bigint unsigned, FOREIGN KEY (a) REFERENCES a (id) ON DELETE CASCADE); "},
       {"tables whose texts a foreign key compares get another collation",
        "CREATE TABLE a (k varchar(9) PRIMARY KEY) CHARSET=latin1;"
        "CREATE TABLE b (k varchar(9), FOREIGN KEY (k) REFERENCES a (k)) CHARSET=latin1;"
        "INSERT INTO a VALUES ('x'); INSERT INTO b VALUES ('x')",
        "CREATE TABLE a (k varchar(9) PRIMARY KEY) CHARSET=utf8mb4;"
        "CREATE TABLE b (k varchar(9), FOREIGN KEY (k) REFERENCES a (k)) CHARSET=utf8mb4"},
       {"the key that a foreign key refers to is another one",
        "CREATE TABLE a (id int PRIMARY KEY, n int NOT NULL, UNIQUE KEY u (n)); CREATE TABLE b (n int, CONSTRAINT f "
        "FOREIGN KEY (n) REFERENCES a (n)); INSERT INTO a VALUES (1, 2); INSERT INTO b VALUES (2)",
        "CREATE TABLE a (id int NOT NULL, n int NOT NULL, PRIMARY KEY (n)); CREATE TABLE b (n int, CONSTRAINT f "
        "FOREIGN "
        "KEY (n) REFERENCES a (n))"},
       {"two foreign keys share an index that the second made",
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int, CONSTRAINT f FOREIGN KEY (a) REFERENCES a (id))",
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int, CONSTRAINT f FOREIGN KEY (a) REFERENCES a (id),"
        "CONSTRAINT g FOREIGN KEY (a) REFERENCES a (id) ON DELETE CASCADE)"},
       {"a case says that it gives null otherwise", "CREATE TABLE t (a int)",
        "CREATE TABLE t (a int, b int AS (CASE WHEN a > 1 THEN a ELSE NULL END), c int AS (CASE WHEN a > 1 THEN a "
        "END))"},
       {"a function and a procedure have one name", "",
        "CREATE FUNCTION f(a int) RETURNS int DETERMINISTIC RETURN a; CREATE PROCEDURE f(a int) SELECT f(a)"},
       {"a primary key has a prefix, a descending column and a comment", "CREATE TABLE t (k varchar(9) PRIMARY KEY)",
        "CREATE TABLE t (k varchar(9), PRIMARY KEY (k(4)) COMMENT 'four'); CREATE TABLE u (a int, b int, PRIMARY KEY "
        "(a, "
        "b DESC))"},
       {"indexes are hidden from the optimizer", "CREATE TABLE t (a int, b int, KEY k (a), UNIQUE KEY u (b))",
        "CREATE TABLE t (a int, b int, KEY k (a)" + hidden + ", UNIQUE KEY u (b)" + hidden + ")"},
       {"an index comes to light, and another like it is hidden", "CREATE TABLE t (a int, KEY k (a)" + hidden + ")",
        "CREATE TABLE t (a int, KEY k (a), KEY l (a)" + hidden + ")"},
       {"plain columns become computed ones, and have their values again",
        "CREATE TABLE t (a int, b int NOT NULL, c int, CONSTRAINT p CHECK (b > 0)); INSERT INTO t VALUES (1, 7, NULL)",
        "CREATE TABLE t (a int, b int AS (a + 1) STORED" + std::string(dialect == DialectId::mysql ? " NOT NULL" : "") +
            ", c int AS (a * 2) VIRTUAL, CONSTRAINT p CHECK (b > 0))"},
       {"columns have bits and bytes by default", "CREATE TABLE t (a int)",
        "CREATE TABLE t (a int, b bit(4) DEFAULT b'101', c varbinary(4) DEFAULT 'ab')"},
       {"each row has a default of its own", "CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2)",
        "CREATE TABLE t (u varchar(36) NOT NULL DEFAULT (uuid()), a int, r double DEFAULT (rand()), UNIQUE KEY (u))"},
       {"subpartitions have comments", "CREATE TABLE t (a int, b int)",
        "CREATE TABLE t (a int, b int) PARTITION BY RANGE (a) SUBPARTITION BY HASH (b) (PARTITION p VALUES LESS THAN "
        "MAXVALUE (SUBPARTITION x COMMENT 'it''s', SUBPARTITION y))"},
       {"the column that partitions were by comes back",
        "CREATE TABLE t (a int NOT NULL, b int NOT NULL, PRIMARY KEY (a, b)) PARTITION BY LIST (b) (PARTITION p VALUES "
        "IN "
        "(1, 2)); INSERT INTO t VALUES (1, 2)",
        "CREATE TABLE t (a int NOT NULL, PRIMARY KEY (a)) PARTITION BY HASH (a) PARTITIONS 2"},
       {"names have dots", "CREATE TABLE `a.b` (`c.d` int)",
        "CREATE TABLE `a.b` (`c.d` int); CREATE VIEW `e.f` AS SELECT `c.d` AS `g.h` FROM `a.b`"},
       {"texts are compared by their bytes", "CREATE TABLE t (a varchar(9))",
        "CREATE TABLE t (a varchar(9), b varbinary(9) AS (CAST(a AS BINARY(3))), CHECK (CAST(a AS BINARY) <> 'Q'));"
        "CREATE VIEW v AS SELECT CAST(a AS BINARY) AS b, CAST(a AS CHAR(5) CHARACTER SET latin1) AS l, INTERVAL(1, 2) "
        "AS i, "
        "now() + INTERVAL '1:2' HOUR_MINUTE AS h FROM t"},
       {"a check and the column that it reads get names in another case",
        "CREATE TABLE t (Name varchar(9), KEY Ix (Name), CONSTRAINT Ck CHECK (Name <> '')); INSERT INTO t VALUES ('x')",
        "CREATE TABLE t (name varchar(9), KEY ix (name), CONSTRAINT ck CHECK (name <> ''))"},
       {"backslashes are no escapes to a program", "CREATE TABLE t (a varchar(9))",
        "CREATE TABLE t (a varchar(9)); SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES';"
        "CREATE FUNCTION f() RETURNS varchar(9) DETERMINISTIC RETURN 'a\\'; CREATE TRIGGER g BEFORE INSERT ON t FOR "
        "EACH "
        "ROW SET NEW.a = '\\'; SET SESSION sql_mode = 'STRICT_TRANS_TABLES'"},
       {"a trigger's body has quotes", "CREATE TABLE t (a varchar(9))",
        "CREATE TABLE t (a varchar(9)); CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 'it''s \\\\'"},
       {"views say how they are computed, and what their columns are called", "CREATE TABLE t (a int)",
        "CREATE TABLE t (a int); CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW v (x, `the y`) AS SELECT a, a + 1 "
        "FROM "
        "t WHERE a > 0 WITH LOCAL CHECK OPTION; CREATE ALGORITHM=TEMPTABLE VIEW w AS SELECT count(*) AS n FROM v"}});
  for (const Existing& sample : told_by_statements(dialect)) out.push_back(sample);
  if (dialect == DialectId::mariadb)
    out.insert(out.end(), {{"a table that keeps its history changes",
                            "CREATE TABLE t (a int) WITH SYSTEM VERSIONING; INSERT INTO t VALUES (1)",
                            "CREATE TABLE t (a bigint, b int WITHOUT SYSTEM VERSIONING) WITH SYSTEM VERSIONING"},
                           {"a long text is checked as JSON is, but compares letters",
                            "CREATE TABLE t (a longtext CHECK (json_valid(a)), b json)",
                            "CREATE TABLE t (a json, b longtext CHECK (json_valid(b)))"},
                           {"labels, a default and its line end have characters of four bytes",
                            "CREATE TABLE t (a enum('😀', 'x'), b varchar(9)); INSERT INTO t VALUES ('😀', 'y')",
                            "CREATE TABLE t (a enum('😀', 'x', 'z') DEFAULT '😀', b varchar(9) DEFAULT '😀\n', c "
                            "set('😀', 'y') DEFAULT '😀')"},
                           {"pages are compressed", "CREATE TABLE t (a int)",
                            "CREATE TABLE t (a int) PAGE_COMPRESSED=1 PAGE_COMPRESSION_LEVEL=3"}});
  if (dialect == DialectId::mysql)
    out.push_back({"a blob has bytes by default, which are an expression", "CREATE TABLE t (a int)",
                   "CREATE TABLE t (a int, b blob DEFAULT (x'00ff'))"});
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
       "CREATE TABLE c (id integer PRIMARY KEY AUTOINCREMENT DEFAULT -1.5, a INT UNIQUE, UNIQUE (a));"
       "CREATE TABLE f (id INTEGER PRIMARY KEY AUTOINCREMENT DEFAULT (1 + 1), a INT);"
       "CREATE TABLE e (id INTEGER PRIMARY KEY AUTOINCREMENT DEFAULT 7, a INT);"
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

std::vector<Existing> of_engine(DialectId dialect) {
  switch (dialect) {
    case DialectId::postgres:
      return of_postgres();
    case DialectId::mysql:
    case DialectId::mariadb:
      return of_mysql_family(dialect);
    case DialectId::sqlite:
      return of_sqlite();
  }
  return {};
}

}  // namespace

std::vector<Existing> existing_schemas(DialectId dialect) {
  std::vector<Existing> out = of_engine(dialect);
  const auto add = [&](const std::vector<Existing>& more) { out.insert(out.end(), more.begin(), more.end()); };
  if (dialect == DialectId::postgres) {
    add(pinned_on_postgres());
    add(callers_on_postgres());
    add(chains_on_postgres());
    add(serials_on_postgres());
    add(parted_on_postgres());
    add(types_on_postgres());
  }
  if (dialect == DialectId::sqlite) add(rebuilt_on_sqlite());
  add(names_that_move(dialect));
  return out;
}

}  // namespace schemac::test
