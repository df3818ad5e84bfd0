"""A SQLite database that changes by SQLite's statements, or by its tables being typed anew."""

import contextlib
import sqlite3

from mutations import sqlite_changes
from mutations.dice import Impossible

#: Virtual tables and what belongs to them are left out: a table's text is not what they are made of.
OBJECTS = """SELECT type, name, tbl_name, sql FROM sqlite_schema
  WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
  AND tbl_name NOT IN (SELECT name FROM pragma_table_list WHERE type IN ('virtual', 'shadow'))
  ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 WHEN 'view' THEN 2 ELSE 3 END, rowid"""


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


class Sqlite:
    sample, corpus_folders, pairs_folder = "sqlite*.sql", ["sqlite"], "sqlite"

    @contextlib.contextmanager
    def database(self):
        database = Database()
        yield database
        database.connection.close()


class Database:
    def __init__(self):
        self.connection = sqlite3.connect(":memory:")

    def load(self, start):
        self.run(start.text)
        self.make_anew(self.objects())  # what stands on a virtual table does not stand without it

    def run(self, sql):
        try:
            self.connection.executescript(sql)
        except sqlite3.Error as error:
            raise Impossible(str(error)) from error

    def change(self, dice):
        """A change is a statement to run, or a table and its new text."""
        before, complaints = self.objects(), self.complaints()
        change = sqlite_changes.CHANGES.any(dice)(self, dice)
        try:
            if isinstance(change, str):
                self.run(change)
            else:
                self.make_anew([(kind, name, table, change[1] if kind == "table" and name == change[0] else sql)
                                for kind, name, table, sql in before])
            if not self.complaints() <= complaints:
                raise Impossible("something no longer works")
        except Impossible:
            self.make_anew(before)
            raise
        return change if isinstance(change, str) else change[1]

    def make_anew(self, objects):
        self.connection.close()
        self.connection = sqlite3.connect(":memory:")
        self.run("".join(sql + ";\n" for _, _, _, sql in objects))

    def dump(self):
        return "".join(sql + ";\n" for _, _, _, sql in self.objects())

    def complaints(self):
        """What cannot be asked or written: SQLite looks at views, triggers and foreign keys as late as that."""
        found = set()
        self.connection.execute("PRAGMA foreign_keys = ON")
        for kind, name, _, _ in self.objects():
            if kind not in ("table", "view"):
                continue
            questions = [f"SELECT * FROM {quoted(name)}"]
            columns = self.columns(name)
            if columns and (kind == "table" or self.triggers_on(name)):
                sets = ", ".join(f"{quoted(c)} = {quoted(c)}" for c in columns)
                questions += [f"UPDATE {quoted(name)} SET {sets}", f"DELETE FROM {quoted(name)}",
                              f"INSERT INTO {quoted(name)} DEFAULT VALUES"]
            for question in questions:
                try:
                    self.connection.execute("EXPLAIN " + question)
                except sqlite3.Error as error:
                    found.add(str(error))
        return found

    # -- what is there: bare names

    def objects(self):
        return self.connection.execute(OBJECTS).fetchall()

    def tables(self):
        return [(name, sql) for kind, name, _, sql in self.objects() if kind == "table"]

    def of_kind(self, *kinds):
        return [(kind, name) for kind, name, _, _ in self.objects() if kind in kinds]

    def triggers_on(self, name):
        return [sql for kind, _, table, sql in self.objects() if kind == "trigger" and table == name]

    def columns(self, name):
        """Those that can be written; none of a view that no longer finds what it reads."""
        try:
            found = self.connection.execute("SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0", (name,))
            return [row[0] for row in found]
        except sqlite3.Error:
            return []
