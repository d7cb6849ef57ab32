"""The documents that hold attributions, as the policy reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from claims.models import AttributionDocument
from factcheck.database.prepared import PreparedOf
from factcheck.dates.partial_dates import end


def first_published(dates: Iterable[str]) -> str:
    """Return the date of the document that was certainly published first; an empty one is unknown.

    Each document holds the statement: one published before what it passes on was said shows that something is wrong.
    """
    return min(filter(None, dates), key=end, default="")


def further_dates(ids: range | Sequence[int]) -> Mapping[int, list[str]]:
    """Return when the further documents of attributions were published, by attribution id."""
    found: dict[int, list[str]] = {}
    for row, published_at in _FURTHER.rows(ids):
        found.setdefault(row, []).append(published_at)
    return found


_FURTHER = PreparedOf(
    "claim_id",
    lambda these: (
        AttributionDocument.objects.filter(these, struck_at=None)
        .order_by("attribution_id", "id")
        .values_list("attribution_id", "document__published_at")
    ),
)
