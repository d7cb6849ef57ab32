"""Decoding a case file from bytes. No byte is trusted; every problem is listed."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from functools import cache
from typing import Final, TypeVar

import msgspec
from msgspec import Struct
from msgspec.inspect import Type, type_info

from claims.casefile.problem import CaseFileError, Draft, listed
from claims.casefile.reading.advice import CASE_FORMATS
from claims.casefile.reading.dates import store_dates
from claims.casefile.reading.explaining import described, is_refused
from claims.casefile.reading.one_form import in_one_form
from claims.casefile.reading.plain import broken, read_json, text_of
from claims.casefile.reading.readings import Malformed, malformed_case
from claims.casefile.reading.validation import malformed
from claims.casefile.reading.yaml import read_yaml
from claims.casefile.records import CaseFile
from factcheck.text.blanks import may_be_blank
from factcheck.text.texts import is_in_form

_ENVELOPE: Final = '{"format": "factcheck-case/1", "claims": […]}'

T = TypeVar("T", bound=Struct)

#: Ten times a file of 10,000 claims; one process decodes it in a few seconds.
MAX_BYTES: Final = 100_000_000
#: YAML is about twenty times slower to read.
MAX_YAML_BYTES: Final = 5_000_000

#: How msgspec writes the rejected characters that JSON escapes. It also matches an escaped backslash before one of these
#: letters, which only costs time.
_ESCAPED: Final = re.compile(r"\\[bfru]")


def decode(data: bytes, *, yaml: bool = False) -> CaseFile:
    """Return the case file that ``data`` holds, with its partial dates in stored form.

    Raises: CaseFileError with every problem of its structure.
    """
    case = read_case(data, yaml=yaml)
    if isinstance(case, Malformed):
        raise CaseFileError(case.problems)
    return case


def case_of_values(value: Mapping[str, object]) -> CaseFile:
    """Return the case file that plain values hold, as ``decode`` does of their JSON.

    Values that fit are converted, which takes less time; the rest go the longer way, which says what is wrong.

    Raises: CaseFileError, with all that is wrong with its shape.
    """
    try:
        found = msgspec.convert(value, CaseFile)
        store_dates(found)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return decode(msgspec.json.encode(value))
    return decode(msgspec.json.encode(value)) if _is_suspect(msgspec.json.encode(found).decode()) else found


def read_case(data: bytes, *, yaml: bool = False) -> CaseFile | Malformed:
    """Return the case file that ``data`` holds or, if some values do not fit, what can be checked further.

    Raises: CaseFileError if it cannot be read at all.
    """
    if not yaml and len(data) <= MAX_BYTES and (case := sound(data.removeprefix(BOM_UTF8), CaseFile)):
        return case
    value = read_yaml(text_of(data, limit=MAX_YAML_BYTES)) if yaml else read_json(text_of(data, limit=MAX_BYTES), CASE_FORMATS)
    value = in_one_form(_of_lists(value))
    if problems := listed(malformed(value, _type_of(CaseFile))):
        return malformed_case(problems, value, _type_of(CaseFile))
    return _shaped(value, CaseFile)


def _of_lists(value: object) -> object:
    """Return a value that may hold the lists of a case file; reject a list or text. Raises: CaseFileError."""
    if isinstance(value, list):
        raise broken(f"expected an object, got a list; wrap the claims: {_ENVELOPE}")
    if isinstance(value, str):
        raise broken(f"expected an object, got {described(value)}; {CASE_FORMATS[0].lower()}{CASE_FORMATS[1:]}")
    return value


def decode_record(data: bytes, record: type[T], *, limit: int = MAX_BYTES) -> T:
    """Return the record in ``data`` (JSON, such as a request body), with its dates in stored form.

    Raises: CaseFileError with all its problems.
    """
    return converted(read_json(text_of(data, limit=limit)), record)


def sound(data: bytes, record: type[T]) -> T | None:
    """Return the record from valid JSON in one pass of msgspec; None if anything is wrong, or may be."""
    try:
        found = msgspec.json.decode(data, type=record)
        store_dates(found)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    written = msgspec.json.encode(found)
    return None if _count_texts(data) != _count_texts(written) or _is_suspect(written.decode()) else found


def _is_suspect(written: str) -> bool:
    return _ESCAPED.search(written) is not None or is_refused(written) or may_be_blank(written) or not is_in_form(written)


def _count_texts(data: bytes) -> int:
    """Return twice the number of strings, field names included, in valid JSON: the count of unescaped quotation marks.

    A file with a repeated field has more than the value decoded from it, which kept only the last.
    """
    return data.count(b'"') - data.replace(b"\\\\", b"").count(b'\\"')


def converted(value: object, record: type[T]) -> T:
    """Return the record from a plain value, with its texts normalized as they are stored.

    Raises: CaseFileError with all its problems.
    """
    value = in_one_form(value)
    if problems := listed(malformed(value, _type_of(record))):
        raise CaseFileError(problems)
    return _shaped(value, record)


def _shaped(value: object, record: type[T]) -> T:
    try:
        found = msgspec.convert(value, record)
    except msgspec.ValidationError as error:  # a problem that `malformed` does not cover
        raise CaseFileError(listed([Draft("$", str(error))])) from error
    store_dates(found)
    return found


@cache
def _type_of(record: type[Struct]) -> Type:
    return type_info(record)
