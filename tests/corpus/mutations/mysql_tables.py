"""MySQL and MariaDB: changes of columns, keys and tables."""

import re

from mutations.dice import Changes, Impossible

CHANGES = change = Changes()

NEW_COLUMNS = [
    "int unsigned NOT NULL DEFAULT 3", "varchar(20) CHARACTER SET latin1 COLLATE latin1_general_ci DEFAULT 'x'", "text",
    "timestamp NOT NULL DEFAULT current_timestamp ON UPDATE current_timestamp", "decimal(12,4) NOT NULL DEFAULT 0.5",
    "enum('a','b''c') NOT NULL DEFAULT 'a'", "set('x','y') DEFAULT 'x,y'", "json", "datetime(3) DEFAULT current_timestamp(3)",
    "bit(4) DEFAULT b'101'", "char(3) binary", "int GENERATED ALWAYS AS (1 + 1) STORED", "year DEFAULT 2020",
    "double DEFAULT 1e10", "tinyint(1) NOT NULL DEFAULT 1 COMMENT 'it''s'", "binary(16)", "blob", "date DEFAULT '2020-02-03'",
    "time(2)", "bigint zerofill", "int NOT NULL DEFAULT (1 + 2)", "varchar(30) DEFAULT (concat('a', 'b'))", "point",
    "int INVISIBLE DEFAULT 4", "varbinary(20) DEFAULT 'a'", "float", "mediumtext COLLATE utf8mb4_bin", "text DEFAULT ('x')",
    "bigint unsigned UNIQUE", "smallint NOT NULL CHECK (1 < 2)", "datetime NULL ON UPDATE current_timestamp",
]
MARIADB_COLUMNS = ["uuid", "inet6 DEFAULT '::1'", "inet4", "json CHECK (1 = 1)", "varchar(30) COMPRESSED", "int WITHOUT SYSTEM VERSIONING"]

#: Types that take every value of another, so that rows stay what they are.
WIDER = {
    "int": ["bigint", "decimal(20,2)", "varchar(30)", "double"], "smallint": ["int", "varchar(30)"],
    "mediumint": ["bigint", "int"], "tinyint": ["smallint", "int", "varchar(30)"],
    "bigint": ["decimal(30,0)", "varchar(40)"], "timestamp": ["datetime", "timestamp(3)"], "datetime": ["datetime(6)", "timestamp"],
    "date": ["datetime", "varchar(40)"], "decimal": ["decimal(30,6)", "double"], "char": ["char(180)", "varchar(180)"],
    "text": ["mediumtext", "longtext"], "tinytext": ["text", "varchar(500)"], "blob": ["longblob"], "tinyblob": ["longblob"],
    "float": ["double"], "year": ["int"], "time": ["time(3)"], "mediumtext": ["longtext"], "varbinary": ["blob"],
}
DEFAULTS = {"int": "7", "bigint": "7", "varchar": "'it''s'", "char": "'a'", "date": "'2001-02-03'", "decimal": "1.5",
            "datetime": "'2001-02-03 04:05:06'", "tinyint": "1", "text": "('a')", "smallint": "7", "double": "2.5"}
#: A key's part of these has a length.
LONG = ("text", "blob", "mediumtext", "longtext", "tinytext", "json", "mediumblob", "longblob")
#: So that the change of one side of a key does not stop at the other.
UNCHECKED = "SET foreign_key_checks = 0; "


def quoted(name):
    return "`" + name.replace("`", "``") + "`"


def key_part(column):
    return quoted(column[0]) + ("(10)" if column[4] in LONG else "")


def modify(table, column, text):
    return f"{UNCHECKED}ALTER TABLE {quoted(table)} MODIFY COLUMN {quoted(column)} {text}"


# -- columns


