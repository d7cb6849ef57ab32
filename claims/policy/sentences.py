"""Lists and numbers in words, for sentences."""

from __future__ import annotations

from collections.abc import Iterable

_FEW = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
#: More names than this make a sentence unreadable; the rest are counted.
_NAMES_SHOWN = 5


def listed(names: Iterable[str], *, joined_by: str = "and") -> str:
    """Return names as "A", "A and B", "A, B and C".

    Repeated names appear once, in the given order; after five names the rest are counted.
    """
    distinct = list(dict.fromkeys(names))
    if len(distinct) == 1:
        return distinct[0]
    if len(distinct) > _NAMES_SHOWN + 1:
        left = len(distinct) - _NAMES_SHOWN
        distinct = [*distinct[:_NAMES_SHOWN], f"{left} more"]
    if not distinct:
        return ""
    return f"{', '.join(distinct[:-1])} {joined_by} {distinct[-1]}"


def clauses(parts: Iterable[str]) -> str:
    """Return whole clauses as "A; B; C".

    Repeated clauses appear once, in the given order; after five clauses the rest are counted.
    """
    distinct = list(dict.fromkeys(parts))
    if len(distinct) > _NAMES_SHOWN + 1:
        distinct = [*distinct[:_NAMES_SHOWN], f"and {len(distinct) - _NAMES_SHOWN} more"]
    return "; ".join(distinct)


def few(number: int) -> str:
    """Return a small number as a word: style books require words below ten."""
    return _FEW[number] if number < len(_FEW) else str(number)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, "one origin", "three origins"."""
    return f"{few(number)} {noun}" if number == 1 else f"{few(number)} {noun}s"


def capitalised(sentence: str) -> str:
    """Return the sentence with its first letter as a capital and the rest unchanged."""
    return sentence[:1].upper() + sentence[1:]
