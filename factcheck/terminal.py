"""Progress bars of commands."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from django.db import reset_queries
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

Report = Callable[[str, int, int], None]  # what, done, total


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
