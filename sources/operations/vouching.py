"""The outlets that vouch for an unnamed source besides the first: they know who it is, since they were briefed together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from sources.models import Source
from sources.operations.changes import SourceOperationError

#: The name of these outlets in changes, which hold their ids in ascending order.
FURTHER: Final = "also_vouched_by"


def further_ids(source: Source) -> list[int]:
    """Return the ids of the further vouchers of a stored source, in ascending order."""
    return [] if source.identified else sorted(source.also_vouched_by.values_list("pk", flat=True))


def store_further(vouchers: Mapping[int, Iterable[int]]) -> None:
    """Store the further vouchers of sources that have none yet, both by id."""
    through = Source.also_vouched_by.through
    rows = [through(from_source_id=source, to_source_id=voucher) for source, ids in vouchers.items() for voucher in ids]
    through._default_manager.bulk_create(rows, batch_size=500)


def refuse_vouchers(source: Source, further: Collection[int]) -> None:
    """Check the vouchers that a source would have; ``further`` are ids of stored sources.

    Raises: SourceOperationError for a further voucher of a named source, an unnamed voucher, or one given twice.
    """
    if not further and source.vouched_by is None:
        return
    if source.identified:
        raise SourceOperationError(f"“{source}” is named: nobody vouches for it.")
    if source.vouched_by_id in further or len(set(further)) < len(further):
        raise SourceOperationError(f"Name each outlet that vouches for “{source}” once.")
    vouchers = [source.vouched_by, *Source.objects.filter(pk__in=further).order_by("pk")]
    if unnamed := next((voucher for voucher in vouchers if voucher is not None and not voucher.identified), None):
        raise SourceOperationError(f"“{unnamed}” is unnamed and cannot vouch for “{source}”.")


def with_ids(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values of a source with its further vouchers, if they are among them, as ids in ascending order."""
    return {name: sorted(value) if name == FURTHER else value for name, value in values.items()}
