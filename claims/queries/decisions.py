"""What editors settled of one claim, as its page in the admin tells it."""

from __future__ import annotations

from collections.abc import Iterable

from claims.models import Claim, Decision
from claims.vocabulary import COMMENT_ANSWERED, COMMENT_REQUESTED

#: What has more digits is no id of any row, and too much for some databases.
_LONGEST_ID = 18


def standing_decisions(claim: Claim) -> list[Decision]:
    """Return the decisions on a claim that were not struck out, newest first, with the records that they name."""
    rows = Decision.objects.filter(claim=claim, struck_at=None).order_by("-id")
    return list(rows.select_related("attribution__source", "source", "other_claim", "document"))


def open_requests(decisions: Iterable[Decision]) -> list[tuple[Decision, bool]]:
    """Return the requests for comment among standing decisions to which nobody has answered, in the order given.

    With each: whether it is recorded that no answer came in time; a late one may still come.
    """
    known = list(decisions)
    answers = [row for row in known if row.kind == COMMENT_ANSWERED]
    answered = {row.request_id for row in answers if row.attribution_id is not None}
    silent = {row.request_id for row in answers}
    return [(row, row.pk in silent) for row in known if row.kind == COMMENT_REQUESTED and row.pk not in answered]


def request_of(claim: Claim, number: str) -> Decision | None:
    """Return the request for comment on a claim that an address names, if it was not struck out."""
    rows = Decision.objects.filter(claim=claim, kind=COMMENT_REQUESTED, struck_at=None).select_related("source")
    return rows.filter(pk=int(number)).first() if number.isdecimal() and len(number) <= _LONGEST_ID else None
