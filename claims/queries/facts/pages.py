"""What is wrong with the pages of attributions, as the policy reads it: now, or in everything that was ever recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef

from claims.models import PageProblem
from claims.policy.facts import PageFact
from factcheck.database.prepared import PreparedOf

#: The columns that a fact is made of, and the order of facts.
_FACT: Final = (
    "attribution_id", "missing_since", "gone_since", "gone_checks", "failing_since", "last_failed_at", "archived"
)  # fmt: skip
_ORDER: Final = ("claim_id", "attribution_id", "document_id", "id")
#: Whether a claim has any, for a query of claims.
HAS_PROBLEMS: Final = Exists(PageProblem.objects.filter(claim=OuterRef("pk"), ended_at=None))


def open_problems(ids: range | Sequence[int]) -> Mapping[int, tuple[PageFact, ...]]:
    """Return the problems of pages that have not ended, by claim."""
    found: dict[int, tuple[PageFact, ...]] = {}
    for claim, *values in _OPEN.rows(ids):
        found[claim] = (*found.get(claim, ()), PageFact._make(values))
    return found


_OPEN = PreparedOf(
    "claim_id",
    lambda these: PageProblem.objects.filter(these, ended_at=None).order_by(*_ORDER).values_list("claim_id", *_FACT),
)


def problems_ever(ids: range | Sequence[int]) -> Iterator[tuple[int, PageFact, datetime, datetime | None]]:
    """Yield every problem recorded of the claims: the claim, the fact, when it was recorded, and when it ended."""
    for claim, recorded_at, ended_at, *values in _EVER.rows(ids):
        yield claim, PageFact._make(values), recorded_at, ended_at


_EVER = PreparedOf(
    "claim_id",
    lambda these: (
        PageProblem.objects.filter(these).order_by(*_ORDER).values_list("claim_id", "recorded_at", "ended_at", *_FACT)
    ),
)
