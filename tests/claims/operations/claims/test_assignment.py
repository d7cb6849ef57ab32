from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from claims.models import Claim, Revision
from claims.operations.claims.assignment import assign
from claims.operations.writing import OperationError, StaleRevisionError
from claims.verification import Change
from tests.cases import two_statements


@pytest.fixture
def claim(loaded):
    loaded(**two_statements())
    return Claim.objects.get()


@pytest.fixture
def ada(db):
    return User.objects.create_user("ada")


def change(clock):
    return Change(clock(), "user:ben", "assigned", "she covers the region")


def test_assigning_a_claim_is_a_revision(claim, ada, clock):
    assert assign(claim.pk, ada, change(clock))

    claim.refresh_from_db()
    assert (claim.assignee, claim.revision) == (ada, 2)
    assert Revision.objects.get(number=2).reason == "she covers the region"


def test_assigning_it_again_changes_nothing(claim, ada, clock):
    assign(claim.pk, ada, change(clock))

    assert not assign(claim.pk, ada, change(clock))
    assert Revision.objects.count() == 2


def test_a_claim_is_given_back_to_nobody(claim, ada, clock):
    assign(claim.pk, ada, change(clock))

    assert assign(claim.pk, None, change(clock))
    assert Claim.objects.get().assignee is None


def test_somebody_who_has_left_is_not_assigned_a_claim(claim, ada, clock):
    ada.is_active = False

    with pytest.raises(OperationError, match="no longer active"):
        assign(claim.pk, ada, change(clock))


def test_a_claim_that_changed_meanwhile_is_not_assigned(claim, ada, clock):
    with pytest.raises(StaleRevisionError):
        assign(claim.pk, ada, change(clock), expected={claim.pk: 7})
