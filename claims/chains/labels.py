"""Labels that fit a box. They are untrusted: too long, or with characters that disguise text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from factcheck.text.texts import isolated

#: Widths in ems of a bold sans serif, rounded up: cutting a label one letter early is better than letting it overflow.
_NARROW, _USUAL, _BROAD, _BROADER, _FULL = 0.34, 0.6, 0.74, 0.9, 1.05
_NARROW_LETTERS: Final = frozenset("iljtfrI.,:;'’|!()[]-·  ")
_BROAD_LETTERS: Final = frozenset("&<>+=~")
_BROADER_LETTERS: Final = frozenset("mw…жшщюфы")
_FULL_LETTERS: Final = frozenset("MW@%—ЖШЩЮФЫ")
#: The most marks on one letter; more of them only serve to overprint the neighbours.
_MARKS: Final = 2
_ELLIPSIS: Final = "…"
_BETWEEN: Final = " · "
#: Joins letters of Persian and of emoji; every other invisible character is left out, those that turn text round above all.
_JOINERS: Final = frozenset("\u200c\u200d")


def fitting(text: str, width: float) -> str:
    """Return the text on one line, cut to at most ``width`` ems."""
    cleaned = clean(text)
    # So that only the text's own direction decides where its ellipsis goes.
    return isolated(cleaned if width_of(cleaned) <= width else _clipped(cleaned, width))


def joined(parts: Sequence[str], width: float) -> str:
    """Return the first of the parts, and as many more complete parts as fit into ``width`` ems."""
    line = ""
    for part in map(clean, parts):
        longer = f"{line}{_BETWEEN}{part}" if line else part
        if line and width_of(longer) > width:
            break
        line = longer
    return fitting(line, width)


def clean(text: str) -> str:
    """Return a text on one line, without characters that hide, reverse or stack."""
    return " ".join("".join(_visible(text)).split())


def width_of(text: str) -> float:
    """Return the approximate width of a text, in ems."""
    return sum(map(_letter_width, text))


def _visible(text: str) -> Iterator[str]:
    marks = 0
    for letter in text:
        category = unicodedata.category(letter)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if category[0] == "C" and letter not in _JOINERS:
            yield " " if category == "Cc" else ""
        elif category in {"Zl", "Zp"}:
            yield " "
        elif marks <= _MARKS:
            yield letter


def _letter_width(letter: str) -> float:
    if unicodedata.combining(letter) or letter in _JOINERS:
        return 0
    if letter in _FULL_LETTERS or unicodedata.east_asian_width(letter) in {"W", "F"}:
        return _FULL
    if letter in _BROADER_LETTERS:
        return _BROADER
    if letter in _NARROW_LETTERS:
        return _NARROW
    return _BROAD if letter in _BROAD_LETTERS or letter.isupper() else _USUAL


def _clipped(text: str, width: float) -> str:
    left = width - width_of(_ELLIPSIS)
    for end, letter in enumerate(text):
        left -= _letter_width(letter)
        if left < 0:
            return text[:end].rstrip() + _ELLIPSIS
    return text
