"""Run other programs as one-line steps, and end them when we are interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

#: Seconds that a program has to end by itself after Ctrl-C, which the terminal sends to it too. A guess: a test run closes
#: its workers and databases in three or four.
PATIENCE_SECONDS = 15
#: The first two make a Python import the wrong packages; with the third it compiles all our code each time.
_NOT_INHERITED = {"PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A program that runs at the same time as others; its output goes to our terminal, or to ``log``."""

    command: Sequence[str | Path]
    env: Mapping[str, str]
    log: Path | None = None


class StopError(Exception):
    """Ends the bootstrap; the message says what a person needs to do next."""


class Interrupted(BaseException):
    """Ends the bootstrap because of a signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def stop_on_signals() -> None:
    """Turn Ctrl-C, a closed terminal and a plain `kill` into `Interrupted`, so that no child process outlives us."""

    def interrupt(number: int, _frame: FrameType | None) -> None:
        raise Interrupted(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup, and `&` in scripts, ignore some on purpose
            signal.signal(number, interrupt)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Print one line: the step and, when it is done, how long it took."""
    started = time.monotonic()
    print(f"{what} …", end=" ", flush=True)
    try:
        yield
    except Interrupted:
        print(flush=True)
        raise
    except BaseException:
        print(f"failed after {time.monotonic() - started:.1f} s", flush=True)
        raise
    print(f"{time.monotonic() - started:.1f} s", flush=True)


def run_quietly(command: Sequence[str | Path], *, log: Path, env: Mapping[str, str], keep: Sequence[int] = ()) -> int:
    """Run `command` with all its output in `log`; return its exit code. It inherits the descriptors in `keep`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        child = subprocess.Popen(  # noqa: S603 - programs of our own virtual environment
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=env, pass_fds=keep
        )
        return _wait_for(child)


def run_attached(command: Sequence[str | Path], *, env: Mapping[str, str]) -> int:
    """Run `command` on our terminal; return its exit code."""
    sys.stdout.flush()
    return _wait_for(subprocess.Popen(command, env=env))  # noqa: S603 - as above


def answer_of(command: Sequence[str | Path], *, env: Mapping[str, str], timeout: float = 60) -> str | None:
    """Return what `command` prints, or None if it fails, does not exist or takes longer than `timeout` seconds."""
    try:
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=timeout, check=True)  # noqa: S603 - as above
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def run_together(runs: Sequence[Run]) -> Generator[tuple[Run, int]]:
    """Run all programs at the same time, and yield each with its exit code as it ends."""
    children: dict[subprocess.Popen[bytes], Run] = {}
    try:
        children.update((_started(run), run) for run in runs)
        while children:
            for child in [child for child in children if child.poll() is not None]:
                yield children.pop(child), child.returncode
            time.sleep(0.1)
    except BaseException as stopped:
        for child in children:
            _end(child, at_once=not (isinstance(stopped, Interrupted) and stopped.number == signal.SIGINT))
        raise


def clean_environment(**extra: str) -> dict[str, str]:
    """Return the variables for a child process: ours, except those that would mislead its Python or slow it down."""
    return {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED} | extra


def _started(run: Run) -> subprocess.Popen[bytes]:
    sys.stdout.flush()
    if run.log is None:
        return subprocess.Popen(run.command, env=run.env)  # noqa: S603 - programs of our own virtual environment
    with run.log.open("wb") as output:
        return subprocess.Popen(  # noqa: S603 - as above
            run.command, env=run.env, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )


def _wait_for(child: subprocess.Popen[bytes]) -> int:
    try:
        return child.wait()
    except Interrupted as interrupted:
        _end(child, at_once=interrupted.number != signal.SIGINT)
        raise


def _end(child: subprocess.Popen[bytes], *, at_once: bool) -> None:
    # A second Ctrl-C makes pytest and Celery stop without cleaning up, so they get time to handle the first one.
    if not at_once and _ends_by_itself(child):
        return
    child.terminate()
    if not _ends_by_itself(child):
        child.kill()
        child.wait()


def _ends_by_itself(child: subprocess.Popen[bytes]) -> bool:
    try:
        child.wait(PATIENCE_SECONDS)
    except (subprocess.TimeoutExpired, Interrupted):
        return False
    return True
