"""Log records as lines: JSON for log collectors, plain text for a terminal. Both have the same content, without data."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from copy import copy
from datetime import UTC, datetime
from typing import Any, Final

from factcheck.logs.context import current_work
from factcheck.logs.errors import WITHHELD, chain_of, text_of, traceback_of

#: The query of a URL: what somebody searched for.
_QUERY: Final = re.compile(r"\?[^\s\"'<>]+")
#: gunicorn quotes a request line that it cannot parse, and its query may hold spaces.
_UNREADABLE: Final = re.compile(r"(Invalid request from ip=\S+?):? .*", re.DOTALL)
#: Celery's attributes of a task besides its name and id: arguments, results, and errors already formatted as text.
_OF_TASKS: Final = ("args", "kwargs", "exc", "traceback", "return_value")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class _Safe:
    """A placeholder for an exception among the arguments of a record."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def __repr__(self) -> str:
        return text_of(self.error)


class _Formatter(logging.Formatter):
    def fields(self, record: logging.LogRecord) -> Iterator[tuple[str, Any]]:
        """Yield the fields of a record, by name."""
        yield "time", datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        yield "level", record.levelname
        yield "logger", record.name
        if work := current_work():
            yield from work.fields()
        yield "message", message_of(record)
        if error := _error_of(record):
            yield "traceback", traceback_of(error)


class JsonFormatter(_Formatter):
    """One JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(dict(self.fields(record)), ensure_ascii=False, default=str)


class PlainFormatter(_Formatter):
    """One line, and the traceback below it."""

    def format(self, record: logging.LogRecord) -> str:
        said = dict(self.fields(record))
        trace, message = said.pop("traceback", ""), _one_line(said.pop("message"))
        about = [_one_line(said.pop(name)) for name in ("time", "level", "logger")]
        about += [f"{name}={_one_line(value)}" for name, value in said.items()]
        return "\n".join(filter(None, [f"{' '.join(about)}: {message}", trace]))


def message_of(record: logging.LogRecord) -> str:
    """Return the message of a record without queries, without task arguments, and with safe texts of exceptions."""
    try:
        said = str(record.msg) % _safe(record.args) if record.args else str(_safe_one(record.msg))
    except (TypeError, ValueError, KeyError):
        said = f"{record.msg!r} cannot be formatted"
    if error := _error_of(record):
        said = _without_texts(said, error)
    return _QUERY.sub("?…", _UNREADABLE.sub(r"\1", said))


def _safe(args: Any) -> Any:
    if isinstance(args, Mapping):
        # Copied with its type: gunicorn's handles names that are missing.
        safe: Any = copy(args)
        safe.update({name: WITHHELD for name in _OF_TASKS if args.get(name) is not None})
        return safe
    return tuple(map(_safe_one, args))


def _safe_one(value: Any) -> Any:
    return _Safe(value) if isinstance(value, BaseException) else value


def _error_of(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if isinstance(record.exc_info, tuple) else None


def _without_texts(said: str, error: BaseException) -> str:
    """Return a message in which the quoted text of its own exception is replaced."""
    for each in chain_of(error):
        for text in (repr(each), str(each)):
            if text:
                said = said.replace(text, text_of(each))
    return said


def _one_line(value: Any) -> str:
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", str(value))
