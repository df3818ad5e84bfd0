"""SQLite: the changes, by ALTER TABLE where it has a statement for one, else by the table's text."""

import re

from mutations.dice import Changes, Impossible

CHANGES = change = Changes()

TYPES = ["INTEGER", "TEXT", "REAL", "BLOB", "NUMERIC", "VARCHAR(50)", "BIGINT", "DECIMAL(10,2)", "DATETIME", "BOOLEAN", "INT", ""]
#: of numbers that become truth values only 0 and 1 come back, as is consented to
OTHER_TYPES = [name for name in TYPES if name != "BOOLEAN"]
CONFLICTS = ["ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"]
DEFAULTS = ["5", "'it''s'", "CURRENT_TIMESTAMP", "(1 + 1)", "(lower('A'))", "x'00ff'", "-1.5", "NULL"]

NAME = r'(?:"(?:[^"]|"")+"|\[[^\]]+\]|`[^`]+`|\'[^\']+\'|\w+)'
#: blank, name, blank, type, and what follows from the first constraint on
COLUMN = re.compile(rf"""(\s*)({NAME})(\s*)(\w[\w ]*?(?:\([^)]*\))?)?
    (\s+(?:not\s+null|null|primary|unique|default|references|check|collate|generated|constraint|as)\b.*|\s*)$""", re.I | re.S | re.X)
CONSTRAINT = re.compile(r"\s*(primary|unique|foreign|check|constraint)\b", re.I)


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


class TableText:
    """CREATE TABLE: what stands before its members, the members, and what stands behind them."""

    def __init__(self, sql):
        if "(" not in sql or "--" in sql or "/*" in sql:  # a comment may hold a comma or a bracket
            raise Impossible("this text is not taken apart")
        begin = sql.index("(") + 1
        depth, quote, self.members, start = 0, None, [], begin
        for at in range(begin, len(sql)):
            char = sql[at]
            if quote:
                quote = None if char == quote else quote
            elif char in "'\"`[":
                quote = "]" if char == "[" else char
            elif char == "," and depth == 0:
                self.members.append(sql[start:at])
                start = at + 1
            elif char == ")" and depth == 0:
                self.members.append(sql[start:at])
                self.head, self.tail = sql[:begin], sql[at:]
                return
            else:
                depth += (char == "(") - (char == ")")
        raise Impossible("no end")

    def columns(self):
        """Their places among the members."""
        return [i for i, member in enumerate(self.members) if member.strip() and not CONSTRAINT.match(member)]

    def parts(self, place):
        found = COLUMN.match(self.members[place])
        if not found:
            raise Impossible("a column of another form")
        return found.groups(default="")

    def insert(self, column):
        self.members.insert(self.columns()[-1] + 1, "\n  " + column)

    def text(self):
        return self.head + ",".join(self.members) + self.tail


def any_column(db, dice):
    """A table's name, its text, and the place of one of its columns."""
    name, sql = dice.one_of(db.tables())
    text = TableText(sql)
    return name, text, dice.one_of(text.columns())


def with_column(db, dice, change):
    """A table one of whose columns `change` has typed anew."""
    name, text, place = any_column(db, dice)
    text.members[place] = change(text.members[place].rstrip(), *text.parts(place))
    return name, text.text()


# -- columns


@change(weight=3)
def retype(db, dice):
    return with_column(db, dice, lambda member, blank, name, gap, kind, rest: f"{blank}{name} {dice.choice(OTHER_TYPES)}{rest}")


@change(weight=2)
def change_null(db, dice):
    def turned(member, *_):
        without = re.sub(r"\s+not\s+null\b", "", member, flags=re.I)
        conflict = dice.choice(["", "", " ON CONFLICT " + dice.choice(CONFLICTS)])
        return without if without != member else f"{member} NOT NULL{conflict}"

    return with_column(db, dice, turned)


@change(weight=2)
def change_default(db, dice):
    def turned(member, *_):
        without = re.sub(r"\s+default\s+('(?:[^']|'')*'|\([^()]*\)|[^\s,()]+)", "", member, flags=re.I)
        return without if without != member else f"{member} DEFAULT {dice.choice(DEFAULTS)}"

    return with_column(db, dice, turned)


