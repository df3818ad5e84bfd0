"""What every command prints with --json, and the files it writes, against the JSON Schemas in docs/schemas.

usage: json_shapes.py SCHEMAC SCHEMAS
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import jsonschema

SCHEMA = """/// People.
table users {
  id   : bigint identity primary key
  name : varchar(40) unique
}
"""
CHANGED = SCHEMA.replace("varchar(40)", "varchar(20)") + "table notes { id : bigint identity primary key }\n"

seen = set()


def main():
    schemac, schemas = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    known = {path.name.removesuffix(".schema.json"): json.loads(path.read_text()) for path in schemas.glob("*.schema.json")}
    for schema in known.values():
        jsonschema.Draft202012Validator.check_schema(schema)

    def check(name, text):
        jsonschema.Draft202012Validator(known[name]).validate(json.loads(text))
        seen.add(name)

    with tempfile.TemporaryDirectory() as folder:
        def run(*args, shape=None, status=0, stderr=False):
            done = subprocess.run([schemac, *args], cwd=folder, capture_output=True, text=True)
            assert done.returncode == status, (args, done)
            if shape:
                check(shape, done.stderr if stderr else done.stdout)

        def write(name, text):
            (pathlib.Path(folder) / name).write_text(text)

        run("init", "fresh", "--json", shape="ids")
        shutil.rmtree(pathlib.Path(folder, "fresh"))
        write("schemac.toml", 'dialects = ["sqlite", "postgres"]\n[env.dev]\nurl = "sqlite:dev.db"\n')
        write("app.schema", SCHEMA)
        run("check", "--json", shape="check")
        run("check", "--json", "--format", "json", shape="check")
        run("fmt", "--json", shape="fmt")
        run("plan", "-m", "first", "--json", shape="plan")
        run("plan", "-m", "first", "--json", shape="plan")
        run("apply", "--dry-run", "--json", shape="ids")
        run("apply", "--json", shape="ids")
        write("app.schema", CHANGED)
        run("diff", "--from", "migrations:migrations", "--to", "app.schema", "--format", "json", shape="diff")
        run("diff", "--from", "empty", "--to", "app.schema", "--json", shape="diff")
        run("plan", "-m", "second", "--json", "--accept", "all", shape="plan")
        run("apply", "--json", shape="ids")
        run("status", "--json", shape="status")
        run("verify", "--json", shape="verify")
        run("history", "--json", shape="history")
        run("heads", "--json", shape="heads")
        run("show", "--json", sorted(os.listdir(f"{folder}/migrations"))[0], shape="show")
        run("rollback", "--dry-run", "--json", shape="ids")
        run("rollback", "--json", shape="ids")
        run("resume", "--json", shape="ids")
        run("repair", "--json", shape="ids")
        run("repair", "--snapshot", "--json", shape="ids")
        run("merge", "--json", shape="ids")
        run("purge", "--json", shape="ids")
        run("inspect", "sqlite:dev.db", "--json", shape="inspected")
        run("inspect", "sqlite:dev.db", "-o", "found.schema.txt", "--json", shape="inspected")
        run("inspect", "sqlite:dev.db", "--split", "-o", "split", "--json", shape="inspected")
        shutil.rmtree(pathlib.Path(folder, "split"))
        write("made.sql", "CREATE TABLE t (id INTEGER); INSERT INTO t VALUES (1);")
        run("import", "made.sql", "--dialect", "sqlite", "--json", shape="inspected")
        subprocess.run(["sqlite3", "flask.db", "CREATE TABLE alembic_version (version_num TEXT)"], cwd=folder, check=True)
        run("import", "--alembic", "sqlite:flask.db", "--json", shape="inspected")
        run("generate", "--out", "generated", "--check", "--json", shape="generate", status=2)
        run("generate", "--out", "generated", "--json", shape="generate")
        subprocess.run(["sqlite3", "dev.db", "ALTER TABLE users ADD COLUMN x int"], cwd=folder, check=True)
        run("verify", "--json", shape="verify", status=2)
        write("app.schema", SCHEMA + "table pets {\n  owner : user.id\n}\n")
        run("check", "--fix", "--json", shape="check")
        write("app.schema", "table t {\n  id : nothing\n}\n")
        run("check", "--format", "json", shape="diagnostics", status=1, stderr=True)
        for path in pathlib.Path(folder, "migrations").glob("*/migration.json"):
            check("migration", path.read_text())
        check("snapshot", pathlib.Path(folder, "migrations", "snapshot.json").read_text())
    unused = set(known) - seen
    assert not unused, f"nothing prints {unused}"


main()
