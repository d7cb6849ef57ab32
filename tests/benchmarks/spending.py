"""What a process takes: wall time, CPU time and memory of it and its children, and CPU time of the database's server."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
#: A unit of ru_maxrss: a kibibyte, but on macOS a byte.
_PER_MEGABYTE = 1024 * 1024 if sys.platform == "darwin" else 1024
#: As in production: with DEBUG on, Django keeps the text of every statement.
PRODUCTION = {"DEBUG": "0", "SECRET_KEY": "benchmark", "CELERY_BROKER_URL": "memory://", "NO_COLOR": "1"}


class Spent(NamedTuple):
    """What one process took, its children included; the memory is that of the largest of them."""

    wall: float
    cpu: float
    server: str  # the CPU time of the database's server, in words; empty where there is none
    megabytes: float
    output: str

    def __str__(self) -> str:
        return f"{self.wall:.2f} s, CPU {self.cpu:.1f} s{self.server}, {self.megabytes:.0f} MB"


#: Watches a server while a process runs; entering it gives a function that tells in words the CPU time spent since.
Watch = Callable[[], AbstractContextManager[Callable[[], str]]]


def unwatched() -> AbstractContextManager[Callable[[], str]]:
    """Watch nothing."""
    return nullcontext(lambda: "")


def python(url: str, *arguments: str, watch: Watch = unwatched, output_bytes: int = 10_000) -> Spent:
    """Run Python on the database at ``url`` and return what that took.

    Whoever calls this must be small itself: on Linux a new process starts with the peak memory of the one that it came from.
    Raises: RuntimeError with the end of what the process said, if it fails.
    """
    environment = {**os.environ, **PRODUCTION, "DATABASE_URL": url}
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complained, watch() as server:
        started = time.perf_counter()
        process = subprocess.Popen([sys.executable, *arguments], env=environment, cwd=ROOT, stdout=said, stderr=complained)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if status:
            raise RuntimeError(f"{' '.join(arguments)[:200]} failed:\n{_end_of(said)}{_end_of(complained)}")
        said.seek(0)
        output = said.read(output_bytes)
    return Spent(wall, usage.ru_utime + usage.ru_stime, server(), usage.ru_maxrss / _PER_MEGABYTE, output)


def manage(url: str, *arguments: str, watch: Watch = unwatched) -> Spent:
    """Run a management command and return what that took."""
    return python(url, "manage.py", *arguments, watch=watch)


def _end_of(file: IO[str]) -> str:
    file.seek(0)
    return file.read()[-2000:]


def cpu_seconds(pid: int) -> float | None:
    """Return the CPU time that a process of this machine has taken, its ended threads included; None where nobody tells.

    Linux has a clock for every process (clock_getcpuclockid(3)), a thousand times as fine as what /proc says.
    """
    try:
        return time.clock_gettime(~pid << 3 | 2)
    except (AttributeError, OSError, OverflowError):  # another system; or the process has ended
        return None


def verdict(reached: bool, target: str) -> str:
    """Return the end of a line: what was to be reached, and whether it was."""
    return f"(to reach: {target}; {'reached' if reached else 'NOT reached'})"
