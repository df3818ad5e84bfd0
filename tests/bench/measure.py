"""What the measurements share."""

import statistics
import subprocess
import time

ROUNDS = 3


def timed(command, cwd):
    """The median seconds of a few runs."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)
