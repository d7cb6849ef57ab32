"""The outlets that know who an unnamed source is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, OuterRef, QuerySet, Subquery, TextField, When, prefetch_related_objects

from factcheck.database.listed import Listed
from sources.models import Source


def further_vouchers(column: str) -> Case:
    """Return the expression of a column of a source's further vouchers as one text, "3,17", or null.

    It is part of the query that reads the sources, since few have any.
    """
    rows: QuerySet[Any, Any] = Source.also_vouched_by.through._default_manager.filter(from_source=OuterRef("id")).order_by()
    listed = Subquery(rows.values("from_source").values_list(Listed(f"to_source__{column}")))
    return Case(When(identified=False, then=listed), default=None, output_field=TextField())


def listed_keys(listed: str | None) -> tuple[str, ...]:
    """Return the keys in such a text, in alphabetical order."""
    return tuple(sorted(listed.split(","))) if listed else ()


def with_further_vouchers(sources: QuerySet[Source]) -> list[Source]:
    """Return sources with their further vouchers read: in one more query, and none if all of them are named."""
    found = list(sources)
    read_further_vouchers(found)
    return found


def read_further_vouchers(sources: Iterable[Source]) -> None:
    """Read the further vouchers of those of the sources that are unnamed, in one query at most."""
    unnamed = [source for source in sources if not source.identified]
    if unnamed:
        prefetch_related_objects(unnamed, "also_vouched_by")


def vouchers_of(source: Source) -> tuple[Source, ...]:
    """Return all outlets that vouch for a source, the first one first, the others in the order of their ids."""
    if source.vouched_by is None:
        return ()
    further = source.also_vouched_by.all() if source.pk else ()
    return (source.vouched_by, *sorted(further, key=lambda voucher: voucher.pk))
