"""A PostgreSQL database that changes by statements of its own, and what its catalogue says of it."""

import contextlib
import re
import urllib.parse

from mutations import postgres_objects, postgres_tables
from mutations.dice import Impossible
from mutations.servers import SEPARATOR, output_of, own_name, server_url

RECORD = "\x1e"
CHANGES = [postgres_tables.CHANGES, postgres_objects.CHANGES]

#: Of {0} in the schema n: what a schema file is about.
OURS = """n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_'
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = {0} AND e.deptype = 'e')"""


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


class Postgres:
    sample, corpus_folders, pairs_folder = "postgres*.sql", ["postgres"], "postgres"

    def __init__(self):
        self.server = server_url("postgres")

    @contextlib.contextmanager
    def database(self):
        name = own_name()
        self.on_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.on_server(f"CREATE DATABASE {name}")
        try:
            yield Database(self, self.url_of(name))
        finally:
            self.on_server(f"DROP DATABASE {name} WITH (FORCE)")

    def url_of(self, database):
        return urllib.parse.urlunsplit(self.server._replace(path="/" + database))

    def on_server(self, sql):
        output_of(["psql", "-X", "-q", urllib.parse.urlunsplit(self.server), "-c", sql])


class Database:
    def __init__(self, engine, url):
        self.engine, self.url = engine, url

    # -- running

    def load(self, start):
        for role in start.roles:
            with contextlib.suppress(Impossible):  # it is there already
                self.engine.on_server(f"CREATE ROLE {quoted(role)}")
        self.run(start.text)

    def run(self, sql):
        output_of(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", self.url], sql)

    def change(self, dice):
        changes = dice.choices(CHANGES, [len(c.functions) for c in CHANGES])[0]
        sql = changes.any(dice)(self, dice)
        output_of(["psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", self.url], sql)
        return sql

    def dump(self):
        text = output_of(["pg_dump", "-s", "-d", self.url])
        return re.sub(r"(?m)^\\(un)?restrict .*\n", "", text)  # a word that is another one each time

    def rows(self, sql):
        command = ["psql", "-X", "-q", "-A", "-t", "-F", SEPARATOR, "-R", RECORD, self.url, "-c", sql]
        said = output_of(command).removesuffix("\n")
        return [record.split(SEPARATOR) for record in said.split(RECORD)] if said else []

    # -- what is there: names as SQL takes them

    def relations(self, kinds):
        """(name, oid, bare name) of tables 'r', partitioned tables 'p', views 'v', and so on."""
        return self.rows(f"""SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname), c.oid, c.relname
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = ANY ('{{{','.join(kinds)}}}') AND {OURS.format('c.oid')} ORDER BY 1""")

    def table(self, dice):
        return dice.one_of(self.relations("rp"))

    def columns(self, oid):
        """(name, type, not null, has a default, identity, generated, bare name), of the table's own"""
        return self.rows(f"""SELECT quote_ident(attname), format_type(atttypid, atttypmod), attnotnull, atthasdef,
            attidentity, attgenerated, attname FROM pg_attribute
            WHERE attrelid = {oid} AND attnum > 0 AND NOT attisdropped AND attislocal ORDER BY attnum""")

    def column(self, dice):
        """A table and one of its columns."""
        table = self.table(dice)
        return table, dice.one_of(self.columns(table[1]))

    def constraints(self, kinds):
        """(table, name, definition, validated, bare name)"""
        return self.rows(f"""SELECT conrelid::regclass, quote_ident(conname), pg_get_constraintdef(k.oid), convalidated,
            conname FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
            WHERE contype = ANY ('{{{','.join(kinds)}}}') AND conrelid <> 0 AND conislocal AND conparentid = 0
            AND {OURS.format('k.oid')} ORDER BY 1, 2""")

    def indexes(self):
        """(name, definition, table) of those that no constraint has."""
        return self.rows(f"""SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname), pg_get_indexdef(c.oid),
            i.indrelid::regclass FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid)
            AND NOT c.relispartition AND {OURS.format('c.oid')} ORDER BY 1""")

    def types(self, kind):
        """(name, oid, bare name) of domains 'd', enums 'e' and composite types 'c'."""
        return self.rows(f"""SELECT quote_ident(n.nspname) || '.' || quote_ident(t.typname), t.oid, t.typname
            FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
            WHERE t.typtype = '{kind}' AND (c.oid IS NULL OR c.relkind = 'c') AND {OURS.format('t.oid')} ORDER BY 1""")

    def routines(self, kinds):
        """(what ALTER and DROP take, oid, kind)"""
        return self.rows(f"""SELECT p.oid::regprocedure, p.oid, p.prokind FROM pg_proc p
            JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE prokind = ANY ('{{{','.join(kinds)}}}') AND {OURS.format('p.oid')} ORDER BY 1""")

    def view_definition(self, oid):
        return self.rows(f"SELECT pg_get_viewdef({oid})")[0][0].rstrip().rstrip(";")

    def views_over(self, oid):
        """(name, kind, oid) of the views that a table, or such a view, is read by; those that read come last."""
        return self.rows(f"""WITH RECURSIVE reader AS (
              SELECT r.ev_class AS oid FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid
              WHERE d.refobjid = {oid} AND d.classid = 'pg_rewrite'::regclass
              UNION SELECT r.ev_class FROM reader JOIN pg_depend d ON d.refobjid = reader.oid
              AND d.classid = 'pg_rewrite'::regclass JOIN pg_rewrite r ON r.oid = d.objid AND r.ev_class <> reader.oid)
            SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname), c.relkind, c.oid FROM reader
            JOIN pg_class c USING (oid) JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('v', 'm') ORDER BY c.oid""")
