"""Bytes to plain values with the types of JSON. A flaw takes the place of an invalid value, so that its path is listed."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections import Counter
from dataclasses import dataclass
from typing import Final

from claims.casefile.problem import CaseFileError, Problem
from claims.casefile.reading.advice import json_problem

#: The longest number read: no field accepts more than 2,000,000,000.
_MAX_DIGITS: Final = 20
NESTED_TOO_DEEPLY: Final = "nested too deeply; a case file has six levels"


@dataclass(frozen=True, slots=True)
class Flaw:
    """A placeholder for an invalid value; ``message`` says what is wrong, and how to fix it."""

    message: str


class Repeating(dict[str, object]):
    """An object of the file that repeats the field names in ``names``."""

    names: tuple[str, ...] = ()


def text_of(data: bytes, *, limit: int) -> str:
    """Return the text of a file: UTF-8, not empty, at most ``limit`` bytes. A byte order mark is dropped.

    Raises: CaseFileError.
    """
    if len(data) > limit:
        raise broken(f"the file has {len(data):,} bytes; the limit is {limit:,}: split it")
    try:
        text = data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise broken(f"line {line}: byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8") from error
    if not text.strip():
        raise broken("the file is empty")
    return text


def read_json(text: str, formats: str = "") -> object:
    """Return the plain value of JSON text, with `Repeating` and `Flaw` where it applies.

    ``formats`` completes the error for text that is not JSON: which formats are read.

    Raises: CaseFileError if it is not JSON.
    """
    try:
        # The standard library: msgspec keeps the last of two equal names in silence, and stops at the first error.
        return json.loads(text, object_pairs_hook=object_of, parse_int=_integer, parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise broken(json_problem(text, error.pos, error.msg, formats)) from error
    except RecursionError as error:
        raise broken(NESTED_TOO_DEEPLY) from error


def object_of(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the object of these members; where a name repeats, the last value wins and the object records the name."""
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    repeating = Repeating(members)
    repeating.names = tuple(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
    return repeating


def broken(message: str) -> CaseFileError:
    """Return the error for a file that cannot be read at all."""
    return CaseFileError([Problem("$", message)])


def _integer(digits: str) -> int | Flaw:
    return (
        int(digits)
        if len(digits) <= _MAX_DIGITS
        else Flaw(f"a number of {len(digits):,} digits; no field accepts one so large")
    )


def _constant(name: str) -> Flaw:
    return Flaw(f"{name} is not a JSON value; leave the field out")