@change(weight=4)
def add_column(db, dice):
    table, beside = db.column(dice)
    kind = dice.choice(NEW_COLUMNS + (MARIADB_COLUMNS if db.is_mariadb else []))
    where = dice.choice(["", "", "FIRST", "AFTER " + quoted(beside[0])])
    return f"ALTER TABLE {quoted(table)} ADD COLUMN {quoted(dice.new_name('c'))} {kind} {where}"


@change(weight=2)
def add_generated_column(db, dice):
    table, column = db.column(dice)
    name, kind = quoted(dice.new_name("g")), dice.choice(["VIRTUAL", "STORED"])
    index = dice.choice(["", f", ADD INDEX {quoted(dice.new_name('gx'))} ({name})"])
    return (f"ALTER TABLE {quoted(table)} ADD COLUMN {name} varchar(99) "
            f"GENERATED ALWAYS AS (concat(left({quoted(column[0])}, 9), '-')) {kind}{index}")


@change()
def change_generated_column(db, dice):
    table = dice.one_of(t for t in db.tables() if any(c[5] == "1" for c in db.columns(t)))
    column = dice.one_of(c for c in db.columns(table) if c[5] == "1")
    text = db.column_text(table, column[0])
    if dice.chance(50):
        kind = "VIRTUAL" if text.endswith("STORED") else "STORED"
        text = re.sub(r" (VIRTUAL|STORED)\b", " " + kind, text)
        name = quoted(column[0])  # InnoDB does not turn the one into the other in place
        return f"ALTER TABLE {quoted(table)} DROP COLUMN {name}, ADD COLUMN {name} {text}"
    return modify(table, column[0], re.sub(r" AS \((.*)\) (VIRTUAL|STORED)", r" AS (coalesce(NULL, \1)) \2", text))


@change(weight=3)
def drop_column(db, dice):
    table, column = db.column(dice)
    return f"ALTER TABLE {quoted(table)} DROP COLUMN {quoted(column[0])}"


@change(weight=3)
def rename_column(db, dice):
    table, column = db.column(dice)
    name = column[0] + "_renamed" if dice.chance(60) else dice.new_name("c")
    return f"ALTER TABLE {quoted(table)} RENAME COLUMN {quoted(column[0])} TO {quoted(name)}"


@change(weight=3)
def retype_column(db, dice):
    table, column = db.column(dice)
    kind, text = column[1], db.column_text(table, column[0])
    if not text.startswith(kind):
        raise Impossible("typed in another way")
    if length := re.fullmatch(r"varchar\((\d+)\)", kind):
        new = dice.choice([f"varchar({int(length[1]) + 200})", "text", "mediumtext"])
    elif column[4] in ("enum", "set"):
        new = dice.choice([kind[:-1] + ",'mutated')", kind.replace("(", "('mutated first',", 1), "varchar(60)"])
    else:
        new = dice.one_of(WIDER.get(column[4], []))
        if kind.endswith("unsigned") and new in ("int", "bigint", "smallint"):
            new += " unsigned"
    rest = text.removeprefix(kind)
    if "text" in new:
        rest = re.sub(r" DEFAULT '(?:[^']|'')*'", "", rest)
    if "CHARACTER SET" in rest and not re.search("char|text", new):
        raise Impossible("no character set for a number")
    return modify(table, column[0], new + rest)


@change(weight=2)
def change_null(db, dice):
    table, column = db.column(dice)
    text = db.column_text(table, column[0])
    if " NOT NULL" in text:
        return modify(table, column[0], text.replace(" NOT NULL", "", 1))
    return modify(table, column[0], text.replace(" DEFAULT NULL", " NOT NULL", 1) if " DEFAULT NULL" in text else text + " NOT NULL")


@change(weight=2)
def change_default(db, dice):
    table, column = db.column(dice)
    if column[3] == "1" and dice.chance(60):
        return f"ALTER TABLE {quoted(table)} ALTER COLUMN {quoted(column[0])} DROP DEFAULT"
    if column[4] not in DEFAULTS:
        raise Impossible("no default for " + column[4])
    return f"ALTER TABLE {quoted(table)} ALTER COLUMN {quoted(column[0])} SET DEFAULT {DEFAULTS[column[4]]}"


