"""Questions on a terminal; without one, their defaults."""

from __future__ import annotations

from collections.abc import Callable
from getpass import getpass
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, OutputWrapper

Value = TypeVar("Value")
#: Reads what was typed, or raises ValidationError or ValueError with a sentence that says what is wrong.
Reads = Callable[[str], Value]


class Asking:
    """Asks until the answer is valid, if somebody is there."""

    def __init__(self, out: OutputWrapper, *, interactive: bool) -> None:
        self.out, self.interactive = out, interactive

    def value(self, question: str, default: Value, reads: Reads[Value]) -> Value:
        """Ask for a value; an empty answer is the default."""
        shown = f"{question}: " if default == "" else f"{question} [{default}]: "
        while self.interactive:
            given = self._typed(shown).strip()
            if not given:
                break
            try:
                return reads(given)
            except (ValidationError, ValueError) as error:
                self._say(error)
        return default

    def yes(self, question: str, *, default: bool) -> bool:
        """Ask a question that is answered by yes or no."""
        if not self.interactive:
            return default
        given = self._typed(f"{question} [{'Y/n' if default else 'y/N'}]: ").strip().lower()
        return given.startswith("y") if given else default

    def password(self, check: Callable[[str], None]) -> str:
        """Ask for a password, twice."""
        while True:
            given = self._typed("Password: ", getpass)
            try:
                check(given)
            except ValidationError as error:
                self._say(error)
                continue
            if self._typed("The same again: ", getpass) == given:
                return given
            self.out.write("The two differ.")

    def _typed(self, question: str, reads: Callable[[str], str] | None = None) -> str:
        try:
            return (reads or input)(question)
        except (EOFError, KeyboardInterrupt):
            raise CommandError("Stopped. What was done so far stays; run setup again for the rest.") from None

    def _say(self, error: Exception) -> None:
        self.out.write(" ".join(error.messages) if isinstance(error, ValidationError) else str(error))
