"""What the measurements share."""

import os
import resource
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


def peak_mb(command, cwd):
    """The peak memory of one run, in MB, taken from a child of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)
        os.write(writer, str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss).encode())
        os._exit(0)
    os.waitpid(child, 0)
    return int(os.read(reader, 64)) / 1024
