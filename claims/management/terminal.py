"""Terminal output of commands: tables of flagged claims, and progress bars."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from shutil import get_terminal_size
from typing import TextIO

from django.core.management.base import OutputWrapper
from django.db import reset_queries
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from claims.runs.report import Row, interval

#: The width if the output is not a terminal, so that it is always the same.
FIXED_WIDTH = 132
#: Rows of a table; the rest are only counted, because nobody reads more.
MOST_ROWS = 200
_COLOURS = {"critical": "bold red", "warning": "yellow", "info": "cyan"}

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


def print_flagged(flagged: Sequence[Row], out: OutputWrapper, *, left_out: int = 0) -> None:
    """Print the table of flagged claims: status, independent origins of both sides, and flags with their reasons."""
    console = Console(file=StringIO(), width=_width(out), force_terminal=out.isatty(), highlight=False)
    table = Table(show_lines=True, expand=True)
    table.add_column("Claim", ratio=3)
    table.add_column("Status", no_wrap=True)
    table.add_column("Support", no_wrap=True)
    table.add_column("Denial", no_wrap=True)
    table.add_column("Why it is flagged", ratio=7)
    for row in flagged:
        # Escaped, because rich would read square brackets in a claim as its own markup.
        table.add_row(escape(row.text), row.status, interval(row.support), interval(row.denial), _reasons(row))
    console.print(table)
    if left_out:
        console.print(f"… and {left_out} more. --json lists all of them.")
    console.print("Support, Denial: independent origins, minimum–maximum; + means that there may be more.")
    out.write(console.file.getvalue())  # type: ignore[attr-defined]


def _width(out: OutputWrapper) -> int:
    return get_terminal_size().columns if out.isatty() else FIXED_WIDTH


def _reasons(row: Row) -> str:
    lines = [f"[bold]{escape(row.explanation)}[/bold]"]
    for flag in row.flags:
        if not flag.implied_by:
            implied = [f"[{_COLOURS[other.severity]}]{other.code}[/]" for other in row.flags if other.implied_by == flag.code]
            more = f" → {', '.join(implied)}" if implied else ""
            level = f" ({flag.level})" if flag.level else ""
            lines.append(f"[{_COLOURS[flag.severity]}]{flag.code}{level}[/]{more}: {escape(flag.reason)}")
    return "\n".join(lines)
