"""Where claims went that were merged, split or deleted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from claims.models import Attribution, Claim
from claims.operations.attributions.changes import void
from claims.operations.merges.merge import merge, undo_merge
from claims.operations.merges.removal import remove_claim
from claims.operations.merges.split import Part, split
from claims.queries.merges.retired import (
    CLAIM,
    REMOVED,
    going_on,
    merged_here,
    move_of,
    named_in,
    parts_of,
    recorded_since,
    resting_on,
    retired_among,
    surviving_claim,
)
from claims.vocabulary import MERGED, SPLIT
from tests.cases import claim, load, row
from tests.claims.operations.moving import LATER, because, duplicates, pk

PARTS = [Part("x", "One part."), Part("y", "Another.")]


def test_where_many_claims_went_is_read_in_as_many_queries_as_where_a_few_went(
    db: None, now: datetime, django_assert_num_queries: Any
) -> None:
    load({"claims": [claim(f"c{number}") for number in range(7)]}, at=now)
    for number in range(6):
        merge(pk(f"c{number}"), pk("c6" if number % 2 else f"c{number + 1}"), because(now + (number + 1) * LATER))
    ids = [pk(f"c{number}") for number in range(6)]

    with django_assert_num_queries(3):  # those that were split, those that were merged, and where these chains end
        found = retired_among(ids)

    assert {one.into for one in found.values()} == {("c6",)}
    assert len(found) == 6


@pytest.fixture
def desk(db: None, now: datetime) -> datetime:
    load(duplicates(), at=now)
    return now + LATER


def test_each_retired_claim_says_how_and_what_replaced_it(desk: datetime) -> None:
    merge(pk("a"), pk("b"), because(desk))
    split(pk("third"), PARTS, {}, because(desk))
    assert retired_among([pk(key) for key in ("a", "b", "third")]) == {
        pk("a"): (MERGED, "a", ("b",)),
        pk("third"): (SPLIT, "third", ("x", "y")),
    }
    assert set(Claim.objects.filter(going_on()).values_list("key", flat=True)) == {"b", "x", "y"}

    remove_claim(pk("a"), because(desk))

    assert retired_among([pk("a")]) == {pk("a"): (REMOVED, "a", ())}
    assert retired_among([]) == {}


def test_the_end_of_a_chain_of_merges_survives_unless_the_claim_itself_was_deleted(desk: datetime) -> None:
    merge(pk("a"), pk("b"), because(desk))
    merge(pk("b"), pk("third"), because(desk))
    assert surviving_claim(Claim.objects.get(key="a")).key == "third"
    assert surviving_claim(Claim.objects.get(key="third")).key == "third"
    remove_claim(pk("a"), because(desk))
    assert surviving_claim(Claim.objects.get(key="a")).key == "a"


def test_moves_in_force_are_found_from_either_end_until_they_are_undone(desk: datetime) -> None:
    merge(pk("a"), pk("b"), because(desk))
    move = move_of(pk("a"))
    assert move is not None
    assert (move.other_claim, merged_here(pk("b"))) == (Claim.objects.get(key="b"), [move])
    assert move_of(pk("a"), SPLIT) is move_of(pk("b")) is None
    undo_merge(pk("a"), because(desk + LATER))
    assert move_of(pk("a")) is None
    assert merged_here(pk("b")) == []


def test_the_parts_of_a_split_are_found_by_its_decision(desk: datetime) -> None:
    done = split(pk("third"), PARTS, {}, because(desk))
    assert [part.key for part in parts_of(done.decision)] == named_in(done.decision, CLAIM) == ["x", "y"]
    assert named_in(done.decision, "document") == []


def test_what_was_recorded_since_and_passes_on_what_a_move_brought_is_found(desk: datetime) -> None:
    merge(pk("a"), pk("b"), because(desk))
    load({"claims": [claim("b", row("late", "relay", cites=["dip"]), row("slip-2", "ben"))]}, at=desk + LATER)
    void(Attribution.objects.get(claim__key="b", key="slip-2"), because(desk + 2 * LATER))

    resting = resting_on(pk("b"), ["dip", "post-2"])

    assert [one.key for one in resting] == ["wire", "late"]  # the wire passes on post-2, which was brought too
    assert recorded_since([Claim.objects.get(key="b")], desk) == [("b", "late")]
    assert recorded_since([], desk) == []
