// What MySQL and MariaDB tell nowhere but in the statement that makes a thing.
#include "existing_schemas.h"

namespace schemac::test {

namespace {

std::vector<Existing> of_both() {
  return {
      {"a reference keeps its index beside a key that would do",
       "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, a int, n int, KEY f (a), CONSTRAINT f "
       "FOREIGN KEY (a) REFERENCES p (id))",
       "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, a int, n int, UNIQUE KEY u (a, n), "
       "KEY f (a), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id))"},
      {"values that their new types cut come back, whatever reads them",
       "CREATE TABLE p (id int PRIMARY KEY, code varchar(10) NOT NULL UNIQUE, n decimal(6, 2) NOT NULL CHECK (n >= 0), "
       "g decimal(8, 2) AS (n * 2) STORED, v decimal(8, 2) AS (n + 1), u timestamp NOT NULL DEFAULT '2001-01-01' ON "
       "UPDATE CURRENT_TIMESTAMP, KEY g (g), KEY n (n, code)); CREATE TABLE c (id int PRIMARY KEY, code varchar(10) "
       "NOT NULL, CONSTRAINT f FOREIGN KEY (code) REFERENCES p (code)); CREATE TABLE k (a int, b varchar(9), f double, "
       "t datetime(6), e enum('x', 'y'), z varbinary(9), PRIMARY KEY (a, b)); INSERT INTO p (id, code, n) VALUES (1, "
       "'007', 1.25), (2, '8', 2), (3, '0009', 3.5); INSERT INTO c VALUES (1, '007'), (2, '0009'); INSERT INTO k "
       "VALUES (1, 'a', 1.5, '2020-01-05 10:11:12.5', 'y', 'ab '), (1, 'b', NULL, NULL, NULL, '')",
       "CREATE TABLE p (id int PRIMARY KEY, code int NOT NULL UNIQUE, n int NOT NULL CHECK (n >= 0), g decimal(8, 2) "
       "AS (n * 2) STORED, v decimal(8, 2) AS (n + 1), u timestamp NOT NULL DEFAULT '2001-01-01' ON UPDATE "
       "CURRENT_TIMESTAMP, KEY g (g), KEY n (n, code)); CREATE TABLE c (id int PRIMARY KEY, code int NOT NULL, "
       "CONSTRAINT f FOREIGN KEY (code) REFERENCES p (code)); CREATE TABLE k (a int, b varchar(9), f float, t date, "
       "e set('y', 'x'), z binary(9), PRIMARY KEY (a, b))"},
      {"a compressed table goes to an engine with pages of its own",
       "CREATE TABLE t (a int, b varchar(9), KEY k (a)) ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8; INSERT INTO t VALUES "
       "(1, 'x')",
       "CREATE TABLE t (a int, b varchar(9), KEY k (a)) ENGINE=MyISAM"},
      {"tables are merged without a place for new rows",
       "CREATE TABLE a (a int, KEY k (a)) ENGINE=MyISAM; CREATE TABLE b (a int, KEY k (a)) ENGINE=MyISAM;"
       "CREATE TABLE m (a int, KEY k (a)) ENGINE=MERGE UNION=(a, b) INSERT_METHOD=LAST",
       "CREATE TABLE a (a int, KEY k (a)) ENGINE=MyISAM; CREATE TABLE b (a int, KEY k (a)) ENGINE=MyISAM;"
       "CREATE TABLE m (a int, KEY k (a)) ENGINE=MERGE UNION=(b)"},
      {"a set comes to have the empty label", "CREATE TABLE t (a enum('x', 'y')); INSERT INTO t VALUES ('x'), (NULL)",
       "CREATE TABLE t (a set('y', 'x', ''))"},
      {"wide texts go and come, which make too long a row together",
       "CREATE TABLE t (id int PRIMARY KEY, a varchar(8000) CHARACTER SET utf8mb4 NOT NULL, b binary(200), c char(200) "
       "CHARACTER SET utf8mb4, KEY k (c)); INSERT INTO t VALUES (1, repeat('ü', 8000), x'00fe', 'c ')",
       "CREATE TABLE t (id int PRIMARY KEY, d varchar(16000) CHARACTER SET utf8mb4 NOT NULL DEFAULT '')"},
      {"bytes of a fixed number get more room",
       "CREATE TABLE t (a binary(4) PRIMARY KEY, b binary, c timestamp DEFAULT current_timestamp ON UPDATE "
       "current_timestamp); INSERT INTO t VALUES ('x', NULL, '2020-01-01'), (x'00', 'y', '2020-01-01');"
       "CREATE TABLE r (a binary(4), CONSTRAINT k FOREIGN KEY (a) REFERENCES t (a)); INSERT INTO r VALUES ('x')",
       "CREATE TABLE t (a binary(16) PRIMARY KEY, b binary(3), c timestamp DEFAULT current_timestamp ON UPDATE "
       "current_timestamp); CREATE TABLE r (a binary(16), CONSTRAINT k FOREIGN KEY (a) REFERENCES t (a))"},
      {"whole numbers beyond 2^63 become decimals",
       "CREATE TABLE t (a bigint unsigned PRIMARY KEY); INSERT INTO t VALUES (18446744073709551615), (7)",
       "CREATE TABLE t (a decimal(20, 0) PRIMARY KEY)"},
      {"indexes say their method and their page size", "CREATE TABLE t (a int, b int, KEY k (a))",
       "CREATE TABLE t (a int, b int, PRIMARY KEY (b) USING BTREE, KEY k (a) USING BTREE, UNIQUE KEY u (a, b) "
       "KEY_BLOCK_SIZE=4)"},
      {"a foreign key's own index says more than that it is there",
       "CREATE TABLE p (id int PRIMARY KEY, n int UNIQUE); CREATE TABLE c (p int, n int, CONSTRAINT k FOREIGN KEY (p) "
       "REFERENCES p (id), CONSTRAINT l FOREIGN KEY (n) REFERENCES p (n)); INSERT INTO p VALUES (1, 2);"
       "INSERT INTO c VALUES (1, 2)",
       "CREATE TABLE p (id int PRIMARY KEY, n int UNIQUE); CREATE TABLE c (p int, n int, KEY k (p) USING BTREE COMMENT "
       "'its own', KEY l (n) KEY_BLOCK_SIZE=4, CONSTRAINT k FOREIGN KEY (p) REFERENCES p (id), CONSTRAINT l FOREIGN "
       "KEY "
       "(n) REFERENCES p (n))"},
      {"a table in memory has hashes and trees", "CREATE TABLE t (a int, KEY k (a)) ENGINE=MEMORY",
       "CREATE TABLE t (a int, KEY k (a), KEY h (a) USING HASH, KEY b (a) USING BTREE) ENGINE=MEMORY"},
      {"partitions have sizes, and an algorithm",
       "CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE u (a int) PARTITION BY HASH (a) PARTITIONS 2",
       "CREATE TABLE t (a int PRIMARY KEY) PARTITION BY KEY ALGORITHM = 1 (a) PARTITIONS 3;"
       "CREATE TABLE u (a int) PARTITION BY HASH (a) (PARTITION x MAX_ROWS = 9 COMMENT = 'it''s', PARTITION y)"},
      {"texts are of another character set than the usual one", "CREATE TABLE t (a varchar(9))",
       "CREATE TABLE t (a varchar(9)); SET NAMES utf8mb3;"
       "CREATE VIEW v AS SELECT concat(a, ' ', _latin1'x') AS b FROM t; SET NAMES utf8mb4"},
      {"a binary column has bytes by default that are no text", "CREATE TABLE t (a int)",
       "CREATE TABLE t (a int, b varbinary(4) DEFAULT x'00ff', c binary(3) DEFAULT 'ab')"},
      {"labels get one that the character set of the old ones lacks",
       "CREATE TABLE t (a enum('æ', 'b') CHARACTER SET latin1); INSERT INTO t VALUES ('æ')",
       "CREATE TABLE t (a enum('æ', 'b', '😀') CHARACTER SET utf8mb4)"},
      {"a check compares letters with a column that gets another character set",
       "CREATE TABLE t (a varchar(9), b varchar(9) CHARACTER SET latin1, CHECK (a <> 'ø'), CHECK (b <> 'æ')) "
       "CHARSET=latin1",
       "CREATE TABLE t (a varchar(9), b varchar(9) CHARACTER SET utf8mb4, CHECK (a <> 'ø'), CHECK (b <> 'æ')) "
       "CHARSET=utf8mb4"},
      {"checks have letters that Latin-1 has not, and some that it has", "CREATE TABLE t (a varchar(9))",
       "CREATE TABLE t (a varchar(9), CHECK (a <> 'É'), CHECK (a <> '€'), CHECK (a <> 'Ã©'))"},
      {"views and programs were made on a connection with another collation",
       "CREATE TABLE t (a varchar(9)); CREATE VIEW w AS SELECT concat(a, 'x') AS b FROM t",
       "CREATE TABLE t (a varchar(9)); SET NAMES latin1; CREATE VIEW v AS SELECT concat(a, 'x') AS b FROM t;"
       "CREATE FUNCTION f() RETURNS varchar(9) DETERMINISTIC RETURN 'x'; SET NAMES utf8mb4 COLLATE utf8mb4_unicode_ci;"
       "CREATE VIEW w AS SELECT concat(a, 'x') AS b FROM t;"
       "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 'é';"
       "CREATE EVENT e ON SCHEDULE EVERY 1 YEAR DISABLE DO SET @x = 'y'; SET NAMES utf8mb4"},
      {"programs were made in another mode, or in none",
       "CREATE TABLE t (a int, b varchar(9)); SET @was = @@sql_mode; SET sql_mode = 'ANSI_QUOTES'; CREATE PROCEDURE "
       "p() SELECT 1; CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1; SET sql_mode = @was;"
       "CREATE FUNCTION f() RETURNS int DETERMINISTIC RETURN 1",
       "CREATE TABLE t (a int, b varchar(9)); SET @was = @@sql_mode; SET sql_mode = ''; CREATE PROCEDURE p() SELECT 1;"
       "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1; CREATE FUNCTION f() RETURNS int DETERMINISTIC "
       "RETURN 1; CREATE EVENT e ON SCHEDULE EVERY 1 YEAR DISABLE DO SET @x = 'y'; SET sql_mode = @was"},
      {"views join what is joined",
       "CREATE TABLE p (id int PRIMARY KEY, u int); CREATE TABLE q (id int PRIMARY KEY, p int);"
       "CREATE VIEW v AS SELECT p.id FROM p LEFT JOIN q ON p.id = q.p",
       "CREATE TABLE p (id int PRIMARY KEY, u int); CREATE TABLE q (id int PRIMARY KEY, p int);"
       "CREATE VIEW v AS SELECT p.id FROM p LEFT JOIN q ON p.id = q.p RIGHT JOIN q r ON r.id = q.id;"
       "CREATE VIEW w AS SELECT a.id FROM p a JOIN p b ON a.id = b.u JOIN (q c JOIN q d ON c.id = d.id) ON c.p = "
       "a.id"},
      {"a computed column becomes a plain one with what was computed",
       "CREATE TABLE t (a int, v int AS (a * 2) VIRTUAL, s int AS (a * 3) STORED, b int, KEY k (v, b)); INSERT INTO t "
       "(a, b) VALUES (7, 1), (8, 2)",
       "CREATE TABLE t (a int, v int NOT NULL, s int NOT NULL, b int, KEY k (v, b), CHECK (v = a * 2), CHECK (s = a * "
       "3))"},
      {"labels are numbers and dates by what they read",
       "CREATE TABLE t (a int PRIMARY KEY, n tinyint NOT NULL, e enum('10', '20') NOT NULL, d enum('2021-01-01', "
       "'2020-01-01'), s set('4', '2'), KEY k (n, e)); INSERT INTO t VALUES (0, 0, '10', '2020-01-01', '2'), (1, 1, "
       "'20', NULL, NULL)",
       "CREATE TABLE t (a int PRIMARY KEY, n enum('0', '1') NOT NULL DEFAULT '1', e int NOT NULL, d date, s int, KEY k "
       "(n, e), CHECK (e = a * 10 + 10), CHECK (n = concat('', a)), CHECK (d = '2020-01-01'), CHECK (s = 2))"},
      {"computed columns that others read become plain ones, and the others too, or not",
       "CREATE TABLE t (a int, v int AS (a + 1) VIRTUAL, x int AS (v + 1) VIRTUAL, y int AS (x + 2) STORED, z int AS "
       "(y "
       "+ v) VIRTUAL, KEY k (x), KEY l (v, y), UNIQUE KEY u (y), CHECK (x > 0)); INSERT INTO t (a) VALUES (1), (2);"
       "CREATE TABLE u (a int, v int AS (a + 1) VIRTUAL, x int AS (v + 1) VIRTUAL, y int AS (x + 2) STORED, KEY k (x),"
       "CONSTRAINT c CHECK (x > 0), CONSTRAINT d CHECK (v > 0)); INSERT INTO u (a) VALUES (1), (2);"
       "CREATE TABLE w (a int, v int, x int AS (v + 1) VIRTUAL, y int AS (v * 2) STORED); INSERT INTO w (a, v) VALUES "
       "(1, 5), (2, NULL)",
       "CREATE TABLE t (a int, v int, x int, y int AS (x + 2) STORED, z int, KEY k (x), KEY l (v, y), UNIQUE KEY u (y),"
       "CHECK (x > 0)); CREATE TABLE u (a int, v int, y int AS (a + 2) STORED, CONSTRAINT c CHECK (v > -1), CHECK (a > "
       "0)); CREATE TABLE w (a int, v int AS (a + 1) STORED, x int AS (v + 1) VIRTUAL, y int AS (v * 2) STORED)"},
      {"a trigger changes that others fire behind",
       "CREATE TABLE t (a int); CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1;"
       "CREATE TRIGGER h BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.a + 1",
       "CREATE TABLE t (a int); CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 2;"
       "CREATE TRIGGER h BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.a + 1"},
      {"texts are dropped from a table that comes to have other characters",
       "CREATE TABLE t (a int PRIMARY KEY, b varchar(9), c text, e enum('æ', 'x'), g varchar(9)) CHARSET=utf8mb4;"
       "INSERT INTO t VALUES (1, 'æøå😀', '😀', 'æ', '😀'), (2, '€', 'x', 'x', NULL);"
       "CREATE TABLE u (a int PRIMARY KEY, b varchar(9), c text, e enum('æ', 'x')) CHARSET=latin1;"
       "INSERT INTO u VALUES (1, 'æøå', 'Ã©', 'æ'), (2, '€', 'x', 'x')",
       "CREATE TABLE t (a int PRIMARY KEY, g varchar(9) AS (concat('x', a)) STORED) CHARSET=latin1;"
       "CREATE TABLE u (a int PRIMARY KEY) CHARSET=utf8mb4"},
      {"what is compressed in small pages is no longer",
       "CREATE TABLE t (a int PRIMARY KEY, b int, KEY k (b), UNIQUE KEY u (b, a)) ROW_FORMAT=COMPRESSED "
       "KEY_BLOCK_SIZE=8; INSERT INTO t VALUES (1, 2)",
       "CREATE TABLE t (a int PRIMARY KEY, b int, KEY k (b), UNIQUE KEY u (b, a)) ROW_FORMAT=DYNAMIC"},
      {"a column that is set on update comes to be invisible",
       "CREATE TABLE t (a int, d datetime NULL DEFAULT NULL ON UPDATE current_timestamp, e timestamp(3) NULL DEFAULT "
       "current_timestamp(3) ON UPDATE current_timestamp(3) INVISIBLE); INSERT INTO t (a) VALUES (1)",
       "CREATE TABLE t (a int, d datetime NULL DEFAULT NULL ON UPDATE current_timestamp INVISIBLE, e timestamp(3) NULL "
       "DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3))"},
  };
}

std::vector<Existing> of_mariadb() {
  const std::string period =
      "rs timestamp(6) GENERATED ALWAYS AS ROW START, re timestamp(6) GENERATED ALWAYS AS ROW END INVISIBLE, PERIOD "
      "FOR "
      "SYSTEM_TIME (rs, re)) WITH SYSTEM VERSIONING";
  return {
      {"an index is ignored, and has a comment", "CREATE TABLE t (a int, KEY k (a))",
       "CREATE TABLE t (a int, KEY k (a) USING BTREE COMMENT 'it''s' IGNORED)"},
      {"a sequence counts for columns", "CREATE TABLE t (a int); INSERT INTO t VALUES (1)",
       "CREATE SEQUENCE s; CREATE TABLE t (a int, b int DEFAULT (NEXTVAL(s)), c int DEFAULT (NEXTVAL(s) + 1))"},
      {"characters of four bytes", "CREATE TABLE t (a int)",
       "CREATE TABLE t (a int COMMENT '😀', b varchar(9) DEFAULT '😀', d varchar(9) DEFAULT (concat('😀', a)) COMMENT "
       "'x', c enum('😀', 'x') DEFAULT '😀', CHECK (b <> '🎉')) "
       "COMMENT '😀'"},
      {"a table has names for when its rows live",
       "CREATE TABLE t (a int PRIMARY KEY, b int); INSERT INTO t VALUES (1, 2)",
       "CREATE TABLE t (a int PRIMARY KEY, b int, UNIQUE KEY u (b), " + period},
      {"a table that names when its rows live changes", "CREATE TABLE t (a int, " + period,
       "CREATE TABLE t (a bigint, b int, " + period},
      {"the history has partitions", "CREATE TABLE t (a int)",
       "CREATE TABLE t (a int) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME LIMIT 1000 PARTITIONS 3"},
      {"the application has periods, which do not overlap", "CREATE TABLE t (a int, f date NOT NULL, u date NOT NULL)",
       "CREATE TABLE t (a int, f date NOT NULL, u date NOT NULL, PERIOD FOR valid (f, u), PRIMARY KEY (a, valid "
       "WITHOUT "
       "OVERLAPS))"},
      {"keys under which the application's periods do not overlap come, and go for plain ones",
       "CREATE TABLE t (a int, f date, u date, PERIOD FOR valid (f, u), PRIMARY KEY (a, valid WITHOUT OVERLAPS));"
       "CREATE TABLE s (a int, f date, u date, PERIOD FOR valid (f, u)); INSERT INTO t VALUES (1, '2020-01-01', "
       "'2020-02-01'), (1, '2020-02-01', '2020-03-01'); INSERT INTO s SELECT * FROM t",
       "CREATE TABLE t (a bigint, f datetime, u datetime, PRIMARY KEY (a, f, u));"
       "CREATE TABLE s (a int, f date, u date, PERIOD FOR valid (f, u), UNIQUE KEY k (a, valid WITHOUT OVERLAPS))"},
      {"engines change, and do not know each other's options",
       "CREATE TABLE t (a int) ENGINE=Aria TRANSACTIONAL=1; CREATE TABLE u (a int) PAGE_COMPRESSED=1;"
       "CREATE TABLE v (a int) ENCRYPTED=NO",
       "CREATE TABLE t (a int) ENGINE=MyISAM; CREATE TABLE u (a int) ENGINE=MyISAM; CREATE TABLE v (a int) "
       "ENGINE=Aria"},
      {"bytes that are no text stand beside numbers", "CREATE TABLE t (a decimal(8, 3) DEFAULT -1.5)",
       "CREATE TABLE t (a decimal(8, 3) DEFAULT -1.5, b varbinary(8) DEFAULT x'00ff27', c int DEFAULT 7)"},
      {"Aria sums its pages, and InnoDB is not told to", "CREATE TABLE t (a int) ENGINE=Aria",
       "CREATE TABLE t (a int)"},
      {"sequences count otherwise, one goes, and one comes",
       "CREATE SEQUENCE s START WITH 5; CREATE SEQUENCE d INCREMENT BY -1; CREATE SEQUENCE g COMMENT 'of t';"
       "CREATE TABLE t (a int PRIMARY KEY DEFAULT nextval(g), b int); INSERT INTO t (b) VALUES (7), (8)",
       "CREATE SEQUENCE s START WITH 6000 MINVALUE 5000 MAXVALUE 10000 INCREMENT BY 3 NOCACHE CYCLE ENGINE=Aria "
       "COMMENT 'in threes'; CREATE SEQUENCE d START WITH -70 MINVALUE -1000000 MAXVALUE -50 INCREMENT BY -2 CACHE 10;"
       "CREATE SEQUENCE n; CREATE TABLE t (a int PRIMARY KEY, b int DEFAULT nextval(n))"},
      {"engines have options in the order and the letters in which they were typed",
       "CREATE TABLE t (a int); CREATE TABLE u (a int) PAGE_COMPRESSED=1 PAGE_COMPRESSION_LEVEL=3 ENCRYPTION_KEY_ID=1;"
       "CREATE TABLE w (a int) PAGE_COMPRESSED=1 ROW_FORMAT=DYNAMIC",
       "CREATE TABLE t (a int) page_compression_level=3 MAX_ROWS=9 Page_Compressed=1; CREATE TABLE u (a int) "
       "encryption_key_id=1 page_compressed=1 page_compression_level=3; CREATE TABLE w (a int) COMMENT 'no more'"},
      {"triggers are typed in small letters, or in capitals",
       "CREATE TABLE t (a int); create trigger g before insert on t for each row set new.a = 1;"
       "CREATE TRIGGER h BEFORE INSERT ON t FOR EACH ROW set new.a = 2",
       "CREATE TABLE t (a int); CREATE TRIGGER g before INSERT ON t FOR each row set new.a = 2;"
       "create trigger if not exists h before insert on t for each row set new.a = 1;"
       "CREATE TRIGGER i AFTER INSERT ON t FOR EACH ROW set @x = 2"},
      {"a partition holds the rest", "CREATE TABLE t (a int)",
       "CREATE TABLE t (a int) PARTITION BY LIST (a) (PARTITION few VALUES IN (1, 2), PARTITION others DEFAULT)"},
  };
}

std::vector<Existing> of_mysql() {
  return {
      {"an index is invisible, and has a comment", "CREATE TABLE t (a int, KEY k (a))",
       "CREATE TABLE t (a int, KEY k (a) USING BTREE COMMENT 'it''s' INVISIBLE)"},
      {"a full-text index gets a parser, and another one loses it",
       "CREATE TABLE t (id int PRIMARY KEY, a text, b text, FULLTEXT KEY f (a), FULLTEXT KEY g (b) WITH PARSER ngram);"
       "INSERT INTO t VALUES (1, 'one', 'two')",
       "CREATE TABLE t (id int PRIMARY KEY, a text, b text, FULLTEXT KEY f (a) WITH PARSER ngram, FULLTEXT KEY g (b))"},
      {"a table is in a tablespace that it names", "", "CREATE TABLE t (a int) TABLESPACE = innodb_system"},
      {"a column says the collation that it would have anyway", "CREATE TABLE t (a varchar(9)) COLLATE utf8mb4_bin",
       "CREATE TABLE t (a varchar(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin) COLLATE utf8mb4_bin"},
      {"a default has a character that no text may hold", "CREATE TABLE t (a varchar(9))",
       "CREATE TABLE t (a varchar(9) DEFAULT 'a\\0b')"},
      {"default expressions have letters", "CREATE TABLE t (a int); INSERT INTO t VALUES (1)",
       "CREATE TABLE t (a int, b varchar(20) DEFAULT (concat('it''s é € 😀', 'Ã©')))"},
      {"expressions have letters in Latin-1",
       "CREATE TABLE t (a varchar(20), CHECK (a <> _latin1 x'e6')) CHARSET=latin1; INSERT INTO t VALUES ('é')",
       "CREATE TABLE t (a varchar(20), b varchar(20) AS (concat(a, 'ø')) STORED, c varchar(9) DEFAULT (concat(_latin1 "
       "x'e6', 'Ã©')), KEY k ((concat(a, 'é'))), CHECK (a <> _latin1 x'f8'), CHECK (a <> 'å?')) CHARSET=latin1"},
      {"labels have characters of four bytes",
       "CREATE TABLE t (id int PRIMARY KEY, a enum('😀', '🎉') DEFAULT '🎉', b set('x', '🎉', '?'));"
       "INSERT INTO t VALUES (1, '😀', 'x,🎉'), (2, '🎉', '?')",
       "CREATE TABLE t (id bigint PRIMARY KEY, a enum('😀', '🎉', 'new') NOT NULL, b set('🎉', 'x', '?') COMMENT "
       "'three bytes are kept: ?')"},
      {"views take rows away that others have", "CREATE TABLE t (a int NOT NULL, b int)",
       "CREATE TABLE t (a int NOT NULL, b int); CREATE VIEW v AS SELECT a FROM t EXCEPT SELECT b FROM t;"
       "CREATE VIEW w AS SELECT a FROM t INTERSECT SELECT b FROM t WHERE b > 1;"
       "CREATE VIEW x AS SELECT a FROM t INTERSECT SELECT max(b) FROM t GROUP BY a HAVING max(b) > 1"},
      {"a view is grouped with subtotals", "CREATE TABLE t (a int)",
       "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a, count(*) AS n FROM t GROUP BY a WITH ROLLUP"},
      {"an index computes with letters", "CREATE TABLE t (a varchar(9))",
       "CREATE TABLE t (a varchar(9), KEY k ((concat('€', a)), a DESC))"},
      {"places under a spatial index get a system", "CREATE TABLE t (p point NOT NULL, SPATIAL KEY k (p))",
       "CREATE TABLE t (p point NOT NULL SRID 4326, SPATIAL KEY k (p))"},
      {"columns say how NDB would store them", "CREATE TABLE t (id int PRIMARY KEY, a varchar(9), b int)",
       "CREATE TABLE t (id int PRIMARY KEY, a varchar(9) STORAGE DISK COLUMN_FORMAT DYNAMIC DEFAULT 'x', b bigint "
       "COLUMN_FORMAT FIXED)"},
      {"numbers stand beside characters of four bytes", "CREATE TABLE t (a decimal(8, 3) DEFAULT -1.5)",
       "CREATE TABLE t (a decimal(8, 3) DEFAULT -1.5 COMMENT '?', b bit(2) DEFAULT b'10', c varchar(9) DEFAULT '😀')"},
      {"checks were written in another character set",
       "SET NAMES latin1; CREATE TABLE t (id int PRIMARY KEY, b varchar(20), CONSTRAINT c CHECK (b <> 'bad'), "
       "CONSTRAINT d CHECK (b LIKE 'x%')); SET NAMES utf8mb4; INSERT INTO t VALUES (1, 'xa')",
       "SET NAMES latin1; CREATE TABLE t (id int PRIMARY KEY, b varchar(20), CONSTRAINT c CHECK (b <> 'bad'), "
       "CONSTRAINT d CHECK (b LIKE 'x%')); SET NAMES utf8mb3; CREATE TABLE u (id int PRIMARY KEY, b char(3), "
       "CONSTRAINT "
       "f CHECK (b <> 'z')); SET NAMES utf8mb4"},
      {"tables grow in steps", "CREATE TABLE t (a int)", "CREATE TABLE t (a int) AUTOEXTEND_SIZE = 4M"},
  };
}

}  // namespace

std::vector<Existing> told_by_statements(DialectId dialect) {
  std::vector<Existing> out = of_both();
  for (const Existing& sample : dialect == DialectId::mysql ? of_mysql() : of_mariadb()) out.push_back(sample);
  return out;
}

}  // namespace schemac::test