@change(weight=2)
def rename_column(db, dice):
    """SQLite writes it anew wherever it is called."""
    table = dice.one_of(db.tables())[0]
    column = dice.one_of(db.columns(table))
    name = column + "_renamed" if dice.chance(60) else dice.new_name("c")
    return f"ALTER TABLE {quoted(table)} RENAME COLUMN {quoted(column)} TO {quoted(name)}"


@change(weight=2)
def drop_column(db, dice):
    table = dice.one_of(db.tables())[0]
    return f"ALTER TABLE {quoted(table)} DROP COLUMN {quoted(dice.one_of(db.columns(table)))}"


@change()
def drop_column_and_what_has_it(db, dice):
    """With the indexes and triggers of its table."""
    name, text, place = any_column(db, dice)
    if len(text.columns()) < 2:
        raise Impossible("its only column")
    gone = [f"DROP {kind} {quoted(other)};\n" for kind, other, table, _ in db.objects() if table == name and kind in ("index", "trigger")]
    bare = text.parts(place)[1].strip("\"[]`'")
    return "".join(gone) + f"ALTER TABLE {quoted(name)} DROP COLUMN {quoted(bare)}"


@change(weight=3)
def add_column(db, dice):
    other = dice.one_of(db.tables())[0]
    name = quoted(dice.new_name("c"))
    kind = dice.choice([
        "TEXT", "INTEGER NOT NULL DEFAULT 3", f"REAL DEFAULT 1.5 CHECK ({name} > 0)", "TEXT COLLATE NOCASE", "BLOB DEFAULT x'00'",
        f"INTEGER REFERENCES {quoted(other)}", "TEXT UNIQUE", "TEXT NOT NULL DEFAULT ''", "", "TEXT DEFAULT (lower('A'))",
        f"INTEGER REFERENCES {quoted(other)} ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED", "TEXT UNIQUE ON CONFLICT IGNORE",
        "INTEGER CONSTRAINT \"must be\" NOT NULL ON CONFLICT REPLACE DEFAULT 4", "DATETIME DEFAULT CURRENT_TIMESTAMP",
    ])
    if dice.chance(30):
        return f"ALTER TABLE {quoted(dice.one_of(db.tables())[0])} ADD COLUMN {name} {kind}"
    table, text, _ = any_column(db, dice)
    text.insert(f"{name} {kind}".rstrip())
    return table, text.text()


@change(weight=2)
def add_generated_column(db, dice):
    table, text, place = any_column(db, dice)
    of = text.parts(place)[1]
    expression = dice.choice([f"{of} || '-'", f"coalesce({of}, 'none')", f"length({of}) * 2"])
    words = dice.choice(["GENERATED ALWAYS AS", "AS"])
    kind, kept = dice.choice(["TEXT", "INTEGER", ""]), dice.choice(["VIRTUAL", "STORED", ""])
    text.insert(f"{quoted(dice.new_name('g'))} {kind} {words} ({expression}) {kept}".rstrip())
    return table, text.text()


@change()
def change_generated_column(db, dice):
    table, text, place = any_column(db, dice)
    place = dice.one_of(i for i in text.columns() if re.search(r"\bas\s*\(", text.members[i], re.I))
    member = text.members[place]
    if dice.chance(50):
        turned = re.sub(r"\b(virtual|stored)\b", lambda word: "STORED" if word[0].lower() == "virtual" else "VIRTUAL", member, flags=re.I)
    else:
        turned = re.sub(r"(?is)\s*(generated\s+always\s+)?\bas\s*\(.*$", "", member)  # an ordinary column from now on
    if turned == member:
        raise Impossible("nothing to turn")
    text.members[place] = turned
    return table, text.text()


@change()
def add_column_check(db, dice):
    return with_column(db, dice, lambda member, blank, name, *_: member + dice.choice([
        f" CHECK (length({name}) < 1000)", f" CONSTRAINT {quoted(dice.new_name('ck'))} CHECK ({name} IS NULL OR {name} <> 'mutated''s')"]))