@change(weight=2)
def collate_column(db, dice):
    table = dice.one_of(db.tables())
    column = dice.one_of(c for c in db.columns(table) if c[4] in ("varchar", "char", "text"))
    collation = dice.choice(["utf8mb4 COLLATE utf8mb4_bin", "utf8mb4 COLLATE utf8mb4_unicode_520_ci", "utf8mb3 COLLATE utf8mb3_general_ci"])
    text = db.column_text(table, column[0])
    text = re.sub(r"^(\S+(\([^)]*\))?)( CHARACTER SET \w+)?( COLLATE \w+)?", rf"\1 CHARACTER SET {collation}", text)
    return modify(table, column[0], text)


@change()
def comment_column(db, dice):
    table, column = db.column(dice)
    text = re.sub(r" COMMENT '(?:[^']|'')*'", "", db.column_text(table, column[0]))
    return modify(table, column[0], re.sub(r"( CHECK \(.*\))?$", lambda check: " COMMENT 'it''s \"mutated\" é'" + check[0], text, count=1))


@change()
def move_column(db, dice):
    table, column = db.column(dice)
    where = dice.choice(["FIRST", "AFTER " + quoted(dice.one_of(c for c in db.columns(table) if c != column)[0])])
    return modify(table, column[0], db.column_text(table, column[0]) + " " + where)


@change()
def hide_column(db, dice):
    table, column = db.column(dice)
    if db.is_mariadb:
        text = db.column_text(table, column[0])
        return modify(table, column[0], text.replace(" INVISIBLE", "") if " INVISIBLE" in text else text + " INVISIBLE")
    return f"ALTER TABLE {quoted(table)} ALTER COLUMN {quoted(column[0])} SET {dice.choice(['INVISIBLE', 'VISIBLE'])}"


# -- keys


@change(weight=3)
def add_index(db, dice):
    table = dice.one_of(db.tables())
    columns = db.columns(table)
    one, other = dice.one_of(columns), dice.one_of(columns)
    name = quoted(dice.new_name("ix"))
    kinds = [
        f"INDEX {name} ({key_part(one)})", f"INDEX ({key_part(one)}, {key_part(other)})",
        f"INDEX {name} ({key_part(one)} DESC, {key_part(other)})", f"UNIQUE {name} ({key_part(one)}, {key_part(other)})",
        f"FULLTEXT {name} ({quoted(one[0])})", f"INDEX {name} USING BTREE ({key_part(one)}) COMMENT 'it''s'",
        f"INDEX {name} ({key_part(one)}) {'IGNORED' if db.is_mariadb else 'INVISIBLE'}",
    ]
    if not db.is_mariadb:
        kinds += [f"INDEX {name} ((lower(left({quoted(one[0])}, 20))))",
                  f"UNIQUE {name} ({key_part(other)}, (length({quoted(one[0])}) + 1) DESC)"]
    if one[4] in ("varchar", "char"):
        kinds.append(f"INDEX {name} ({quoted(one[0])}(2))")
    return f"ALTER TABLE {quoted(table)} ADD {dice.choice(kinds)}"


@change()
def drop_index(db, dice):
    table, index = dice.one_of(db.indexes())
    return f"ALTER TABLE {quoted(table)} DROP " + ("PRIMARY KEY" if index == "PRIMARY" else "INDEX " + quoted(index))


@change()
def rename_index(db, dice):
    table, index = dice.one_of(db.secondary_indexes())
    return f"ALTER TABLE {quoted(table)} RENAME INDEX {quoted(index)} TO {quoted(dice.new_name('ix'))}"


