"""Query parameters: each must be known, appear once, and have a valid value."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from difflib import get_close_matches

from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from factcheck.api.problems import Fault, ProblemError, refused_parameter

#: No parameter needs more; a longer one is refused before anything looks at it.
LONGEST = 1_000
#: Words of a parameter that takes several.
MOST_WORDS = 10


def refuse_unknown(sent: QueryDict, known: Collection[str]) -> None:
    """Raise ProblemError for every parameter that is unknown, repeated or too long.

    Otherwise the response to a misspelt filter would be mistaken for a filtered list.
    """
    wrong = [fault for name in sent for fault in _faults(name, sent.getlist(name), known)]
    if wrong:
        raise ProblemError("bad-parameter", errors=wrong)


def _faults(name: str, values: list[str], known: Collection[str]) -> list[Fault]:
    shown = name[:60]
    if name not in known:
        near = get_close_matches(name, known, 1)
        hint = f" Is it “{near[0]}”?" if near else f" There are: {', '.join(sorted(known)) or 'none'}."
        return [Fault(parameter=shown, detail=f"Nobody knows this parameter.{hint}")]
    if len(values) > 1:
        return [Fault(parameter=shown, detail="Give it once; several values go with commas, where it takes several.")]
    if not values[0]:
        return [Fault(parameter=shown, detail="It is empty: give it a value, or leave it out.")]
    if len(values[0]) > LONGEST:
        return [Fault(parameter=shown, detail=f"At most {LONGEST} characters.")]
    if "\x00" in values[0]:
        return [Fault(parameter=shown, detail="A null character is part of no value.")]
    return []


def one_of(sent: Mapping[str, str], name: str, choices: Collection[str]) -> str:
    """Return a parameter that is one of ``choices``; empty if it is missing."""
    value = sent.get(name, "")
    if value and value not in choices:
        raise refused_parameter(name, f"One of: {', '.join(sorted(choices))}.")
    return value


def some_of(sent: Mapping[str, str], name: str, choices: Collection[str]) -> list[str]:
    """Return a comma-separated parameter with values from ``choices``; empty if it is missing."""
    words = sent[name].split(",") if sent.get(name) else []
    if len(words) > MOST_WORDS or not set(words) <= set(choices):
        raise refused_parameter(name, f"At most {MOST_WORDS}, comma-separated, of: {', '.join(sorted(choices))}.")
    return words


def yes_no(sent: Mapping[str, str], name: str, *, opposite: bool = False) -> bool | None:
    """Return a yes-or-no parameter; None if it is missing."""
    word = one_of(sent, name, ("yes", "no"))
    return (word == "yes") is not opposite if word else None


def number(sent: Mapping[str, str], name: str, default: int, most: int, least: int = 1) -> int:
    """Return a number within bounds; ``default`` if it is missing."""
    value = sent.get(name, "")
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):
        raise refused_parameter(name, f"A number from {least} to {most}.")
    return int(value)


def instant(sent: Mapping[str, str], name: str) -> datetime | None:
    """Return a date-time with an offset, such as 2024-06-12T12:00:00Z; None if it is missing."""
    value = sent.get(name, "")
    if not value:
        return None
    try:
        # In an address "+" stands for a space: an offset that was not escaped is meant all the same.
        found = parse_datetime(value.replace(" ", "+"))
        # PostgreSQL knows no offset beyond sixteen hours, which Python takes.
        at = found.astimezone(UTC) if found is not None and found.tzinfo is not None else None
    except (ValueError, OverflowError):
        at = None
    if at is None:
        raise refused_parameter(name, "An instant with its offset, such as 2024-06-12T12:00:00Z.")
    return at
