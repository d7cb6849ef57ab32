"""YAML to plain values with the types of JSON only.

It is built from parser events, not with a YAML loader, because a loader expands aliases, follows tags, reads ``NO`` as false
and ``2024-06-10`` as a date, lets the last of two equal keys win, and recurses as deep as the file demands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from claims.casefile.problem import CaseFileError
from claims.casefile.reading.advice import yaml_hint
from claims.casefile.reading.plain import NESTED_TOO_DEEPLY, broken, object_of

#: The C parser if PyYAML has it: ten times as fast, with the same events.
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_DEPTH: Final = 20
_INTEGER: Final = re.compile(r"[-+]?(0|[1-9][0-9]{0,19})")
#: As in YAML 1.1, so that text that a YAML 1.1 writer leaves unquoted (1e3) is text here too.
_DECIMAL: Final = re.compile(r"[-+]?(0|[1-9][0-9]{0,19})\.[0-9]{1,20}([eE][-+][0-9]{1,3})?")
_WORDS: Final[dict[str, object]] = {"": None, "~": None, "null": None, "true": True, "false": False}
#: Characters that no YAML file may hold unescaped (YAML 1.1, section 5.1).
_UNREADABLE: Final = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_REFUSED: Final = (
    ("anchor", "anchors (&) and aliases (*) are not supported; write the value out"),
    ("tag", "tags (!) are not supported; quote the value if it is text"),
)

_Events = Iterator[Any]


def read_yaml(text: str) -> object:
    """Return the plain value of YAML text with one document, with `Repeating` where a key repeats.

    Raises: CaseFileError if it is not YAML, or uses YAML features that JSON lacks.
    """
    text = text.replace("\ufeff", "")  # never part of stored text, and not allowed in YAML
    if found := _UNREADABLE.search(text):
        raise _broken_at(*_place(text, found.start()), f"character U+{ord(found[0]):04X} is not allowed in a YAML file")
    try:
        return _document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _at(mark, text, error.problem or "not YAML") if mark else broken(str(error)) from error
    except CaseFileError:
        raise
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise broken(f"not YAML: {error}") from error


def _at(mark: Any, text: str, message: str) -> CaseFileError:
    hint = yaml_hint(text, mark.line, mark.column, message)
    return _broken_at(mark.line, mark.column, f"{message}; {hint}" if hint else message)


def _document(events: _Events) -> object:
    next(events)  # the start of the stream
    if isinstance(next(events), yaml.StreamEndEvent):
        raise broken("the file is empty")
    value = _value(next(events), events, depth=0)
    next(events)  # the end of the document
    after = next(events)
    if not isinstance(after, yaml.StreamEndEvent):
        raise _refused(after, "a second document starts here; a case file is one document")
    return value


def _value(event: Any, events: _Events, *, depth: int) -> object:
    for attribute, message in _REFUSED:
        if getattr(event, attribute, None) is not None:
            raise _refused(event, message)
    if depth > _MAX_DEPTH:
        raise _refused(event, NESTED_TOO_DEEPLY)
    match event:
        case yaml.ScalarEvent():
            return _plain_scalar(event.value) if event.implicit[0] else event.value
        case yaml.SequenceStartEvent():
            return [_value(item, events, depth=depth + 1) for item in _until(yaml.SequenceEndEvent, events)]
        case _:
            return object_of(
                [(_name(key), _value(next(events), events, depth=depth + 1)) for key in _until(yaml.MappingEndEvent, events)]
            )


def _until(end: type[yaml.Event], events: _Events) -> Iterator[Any]:
    for event in events:
        if isinstance(event, end):
            return
        yield event


def _name(event: Any) -> str:
    if not isinstance(event, yaml.ScalarEvent) or event.anchor is not None or event.tag is not None:
        raise _refused(event, "write the field name as plain text, without anchor or tag")
    return str(event.value)


def _plain_scalar(text: str) -> object:
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset), offset - (text.rfind("\n", 0, offset) + 1)


def _refused(event: Any, message: str) -> CaseFileError:
    return _broken_at(event.start_mark.line, event.start_mark.column, message)


def _broken_at(line: int, column: int, message: str) -> CaseFileError:
    return broken(f"line {line + 1}, column {column + 1}: {message}")
