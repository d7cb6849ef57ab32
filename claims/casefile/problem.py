"""The problems of a case file, each with its place and how to fix it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import Final, NamedTuple

#: More than an editor fixes in one go (a guess); the rest are counted.
MAX_LISTED: Final = 200
#: Similarity is expensive: above these limits no word is proposed (guesses that keep a hostile file cheap).
_MAX_POOL: Final = 300
_MAX_WORD: Final = 100
_MAX_SHOWN: Final = 60
_PLAIN_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem, at a path into the document such as ``$.claims[3].attributions[1].stance``."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class CaseFileError(ValueError):
    """The case file cannot be loaded; ``problems`` lists all problems."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class Draft(NamedTuple):
    """A problem whose suggestion ("did you mean") is computed only if the problem is listed."""

    path: str
    message: str
    word: str = ""
    pool: Collection[str] = ()

    def problem(self) -> Problem:
        """Return the problem, with a suggestion from the pool if a word is close."""
        meant = likely_meant(self.word, self.pool)
        return Problem(self.path, f"{self.message}; did you mean {meant!r}?" if meant else self.message)


def listed(drafts: Iterable[Draft]) -> list[Problem]:
    """Return the first ``MAX_LISTED`` problems, and one that counts the rest."""
    remaining = iter(drafts)
    first = [draft.problem() for draft in islice(remaining, MAX_LISTED)]
    # Only counted: a suggestion for each is what costs time, and a hostile file can have very many problems.
    more = sum(1 for _ in remaining)
    return [*first, Problem("$", f"and {more:,} more")] if more else first


def likely_meant(word: str, pool: Collection[str]) -> str | None:
    """Return the word of the pool that is most like ``word``, if any is close."""
    if not word or len(word) > _MAX_WORD or len(pool) > _MAX_POOL:
        return None
    return next(iter(get_close_matches(word, pool, n=1)), None)


def shown(text: str) -> str:
    """Return ``text`` quoted for a message: cut short, with invisible characters as escapes."""
    return repr(text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…")


def member(path: str, name: str) -> str:
    """Return the path of member ``name`` of the object at ``path``."""
    if _PLAIN_NAME.fullmatch(name) and len(name) <= _MAX_WORD:
        return f"{path}.{name}"
    return f"{path}[{json.dumps(name if len(name) <= _MAX_WORD else name[:_MAX_WORD] + '…')}]"
