"""Reasons in the revisions of claims that were deleted before deletions erased reasons."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.models import Claim, Revision
from claims.operations.history.past_removals import erase_reasons_of_deleted
from claims.operations.merges.removal import remove_claim
from claims.queries.integrity import broken_rules
from tests.claims.erasing import LATER, order, slip, unsalt


@pytest.fixture
def slipped(db: None, now: datetime) -> datetime:
    return slip(now)


def test_reasons_of_claims_that_were_deleted_before_are_erased_but_not_that_of_the_deletion(slipped: datetime) -> None:
    record = Claim.objects.get(key="c")
    remove_claim(record.pk, order(slipped, "a court said so"))
    Revision.objects.filter(claim=record, number__lt=3).update(reason="because of him", sealed=None)
    Revision.objects.filter(claim=record).update(erased=None)
    unsalt("c")
    assert list(broken_rules()) == []

    assert erase_reasons_of_deleted(order(slipped + LATER), ordered_by="a court") == 1

    reasons = list(Revision.objects.filter(claim=record).order_by("number").values_list("reason", flat=True))
    assert reasons == ["[erased]", "[erased]", "a court said so", "On the order of a court: a name slipped in"]
    assert list(broken_rules()) == []
    assert erase_reasons_of_deleted(order(slipped + 2 * LATER), ordered_by="a court") == 0
