"""Exact decimal figures as text: never floats, which would change digits. Pure."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

#: Digits before and after the decimal point: enough for any sum of money or population in the news (a guess).
MOST_WHOLE: Final = 18
MOST_FRACTION: Final = 6
_PLAIN: Final = re.compile(rf"-?[0-9]{{1,{MOST_WHOLE}}}(?:\.[0-9]{{1,{MOST_FRACTION}}})?")
#: Spaces that people type or paste between groups of digits (no-break, thin, narrow no-break).
_SPACES: Final = dict.fromkeys(map(ord, " \u00a0\u2009\u202f"), " ")
#: In Ukrainian a comma begins decimals; who copies from English groups with it.
_TWO_READINGS: Final = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}")


def parsed(text: str) -> str:
    """Return a figure in its stored form: without leading zeros, every other digit as given.

    Raises: ValueError with advice.
    """
    if not _PLAIN.fullmatch(text):
        raise ValueError(
            f"{text[:60]!r} is not a figure: write digits only, with a point before decimals (3000000 or 2.5); at most"
            f" {MOST_WHOLE} digits before the point and {MOST_FRACTION} after it"
        )
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, point, fraction = digits.partition(".")
    stored = f"{whole.lstrip('0') or '0'}{point}{fraction}"
    return stored if not stored.strip("0.") else f"{sign}{stored}"


def as_text(figure: Decimal) -> str:
    """Return a figure with all its digits, without an exponent."""
    return format(figure, "f")


def typed(text: str, *, decimal_mark: str) -> str:
    """Return what a person typed, in stored form: digits may be grouped by spaces, or by the mark that is not ``decimal_mark``.

    A single point is always read as in the stored form, which pages show.

    Raises: ValueError with advice, also where a comma could group digits or begin decimals.
    """
    text = text.strip().translate(_SPACES).replace("\u2212", "-")
    text = _ungrouped(text, " ", decimal_mark)
    if decimal_mark == ".":
        return parsed(_ungrouped(text, ",", "."))
    if _TWO_READINGS.fullmatch(text):
        whole, fraction = text.split(",")
        raise ValueError(f"{text!r} has two readings: write {whole}{fraction}, or {whole}.{fraction}")
    if text.count(".") != 1 or "," in text:
        text = _ungrouped(text, ".", ",").replace(",", ".")
    return parsed(text)


def _ungrouped(text: str, mark: str, decimal_mark: str) -> str:
    whole, point, fraction = text.partition(decimal_mark)
    grouped = re.fullmatch(rf"-?[0-9]{{1,3}}(?:{re.escape(mark)}[0-9]{{3}})+", whole)
    return f"{whole.replace(mark, '')}{point}{fraction}" if grouped else text
