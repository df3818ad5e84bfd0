#!/usr/bin/env python3
"""Pairs of schemas that nobody wrote: a schema, and what a few random statements of its own engine make of it.

usage: mutate.py --engine postgres|mysql|mariadb|sqlite --seed N --cases N --out FOLDER [--changes N]
                 [--only NUMBER] [--own]

They are laid out as the corpora are, for corpus_runner with SCHEMAC_CORPUS=FOLDER; done.txt beside a pair has the
statements. What is changed comes out of the corpora that SCHEMAC_CORPUS names, and out of mutations/samples, or with
--own out of the samples alone. The same seed over the same schemas makes the same cases; each has dice of its own, so
that --only NUMBER makes one of them as it was. The servers are those of SCHEMAC_TEST_POSTGRES_URL and its like.
"""

import argparse
import json
import os
import pathlib
import shutil

from mutations import mysql, postgres, sqlite
from mutations.dice import Dice, Impossible
from mutations.starts import starts_of

ENGINES = {
    "postgres": postgres.Postgres,
    "mysql": mysql.Mysql,
    "mariadb": mysql.Mariadb,
    "sqlite": sqlite.Sqlite,
}
CORPUS_FOLDERS = [f"{kind}/{engine}" for kind in ("pairs", "real") for engine in ("postgres", "mysql", "mysql8-only", "sqlite")]
TRIES = 6  # for one change: many find no place, or the engine refuses them
STARTS_TRIED = 20  # for one case: some do not load on this server, some take no change


def changed(database, dice, most):
    """Changes the database and returns the statements that did."""
    done = []
    for _ in range(dice.randint(1, most)):
        for _ in range(TRIES):
            try:
                done.append(database.change(dice))
                break
            except Impossible:
                continue
    return done


def new_case(engine, starts, dice, most):
    """(start, text before, text after, statements)"""
    for _ in range(STARTS_TRIED):
        start = dice.choice(starts)
        with engine.database() as database:
            try:
                database.load(start)
                before = database.dump()
                done = changed(database, dice, most)
                after = database.dump()
            except Impossible:  # this server does not take the schema, or cannot dump it
                continue
        if before == after:
            continue
        with engine.database() as database:
            try:
                database.run(after)
            except Impossible:  # an engine's dump that the engine does not read back says nothing about schemac
                continue
        return start, before, after, done
    raise SystemExit(f"mutate.py: of {STARTS_TRIED} schemas none was there to be changed")


def write_case(folder, start, before, after, done):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "from.sql").write_text(before)
    (folder / "to.sql").write_text(after)
    (folder / "done.txt").write_text("\n".join(done) + "\n")
    (folder / "meta.json").write_text(json.dumps({"start": start.name, "roles": start.roles, "noop": False}) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("--engine", required=True, choices=ENGINES)
    parser.add_argument("--seed", required=True, type=int)
    parser.add_argument("--cases", required=True, type=int)
    parser.add_argument("--out", required=True, type=pathlib.Path, help="a corpora folder, made where it is not there")
    parser.add_argument("--changes", type=int, default=5, help="how many a case has at most")
    parser.add_argument("--only", type=int, help="the number of the one case to make")
    parser.add_argument("--own", action="store_true", help="start from mutations/samples, whatever SCHEMAC_CORPUS names")
    args = parser.parse_args()

    engine = ENGINES[args.engine]()
    corpus = None if args.own else os.environ.get("SCHEMAC_CORPUS")
    starts = starts_of(engine.sample, engine.corpus_folders, corpus)
    for folder in CORPUS_FOLDERS:
        (args.out / folder).mkdir(parents=True, exist_ok=True)
    suite = args.out / "pairs" / engine.pairs_folder / f"seed{args.seed}"
    numbers = range(args.cases) if args.only is None else [args.only]
    if args.only is None:
        shutil.rmtree(suite, ignore_errors=True)  # what an earlier run of the seed made
    for number in numbers:
        case = new_case(engine, starts, Dice(f"{args.engine} {args.seed} {number}"), args.changes)
        write_case(suite / f"{number:03d}_{case[0].name}", *case)


if __name__ == "__main__":
    main()
