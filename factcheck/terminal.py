"""What long commands share: progress bars, and a graceful end."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from django.db import reset_queries
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

Report = Callable[[str, int, int], None]  # what, done, total


@contextmanager
def ending_gracefully() -> Iterator[None]:
    """Have a command that is asked to end (SIGTERM) do what it does when a person presses Ctrl-C: it raises KeyboardInterrupt.

    Otherwise Python ends at once, without a word on what is stored, and processes that the command started go on.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def progress(stream: TextIO = sys.stderr) -> Iterator[Report]:
    """Show a progress bar on a terminal, and nothing elsewhere. Yield a function to call with (what, done, total)."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=stream), transient=True, disable=not stream.isatty()) as bars:
        tasks: dict[str, int] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            reset_queries()  # with DEBUG on, Django stores the text of every query
            bars.update(tasks[what], completed=done, total=total)  # type: ignore[arg-type]

        yield report