@change()
def hide_index(db, dice):
    table, index = dice.one_of(db.secondary_indexes())
    return f"ALTER TABLE {quoted(table)} ALTER INDEX {quoted(index)} {'IGNORED' if db.is_mariadb else 'INVISIBLE'}"


@change()
def turn_index(db, dice):
    """The same name over its columns in another order."""
    table = dice.one_of(db.tables())
    part = r"(`[^`]+`(?:\(\d+\))?)"
    found = [re.match(rf"((?:UNIQUE )?KEY) (`[^`]+`) \({part},{part}\)(.*)", line) for line in db.lines(table)]
    kind, name, one, other, rest = dice.one_of(match for match in found if match).groups()
    return f"{UNCHECKED}ALTER TABLE {quoted(table)} DROP INDEX {name}, ADD {kind} {name} ({other},{one}){rest}"


@change(weight=2)
def add_foreign_key(db, dice):
    """By a new column, to the first of a primary key's columns."""
    keys = db.rows("""SELECT k.table_name, k.column_name, c.column_type FROM information_schema.key_column_usage k
        JOIN information_schema.columns c USING (table_schema, table_name, column_name)
        WHERE k.table_schema = database() AND constraint_name = 'PRIMARY' AND k.ordinal_position = 1
        AND data_type LIKE '%int' ORDER BY 1, 2""")
    key, table, name = dice.one_of(keys), dice.one_of(db.tables()), quoted(dice.new_name("ref"))
    options = dice.choice(["ON DELETE CASCADE", "ON DELETE SET NULL ON UPDATE CASCADE", "ON DELETE NO ACTION", ""])
    constraint = dice.choice(["", f"CONSTRAINT {quoted(dice.new_name('fk'))} "])
    return (f"ALTER TABLE {quoted(table)} ADD COLUMN {name} {key[2]} NULL, "
            f"ADD {constraint}FOREIGN KEY ({name}) REFERENCES {quoted(key[0])} ({quoted(key[1])}) {options}")


@change()
def change_foreign_key(db, dice):
    table, name = dice.one_of(db.constraints("FOREIGN KEY"))
    line = dice.one_of(l for l in db.lines(table) if l.startswith(f"CONSTRAINT {quoted(name)} "))
    options = dice.choice(["ON DELETE CASCADE", "ON UPDATE SET NULL", ""])
    return (f"ALTER TABLE {quoted(table)} DROP FOREIGN KEY {quoted(name)};\n"
            f"ALTER TABLE {quoted(table)} ADD {line.split(' ON ')[0]} {options}")


@change()
def drop_foreign_key(db, dice):
    table, name = dice.one_of(db.constraints("FOREIGN KEY"))
    return f"ALTER TABLE {quoted(table)} DROP FOREIGN KEY {quoted(name)}"


@change()
def replace_primary_key(db, dice):
    table = quoted(dice.one_of(db.tables()))
    column = quoted(dice.new_name("id"))
    return f"ALTER TABLE {table} DROP PRIMARY KEY, ADD COLUMN {column} bigint NOT NULL AUTO_INCREMENT PRIMARY KEY FIRST"


@change()
def widen_primary_key(db, dice):
    table = dice.one_of(db.tables())
    one, other = dice.some_of(db.columns(table), 2)
    return f"ALTER TABLE {quoted(table)} DROP PRIMARY KEY, ADD PRIMARY KEY ({key_part(one)}, {key_part(other)})"


@change(weight=2)
def add_check(db, dice):
    table, column = db.column(dice)
    name, column = quoted(dice.new_name("ck")), quoted(column[0])
    unenforced = [] if db.is_mariadb else [f"CONSTRAINT {name} CHECK ({column} <> 'mutated') NOT ENFORCED"]
    return f"ALTER TABLE {quoted(table)} ADD " + dice.choice([
        f"CONSTRAINT {name} CHECK (length({column}) < 1000 OR {column} IS NULL)",
        f"CHECK ({column} IS NULL OR {column} NOT LIKE '%''mutated%')",
    ] + unenforced)


