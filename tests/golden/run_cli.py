#!/usr/bin/env python3
"""Golden cases of the command line: run_cli.py --schemac BINARY [--update] [CASE…]

A case is a folder of tests/golden/cli: `cmd`, a bash script that uses what cli_prelude.sh offers, its inputs, and
`expected`, all that it writes. It runs in a copy of the folder, at a fixed time. --update rewrites the expectations."""

import argparse
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
NOW = "1795253400"  # 2026-11-21T09:30:00Z
SECONDS = 60  # no case takes longer
TIME = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")  # of the history, which is the clock's own
HASH = re.compile(r"\b[0-9a-f]{12}(?=…|  )")  # the beginning of a migration's hash


def environment(schemac, home):
    return {
        **{name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")},  # of a sanitizer's build
        "PATH": os.environ["PATH"],
        "HOME": home,  # no ~/.pgpass, no ~/.my.cnf
        "LC_ALL": "C.UTF-8",
        "SCHEMAC": str(pathlib.Path(schemac).resolve()),
        "SCHEMAC_STDLIB": str(HERE.parent.parent / "stdlib"),
        "SOURCE_DATE_EPOCH": NOW,
        "GOLDEN": str(HERE),
        "PYTHON": sys.executable,
    }


def output_of(case, schemac):
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / "case"
        shutil.copytree(case, folder, ignore=shutil.ignore_patterns("cmd", "expected"))
        script = ["bash", "-eu", "-c", 'source "$GOLDEN/cli_prelude.sh"; source "$0"', str(case / "cmd")]
        done = subprocess.run(script, cwd=folder, env=environment(schemac, scratch), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS, check=False)
        text = done.stdout.decode("utf-8", errors="replace").replace(str(folder), "CASE")
        text = TIME.sub("TIME", HASH.sub("HASH", text))
    return text if done.returncode == 0 else f"{text}the script itself failed ({done.returncode})\n"


def passes(case, schemac, update):
    found, expected = output_of(case, schemac), case / "expected"
    if found.endswith(")\n") and "the script itself failed" in found:
        print(f"{case.name}:\n{found}")
        return False
    if update:
        expected.write_text(found, encoding="utf-8")
        return True
    wanted = expected.read_text(encoding="utf-8") if expected.exists() else ""
    print("".join(difflib.unified_diff(wanted.splitlines(True), found.splitlines(True), str(expected), "found")), end="")
    return found == wanted and wanted != ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schemac", required=True)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("cases", nargs="*", help="names of cases; default: all")
    args = parser.parse_args()
    names = args.cases or sorted(path.parent.name for path in HERE.glob("cli/*/cmd"))
    failed = [name for name in names if not passes(HERE / "cli" / name, args.schemac, args.update)]
    if failed:
        sys.exit(f"{len(failed)} of {len(names)} failed: {' '.join(failed)}")


if __name__ == "__main__":
    main()
