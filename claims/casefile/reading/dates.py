"""The dates and figures of a case file: validated, and normalized to the form in which they are stored."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Final

from msgspec import Struct
from msgspec.inspect import Field, ListType, Metadata, NoneType, StructType, Type, UnionType, type_info
from msgspec.structs import force_setattr

from factcheck import figures
from factcheck.dates import partial_dates

#: RFC 3339; seconds are optional.
_INSTANT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)

Reader = Callable[[str], str]


@lru_cache(maxsize=50_000)
def partial_date(text: str) -> str:
    """Return a partial date in its stored form, times in UTC. Raises: ValueError with a message for the editor."""
    if not text.isascii():
        raise ValueError("write the date with the digits 0 to 9")
    return partial_dates.parse(text)


def day(text: str) -> str:
    """Return a valid calendar date. Raises: ValueError with a message for the editor."""
    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a date of the calendar: {error}") from error
    return text


@lru_cache(maxsize=50_000)
def instant(text: str) -> str:
    """Return a valid ISO 8601 date-time with a UTC offset. Raises: ValueError with a message for the editor."""
    if not _INSTANT.fullmatch(text):
        raise ValueError(f"{text!r} is not a date-time with a UTC offset: write 2024-06-10T14:30:00Z")
    try:
        datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text!r} is not a date-time of the calendar: {error}") from error
    return text


#: By the value of ``Meta(extra={"reads": …})`` in the records.
READERS: Final[dict[str, Reader]] = {"partial_date": partial_date, "day": day, "instant": instant, "figure": figures.parsed}


def reader_of(node: Type) -> Reader | None:
    """Return the function that reads text of this type, if it is a date or a figure."""
    return READERS[node.extra["reads"]] if isinstance(node, Metadata) and node.extra else None


def store_dates(record: Struct) -> None:
    """Normalize every date and figure of a record; call it on a record just decoded, which nothing else refers to yet.

    Raises: ValueError at the first invalid one.
    """
    _store(record, _plan(type(record)))


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where a record type has dates or figures: those fields, and its nested records (true: a list of them)."""

    dates: tuple[tuple[str, Reader], ...]
    inner: tuple[tuple[str, _Plan, bool], ...]


@cache
def _plan(record: type[Struct]) -> _Plan:
    info = type_info(record)
    assert isinstance(info, StructType)  # noqa: S101 - tells mypy what a Struct's type info is
    dates = [(field.name, reader) for field in info.fields if (reader := reader_of(_proper(field)))]
    inner = [plan for field in info.fields if (plan := _inner(field))]
    return _Plan(tuple(dates), tuple(inner))


def _inner(field: Field) -> tuple[str, _Plan, bool] | None:
    node = _proper(field)
    item = node.item_type if isinstance(node, ListType) else node
    if not isinstance(item, StructType):
        return None
    plan = _plan(item.cls)
    return (field.name, plan, item is not node) if plan.dates or plan.inner else None


def _proper(field: Field) -> Type:
    """Return the type of a field's value without null."""
    if isinstance(field.type, UnionType):
        return next(kind for kind in field.type.types if not isinstance(kind, NoneType))
    return field.type


def _store(record: Struct, plan: _Plan) -> None:
    for name, read in plan.dates:
        text = getattr(record, name)
        if text.__class__ is str and (stored := read(text)) != text:
            force_setattr(record, name, stored)
    for name, inner, is_list in plan.inner:
        value = getattr(record, name)
        if value:  # neither UNSET nor None
            for each in value if is_list else (value,):
                _store(each, inner)
