"""What it takes to inspect a live database, beside the engine's own dump of its schema; and to plan against it.

usage: inspecting.py SCHEMAC, where SCHEMAC_TEST_POSTGRES_URL, SCHEMAC_TEST_MARIADB_URL and SCHEMAC_TEST_MYSQL_URL name
servers
"""

import contextlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse

import planning
from measure import peak_mb, timed

ROUNDS = 3  # each a run of both, since other work on the machine comes and goes
TYPES = ["bigint", "int", "varchar(80)", "text", "bool", "date?", "int = 0", "varchar(40) = 'x'", "smallint?", "double?"]


def schema(tables, added):
    """Tables with an index and a reference each; `added`: every tenth has one more column."""
    out = []
    for t in range(tables):
        out.append(f"/// Table number {t}.\ntable t{t} {{\n  id : bigint identity primary key\n")
        out.extend(f"  c{c} : {kind}\n" for c, kind in enumerate(TYPES))
        out.append(f"  parent : t{max(t - 1, 0)}.id?\n")
        out.append("  added : int?\n" if added and t % 10 == 0 else "")
        out.append("  index (c1, c2 desc)\n  check (c6 >= 0)\n}\n\n")
    return "".join(out)


class Sqlite(planning.Sqlite):
    def dump(self, url):
        return ["sqlite3", url.removeprefix("sqlite:"), ".schema"]


class Postgres(planning.Postgres):
    def dump(self, url):
        return ["pg_dump", "-s", url]


class Mysql:
    """MariaDB's client tools serve both."""

    def __init__(self, dialect, title, server):
        self.dialect, self.title, self.server = dialect, title, server
        url = urllib.parse.urlsplit(server)
        self.socket, self.user = urllib.parse.parse_qs(url.query)["socket"][0], url.username

    def client(self, program, *arguments):
        return [program, "--no-defaults", "--default-character-set=utf8mb4", "-u", self.user, "-S", self.socket, *arguments]

    def run(self, script, *database):
        subprocess.run(self.client("mariadb", *database), input=script, check=True, text=True, stdout=subprocess.DEVNULL)

    @contextlib.contextmanager
    def database(self, _, script):
        name = f"bench_{os.getpid()}"
        self.run(f"create database {name}")
        try:
            self.run(script, name)
            url = self.server.replace("/mysql?", f"/{name}?")
            yield url, url
        finally:
            self.run(f"drop database {name}")

    def dump(self, url):
        return self.client("mariadb-dump", "-d", "--routines", "--triggers", urllib.parse.urlsplit(url).path[1:])


def measured(schemac, engine, tables, ratios):
    """The seconds of inspection and of a plan; `ratios` are filled with those to the engine's own dump."""
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "plain.schema").write_text(schema(tables, added=False))
        pathlib.Path(folder, "more.schema").write_text(schema(tables, added=True))
        script = subprocess.run([schemac, "diff", "--from", "empty", "--to", "plain.schema", "--dialect", engine.dialect],
                                cwd=folder, check=True, capture_output=True, text=True).stdout
        with engine.database(folder, script) as (url, _):
            inspect = [schemac, "inspect", url]
            found = subprocess.run(inspect, check=True, capture_output=True, text=True).stdout
            found = len(re.findall("^table ", found, re.MULTILINE))
            if found != tables:
                sys.exit(f"schemac found {found} tables, not {tables}")
            rounds = []
            for _ in range(ROUNDS):
                ours, theirs = timed(inspect, folder), timed(engine.dump(url), folder)
                rounds.append((ours / theirs, ours, theirs))
            ratios.extend(sorted(rounds))
            plan = [schemac, "diff", "--from", url, "--to", "more.schema", "--accept", "all"]
            return sorted(rounds)[ROUNDS // 2][1], timed(plan, folder), peak_mb(inspect, folder), peak_mb(plan, folder)


def beside_dump(schemac, engine, small=1_000, large=2_000):
    ratios = []
    before = measured(schemac, engine, small, [])
    inspect, plan, inspect_mb, plan_mb = measured(schemac, engine, large, ratios)
    ratio, ours, theirs = ratios[ROUNDS // 2]
    print(f"  {engine.title}: inspect {ours:.3f} s, the engine's dump {theirs:.3f} s: {ratio:.2f} x "
          f"(of {ROUNDS} runs {ratios[0][0]:.2f} to {ratios[-1][0]:.2f}); peak {inspect_mb:.0f} MB; plan {plan:.3f} s, peak "
          f"{plan_mb:.0f} MB; from {small:,} tables inspect grows {inspect / before[0]:.1f} x, plan {plan / before[1]:.1f} x "
          "(linear is 2)", flush=True)


def main():
    schemac = os.path.abspath(sys.argv[1])
    server = os.environ
    print("2,000 tables of 12 columns with an index, a check and a reference each, inspected beside the engine's own dump")
    for engine in (Sqlite(), Postgres(server["SCHEMAC_TEST_POSTGRES_URL"]),
                   Mysql("mariadb", "MariaDB", server["SCHEMAC_TEST_MARIADB_URL"]),
                   Mysql("mysql", "MySQL", server["SCHEMAC_TEST_MYSQL_URL"])):
        beside_dump(schemac, engine)


if __name__ == "__main__":
    main()
