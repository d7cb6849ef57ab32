"""A stream of lines, each a claim or a small case file, read one at a time. No byte is trusted, and none is kept for long.

NDJSON: one JSON value per line. Loading a stream equals loading its lines one after the other, each as its own case file.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from claims.casefile.checks.case_context import rows
from claims.casefile.problem import CaseFileError, Problem
from claims.casefile.reading.advice import CASE_FORMATS
from claims.casefile.reading.decoding import converted, sound
from claims.casefile.reading.plain import broken, read_json
from claims.casefile.records import FORMAT, CaseFile, CaseLine, ClaimRecord

#: A claim with some thousands of attributions; the rest of a longer line is dropped, so that it uses no memory.
MAX_LINE_BYTES: Final = 2_000_000
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")

_EXPECTED: Final = "expected an object: a claim, or lists of a case file"

T = TypeVar("T", bound=Struct)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a stream, counted from 1: its case, or its problems (then the case is empty).

    ``key`` is the key of its claim, if it has exactly one. Paths of problems start at the line: ``$`` is its value.
    """

    number: int
    size: int
    key: str
    case: CaseFile
    bare: bool  # the line is a bare claim, the first and only one of ``case``
    problems: tuple[Problem, ...] = ()

    def path(self, name: str, index: int, rest: str) -> str:
        """Return the path in the line of ``rest``, a path in a record of the case."""
        return f"${rest}" if self.bare else f"$.{name}[{index}]{rest}"


_NOTHING: Final = CaseFile(format=FORMAT)


class _Raw(NamedTuple):
    """The bytes of a line; for a line over the limit only their number."""

    data: bytes
    size: int


def read_lines(chunks: Iterable[bytes]) -> Iterator[Line]:
    """Yield the lines of a stream that arrives in chunks of any size; empty lines are counted and skipped."""
    for number, raw in enumerate(_split(chunks), start=1):
        data = raw.data.removeprefix(BOM_UTF8) if number == 1 else raw.data
        if raw.size > MAX_LINE_BYTES or data.strip():
            yield _line(number, data, raw.size)


def _split(chunks: Iterable[bytes]) -> Iterator[_Raw]:
    held, size = bytearray(), 0
    for chunk in chunks:
        for index, piece in enumerate(chunk.split(b"\n")):
            if index:
                yield _Raw(bytes(held), size)
                held.clear()
                size = 0
            size += len(piece)
            if size <= MAX_LINE_BYTES:
                held += piece
            else:
                held.clear()
    if size:
        yield _Raw(bytes(held), size)


def _line(number: int, data: bytes, size: int) -> Line:
    try:
        if size > MAX_LINE_BYTES:
            raise broken(f"the line has {size:,} bytes; the limit is {MAX_LINE_BYTES:,}: load it as a case file")
        case, bare = _decoded(data)
    except _KeyedError as error:
        return Line(number, size, error.key, _NOTHING, bare=False, problems=error.problems)
    except CaseFileError as error:
        return Line(number, size, "", _NOTHING, bare=False, problems=error.problems)
    claims = rows(case.claims)
    return Line(number, size, claims[0].key if len(claims) == 1 else "", case, bare)


class _KeyedError(CaseFileError):
    """The line cannot be loaded, but the key of its claim is known."""

    key: str = ""


def _decoded(data: bytes) -> tuple[CaseFile, bool]:
    """Return the case of a line, and whether the line is a bare claim.

    Raises: CaseFileError.
    """
    # Valid lines, which most are, are decoded straight to records; only others are read again for an explanation.
    if claim := sound(data, ClaimRecord):
        return _of_claim(claim), True
    if lists := sound(data, CaseLine):
        return _of_lists(lists), False
    value = read_json(_text_of(data), CASE_FORMATS)
    if isinstance(value, list):
        raise broken(f"{_EXPECTED}; a stream has one claim per line, without brackets or commas between lines")
    if not isinstance(value, dict):
        raise broken(_EXPECTED)
    if value.keys() & set(CaseLine.__struct_fields__) or not value:
        return _of_lists(_converted(value, CaseLine)), False
    return _of_claim(_converted(value, ClaimRecord)), True


def _converted(value: dict[str, object], record: type[T]) -> T:
    try:
        return converted(value, record)
    except CaseFileError as error:
        key = value.get("key")
        # The key is repeated in the answer, so it must be one: anything else stays in the line.
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            raise
        keyed = _KeyedError(error.problems)
        keyed.key = key
        raise keyed from error


def _of_claim(claim: ClaimRecord) -> CaseFile:
    return CaseFile(format=FORMAT, claims=[claim])


def _of_lists(lists: CaseLine) -> CaseFile:
    if lists == CaseLine(format=lists.format):
        raise broken("the line holds no claim and no lists of a case file; remove it")
    return CaseFile(format=FORMAT, **{name: value for name, value in msgspec.structs.asdict(lists).items() if name != "format"})


def _text_of(data: bytes) -> str:
    try:
        return data.strip().decode()
    except UnicodeDecodeError as error:
        raise broken(f"byte {error.start + 1}, 0x{error.object[error.start]:02x}, is not UTF-8; save it as UTF-8") from error
