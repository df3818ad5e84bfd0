"""What it takes to find out how a live database differs from a schema: beside Alembic, and as the database grows.

usage: planning.py SCHEMAC, where SCHEMAC_TEST_POSTGRES_URL names a server
"""

import contextlib
import os
import pathlib
import subprocess
import sys
import tempfile

from measure import timed

COLUMNS = 15

# Prints the time of the call alone, without Python's start and the tables' declaration: the best of a few runs.
ALEMBIC = '''
import sys, time
from alembic.autogenerate import produce_migrations
from alembic.migration import MigrationContext
from alembic.operations.ops import AddColumnOp
from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, create_engine
url, tables, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
metadata = MetaData()
for t in range(tables):
    columns = [Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True)]
    columns += [Column(f"c{c}", Integer, nullable=False) for c in range(14)]
    if t % 10 == 0:
        columns.append(Column("added", Integer))
    Table(f"t{t}", metadata, *columns)
engine = create_engine(url)
best = None
with engine.connect() as connection:
    for _ in range(rounds):
        start = time.perf_counter()
        found = produce_migrations(MigrationContext.configure(connection), metadata)
        seconds = time.perf_counter() - start
        best = seconds if best is None else min(best, seconds)
added = sum(isinstance(op, AddColumnOp) for table in found.upgrade_ops.ops for op in getattr(table, "ops", ()))
if added != tables // 10:
    sys.exit(f"Alembic found {added} added columns, not {tables // 10}")
print(best)
'''


def schema(tables, added):
    out = []
    for t in range(tables):
        out.append(f"table t{t} {{\n  id : bigint identity primary key\n")
        out.extend(f"  c{c} : int\n" for c in range(COLUMNS - 1))
        out.append("  added : int?\n" if added and t % 10 == 0 else "")
        out.append("}\n")
    return "".join(out)


class Sqlite:
    dialect, title = "sqlite", "SQLite"

    @contextlib.contextmanager
    def database(self, folder, script):
        path = pathlib.Path(folder) / "live.db"
        path.unlink(missing_ok=True)
        subprocess.run(["sqlite3", path], input=script, check=True, text=True, stdout=subprocess.DEVNULL)
        yield f"sqlite:{path}", f"sqlite:///{path}"


class Postgres:
    dialect, title = "postgres", "PostgreSQL"

    def __init__(self, server):
        self.server = server

    def psql(self, url, script):
        subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", url], input=script, check=True, text=True,
                       stdout=subprocess.DEVNULL)

    @contextlib.contextmanager
    def database(self, folder, script):
        name = f"bench_{os.getpid()}"
        url = self.server.replace("/postgres?", f"/{name}?")
        self.psql(self.server, f"create database {name}")
        try:
            self.psql(url, script + "analyze;")
            yield url, url.replace("postgres://", "postgresql+psycopg2://", 1)
        finally:
            self.psql(self.server, f"drop database {name} with (force)")


def written(folder, name, text):
    path = pathlib.Path(folder) / name
    path.write_text(text)
    return path


def script_for(schemac, folder, dialect, tables):
    """The SQL of the tables without the added column; `more.schema` beside it has the column."""
    written(folder, "plain.schema", schema(tables, added=False))
    written(folder, "more.schema", schema(tables, added=True))
    return subprocess.run([schemac, "diff", "--from", "empty", "--to", "plain.schema", "--dialect", dialect, "--format", "sql"],
                          cwd=folder, check=True, capture_output=True, text=True).stdout


def find_added_columns(schemac, folder, url, tables):
    """The seconds of the whole process, once it is sure that it finds what there is to find."""
    command = [schemac, "diff", "--from", url, "--to", "more.schema", "--accept", "all", "--format", "sql"]
    found = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.count('ADD COLUMN "added"')
    if found != tables // 10:
        sys.exit(f"schemac found {found} added columns in {tables} tables, not {tables // 10}")
    return timed(command, folder)


def beside_alembic(schemac, engine, tables=1_000):
    with tempfile.TemporaryDirectory() as folder:
        script = script_for(schemac, folder, engine.dialect, tables)
        written(folder, "peer.py", ALEMBIC)
        with engine.database(folder, script) as (url, peer_url):
            ours = find_added_columns(schemac, folder, url, tables)
            process = timed(["/usr/bin/python3", "peer.py", peer_url, str(tables), "1"], folder)
            theirs = float(subprocess.run(["/usr/bin/python3", "peer.py", peer_url, str(tables), "2"], cwd=folder, check=True,
                                          capture_output=True, text=True).stdout)
    print(f"  {engine.title}: schemac's process, which reads the schema too, {ours:.3f} s; Alembic's process, which declares the "
          f"tables too, {process:.3f} s: {process / ours:.0f} x; its call alone {theirs:.3f} s: {theirs / ours:.0f} x")


def growth(schemac, engine, small=1_000, large=2_000):
    seconds = {}
    for tables in (small, large):
        with tempfile.TemporaryDirectory() as folder:
            with engine.database(folder, script_for(schemac, folder, engine.dialect, tables)) as (url, _):
                seconds[tables] = find_added_columns(schemac, folder, url, tables)
    print(f"  {engine.title}: {seconds[small]:.3f} s and {seconds[large]:.3f} s: {seconds[large] / seconds[small]:.1f} x (linear is 2)")


def main():
    schemac = os.path.abspath(sys.argv[1])
    engines = (Sqlite(), Postgres(os.environ["SCHEMAC_TEST_POSTGRES_URL"]))
    print(f"an added column in every tenth of 1,000 tables of {COLUMNS} columns, found in a live database")
    for engine in engines:
        beside_alembic(schemac, engine)
    print("the same, of 1,000 and of 2,000 tables")
    for engine in engines:
        growth(schemac, engine)


if __name__ == "__main__":
    main()
