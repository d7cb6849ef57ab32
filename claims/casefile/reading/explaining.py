"""Why a plain value does not fit the type of its field, in words that say how to fix it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from msgspec.inspect import BoolType, IntType, ListType, LiteralType, Metadata, StrType, StructType, Type

from claims.casefile.problem import Draft, shown
from claims.casefile.reading.dates import reader_of
from claims.casefile.reading.plain import Flaw
from claims.vocabulary import MERGED, OFF_THE_RECORD, VERDICT_CONFIRMED, VERDICT_PUBLISHED, VERDICT_WITHDRAWN
from factcheck.text.blanks import is_blank
from sources.countries import country_advice
from sources.field_advice import space_in

#: Characters that no text may hold: control characters (PostgreSQL stores no NUL) except tab and line break, bidirectional
#: overrides, which disguise text (Unicode TR 36, section 2.7), and lone surrogates.
_REFUSED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]")

_EXPECTED: Final[dict[type[Type], str]] = {
    StrType: "text",
    BoolType: "true or false",
    IntType: "a whole number",
    ListType: "a list",
    StructType: "an object",
}
_MENDING: Final[dict[tuple[type[Type], type], str]] = {
    (StrType, int): "put it in quotes",
    (StrType, float): "put it in quotes",
    (StrType, bool): "put it in quotes",
    (IntType, str): "write it without quotes",
    (BoolType, str): "write it without quotes",
    (ListType, str): "put it in square brackets",
    (ListType, dict): "put it in square brackets",
}
_REFUSED_WORDS: Final[dict[str, str]] = {
    OFF_THE_RECORD: "off-the-record statements may not be stored; leave the attribution out",
    MERGED: 'mergers are not decisions in a case file; set "merged_into" on the claim',
    **dict.fromkeys(
        (VERDICT_PUBLISHED, VERDICT_CONFIRMED, VERDICT_WITHDRAWN),
        "verdicts are not exchanged: two editors of a desk publish each; leave the decision out",
    ),
}


def is_refused(text: str) -> bool:
    """Return whether the text holds a character that no text may hold."""
    return _REFUSED.search(text) is not None


def explain(value: object, node: Type, path: str) -> Draft | None:
    """Return the problem of a scalar field; None if the value fits."""
    if isinstance(node, LiteralType):
        return _of_words(value, node.values, path)
    inner = node.type if isinstance(node, Metadata) else node
    taken, fault_of = _TAKEN[type(inner)]
    # Not isinstance: to Python, true and false are whole numbers.
    if type(value) is not taken:
        return misfit(value, inner, path)
    message = fault_of(value, inner) or (_of_named_text(str(value), node) if isinstance(node, Metadata) else None)
    return Draft(path, message) if message else None


def misfit(value: object, node: Type, path: str) -> Draft:
    """Return the problem of a value of the wrong type."""
    if isinstance(value, Flaw):
        return Draft(path, value.message)
    mending = "leave the field out if it has no value" if value is None else _MENDING.get((type(node), type(value)))
    message = f"expected {_EXPECTED.get(type(node), 'another value')}, got {described(value)}"
    return Draft(path, f"{message}; {mending}" if mending else message)


def described(value: object) -> str:
    """Return a description of a plain value, for a message."""
    match value:
        case None | bool():
            return {None: "null", True: "true", False: "false"}[value]
        case str():
            return f"the text {shown(value)}"
        case int() | float():
            return f"the number {value}"
        case list():
            return "a list"
        case _:
            return "an object"


def _of_words(value: object, words: tuple[Any, ...], path: str) -> Draft | None:
    if isinstance(value, Flaw):
        return Draft(path, value.message)
    if type(value) in {type(word) for word in words} and value in words:
        return None
    if isinstance(value, str) and value in _REFUSED_WORDS:
        return Draft(path, _REFUSED_WORDS[value])
    allowed = " or ".join(filter(None, [", ".join(map(repr, words[:-1])), repr(words[-1])]))
    word = value if isinstance(value, str) else ""
    return Draft(path, f"expected {allowed}, got {described(value)}", word, [word for word in words if isinstance(word, str)])


def _of_text(text: str, node: StrType) -> str | None:
    if found := _REFUSED.search(text):
        name = unicodedata.name(found[0], "control character" if found[0] < "\ud800" else "half of a surrogate pair")
        return f"character {found.start() + 1} is U+{ord(found[0]):04X} ({name.lower()}), which is not allowed; remove it"
    if node.min_length and is_blank(text):
        return "may not be empty" if not text else "may not be empty: it has no visible characters"
    if node.max_length and len(text) > node.max_length:
        return f"{len(text):,} characters; the limit is {node.max_length:,}"
    return None


def _of_named_text(text: str, node: Metadata) -> str | None:
    schema = node.extra_json_schema or {}
    pattern = getattr(node.type, "pattern", None)
    if pattern and not _compiled(pattern).search(text):
        advice = _ADVICE.get(schema["title"], _no_advice)(text)
        return advice or f"{shown(text)} is not a {schema['title']}: {schema['description']}"
    try:
        if read := reader_of(node):
            read(text)
    except ValueError as error:
        return str(error)
    return None


def _no_advice(_text: str) -> str:
    return ""


def _of_country(text: str) -> str:
    advice = country_advice(text)
    return f"{shown(text)} is not a country code. {advice}" if advice else ""


def _of_address(text: str) -> str:
    place = space_in(text)
    if place is None:
        return ""
    mending = "write %20." if text[place - 1] == " " and place < len(text) and place > 1 else "remove it."
    return f"{shown(text)} has a space (character {place}); {mending}"


#: By title of the field's type: what the author likely meant, where it can be guessed.
_ADVICE: Final[dict[str, Callable[[str], str]]] = {"country code": _of_country, "web address": _of_address}


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _of_number(number: int, node: IntType) -> str | None:
    if (node.ge is not None and number < node.ge) or (node.le is not None and number > node.le):
        return f"expected a whole number from {node.ge} to {node.le:,}, got {number}"
    return None


def _of_truth(_value: bool, _node: Type) -> None:
    return None


#: By type of field: the accepted type of value, and the check of such a value.
_TAKEN: Final[dict[type[Type], tuple[type, Callable[[Any, Any], str | None]]]] = {
    StrType: (str, _of_text),
    IntType: (int, _of_number),
    BoolType: (bool, _of_truth),
}
