"""The complaints of parties. The caller must check that the reader may see them."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import Count, Q, QuerySet

from claims.models import Claim, Complaint

#: More digits are no id of any row, and too many for some databases.
_LONGEST_ID: Final = 18
#: The highest number accepted; no claim has that many complaints, and databases have a limit.
_MOST: Final = 2**31


def open_complaints() -> QuerySet[Complaint]:
    """Return the complaints that are neither answered nor struck out."""
    return Complaint.objects.filter(answered_at=None, struck_at=None)


def complaints_on(claim: Claim) -> list[Complaint]:
    """Return the complaints about a claim and about the claims merged into it, newest first, including struck out ones."""
    rows = Complaint.objects.filter(Q(claims=claim) | Q(claims__merged_into=claim)).distinct()
    return list(rows.select_related("source", "document").order_by("-id"))


def complaints_of(claim: int) -> list[Complaint]:
    """Return the complaints about a claim alone, in the order of their numbers."""
    rows = Complaint.objects.filter(claims=claim).select_related("source", "document").prefetch_related("claims")
    return list(rows.order_by("id"))


def complaint_on(claim: Claim, number: str) -> Complaint | None:
    """Return the complaint about a claim that a URL names."""
    wanted = number.isascii() and number.isdecimal() and len(number) <= _LONGEST_ID
    return Complaint.objects.filter(claims=claim, pk=int(number)).select_related("source").first() if wanted else None


def complaint_numbered(claim: int, number: int) -> Complaint | None:
    """Return the complaint about a claim with a number: its position among all of them, from 1."""
    if not 0 < number < _MOST:
        return None
    return Complaint.objects.filter(claims=claim).select_related("source").order_by("id")[number - 1 : number].first()


def number_of(complaint: Complaint, claim: int) -> int:
    """Return the number of a complaint within a claim. Single ones are never deleted, so it is stable."""
    return Complaint.objects.filter(claims=claim, pk__lte=complaint.pk).count()


class Waiting(NamedTuple):
    """How many complaints are open, and how many of those are overdue."""

    open: int
    overdue: int


def complaints_waiting(now: datetime) -> Waiting:
    """Return how many complaints wait for an answer, in one query."""
    return Waiting(**open_complaints().aggregate(open=Count("pk"), overdue=Count("pk", filter=Q(due_at__lte=now))))
