"""What ./dev bench prints: each figure a ratio against a peer or a limit, both measured in this run.

usage: bench.py SCHEMAC BARE_PARSE
"""

import contextlib
import os
import subprocess
import sys
import tempfile

from measure import peak_mb, timed

TYPES = ["bigint", "int", "varchar(80)", "text", "bool", "timestamptz?", "decimal(12, 2)", "date?", "uuid?", "int = 0",
         "varchar(40) = 'x'", "smallint?", "double?", "timestamp?"]


def schema(tables, extra=None):
    """`tables` tables of 15 columns; `extra`: a column that every tenth table has besides."""
    out = []
    for t in range(tables):
        out.append(f"/// Table number {t}.\ntable t{t} {{\n  id : bigint identity primary key\n")
        out.extend(f"  c{c} : {kind}\n" for c, kind in enumerate(TYPES))
        if extra and t % 10 == 0:
            out.append(f"  {extra}\n")
        out.append("  index (c1, c2 desc)\n}\n\n")
    return "".join(out)


def project(folder, tables):
    with open(os.path.join(folder, "schemac.toml"), "w", encoding="utf-8") as f:
        f.write('dialects = ["sqlite"]\n[env.dev]\nurl = "sqlite:bench.db"\n')
    with open(os.path.join(folder, "bench.schema"), "w", encoding="utf-8") as f:
        f.write(schema(tables))


@contextlib.contextmanager
def remembering(folder):
    """Where schemac keeps what unchanged files came to; nowhere, and so always cold, where `folder` is none."""
    os.environ["XDG_CACHE_HOME"] = folder or os.devnull
    try:
        yield
    finally:
        del os.environ["XDG_CACHE_HOME"]


def compile_speed(schemac, bare_parse):
    print("check and plan of 15 columns a table, against the bare ANTLR lex and parse of the same text")
    checks = {}
    no_change = [schemac, "plan", "-m", "none"]
    for tables in (1_000, 10_000):
        with tempfile.TemporaryDirectory() as folder:
            project(folder, tables)
            subprocess.run([schemac, "plan", "-m", "all"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
            bare = timed([bare_parse, "bench.schema"], folder)
            with remembering(None):
                check = timed([schemac, "check"], folder)
                plan = timed(no_change, folder)
                peaks = [peak_mb(command, folder) for command in ([schemac, "check"], no_change)]
            with remembering(os.path.join(folder, "cache")):
                subprocess.run(no_change, cwd=folder, check=True, stdout=subprocess.DEVNULL)
                warm = timed(no_change, folder)
            checks[tables] = check
            print(f"  {tables:6} tables: bare {bare:.2f} s; check {check:.2f} s = {check / bare:.2f} x bare; "
                  f"no-change plan {plan:.2f} s = {plan / bare:.2f} x bare; "
                  f"again, nothing having changed, {warm:.3f} s = {plan / warm:.0f} x faster; "
                  f"peak of check {peaks[0]:.0f} MB, of plan {peaks[1]:.0f} MB")
    print(f"  growth of check from 1,000 to 10,000 tables: {checks[10_000] / checks[1_000]:.1f} x (linear is 10)")


def main():
    schemac, bare_parse = (os.path.abspath(path) for path in sys.argv[1:3])
    compile_speed(schemac, bare_parse)


if __name__ == "__main__":
    main()
