"""The documents that hold attributions, as the policy reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from claims.models import AttributionDocument
from claims.policy.facts import AttributionFact
from factcheck.database.prepared import PreparedOf
from factcheck.dates.partial_dates import end


def first_published(dates: Iterable[str]) -> str:
    """Return the date of the document that was certainly published first; an empty one is unknown.

    Each document holds the statement: one published before what it passes on was said shows that something is wrong.
    """
    return min(filter(None, dates), key=end, default="")


def last_doubted(times: Iterable[datetime | None]) -> datetime | None:
    """Return when the last concern about a document was recorded; None if there is no concern about any."""
    return max(filter(None, times), default=None)


class FurtherDocument(NamedTuple):
    """What the policy reads of a further document."""

    published_at: str
    doubted_at: datetime | None


def held_further(fact: AttributionFact, further: list[FurtherDocument]) -> AttributionFact:
    """Return an attribution as it is with its further documents."""
    published_at = first_published([fact.published_at, *(each.published_at for each in further)])
    doubted_at = last_doubted([fact.doubted_at, *(each.doubted_at for each in further)])
    return fact._replace(documented=True, published_at=published_at, doubted_at=doubted_at)


def further_documents(ids: range | Sequence[int]) -> Mapping[int, list[FurtherDocument]]:
    """Return the further documents of attributions, by attribution id."""
    found: dict[int, list[FurtherDocument]] = {}
    for row, *read in _FURTHER.rows(ids):
        found.setdefault(row, []).append(FurtherDocument._make(read))
    return found


_FURTHER = PreparedOf(
    "claim_id",
    lambda these: (
        AttributionDocument.objects.filter(these, struck_at=None)
        .order_by("attribution_id", "id")
        .values_list("attribution_id", "document__published_at", "document__doubted_at")
    ),
)
