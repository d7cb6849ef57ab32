"""A case file from its bytes. Every byte is hostile; what is wrong is listed in full."""

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
from claims.casefile.reading.readings import Misshapen, misshapen_case
from claims.casefile.reading.validation import misshapen
from claims.casefile.reading.yaml import read_yaml
from claims.casefile.records import CaseFile
from factcheck.text.blanks import may_be_blank
from factcheck.text.texts import is_in_form

_ENVELOPE: Final = '{"format": "factcheck-case/1", "claims": […]}'

T = TypeVar("T", bound=Struct)

#: Ten times a file of 10,000 claims; what one process decodes in some seconds.
MAX_BYTES: Final = 100_000_000
#: YAML is some twenty times slower to read.
MAX_YAML_BYTES: Final = 5_000_000

#: How msgspec writes the refused characters that JSON escapes. An escaped backslash before one of these letters is found too,
#: which costs only time.
_ESCAPED: Final = re.compile(r"\\[bfru]")


def decode(data: bytes, *, yaml: bool = False) -> CaseFile:
    """Return the case file that ``data`` holds, with its partial dates in stored form.

    Raises: CaseFileError, with all that is wrong with its shape.
    """
    case = read_case(data, yaml=yaml)
    if isinstance(case, Misshapen):
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


def read_case(data: bytes, *, yaml: bool = False) -> CaseFile | Misshapen:
    """Return the case file that ``data`` holds; of one with values that do not fit, what can be checked further.

    Raises: CaseFileError where it cannot be read at all.
    """
    if not yaml and len(data) <= MAX_BYTES and (case := sound(data.removeprefix(BOM_UTF8), CaseFile)):
        return case
    value = read_yaml(text_of(data, limit=MAX_YAML_BYTES)) if yaml else read_json(text_of(data, limit=MAX_BYTES), CASE_FORMATS)
    value = in_one_form(_of_lists(value))
    if problems := listed(misshapen(value, _type_of(CaseFile))):
        return misshapen_case(problems, value, _type_of(CaseFile))
    return _shaped(value, CaseFile)


def _of_lists(value: object) -> object:
    """Return a value that may hold the lists of a case file; a list or a text may not. Raises: CaseFileError."""
    if isinstance(value, list):
        raise broken(f"expected an object, got a list; put the claims into one: {_ENVELOPE}")
    if isinstance(value, str):
        raise broken(f"expected an object, got {described(value)}; {CASE_FORMATS[0].lower()}{CASE_FORMATS[1:]}")
    return value


def decode_record(data: bytes, record: type[T], *, limit: int = MAX_BYTES) -> T:
    """Return the one record that ``data`` holds as JSON, such as a body that was sent, with its dates in stored form.

    Raises: CaseFileError, with all that is wrong with it.
    """
    return converted(read_json(text_of(data, limit=limit)), record)


def sound(data: bytes, record: type[T]) -> T | None:
    """Return the record that JSON without fault holds, in one pass of msgspec; None if anything is amiss, or may be."""
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
    """Return twice the number of texts, field names included, in valid JSON: the quotation marks that are not escaped.

    A file with a repeated field has more of them than the value that was decoded from it, which kept the last.
    """
    return data.count(b'"') - data.replace(b"\\\\", b"").count(b'\\"')


def converted(value: object, record: type[T]) -> T:
    """Return the record that a plain value holds, its texts in the one form in which they are stored.

    Raises: CaseFileError, with all that is wrong with it.
    """
    value = in_one_form(value)
    if problems := listed(misshapen(value, _type_of(record))):
        raise CaseFileError(problems)
    return _shaped(value, record)


def _shaped(value: object, record: type[T]) -> T:
    try:
        found = msgspec.convert(value, record)
    except msgspec.ValidationError as error:  # a fault that `misshapen` has no words for
        raise CaseFileError(listed([Draft("$", str(error))])) from error
    store_dates(found)
    return found


@cache
def _type_of(record: type[Struct]) -> Type:
    return type_info(record)
