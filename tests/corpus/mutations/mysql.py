"""A database of MySQL or MariaDB that changes by statements of its own, and what information_schema says of it."""

import contextlib
import re
import urllib.parse

from mutations import mysql_objects, mysql_tables
from mutations.dice import Impossible
from mutations.servers import output_of, own_name, server_url

CHANGES = [mysql_tables.CHANGES, mysql_objects.CHANGES]
OTHER_DATABASE = r"(?im)^\s*(create\s+(database|schema)|drop\s+(database|schema)|use)\b[^;]*;"
MODE = "SET SESSION sql_mode = '{}';\n"


def quoted(name):
    return "`" + name.replace("`", "``") + "`"


def literal(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


class Mysql:
    """Debian has MariaDB's clients, which speak with MySQL too."""

    sample, corpus_folders, pairs_folder, name = "mysql*.sql", ["mysql", "mysql8-only"], "mysql8-only", "mysql"

    def __init__(self):
        url = server_url(self.name)
        options = dict(urllib.parse.parse_qsl(url.query))
        self.login = ["--no-defaults", "--default-character-set=utf8mb4", "-u", urllib.parse.unquote(url.username or "root")]
        if url.password:
            self.login.append("--password=" + urllib.parse.unquote(url.password))
        if "socket" in options:
            self.login += ["-S", options["socket"]]
        else:
            self.login += ["-h", url.hostname, "-P", str(url.port or 3306)]

    @contextlib.contextmanager
    def database(self):
        name = own_name()
        self.client(f"DROP DATABASE IF EXISTS {name}; CREATE DATABASE {name}")
        try:
            yield Database(self, name)
        finally:
            self.client(f"DROP DATABASE {name}")

    def client(self, sql, *options):
        return output_of(["mariadb", *self.login, *options], sql)


class Mariadb(Mysql):
    corpus_folders, pairs_folder, name = ["mysql"], "mysql", "mariadb"


class Database:
    def __init__(self, engine, name):
        self.engine, self.name = engine, name
        self.is_mariadb = engine.name == "mariadb"

    # -- running

    def load(self, start):
        mode = MODE.format(start.sql_mode) if start.sql_mode else ""
        self.run(mode + re.sub(OTHER_DATABASE, "", start.text))

    def run(self, sql):
        self.engine.client(sql, self.name)

    def change(self, dice):
        """What cannot be dumped again (a view of a column that went) is no change, so it is taken back by its start."""
        changes = dice.choices(CHANGES, [len(c.functions) for c in CHANGES])[0]
        before, dangling = self.dump(), self.dangling_keys()
        sql = changes.any(dice)(self, dice)
        try:
            self.run(sql)
            self.dump()
            if not self.dangling_keys() <= dangling:
                raise Impossible("a key leads nowhere, which the server takes while it does not check keys")
        except Impossible:  # the first of two statements may have run
            self.engine.client(f"DROP DATABASE {self.name}; CREATE DATABASE {self.name}")
            self.run(before)
            raise
        return sql

    def dump(self):
        command = ["mariadb-dump", *self.engine.login, "-d", "--routines", "--events", "--triggers", "--skip-comments", self.name]
        text = re.sub(r"/\*M?!999999\\- enable the sandbox mode \*/\s*", "", output_of(command))
        return re.sub(r"(?m)^(\) .*?) AUTO_INCREMENT=\d+", r"\1", text)

    def rows(self, sql):
        out = self.engine.client(sql, "-N", "-B", "-r", self.name)
        return [line.split("\t") for line in out.splitlines()]

    # -- what is there: bare names

    def tables(self):
        return [row[0] for row in self.rows(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = database() AND table_type LIKE '%BASE TABLE' "
            "OR table_schema = database() AND table_type = 'SYSTEM VERSIONED' ORDER BY 1")]

    def views(self):
        return [row[0] for row in self.rows(
            "SELECT table_name FROM information_schema.views WHERE table_schema = database() ORDER BY 1")]

    def columns(self, table):
        """(name, type, nullable YES or NO, has a default 1 or 0, bare type, is generated 1 or 0)"""
        return self.rows(f"""SELECT column_name, column_type, is_nullable, column_default IS NOT NULL, data_type,
            coalesce(generation_expression, '') <> '' FROM information_schema.columns
            WHERE table_schema = database() AND table_name = {literal(table)} ORDER BY ordinal_position""")

    def column(self, dice):
        table = dice.one_of(self.tables())
        return table, dice.one_of(self.columns(table))

    def lines(self, table):
        """SHOW CREATE TABLE, a line a column or a key."""
        text = "\n".join("\t".join(row) for row in self.rows(f"SHOW CREATE TABLE {quoted(table)}"))
        return [line.strip().removesuffix(",") for line in text.split("\n")]

    def column_text(self, table, column):
        """What stands behind a column's name in SHOW CREATE TABLE."""
        start = quoted(column) + " "
        for line in self.lines(table):
            if line.startswith(start):
                return line.removeprefix(start)
        raise Impossible("no such line")

    def indexes(self):
        """(table, index)"""
        return self.rows("""SELECT DISTINCT table_name, index_name FROM information_schema.statistics
            WHERE table_schema = database() ORDER BY 1, 2""")

    def secondary_indexes(self):
        return [index for index in self.indexes() if index[1] != "PRIMARY"]

    def constraints(self, kind):
        """(table, name)"""
        return self.rows(f"""SELECT table_name, constraint_name FROM information_schema.table_constraints
            WHERE table_schema = database() AND constraint_type = '{kind}' ORDER BY 1, 2""")

    def dangling_keys(self):
        """Foreign keys to a table that is not there, or to a column that no index begins with."""
        return {tuple(row) for row in self.rows("""SELECT table_name, constraint_name FROM information_schema.key_column_usage k
            WHERE table_schema = database() AND referenced_table_name IS NOT NULL AND ordinal_position = 1
            AND NOT EXISTS (SELECT 1 FROM information_schema.statistics s WHERE s.table_schema = database()
            AND s.table_name = k.referenced_table_name AND s.column_name = k.referenced_column_name AND seq_in_index = 1)""")}

    def triggers(self):
        """(name, table, when, event)"""
        return self.rows("""SELECT trigger_name, event_object_table, action_timing, event_manipulation
            FROM information_schema.triggers WHERE trigger_schema = database() ORDER BY 1""")
