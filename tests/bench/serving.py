"""One row by its key over HTTP, from PostgreSQL: the generated service, Flask with SQLAlchemy behind gunicorn, and what the
database itself gives, which is the same statement from pgbench.

usage: serving.py SCHEMAC WHOKNOWS EXAMPLE_FOLDER, where SCHEMAC_TEST_POSTGRES_URL names a server

Each peer is set up as its own documentation advises: gunicorn with 2 workers a core and one more, a pooled connection for
each thread, no transaction around a single read; pgbench with prepared statements. No one writes an access log.
"""

import contextlib
import json
import os
import pathlib
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

ROWS = 10_000
CONNECTIONS = 32
SECONDS = 5
ROUNDS = 3
CORES = os.cpu_count()

FLASK = '''
import os
from flask import Flask, abort, jsonify
from sqlalchemy import BigInteger, Column, DateTime, String, Text, create_engine
from sqlalchemy.orm import Session, declarative_base

THREADS = int(os.environ["THREADS"])
engine = create_engine(os.environ["PEER_URL"], pool_size=THREADS, max_overflow=0, isolation_level="AUTOCOMMIT")
Base = declarative_base()

class Page(Base):
    __tablename__ = "pages"
    id = Column(BigInteger, primary_key=True)
    title = Column(String(255))
    url = Column(String(500))
    language = Column(String)
    last_updated = Column(DateTime(timezone=True))
    content = Column(Text)

app = Flask(__name__)
app.json.sort_keys = False

@app.get("/v1/pages/<int:key>")
def page(key):
    with Session(engine) as session:
        found = session.get(Page, key)
        if found is None:
            abort(404)
        return jsonify(id=found.id, title=found.title, url=found.url, language=found.language,
                       last_updated=found.last_updated, content=found.content)
'''

# Which row is asked for is drawn beforehand, so that the load generator does little else than send.
WRK = f'''
local requests, at = {{}}, 0
function init()
  math.randomseed(os.time())
  for i = 1, 5000 do requests[i] = wrk.format("GET", "/v1/pages/" .. math.random(1, {ROWS})) end
end
function request()
  at = at % #requests + 1
  return requests[at]
end
'''

PGBENCH = f'''\\set key random(1, {ROWS})
SELECT id, title, url, language, last_updated, content FROM pages WHERE id = :key;
'''

FILL = f'''
insert into pages (title, url, content)
select 'Page ' || n, 'https://example.org/' || n, repeat('What is written on page ' || n || '. ', 4)
from generate_series(1, {ROWS}) as n;
delete from pages where id > {ROWS};
vacuum analyze pages;
'''


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def row(port, key):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/pages/{key}", timeout=10) as answer:
        return json.load(answer)


@contextlib.contextmanager
def served(command, port, folder, environment):
    """The service while it runs, from its first answer on; its output is shown where it gives none."""
    with open(folder / "service.log", "w+", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, **environment}, stdout=log, stderr=log)
        try:
            for _ in range(200):
                with contextlib.suppress(OSError):
                    row(port, 1)
                    break
                if process.poll() is not None:
                    break
                time.sleep(0.05)
            else:
                process.terminate()
            if process.poll() is not None:
                log.seek(0)
                sys.exit(f"{command[0]} does not serve:\n{log.read()}")
            yield
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait(timeout=30)


def psql(url, script):
    subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", url], input=script, check=True, text=True, stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def database(schemac, example):
    server = os.environ["SCHEMAC_TEST_POSTGRES_URL"]
    name = f"bench_{os.getpid()}"
    url = server.replace("/postgres?", f"/{name}?")
    psql(server, f"create database {name}")
    try:
        subprocess.run([schemac, "--project", example, "apply", "--url", url], check=True, stdout=subprocess.DEVNULL)
        psql(url, FILL)
        yield url
    finally:
        psql(server, f"drop database {name} with (force)")


def wrk(port, folder):
    """Requests a second. Anything but the row is a mistake of this measurement."""
    said = subprocess.run(["wrk", f"-t{CORES}", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", folder / "load.lua",
                           f"http://127.0.0.1:{port}"], check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(f"the load was not all answered:\n{said}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])


def pgbench(url, folder):
    said = subprocess.run(["pgbench", "-n", "-M", "prepared", "-c", str(CONNECTIONS), "-j", str(CORES), "-T", str(SECONDS),
                           "-f", folder / "select.sql", url], check=True, capture_output=True, text=True).stdout
    return float(re.search(r"tps = ([\d.]+)", said)[1])


def report(figures):
    medians = {name: statistics.median(values) for name, values in figures.items()}
    for name, values in figures.items():
        print(f"  {name}: {medians[name]:,.0f} a second (between {min(values):,.0f} and {max(values):,.0f})")
    service, flask, bare = medians.values()
    print(f"  the generated service is {service / flask:.1f} x Flask, and {service / bare:.2f} x pgbench, which speaks no HTTP")


def main():
    schemac, whoknows, example = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
    print(f"one row of {ROWS:,} by its key, {CONNECTIONS} connections, medians of {ROUNDS} times {SECONDS} s")
    with tempfile.TemporaryDirectory() as name, database(schemac, example) as url:
        folder = pathlib.Path(name)
        for file, text in (("load.lua", WRK), ("select.sql", PGBENCH), ("peer.py", FLASK)):
            (folder / file).write_text(text)
        ours, theirs = free_port(), free_port()
        threads = 4
        flask = ["gunicorn", "--bind", f"127.0.0.1:{theirs}", "--workers", str(2 * CORES + 1), "--worker-class", "gthread",
                 "--threads", str(threads), "--keep-alive", "60", "peer:app"]
        peer_environment = {"PEER_URL": url.replace("postgres://", "postgresql+psycopg2://", 1), "THREADS": str(threads)}
        our_environment = {"DATABASE_URL": url, "PORT": str(ours), "ACCESS_LOG": "false",
                           "SESSION_SECRET": "only for this measurement, and long enough"}
        figures = {"whoknows": [], "Flask, SQLAlchemy, gunicorn": [], "pgbench, prepared": []}
        with served([whoknows], ours, folder, our_environment), served(flask, theirs, folder, peer_environment):
            if row(ours, 7) != row(theirs, 7):
                sys.exit(f"the services do not answer alike: {row(ours, 7)} and {row(theirs, 7)}")
            for _ in range(ROUNDS):
                for values, rate in zip(figures.values(), (wrk(ours, folder), wrk(theirs, folder), pgbench(url, folder))):
                    values.append(rate)
        report(figures)


if __name__ == "__main__":
    main()
