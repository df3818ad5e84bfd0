"""A database of our own on the server that SCHEMAC_TEST_…_URL names."""

import os
import subprocess
import urllib.parse

from mutations.dice import Impossible

SEPARATOR = "\x1f"


def server_url(engine):
    variable = f"SCHEMAC_TEST_{engine.upper()}_URL"
    if variable not in os.environ:
        raise SystemExit(f"{variable} is not set: run the tests with ./dev test, or start ./dev servers")
    return urllib.parse.urlsplit(os.environ[variable])


def own_name():
    """Two runs beside each other do not meet."""
    return f"mutated_{os.getpid()}"


def output_of(command, script=""):
    done = subprocess.run(command, input=script, text=True, capture_output=True)
    if done.returncode != 0:
        raise Impossible(done.stderr.strip())
    return done.stdout
