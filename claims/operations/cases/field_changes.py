"""The fields of stored sources and documents that a load changes, with old and new value, for whoever loads it to check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final, NamedTuple

from sources.models import Document, Source
from sources.operations.vouching import FURTHER, further_ids

_MOST_SHOWN: Final = 100
_NOTHING: Final = "(none)"
_SUFFIX: Final = "_id"
#: The names in a case file of columns that are called otherwise.
_FIELDS: Final = {"organisation_source_id": "organisation_key"}


class FieldChange(NamedTuple):
    """One changed field of a stored record; values as text, empty for none."""

    list: str  # "sources" or "documents"
    key: str
    field: str
    old: str
    new: str


def field_changes(name: str, record: Any, values: Mapping[str, Any], key_of: Callable[[Any], str]) -> Iterator[FieldChange]:
    """Yield the changes of a stored record by ``values``, by column; ``key_of`` returns the key of a referenced record."""
    for column, new in values.items():
        old = further_ids(record) if column == FURTHER else getattr(record, column)
        if old != new and column == FURTHER:
            was, is_now = (", ".join(map(key_of, ids)) for ids in (old, new))
            yield FieldChange(name, record.key, column, was, is_now)
        elif old != new:
            refers = column.endswith(_SUFFIX) and column != "wikidata_id"
            was, is_now = map(key_of if refers else _text, (old, new))
            field = _FIELDS.get(column, column.removesuffix(_SUFFIX) if refers else column)
            yield FieldChange(name, record.key, field, was, is_now)


def key_in(model: type[Source | Document]) -> Callable[[Any], str]:
    """Return a function that reads the key of a record by its id; empty for none."""
    return lambda pk: model._default_manager.filter(pk=pk).values_list("key", flat=True).first() or ""


def lines_of(changes: Iterable[FieldChange]) -> list[str]:
    """Return a line for each changed record: ``guardian, name The Guardian → The Guardian (Nigeria)``."""
    return [
        ", ".join([key, *(f"{each.field} {_short(each.old)} → {_short(each.new)}" for each in of_record)])
        for (_, key), of_record in groupby(changes, lambda each: (each.list, each.key))
    ]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else ", ".join(str(value).split("\n"))


def _short(text: str) -> str:
    return text if 0 < len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…" if text else _NOTHING
