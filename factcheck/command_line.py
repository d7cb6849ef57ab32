"""Management commands as they are called from a shell: a full disk or a database at fault ends them with one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from django.core.management import execute_from_command_line

from factcheck.database.faults import explained


def run(arguments: Sequence[str]) -> None:
    """Run a command; where the database or the disk of the output is at fault, say what, where and how to mend it, and exit.

    A command that knows more, such as how far it came, says so itself. With ``--traceback`` the error is raised as it is.
    """
    try:
        execute_from_command_line(list(arguments))
        sys.stdout.flush()  # else a full disk is found only as the interpreter ends
    except Exception as error:
        told = explained(error)
        if not told or "--traceback" in arguments:
            raise
        _let_go_of_output()
        sys.stderr.write(f"{' '.join(arguments[1:2])} stopped. {told}\n")
        raise SystemExit(1) from None


def _let_go_of_output() -> None:
    """Have what is left in the buffer go nowhere: the interpreter would fail at it again as it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
