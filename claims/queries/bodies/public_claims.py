"""Claims as outsiders may read them, for published files and for reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

import msgspec
from django.db.models import QuerySet

from claims.models import Claim
from claims.published import PublicClaim
from claims.queries.bodies.outside import outside_batches, outside_bodies
from claims.queries.claims.read import every, ordered, published, stored
from factcheck.database.lookups import among

_decode: Final = msgspec.json.Decoder(PublicClaim).decode
_BATCH: Final = 500


def public_claims(claims: QuerySet[Claim], now: datetime) -> Iterator[PublicClaim]:
    """Yield the published ones of ordered claims, batch by batch, without the parts that outsiders do not see."""
    for rows in outside_batches(every(claims.filter(published(now), removed_at=None)), now):
        yield from (_decode(row.body) for row in rows)


def public_claims_of(ids: Sequence[int], now: datetime) -> Iterator[PublicClaim]:
    """Yield the published ones of the claims ``ids``, in the order in which they were recorded."""
    return public_claims(ordered(Claim.objects.filter(among("pk", ids)), newest_first=False), now)


class Reported(NamedTuple):
    """A claim for a report: its content as outsiders see it or, if it is not published yet, as they would."""

    claim: PublicClaim
    changed_at: datetime
    public: bool
    embargo_until: datetime | None


def reported_claims(ids: Sequence[int], now: datetime) -> Iterator[Reported]:
    """Yield the claims ``ids``, in this order, hidden ones included; deleted ones are left out. Five queries a batch.

    The desk reports what readers see: not the desk's own flags, and of a published claim nothing that a hidden one changes.
    """
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        claims = Claim.objects.filter(among("pk", batch), removed_at=None)
        seen = {pk: (public, until) for pk, public, until in claims.values_list("pk", "public", "embargo_until")}
        rows = {row.id: row for row in outside_bodies(stored(claims), now)}
        for row in (rows[pk] for pk in batch if pk in rows):
            yield Reported(_decode(row.body), row.changed_at, *seen[row.id])


def count_hidden(ids: Sequence[int], now: datetime) -> int:
    """Return how many of the claims ``ids`` are not published."""
    return len(ids) - Claim.objects.filter(among("pk", ids), published(now), removed_at=None).count()