@change()
def change_collation(db, dice):
    def turned(member, *_):
        without = re.sub(r"\s+collate\s+\w+", "", member, flags=re.I)
        return without if without != member else f"{member} COLLATE {dice.choice(['NOCASE', 'RTRIM'])}"

    return with_column(db, dice, turned)


@change()
def make_unique(db, dice):
    return with_column(db, dice, lambda member, *_: member + dice.choice([" UNIQUE", " UNIQUE ON CONFLICT " + dice.choice(CONFLICTS)]))


@change(weight=2)
def change_reference(db, dice):
    def turned(member, *_):
        if "references" not in member.lower():
            return f"{member} REFERENCES {quoted(dice.one_of(db.tables())[0])}"
        plain = re.sub(r"\s+on\s+(delete|update)\s+(cascade|set\s+null|no\s+action|restrict|set\s+default)", "", member, flags=re.I)
        plain = re.sub(r"\s+(not\s+)?deferrable(\s+initially\s+\w+)?", "", plain, flags=re.I)
        return plain + dice.choice([" ON DELETE CASCADE", " ON UPDATE SET NULL", " DEFERRABLE INITIALLY DEFERRED", ""])

    return with_column(db, dice, turned)


@change()
def swap_columns(db, dice):
    table, text, place = any_column(db, dice)
    other = dice.one_of(text.columns())
    text.members[place], text.members[other] = text.members[other], text.members[place]
    return table, text.text()


# -- tables


@change(weight=2)
def add_table_constraint(db, dice):
    table, text, place = any_column(db, dice)
    one, other = text.parts(place)[1], text.parts(dice.one_of(text.columns()))[1]
    parent = dice.one_of(db.tables())[0]
    text.members.append("\n  " + dice.choice([
        f"UNIQUE ({one}, {other})", f"UNIQUE ({one} COLLATE NOCASE, {other} DESC) ON CONFLICT {dice.choice(CONFLICTS)}",
        f"CONSTRAINT {quoted(dice.new_name('ck'))} CHECK ({one} IS NOT NULL OR {other} IS NULL OR 1)", f"PRIMARY KEY ({one}, {other})",
        f"FOREIGN KEY ({one}) REFERENCES {quoted(parent)} ON DELETE SET DEFAULT DEFERRABLE INITIALLY DEFERRED",
        f"CONSTRAINT {quoted(dice.new_name('fk'))} FOREIGN KEY ({one}) REFERENCES {quoted(parent)} MATCH FULL",
    ]))
    return table, text.text()


@change()
def drop_table_constraint(db, dice):
    table, text, _ = any_column(db, dice)
    places = text.columns()
    del text.members[dice.one_of(i for i in range(len(text.members)) if i not in places)]
    return table, text.text()


@change()
def turn_rowid(db, dice):
    table, text, _ = any_column(db, dice)
    if re.search(r"without\s+rowid", text.tail, re.I):
        text.tail = re.sub(r",?\s*without\s+rowid", "", text.tail, flags=re.I)
    else:
        text.tail += ", WITHOUT ROWID" if "strict" in text.tail.lower() else " WITHOUT ROWID"
    return table, text.text()


@change()
def turn_strict(db, dice):
    table, text, _ = any_column(db, dice)
    if "strict" in text.tail.lower():
        text.tail = re.sub(r",?\s*strict", "", text.tail, flags=re.I)
    else:
        text.tail += ", STRICT" if re.search("rowid", text.tail, re.I) else " STRICT"
    return table, text.text()


@change()
def turn_autoincrement(db, dice):
    name, text, _ = any_column(db, dice)
    place = dice.one_of(i for i in text.columns() if re.search(r"integer\s+(not\s+null\s+)?primary\s+key", text.members[i], re.I))
    member = text.members[place]
    without = re.sub(r"\s+autoincrement", "", member, flags=re.I)
    text.members[place] = without if without != member else re.sub(r"(primary\s+key)", r"\1 AUTOINCREMENT", member, flags=re.I)
    return name, text.text()


