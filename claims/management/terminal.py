"""Terminal output of commands: tables of flagged claims."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from shutil import get_terminal_size

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from claims.runs.report import Row, interval

#: The width if the output is not a terminal, so that it is always the same.
FIXED_WIDTH = 132
#: Rows of a table; the rest are only counted, because nobody reads more.
MOST_ROWS = 200
_COLOURS = {"critical": "bold red", "warning": "yellow", "info": "cyan"}


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
