"""An operation is tried, and nothing of it stays but what it would change."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.models import Attribution, Claim, Revision
from claims.operations.attributions.changes import void
from claims.operations.dry_run import tried
from claims.operations.writing import OperationError
from tests.claims.operations.moving import because


def test_before_and_after_are_shown_and_nothing_is_stored(arms: Claim, now: datetime) -> None:
    rows = Attribution.objects.filter(claim=arms, stance="denies")
    revisions = Revision.objects.count()

    def run() -> int:
        for row in rows:
            void(row, because(now))
        return arms.pk

    found = tried(run, lambda claim: [claim])

    assert found.result == arms.pk
    assert [snapshot[arms.pk].status for snapshot in (found.before, found.after)] == ["contested", "unverified"]
    assert "contested" in {flag.code for flag in found.before[arms.pk].flags}
    assert "contested" not in {flag.code for flag in found.after[arms.pk].flags}
    assert (rows.filter(voided_at=None).count(), Revision.objects.count()) == (rows.count(), revisions)


def test_a_claim_that_it_would_create_is_in_no_snapshot_before(arms: Claim, now: datetime) -> None:
    def run() -> Claim:
        return Claim.objects.create(key="new", text="New.", recorded_at=now)

    found = tried(run, lambda made: [made.pk])

    assert (found.before, [one.key for one in found.after.values()]) == ({}, ["new"])
    assert not Claim.objects.filter(key="new").exists()


def test_a_refusal_is_the_callers_and_leaves_nothing(arms: Claim, now: datetime) -> None:
    row = Attribution.objects.filter(claim=arms).first()
    assert row is not None
    with pytest.raises(OperationError, match="Say why"):
        tried(lambda: void(row, because(now, reason="")), lambda _done: [arms.pk])
    assert Revision.objects.filter(claim=arms).count() == 1
