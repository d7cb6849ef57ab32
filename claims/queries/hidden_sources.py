"""Which sources are known only from claims that not everybody may read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q

from claims.models import Attribution, Claim, Decision, Interest
from claims.queries.reading import published
from factcheck.lookups import among

#: How an attribution leads to a source: whose stance it is, who vouches for that, and who published where it stands.
_WAYS = ("source", "source__vouched_by", "document__publisher")


def only_hidden(sources: Collection[int], now: datetime) -> set[int]:
    """Return those of the sources that are in claims, and in none that an anonymous caller may read at ``now``."""
    readable = Q(claim__in=Claim.objects.alone().filter(published(now)).values("pk"))
    return _in_claims(sources, Q()) - _in_claims(sources, readable, shown=True)


def _in_claims(sources: Collection[int], claims: Q, *, shown: bool = False) -> set[int]:
    """Return those of the sources that are in ``claims``; ``shown``: in what readers are shown of these."""
    live = Q(voided_at=None) if shown else Q()
    held = Q(struck_at=None) if shown else Q()
    found: set[int] = set()
    for way in _WAYS:
        said = Attribution.objects.filter(claims, live, among(way, sources))
        found.update(said.order_by().values_list(f"{way}_id", flat=True).distinct())
    for rows in (Interest.objects, Decision.objects):
        concerned: Any = rows.filter(claims, held, among("source", sources))
        found.update(concerned.order_by().values_list("source_id", flat=True).distinct())
    return found
