"""Building and running the programs that a benchmark measures."""
import os
import subprocess
import sys
import time

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.realpath(__file__)), "../../.."))


def build(target):
    """Returns the path of a program; what went wrong has been said where there is none."""
    built = subprocess.run([os.path.join(ROOT, "tests/bench/support/build_program"), target],
                           stdout=subprocess.PIPE, text=True)
    if built.returncode != 0:
        sys.exit(built.returncode)
    return built.stdout.strip()


class Run:
    """A process run to its end: wall and CPU seconds, peak memory in bytes."""

    def __init__(self, command, stdin=subprocess.DEVNULL, stdout=None, folder=None):
        with open(os.devnull, "wb") as nowhere:
            start = time.monotonic()
            process = subprocess.Popen(command, stdin=stdin, cwd=folder,
                                       stdout=nowhere if stdout is None else stdout)
            _, status, usage = os.wait4(process.pid, 0)
        self.wall = time.monotonic() - start
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss * 1024
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"error: {' '.join(command)} ended with {process.returncode}")
