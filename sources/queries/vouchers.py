"""The outlets that know who an unnamed source is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, TextField, When, prefetch_related_objects

from factcheck.database.listed import Listed
from sources.models import Source, SourceChange
from sources.queries.mergers import ends_of

#: The name of the further outlets in changes, which hold their ids in ascending order.
FURTHER: Final = "also_vouched_by"
#: The name of those of them that no merger brought, in changes that record a merger's effect.
OWN: Final = "own_vouchers"
#: The actions of the changes by which outlets vouch for the first record of an unnamed source, and cease to.
OUTLETS_TAKEN: Final = "outlets taken over"
OUTLETS_RETURNED: Final = "outlets returned"


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


def own_further(sources: Iterable[int]) -> dict[int, list[int]]:
    """Return the ids of the own further vouchers of those of the sources that have others by mergers in force, by source.

    Nobody changes the vouchers of a source while records are merged into it, so the last change by a merger knows its own.
    """
    changes = SourceChange.objects.filter(source__in=list(sources), action__in=(OUTLETS_TAKEN, OUTLETS_RETURNED))
    last = {change.source_id: change.new for change in changes.order_by("id")}
    return {source: new[OWN] for source, new in last.items() if new[OWN] != new[FURTHER]}


def outlets_of(sources: Iterable[Source]) -> dict[int, frozenset[int]]:
    """Return for each source the ids of the outlets that vouch for it; a second record of an outlet counts as the first."""
    found = {source.pk: {voucher.pk for voucher in vouchers_of(source)} for source in sources}
    ends = ends_of({voucher for ids in found.values() for voucher in ids})
    return {pk: frozenset(ends[voucher] for voucher in ids) for pk, ids in found.items()}


def heard_apart(one: Source, other: Source) -> bool:
    """Return whether two unnamed sources are known to different outlets, all records of an outlet taken as one."""
    outlets = outlets_of((one, other))
    return outlets[one.pk] != outlets[other.pk]


def vouched_for_apart() -> list[Source]:
    """Return the merged unnamed sources with an outlet that does not vouch for the record that they are merged into."""
    merged = Source.objects.filter(identified=False, merged_into__isnull=False)
    apart = merged.exclude(also_vouched_by=None, vouched_by=F("merged_into__vouched_by"))
    rows = list(apart.select_related("vouched_by", "merged_into__vouched_by").order_by("id"))
    firsts = [row.merged_into for row in rows if row.merged_into is not None]
    read_further_vouchers([*rows, *firsts])
    outlets = outlets_of([*rows, *firsts])
    return [row for row in rows if not outlets[row.pk] <= outlets[row.merged_into_id or row.pk]]


def known_to(outlet: Source) -> QuerySet[Source]:
    """Return the unnamed sources that an outlet vouches for, alone or among others, second records included."""
    return Source.objects.vouched_for_by([outlet.pk]).order_by("id")