@change()
def rename_table(db, dice):
    table = dice.one_of(db.tables())[0]
    return f"ALTER TABLE {quoted(table)} RENAME TO {quoted(table + '_renamed' if dice.chance(60) else dice.new_name('t'))}"


@change()
def new_table(db, dice):
    name, other = quoted(dice.new_name("t")), quoted(dice.one_of(db.tables())[0])
    return f"CREATE TABLE {name} " + dice.choice([
        "(id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL UNIQUE ON CONFLICT REPLACE)",
        "(a TEXT, b ANY, PRIMARY KEY (a DESC, b)) STRICT, WITHOUT ROWID", "([odd name], 'other name' INT, `third` TEXT)",
        f"(id INTEGER PRIMARY KEY, of INTEGER REFERENCES {other} DEFERRABLE INITIALLY DEFERRED)", f"AS SELECT * FROM {other}",
    ])


@change()
def drop_table(db, dice):
    return f"DROP TABLE {quoted(dice.one_of(db.tables())[0])}"


# -- indexes, views, triggers


@change(weight=3)
def add_index(db, dice):
    table = dice.one_of(db.tables())[0]
    one, other = [quoted(dice.one_of(db.columns(table))) for _ in range(2)]
    name, on = quoted(dice.new_name("ix")), quoted(table)
    return "CREATE " + dice.choice([
        f"INDEX {name} ON {on} ({one} DESC, {other})", f"UNIQUE INDEX {name} ON {on} ({one}, {other}) WHERE {one} IS NOT NULL",
        f"INDEX {name} ON {on} (lower({one}), {other} COLLATE RTRIM)", f"INDEX {name} ON {on} ({one} COLLATE NOCASE)",
        f"INDEX {name} ON {on} (coalesce({one}, 'none')) WHERE {other} > 'a' AND {one} NOT IN (1, 'it''s')",
        f"UNIQUE INDEX IF NOT EXISTS {name} ON {on} (({one} || {other}))",
    ])


@change(weight=2)
def new_view(db, dice):
    of, name = quoted(dice.one_of(db.of_kind("table", "view"))[1]), quoted(dice.new_name("v"))
    return f"CREATE VIEW {name} " + dice.choice([f"AS SELECT * FROM {of}", f"(how_many) AS SELECT count(*) FROM {of}",
                                                 f"AS WITH w AS (SELECT * FROM {of}) SELECT w.*, 'it''s' AS said FROM w"])


@change(weight=2)
def new_trigger(db, dice):
    table = dice.one_of(db.tables())[0]
    column, name, table = quoted(dice.one_of(db.columns(table))), quoted(dice.new_name("t")), quoted(table)
    return f"CREATE TRIGGER {name} " + dice.choice([
        f"AFTER UPDATE ON {table} BEGIN SELECT 1; END",
        f"BEFORE UPDATE OF {column} ON {table} WHEN OLD.{column} IS NOT NEW.{column} AND 1 > 2 BEGIN "
        "SELECT RAISE(ABORT, 'it''s; so'); END",
        f"AFTER DELETE ON {table} FOR EACH ROW BEGIN DELETE FROM {table} WHERE {column} = OLD.{column} AND 1 > 2; END",
        f"AFTER INSERT ON {table} BEGIN UPDATE {table} SET {column} = NEW.{column} WHERE 1 > 2; "
        "SELECT CASE WHEN 1 THEN 2 END; END",
    ])


@change()
def view_trigger(db, dice):
    view = dice.one_of(db.of_kind("view"))[1]
    event = dice.choice(["INSERT", "UPDATE", "DELETE"])
    return f"CREATE TRIGGER {quoted(dice.new_name('t'))} INSTEAD OF {event} ON {quoted(view)} BEGIN SELECT 1; END"


@change(weight=2)
def drop_other(db, dice):
    kind, name = dice.one_of(db.of_kind("index", "view", "trigger"))
    return f"DROP {kind.upper()} {quoted(name)}"
