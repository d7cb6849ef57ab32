"""The decisions on one claim: as its page in the admin shows them, and as a numbered ledger.

The number of a decision is its position among all of its claim; none is ever deleted, so it never changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import F

from claims.models import Claim, Decision
from claims.vocabulary import COMMENT_ANSWERED, COMMENT_REQUESTED

#: More digits are no id of any row, and too many for some databases.
_LONGEST_ID = 18
#: The highest decision number accepted; no claim has that many, and databases have a limit.
_MOST: Final = 2**31


def standing_decisions(claim: Claim) -> list[Decision]:
    """Return the decisions on a claim that were not struck out, newest first, with the records that they name."""
    rows = Decision.objects.filter(claim=claim, struck_at=None).order_by("-id")
    return list(rows.select_related("attribution__source", "source", "other_claim", "document"))


def open_requests(decisions: Iterable[Decision]) -> list[tuple[Decision, bool]]:
    """Return the open requests for comment among current decisions, in the given order.

    With each: whether it is recorded that no answer came in time; a late answer may still come.
    """
    known = list(decisions)
    answers = [row for row in known if row.kind == COMMENT_ANSWERED]
    answered = {row.request_id for row in answers if row.attribution_id is not None}
    silent = {row.request_id for row in answers}
    return [(row, row.pk in silent) for row in known if row.kind == COMMENT_REQUESTED and row.pk not in answered]


def request_of(claim: Claim, number: str) -> Decision | None:
    """Return the request for comment on a claim that a URL names, if it was not struck out."""
    rows = Decision.objects.filter(claim=claim, kind=COMMENT_REQUESTED, struck_at=None).select_related("source")
    return rows.filter(pk=int(number)).first() if number.isdecimal() and len(number) <= _LONGEST_ID else None


_LINE: Final = (
    "id", "kind", "recorded_at", "actor", "reason", "about", "request_id", "outcome", "happened_at", "answer_by",
    "struck_at", "struck_by", "struck_reason",
)  # fmt: skip
_KEYS: Final = {
    "of_attribution": F("attribution__key"),
    "of_source": F("source__key"),
    "of_claim": F("other_claim__key"),
    "of_document": F("document__key"),
}


def ledger(claim: int, before: int | None, limit: int) -> list[dict[str, Any]]:
    """Return the decisions on a claim before a number (None: the latest), newest first, with references by key."""
    ids = _ids(claim)
    numbers = {pk: number for number, pk in enumerate(ids, 1)}
    end = len(ids) if before is None else min(before - 1, len(ids))
    rows = Decision.objects.filter(pk__in=ids[max(end - limit, 0) : end]).order_by("-id").values(*_LINE, **_KEYS)
    return [_with_keys(row, numbers) for row in rows]


def _with_keys(row: dict[str, Any], numbers: dict[int, int]) -> dict[str, Any]:
    keys = {name.removeprefix("of_"): row[name] for name in _KEYS}
    return {**row, **keys, "number": numbers[row["id"]], "request": numbers.get(row["request_id"])}


def decision_numbered(claim: int, number: int) -> Decision | None:
    """Return the decision on a claim with a number, struck out or not."""
    if not 0 < number < _MOST:
        return None
    rows = Decision.objects.filter(claim=claim).select_related("source").order_by("id")
    return rows[number - 1 : number].first()


def number_of(decision: Decision) -> int:
    """Return the number of a decision within its claim."""
    return Decision.objects.filter(claim=decision.claim_id, pk__lte=decision.pk).count()


def _ids(claim: int) -> list[int]:
    return list(Decision.objects.filter(claim=claim).order_by("id").values_list("id", flat=True))
