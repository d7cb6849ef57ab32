"""Normalise stored texts. Migrations use this."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import BooleanField, F, Func, Q

from factcheck.text.texts import in_form

log = logging.getLogger(__name__)

BATCH: Final = 2_000
#: Log the progress of a migration after this many rows.
_SAY_EVERY: Final = 50_000


class Changed(NamedTuple):
    """A row with texts that were not normalised: the old and new values of those columns."""

    pk: int
    old: dict[str, str]
    new: dict[str, str]


def bring_to_form(model: Any, names: Sequence[str]) -> Iterator[list[Changed]]:
    """Normalise columns of a table, and yield the changes of each batch within its transaction.

    The database skips rows of plain ASCII, and a second run finds nothing. A text that would no longer fit its column stays
    as it is.
    """
    for batch in batches(model.objects.filter(may_differ(*names)), names):
        changed = [each for pk, *values in batch if (each := _changed(model, pk, dict(zip(names, values, strict=True)))).new]
        if not changed:
            continue
        with transaction.atomic():
            for each in changed:
                model.objects.filter(pk=each.pk).update(**each.new)
            yield changed


def batches(rows: Any, names: Sequence[str]) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the primary keys and columns of rows in batches, in the order of the keys, and log the progress."""
    last, done = 0, 0
    # By the last key instead of ``iterator()``: the caller commits after each batch, which ends a cursor.
    while batch := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", *names)[:BATCH]):
        yield batch
        last, done = batch[-1][0], done + len(batch)
        if done // _SAY_EVERY > (done - len(batch)) // _SAY_EVERY:
            log.warning("%s: %s rows", rows.model._meta.db_table, f"{done:,}")


def may_differ(*names: str) -> Q:
    """Return the condition that a column may not be normalised: it has non-ASCII text or other line ends than LF."""
    found = Q()
    for name in names:
        found |= Q(_MayDiffer(F(name)))
    return found


class _MayDiffer(Func):
    output_field = BooleanField()
    template = (
        "(octet_length(%(expressions)s) <> char_length(%(expressions)s)"
        " OR translate(%(expressions)s, chr(11) || chr(12) || chr(13), '') <> %(expressions)s)"
    )

    # SQLite has no ``translate()``, and its older versions no ``octet_length()``.
    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        odd = " OR ".join(f"instr(%(expressions)s, char({sign})) > 0" for sign in (11, 12, 13))
        whole = "length(CAST(%(expressions)s AS BLOB)) <> length(%(expressions)s)"
        return self.as_sql(compiler, connection, template=f"({whole} OR {odd})", **context)


def _changed(model: Any, pk: int, old: dict[str, str]) -> Changed:
    new = {name: formed for name, text in old.items() if (formed := in_form(text)) != text and _fits(model, name, formed)}
    return Changed(pk, {name: old[name] for name in new}, new)


def _fits(model: Any, name: str, text: str) -> bool:
    most = model._meta.get_field(name).max_length
    return most is None or len(text) <= most
