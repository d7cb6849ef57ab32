"""Replaces a text in the rows of a table: the new value of a column is always a valid one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from django.db import IntegrityError, models, transaction

from claims.models import Attribution, ClaimTopic, WebhookSubscription
from claims.queries.history.erasure_tables import Table
from claims.queries.history.occurrences import new_value, stays
from factcheck.signin.session_store import SessionStore
from factcheck.text.erasing import NOWHERE, OnErase, Wanted
from sources.models import Capture
from sources.queries.documents.captures import ERASED_DIGEST

#: How many rows are read and written at a time.
_BATCH: Final = 500


def redact(table: Table, keys: Collection[Any], wanted: Wanted) -> int:
    """Replace a text in rows of a table, by their keys; return how many rows changed."""
    changed, ordered = 0, sorted(keys)
    for start in range(0, len(ordered), _BATCH):
        rows = table.model._base_manager.filter(pk__in=ordered[start : start + _BATCH]).order_by("pk")
        for pk, *values in rows.values_list("pk", *table.columns):
            new = _new(table, dict(zip(table.columns, values, strict=True)), wanted)
            if new:
                _store(table.model, pk, new)
                changed += 1
    return changed


def _new(table: Table, old: Mapping[str, Any], wanted: Wanted) -> dict[str, Any]:
    new: dict[str, Any] = {}
    for name, value in old.items():
        does, column = table.columns[name], table.model._meta.get_field(name)
        if value in (None, "") or stays(does, value):
            continue
        found = new_value(wanted, does, value, column.max_length)
        if found != value:
            new[name] = _fitting(table.model, does, column, found)
    return new | _emptied_with(table.model, new)


def _fitting(model: Any, does: OnErase, column: Any, found: Any) -> Any:
    if does is OnErase.SESSION:
        return SessionStore().encode(found)
    if does is OnErase.ADDRESS and not column.blank:
        return NOWHERE
    if model is WebhookSubscription and does is OnErase.ADDRESS:
        return NOWHERE
    return found


def _emptied_with(model: Any, new: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that described the old value, now emptied: a quote's position, the digest of a page's bytes."""
    if model is Attribution and "quote_exact" in new:
        return {"quote_start": None, "quote_end": None}
    if model is Capture and "text" in new:
        return {"sha256": ERASED_DIGEST, "text_sha256": ""}
    return {}


def _store(model: Any, pk: Any, new: dict[str, Any]) -> None:
    """Write the new values; values that differed only by the text stay distinct, and a repeated topic is stored once."""
    rows = model._base_manager.filter(pk=pk)
    try:
        # In a savepoint: after an error PostgreSQL takes no further statement in a transaction.
        with transaction.atomic():
            rows.update(**new)
    except IntegrityError:
        if model is ClaimTopic:
            rows.delete()
            return
        rows.update(**{name: _made_distinct(model._meta.get_field(name), value, pk) for name, value in new.items()})


def _made_distinct(column: models.Field[Any, Any], value: Any, pk: Any) -> Any:
    if not isinstance(value, str) or not isinstance(column, models.CharField):
        return value
    number = f"-{pk}"
    return f"{value[: (column.max_length or len(value)) - len(number)]}{number}"
