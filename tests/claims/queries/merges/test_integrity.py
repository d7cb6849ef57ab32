"""Merged or deleted claims whose records contradict one another are reported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from claims.models import Assessment, Claim, ClaimRelation, ClaimTopic, Decision, PublicBody
from claims.operations.merges.merge import merge
from claims.operations.merges.removal import remove_claim
from claims.queries.merges.integrity import broken_moves
from tests.cases import claim, person, row
from tests.claims.operations.moving import because, pk


@pytest.fixture
def desk(loaded: Callable[..., Any], now: datetime) -> None:
    """A claim merged into another, and a deleted one."""
    gone = claim("gone", row("ada"), topics=["arms"], relations=[{"kind": "restates", "claim": "b"}])
    loaded(sources=[person("ada")], claims=[claim("b"), claim("a", row("ada")), gone])
    merge(pk("a"), pk("b"), because(now))
    remove_claim(pk("gone"), because(now))
    assert list(broken_moves()) == []


def test_a_mark_without_a_merge_and_a_merge_without_a_mark_are_reported(desk: None) -> None:
    Decision.objects.filter(kind="merged").update(other_claim=pk("gone"))
    assert list(broken_moves()) == ["claim “a” is marked as merged, but no merge is in force"]
    Claim.objects.filter(key="a").update(merged_into=None)
    assert list(broken_moves()) == ["claim “a” has a merge in force, but is not marked as merged"]


def test_whatever_is_left_of_a_deleted_claim_is_named(desk: None, now: datetime) -> None:
    gone = pk("gone")
    ClaimTopic.objects.create(claim_id=gone, topic="arms")
    Claim.objects.filter(pk=gone).update(text="What it said.")
    Assessment.objects.filter(claim=gone).update(explanation="why")
    ClaimRelation.objects.create(from_claim_id=pk("b"), to_claim_id=gone, kind="restates", recorded_at=now)

    found = set(broken_moves())

    assert found == {
        "claim “gone” was deleted, but a relation to it is in force",
        "claim “gone” was deleted, but its claim topic was not erased",
        "claim “gone” was deleted, but its text was not erased",
        "claim “gone” was deleted, but its finding was not erased",
    }


def test_a_public_body_that_is_no_tombstone_is_reported(desk: None) -> None:
    PublicBody.objects.filter(claim=pk("gone")).update(body="{}")
    assert list(broken_moves()) == ["claim “gone” was deleted, but its public body is not a tombstone"]
