"""Lists and numbers in words, for sentences."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from claims.policy.facts import Quantity

_SCALES = ((Decimal(10**12), "trillion"), (Decimal(10**9), "billion"), (Decimal(10**6), "million"))
#: "2.25 million" is read at a glance, "2.257 million" is not.
_DECIMALS_OF_SCALED = 2
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


def quantity_text(quantity: Quantity) -> str:
    """Return a figure as in "2 to 3 million shells as of 2024-09", "at least 3 million" or "up to 10,000 troops"."""
    low, high, unit, as_of = quantity
    if not low or not high:
        figure = f"at least {_figure(low)}" if low else f"up to {_figure(high)}"
    elif Decimal(low) == Decimal(high):
        figure = _figure(low)
    else:
        figure = _range(_figure(low), _figure(high))
    return f"{figure}{f' {unit}' if unit else ''}{f' as of {as_of}' if as_of else ''}"


def _range(low: str, high: str) -> str:
    number, _, scale = low.partition(" ")
    return f"{number if scale and high.endswith(f' {scale}') else low} to {high}"


def _figure(digits: str) -> str:
    figure = Decimal(digits)
    for scale, word in _SCALES:
        if abs(figure) >= scale:
            scaled = (figure / scale).normalize()
            exponent = scaled.as_tuple().exponent
            if isinstance(exponent, int) and -exponent <= _DECIMALS_OF_SCALED and scaled * scale == figure:
                return f"{scaled:,f} {word}"
            break
    return f"{figure:,f}"
