"""Complaints are found on the claims that they are about, and counted while they wait."""

from __future__ import annotations

from datetime import datetime, timedelta

from claims.models import Claim
from claims.operations.decisions.complaints import answer_complaint
from claims.operations.merges.merge import merge
from claims.queries.decisions.complaints import (
    complaint_numbered,
    complaint_on,
    complaints_on,
    complaints_waiting,
    number_of,
)
from claims.verification import Change
from tests.claims.operations.decisions.test_complaints import change, recorded

DAY = timedelta(days=1)


def test_complaints_are_counted_until_they_are_answered(sample: None, now: datetime) -> None:
    first, _second = recorded(now), recorded(now, "limousine", due_at=now + 3 * DAY)

    assert complaints_waiting(now + 2 * DAY) == (2, 1)
    answer_complaint(first, "Corrected.", change(now + DAY), answered_at=now + DAY)
    assert complaints_waiting(now + 2 * DAY) == (1, 0)


def test_a_complaint_has_a_number_on_each_of_its_claims_and_follows_a_merge(arms: Claim, now: datetime) -> None:
    other = Claim.objects.get(key="limousine")
    first, both = recorded(now), recorded(now, "arms-transfers", "limousine")

    assert (number_of(both, arms.pk), number_of(both, other.pk)) == (2, 1)
    assert (complaint_numbered(other.pk, 1), complaint_numbered(other.pk, 2), complaint_numbered(other.pk, 0)) == (
        both,
        None,
        None,
    )
    assert (complaint_on(arms, str(first.pk)), complaint_on(other, str(first.pk)), complaint_on(arms, "²")) == (
        first,
        None,
        None,
    )
    merge(arms.pk, other.pk, Change(now + DAY, "user:ed", "merged", "the same"))
    assert complaints_on(other) == [both, first]
