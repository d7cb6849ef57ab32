"""The outlets that vouch for an unnamed source besides the first: they know who it is, since they were briefed together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sources.models import Source
from sources.operations.changes import SourceOperationError, record_change
from sources.queries.mergers import ends_of
from sources.queries.vouchers import FURTHER, OUTLETS_RETURNED, OUTLETS_TAKEN, OWN, own_further, vouchers_of


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


def share_outlets(first: Source, action: str, at: datetime, actor: str, reason: str) -> None:
    """Let all outlets of the records merged into an unnamed source vouch for it, besides its own; record what changed."""
    if first.identified:
        return
    now = further_ids(first)
    own = own_further([first.pk]).get(first.pk, now)
    shared = _shared(first, own)
    if shared == now:
        return
    first.also_vouched_by.set(shared)
    record_change(first, action, {FURTHER: now}, {FURTHER: shared, OWN: own}, at, actor, reason)


def _shared(first: Source, own: Sequence[int]) -> list[int]:
    """Return the further vouchers of a source with those of the records merged into it, each outlet once."""
    vouchers = [voucher.pk for second in first.merged.order_by("id") for voucher in vouchers_of(second)]
    ends = ends_of({*vouchers, *own, *filter(None, [first.vouched_by_id])})
    known = {ends[voucher] for voucher in (first.vouched_by_id, *own) if voucher is not None}
    shared = list(own)
    for voucher in vouchers:
        if ends[voucher] not in known:
            known.add(ends[voucher])
            shared.append(voucher)
    return sorted(shared)


__all__ = [
    "FURTHER",
    "OUTLETS_RETURNED",
    "OUTLETS_TAKEN",
    "further_ids",
    "refuse_vouchers",
    "share_outlets",
    "store_further",
    "with_ids",
]