@change()
def change_check(db, dice):
    table, name = dice.one_of(db.constraints("CHECK"))
    changes = ["DROP CONSTRAINT {0}"] + ([] if db.is_mariadb else ["ALTER CHECK {0} NOT ENFORCED", "ALTER CHECK {0} ENFORCED"])
    return f"ALTER TABLE {quoted(table)} " + dice.choice(changes).format(quoted(name))


# -- tables


@change()
def drop_table(db, dice):
    return f"{UNCHECKED}DROP TABLE {quoted(dice.one_of(db.tables()))}"


@change()
def rename_table(db, dice):
    table = dice.one_of(db.tables())
    return f"RENAME TABLE {quoted(table)} TO {quoted(table + '_renamed' if dice.chance(60) else dice.new_name('t'))}"


@change()
def new_table(db, dice):
    name, other = quoted(dice.new_name("t")), quoted(dice.one_of(db.tables()))
    return dice.choice([
        f"CREATE TABLE {name} (id int unsigned AUTO_INCREMENT PRIMARY KEY, label varchar(40) NOT NULL UNIQUE) COMMENT 'it''s new'",
        f"CREATE TABLE {name} LIKE {other}",
        f"CREATE TABLE {name} (a int, b varchar(10), INDEX (b, a)) ENGINE = MyISAM DEFAULT CHARSET = latin1",
    ])


@change(weight=2)
def change_table_option(db, dice):
    table = quoted(dice.one_of(db.tables()))
    return f"{UNCHECKED}ALTER TABLE {table} " + dice.choice([
        "CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci", "DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        "COMMENT 'it''s mutated'", "ROW_FORMAT = COMPRESSED", "ENGINE = InnoDB ROW_FORMAT = DYNAMIC", "STATS_PERSISTENT = 1",
        "AUTO_INCREMENT = 1000", "COMMENT ''", "STATS_SAMPLE_PAGES = 9",
    ])


@change(weight=2)
def partition_table(db, dice):
    table, column = db.column(dice)
    name = quoted(column[0])
    return f"ALTER TABLE {quoted(table)} " + dice.choice([
        f"PARTITION BY HASH ({name}) PARTITIONS 3", f"PARTITION BY KEY ({name}) PARTITIONS 2", "REMOVE PARTITIONING",
        f"PARTITION BY RANGE ({name}) (PARTITION low VALUES LESS THAN (2), PARTITION `All the rest` VALUES LESS THAN MAXVALUE)",
        f"PARTITION BY RANGE COLUMNS ({name}) (PARTITION p0 VALUES LESS THAN ('2024-02-02'), PARTITION p1 VALUES LESS THAN (MAXVALUE))",
        f"PARTITION BY RANGE ({name}) SUBPARTITION BY HASH ({name}) SUBPARTITIONS 2 "
        "(PARTITION p0 VALUES LESS THAN (2), PARTITION p1 VALUES LESS THAN MAXVALUE COMMENT 'rest')",
        f"PARTITION BY LIST ({name}) (PARTITION p0 VALUES IN (1, 2, NULL), PARTITION p1 VALUES IN (3, 4))",
    ])


@change()
def change_partition(db, dice):
    partitions = db.rows("""SELECT DISTINCT table_name, partition_name FROM information_schema.partitions
        WHERE table_schema = database() AND partition_name IS NOT NULL ORDER BY 1, 2""")
    table, partition = dice.one_of(partitions)
    return f"ALTER TABLE {quoted(table)} " + dice.choice([
        f"DROP PARTITION {quoted(partition)}", "ADD PARTITION PARTITIONS 1", "COALESCE PARTITION 1",
        "ADD PARTITION (PARTITION p9 VALUES IN (99))", f"TRUNCATE PARTITION {quoted(partition)}, COMMENT 'x'",
    ])
