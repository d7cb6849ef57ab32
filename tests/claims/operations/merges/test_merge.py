"""Merging duplicates: what the other claim gets, what stays, what is refused, and taking it back."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from claims.casefile import CaseFileError
from claims.models import Attribution, Citation, Claim, ClaimRelation, Decision, Interest, PublicBody, Revision
from claims.operations.attributions.changes import void, withdraw
from claims.operations.claims.relations import contradict
from claims.operations.dry_run import tried
from claims.operations.merges.merge import merge, undo_merge
from claims.operations.merges.removal import remove_claim
from claims.operations.writing import OperationError, StaleRevisionError
from claims.queries.integrity import broken_rules
from claims.queries.merges.retired import resting_on, surviving_claim
from tests.cases import claim, load, row
from tests.claims.operations.moving import LATER, assert_whole, because, counts, duplicates, flags, pk, standing
from tests.examples import histories
from tests.histories import live_through, steps


@pytest.fixture
def desk(db: None, now: datetime) -> datetime:
    load(duplicates(), at=now)
    return now + LATER


def rows(key: str) -> dict[str, Attribution]:
    found = Attribution.objects.filter(claim__key=key, voided_at=None).select_related("source", "supersedes")
    return {row.key: row for row in found}


def body(key: str) -> dict[str, Any]:
    decoded: dict[str, Any] = json.loads(PublicBody.objects.get(claim__key=key).body)
    return decoded


def test_the_other_claim_gets_what_the_duplicate_has_and_it_has_not(desk: datetime) -> None:
    assert counts("b") == (2, 2, 2)
    assert "contested" in flags("third")

    done = merge(pk("a"), pk("b"), because(desk, "merged"))

    assert counts("b") == (2, 3, 2)  # ada, ben and a diplomat, who may be one of them
    assert dict(done.copied) == {
        "dip": "dip", "post": "post-2", "wire": "wire", "cy": "cy", "cy-again": "cy-again", "slip": "slip", "relay": "relay"
    }  # fmt: skip
    assert done.same == (("ada", "ada"),)
    there = rows("b")
    links = Citation.objects.filter(claim__key="b", struck_at=None).values_list("citing__key", "kind", "cited__key")
    assert set(links) == {("post-2", "cites", "dip"), ("wire", "copies", "post-2"), ("relay", "cites", "slip")}
    assert there["wire"].document is not None
    assert (there["cy"].withdrawn_at, there["cy"].withdrawal_reason) == ("2024-06-02", "misheard")
    assert there["cy-again"].supersedes == there["cy"]
    assert {row.recorded_at for key, row in there.items() if key in dict(done.copied).values()} == {desk}
    assert Interest.objects.get(claim__key="b").source.key == "ben"
    assert body("b")["topics"] == ["arms", "ships"]
    assert body("b")["relations"] == [{"kind": "contradicts", "claim": "third"}]
    assert {"kind": "part_of", "claim": "b"} in body("third")["relations"]
    assert ["same", "ada"] in done.decision.about
    assert ["relation", "contradicts:third"] in done.decision.about
    assert_whole(desk)


def test_the_duplicate_keeps_its_record_and_raises_and_contradicts_no_more(desk: datetime) -> None:
    before = set(rows("a"))
    merge(pk("a"), pk("b"), because(desk, "merged"))

    assert set(rows("a")) == before
    assert flags("a") == set()
    assert body("a")["merged_into"] == "b"
    assert "contested" in flags("third")  # by the other one now, in its place
    last = Revision.objects.filter(claim__key="a").order_by("-number").first()
    assert last is not None
    assert (last.action, last.reason) == ("merged", "they say the same")


def test_a_relay_of_a_slip_does_not_become_an_origin(desk: datetime) -> None:
    """Were the slip left behind, what passes it on would count as said by itself."""
    merge(pk("a"), pk("b"), because(desk))
    origins = standing("b")[2]["support"]["witnesses"]
    assert "relay" not in origins
    assert Attribution.objects.get(claim__key="b", key="slip").void_reason == "typed twice"


def test_a_statement_withdrawn_in_one_of_the_two_is_not_the_same(desk: datetime) -> None:
    withdraw(Attribution.objects.get(claim__key="a", key="ada"), because(desk), by="source")
    done = merge(pk("a"), pk("b"), because(desk + LATER))
    assert dict(done.copied)["ada"] == "ada-2"
    assert rows("b")["ada"].withdrawal_recorded_at is None
    assert rows("b")["ada-2"].withdrawal_recorded_at is not None


def test_later_withdrawals_are_not_reverted_by_undoing(desk: datetime) -> None:
    """One was copied, the other was already recorded there; what was our own error there says nothing of here."""
    merge(pk("a"), pk("b"), because(desk))
    for key in ("ada", "post-2"):
        withdraw(rows("b")[key], because(desk + LATER, reason="misquoted"), by="outlet", withdrawn_at="2024-06-11")
    void(rows("b")["dip"], because(desk + LATER))
    undo_merge(pk("a"), because(desk + 2 * LATER, "merge undone"))

    taken = {key: (one.withdrawn_at, one.withdrawn_by, one.withdrawal_reason) for key, one in rows("a").items()}
    assert taken["ada"] == taken["post"] == ("2024-06-11", "outlet", "misquoted")
    assert rows("a")["post"].withdrawal_recorded_at == desk + 2 * LATER
    assert taken["cy"] == ("2024-06-02", "source", "misheard")
    assert (taken["wire"][1], rows("a")["dip"].voided_at) == ("", None)
    assert_whole(desk + 2 * LATER)


def test_what_is_refused_says_where_to_go(desk: datetime) -> None:
    load({"claims": [claim("c", row("ben"))]}, at=desk)
    with pytest.raises(OperationError, match="into itself"):
        merge(pk("a"), pk("a"), because(desk))
    with pytest.raises(OperationError, match="Say why"):
        merge(pk("a"), pk("b"), because(desk, reason=" "))
    with pytest.raises(StaleRevisionError):
        merge(pk("a"), pk("b"), because(desk), expected={pk("b"): 7})
    merge(pk("a"), pk("b"), because(desk))
    merge(pk("b"), pk("c"), because(desk + LATER))

    for one, other in (("third", "a"), ("a", "third"), ("third", "b")):
        with pytest.raises(OperationError, match="was merged into “c”"):
            merge(pk(one), pk(other), because(desk + LATER))
    with pytest.raises(OperationError, match="“b” was merged into “c”"):
        undo_merge(pk("a"), because(desk + LATER))
    with pytest.raises(CaseFileError, match=r"\$\.claims\[0\]: “a” was merged into “c”"):
        load({"claims": [claim("a", row("late", "ben"))]}, at=desk + LATER)
    with pytest.raises(CaseFileError, match=r"relations\[0\]\.claim: “a” was merged"):
        load({"claims": [claim("third", relations=[{"kind": "contradicts", "claim": "a"}])]}, at=desk + LATER)
    with pytest.raises(OperationError, match="“a” was merged into “c”: work on that one"):
        withdraw(rows("a")["ada"], because(desk + LATER), by="source")  # else it would go on to count in the other one
    assert load({"claims": [claim("a", row("dip"))]}, at=desk + LATER).revised == ()  # repeating what is stored is accepted
    assert surviving_claim(Claim.objects.get(key="a")).key == "c"
    assert surviving_claim(Claim.objects.get(key="third")).key == "third"
    assert_whole(desk + LATER)


def test_one_source_has_one_stake_in_a_claim(desk: datetime) -> None:
    load({"claims": [claim("b", interests=[{"source": "ben", "side": -1}])]}, at=desk)
    with pytest.raises(OperationError, match="“Ben” has opposite stakes in “a” and “b”"):
        merge(pk("a"), pk("b"), because(desk + LATER))
    assert Claim.objects.get(key="a").merged_into is None
    assert not Decision.objects.exists()


def test_undoing_reverts_what_the_move_added_and_nothing_else(desk: datetime) -> None:
    before = {key: standing(key) for key in ("a", "b", "third")}
    done = merge(pk("a"), pk("b"), because(desk))
    later = [row("since", "cy", stance="reports", cites=["dip"]), row("own", "cy")]
    load({"claims": [claim("b", *later, topics=["arms", "ships", "own"])]}, at=desk + LATER)
    assert [each.key for each in resting_on(pk("b"), [key for _, key in done.copied])] == ["since"]

    undo_merge(pk("a"), because(desk + 2 * LATER, "merge undone", "two after all"))

    assert standing("a") == before["a"]
    assert standing("third") == before["third"]
    assert set(rows("b")) == {"ada", "post", "since", "own"}
    assert body("b")["topics"] == ["arms", "own"]
    assert "relations" not in body("b")
    assert not Interest.objects.filter(claim__key="b", struck_at=None).exists()
    assert "merged_into" not in body("a")
    assert Decision.objects.get(pk=done.decision.pk).struck_reason == "two after all"
    with pytest.raises(OperationError, match="already undone"):
        undo_merge(pk("a"), because(desk + 3 * LATER))
    assert_whole(desk + 2 * LATER)


def test_a_merge_on_which_another_relies_is_undone_after_it(desk: datetime) -> None:
    """What two duplicates both say was copied once; the second merge found it there."""
    twin = claim("d", row("dip"), topics=["ships"], interests=[{"source": "ben", "side": 1}])
    load({"claims": [twin]}, at=desk)
    merge(pk("a"), pk("b"), because(desk))
    assert merge(pk("d"), pk("b"), because(desk + LATER)).same == (("dip", "dip"),)

    with pytest.raises(OperationError, match="“d” was merged there too"):
        undo_merge(pk("a"), because(desk + 2 * LATER))
    undo_merge(pk("d"), because(desk + 2 * LATER))
    undo_merge(pk("a"), because(desk + 3 * LATER))
    assert_whole(desk + 3 * LATER)


def test_a_look_leaves_nothing(desk: datetime) -> None:
    before = Revision.objects.count(), Attribution.objects.count()
    found = tried(lambda: merge(pk("a"), pk("b"), because(desk)), lambda _: [pk("b")])
    was, would_be = found.before[pk("b")], found.after[pk("b")]
    assert was.support is not None
    assert would_be.support is not None
    assert (was.support.at_most, would_be.support.at_most) == (2, 3)
    assert (Revision.objects.count(), Attribution.objects.count()) == before
    assert not Decision.objects.exists()


def test_a_contradiction_is_recorded_once_and_not_with_a_retired_self(desk: datetime) -> None:
    contradict(pk("b"), pk("third"), because(desk))
    assert {"self_contradicting"} <= flags("b") & flags("third")  # Ada stands behind both
    with pytest.raises(OperationError, match="already recorded"):
        contradict(pk("third"), pk("b"), because(desk + LATER))
    with pytest.raises(OperationError, match="itself"):
        contradict(pk("b"), pk("b"), because(desk + LATER))
    merge(pk("a"), pk("b"), because(desk + LATER))
    assert ClaimRelation.objects.filter(kind="contradicts", struck_at=None).count() == 2  # the one of b was there
    with pytest.raises(OperationError, match="was merged into “b”"):
        contradict(pk("b"), pk("a"), because(desk + 2 * LATER))
    assert_whole(desk + 2 * LATER)


def test_a_merge_without_a_decision_is_found(desk: datetime) -> None:
    Claim.objects.filter(key="a").update(merged_into=pk("b"))
    assert "claim “a” is marked as merged, but no merge is in force" in list(broken_rules())


@pytest.mark.django_db
@histories(12)
@given(steps, st.integers(0, 2), st.integers(1, 2))
def test_after_any_history_a_merge_keeps_the_rules_and_undoing_it_brings_back_what_was_found(
    sequence: list[tuple[Any, ...]], one: int, step: int
) -> None:
    with transaction.atomic():
        at = live_through(sequence)
        keys = [f"c{number}" for number in range(3)]
        before = {key: standing(key) for key in keys}
        duplicate, into = pk(keys[one]), pk(keys[(one + step) % 3])
        with suppress(OperationError):  # one voice would benefit both ways
            merge(duplicate, into, because(at + timedelta(minutes=1)))
        if Decision.objects.filter(kind="merged").exists():
            assert_whole(at + timedelta(minutes=1))
            undo_merge(duplicate, because(at + timedelta(minutes=2)))
            assert_whole(at + timedelta(minutes=2))
        assert {key: standing(key) for key in keys} == before
        transaction.set_rollback(True)


def test_a_claim_is_open_again_although_the_claim_it_was_merged_into_was_deleted(desk: datetime) -> None:
    before = standing("a")
    merge(pk("a"), pk("b"), because(desk))
    remove_claim(pk("b"), because(desk + LATER))
    undo_merge(pk("a"), because(desk + 2 * LATER))

    assert Claim.objects.get(key="a").merged_into is None
    assert standing("a") == before
    assert_whole(desk + 2 * LATER)
