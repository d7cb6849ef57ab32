"""Management commands in a shell: a full disk or a database error ends them with one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from django.core.management import execute_from_command_line

from factcheck.database.faults import explained


def run(arguments: Sequence[str]) -> None:
    """Run a command; if the database or the output's disk fails, print what, where and how to fix it, and exit.

    A command that knows more, such as its progress, prints that itself. With ``--traceback`` the error is raised.
    """
    try:
        execute_from_command_line(list(arguments))
        sys.stdout.flush()  # otherwise a full disk is found only at interpreter exit
    except Exception as error:
        line = explained(error)
        if not line or "--traceback" in arguments:
            raise
        _let_go_of_output()
        sys.stderr.write(f"{' '.join(arguments[1:2])} stopped. {line}\n")
        raise SystemExit(1) from None


def _let_go_of_output() -> None:
    """Discard what is left in the buffer: the interpreter would fail on it again at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
