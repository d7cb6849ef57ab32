"""Claims as outsiders may read them, for published files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

import msgspec
from django.db.models import QuerySet

from claims.models import Claim
from claims.published import PublicClaim
from claims.queries.bodies.outside import outside_batches
from claims.queries.claims.read import every, ordered, published
from factcheck.database.lookups import among

_decode: Final = msgspec.json.Decoder(PublicClaim).decode


def public_claims(claims: QuerySet[Claim], now: datetime) -> Iterator[PublicClaim]:
    """Yield the published ones of ordered claims, batch by batch, without the parts that outsiders do not see."""
    for rows in outside_batches(every(claims.filter(published(now), removed_at=None)), now):
        yield from (_decode(row.body) for row in rows)


def public_claims_of(ids: Sequence[int], now: datetime) -> Iterator[PublicClaim]:
    """Yield the published ones of the claims ``ids``, in the order in which they were recorded."""
    return public_claims(ordered(Claim.objects.filter(among("pk", ids)), newest_first=False), now)


def count_hidden(ids: Sequence[int], now: datetime) -> int:
    """Return how many of the claims ``ids`` are not published."""
    return len(ids) - Claim.objects.filter(among("pk", ids), published(now), removed_at=None).count()
