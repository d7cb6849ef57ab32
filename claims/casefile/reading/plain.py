"""Bytes read to plain values, those of JSON. What is none is kept as a flaw in its place, to be listed with its path."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections import Counter
from dataclasses import dataclass
from typing import Final

from claims.casefile.problem import CaseFileError, Problem
from claims.casefile.reading.advice import json_problem

#: The longest number read: the format has none beyond 2,000,000,000.
_MAX_DIGITS: Final = 20
NESTED_TOO_DEEPLY: Final = "nested too deeply; a case file has six levels"


@dataclass(frozen=True, slots=True)
class Flaw:
    """Stands where the file has something that is no value; ``message`` says what, and how to mend it."""

    message: str


class Repeating(dict[str, object]):
    """An object of the file in which ``names`` were given more than once."""

    names: tuple[str, ...] = ()


def text_of(data: bytes, *, limit: int) -> str:
    """Return the text of a file: UTF-8, not empty, at most ``limit`` bytes. A byte order mark is dropped.

    Raises: CaseFileError.
    """
    if len(data) > limit:
        raise broken(f"the file has {len(data):,} bytes, and at most {limit:,} are taken; split it")
    try:
        text = data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise broken(f"line {line}: byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8") from error
    if not text.strip():
        raise broken("the file is empty")
    return text


def read_json(text: str, formats: str = "") -> object:
    """Return the plain value of a JSON text, with `Repeating` and `Flaw` where the text has such.

    ``formats`` is said of what is no JSON at all: which formats are read.

    Raises: CaseFileError where it is not JSON.
    """
    try:
        return json.loads(text, object_pairs_hook=object_of, parse_int=_integer, parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise broken(json_problem(text, error.pos, error.msg, formats)) from error
    except RecursionError as error:
        raise broken(NESTED_TOO_DEEPLY) from error


def object_of(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the object of these members; where a name repeats, the last one stands and the object says so."""
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    repeating = Repeating(members)
    repeating.names = tuple(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
    return repeating


def broken(message: str) -> CaseFileError:
    """Return the error of a file that cannot be read at all."""
    return CaseFileError([Problem("$", message)])


def _integer(digits: str) -> int | Flaw:
    return (
        int(digits) if len(digits) <= _MAX_DIGITS else Flaw(f"a number of {len(digits):,} digits; no field takes one so large")
    )


def _constant(name: str) -> Flaw:
    return Flaw(f"{name} is not a JSON value; leave the field out")
