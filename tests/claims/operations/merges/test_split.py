"""Splitting a claim into its parts: who speaks of what, what stays of the whole, and taking it back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from claims.models import Attribution, Citation, Claim, ClaimRelation, ClaimTopic
from claims.operations.documents.changes import correct_document
from claims.operations.merges.merge import merge, undo_merge
from claims.operations.merges.split import Part, split, undo_split
from claims.operations.writing import OperationError, StaleRevisionError
from claims.queries.merges.retired import recorded_since, surviving_claim
from claims.queries.merges.split_inheritance import roots
from sources.models import Document
from tests.cases import claim, load, outlet, person, row
from tests.claims.operations.moving import LATER, assert_whole, because, counts, flags, pk, standing
from tests.examples import histories
from tests.histories import live_through, steps

PARTS = [Part("visits", "He will visit."), Part("ships", "Shells are shipped.")]


@pytest.fixture
def desk(db: None, now: datetime) -> datetime:
    """A claim of two things: Ada speaks of one, Ben of both, Cy of one in part; an outlet passes on Ada, another copies it."""
    rows = [
        row("ada", document="doc", said_at="2024-06"),
        row("ben"),
        row("cy", scope="partial"),
        row("post", stance="reports", cites=["ada", "ben"]),
        row("wire", stance="reports", cites=["ada"]),
        row("copy", stance="reports", copies="wire"),
        row("dee", stance="denies"),
    ]
    whole = claim(
        "whole",
        *rows,
        topics=["arms"],
        language="en",
        window={"from": "2024-06"},
        interests=[{"source": "dee", "side": -1}],
        relations=[{"kind": "contradicts", "claim": "rival"}],
    )
    sources = [*map(outlet, ("post", "wire", "copy")), *map(person, ("ada", "ben", "cy", "dee"))]
    documents = [{"key": "doc", "publisher": "post", "kind": "article", "title": "One"}]
    load({"sources": sources, "documents": documents, "claims": [whole, claim("rival", row("cy"))]}, at=now)
    return now + LATER


TICKS = [["visits"], ["ships"], ["visits", "ships"]]
SPEAKS = {"ada": ["visits"], "cy": ["ships"], "dee": ["ships"]}


def rows(key: str) -> dict[str, str]:
    found = Attribution.objects.filter(claim__key=key, voided_at=None).order_by("id")
    return dict(found.values_list("key", "scope"))


def links(key: str) -> set[tuple[str, str, str]]:
    found = Citation.objects.filter(claim__key=key, struck_at=None)
    return set(found.values_list("citing__key", "kind", "cited__key"))


def test_each_part_is_a_claim_with_those_who_speak_of_it(desk: datetime) -> None:
    assert [each.key for each in roots(pk("whole"))] == ["ada", "ben", "cy", "dee"]
    done = split(pk("whole"), PARTS, SPEAKS, because(desk, "split", "two things in one"))

    assert [part.key for part in done.parts] == ["visits", "ships"]
    assert set(rows("visits")) == {"ada", "ben", "post", "wire", "copy"}
    assert rows("ships") == {"ben": "full", "cy": "full", "post": "full", "dee": "full"}
    assert links("visits") == {
        ("post", "cites", "ada"), ("post", "cites", "ben"), ("wire", "cites", "ada"), ("copy", "copies", "wire")
    }  # fmt: skip
    assert links("ships") == {("post", "cites", "ben")}
    assert (counts("visits"), counts("visits", "denial")) == ((2, 2, 2), (0, 0, 0))
    assert (counts("ships"), counts("ships", "denial")) == ((2, 2, 2), (1, 1, 1))
    part = Claim.objects.get(key="visits")
    assert (part.text, part.language, part.window_from) == ("He will visit.", "en", "2024-06")
    assert set(ClaimTopic.objects.values_list("claim__key", "topic")) == {(key, "arms") for key in ("whole", "visits", "ships")}
    related = ClaimRelation.objects.filter(kind="part_of").values_list("from_claim__key", "to_claim__key")
    assert set(related) == {("visits", "whole"), ("ships", "whole")}
    assert_whole(desk)


def test_the_whole_is_retired_and_attributions_of_a_part_become_partial(desk: datetime) -> None:
    assert "contested" in flags("rival")
    done = split(pk("whole"), PARTS, SPEAKS, because(desk))

    assert flags("whole") == set()
    assert flags("rival") == {"unverified", "single_origin", "undocumented"} & flags("rival")
    assert set(done.narrowed) == {"ada-part", "wire-part", "copy-part", "dee-part"}
    assert [rows("whole")[key] for key in done.narrowed] == ["partial"] * 4
    old = Attribution.objects.filter(claim__key="whole").exclude(supersedes=None).values_list("supersedes__key", flat=True)
    assert set(old) == {"ada", "wire", "copy", "dee"}
    assert {("wire-part", "cites", "ada-part"), ("copy-part", "copies", "wire-part"), ("post", "cites", "ada-part")} <= links(
        "whole"
    )
    assert ["claim", "visits"] in done.decision.about
    assert_whole(desk)


def test_partial_support_of_the_whole_is_partial_for_each_part_unless_stated_otherwise(desk: datetime) -> None:
    split(pk("whole"), PARTS, {}, because(desk))
    assert (rows("visits")["cy"], rows("ships")["cy"]) == ("partial", "partial")
    assert not Attribution.objects.filter(claim__key="whole").exclude(supersedes=None).exists()


def test_superseded_rows_follow_their_successors_and_are_current_nowhere(desk: datetime) -> None:
    load({"claims": [claim("whole", row("ben-now", "ben", supersedes="ben"))]}, at=desk)
    assert [each.key for each in roots(pk("whole"))] == ["ada", "cy", "dee", "ben-now"]
    split(pk("whole"), PARTS, SPEAKS | {"ben-now": ["visits"]}, because(desk + LATER))

    assert {"ben", "ben-now"} <= set(rows("visits"))
    assert not {"ben", "ben-now", "post"} & set(rows("ships"))
    assert counts("ships") == (1, 1, 1)  # Cy alone
    assert_whole(desk + LATER)


def test_what_an_outlet_took_back_since_is_not_brought_back_by_undoing(desk: datetime) -> None:
    split(pk("whole"), PARTS, SPEAKS, because(desk))
    narrowed = Attribution.objects.get(claim__key="whole", key="ada-part")
    correct_document(Document.objects.get(), "She never said so.", because(desk + LATER), taken_back=[narrowed])
    undo_split(pk("whole"), because(desk + 2 * LATER))

    ada = Attribution.objects.get(claim__key="whole", key="ada")
    assert (ada.withdrawn_by, ada.withdrawal_reason) == ("outlet", "She never said so.")
    assert counts("whole") == (1, 1, 1)
    assert_whole(desk + 2 * LATER)


@pytest.mark.parametrize(
    ("parts", "speaks", "shown"),
    [
        (PARTS[:1], {}, "2 to 5 parts"),
        ([PARTS[0], Part("No Key", "Text.")], {}, "Part 2: “No Key” is not a key"),
        ([PARTS[0], Part("ships", "  ")], {}, "Part 2 needs a text"),
        ([PARTS[0], PARTS[0]], {}, "Two parts have the key “visits”"),
        ([PARTS[0], Part("rival", "Text.")], {}, "The claim “rival” already exists"),
        (PARTS, {"nobody": ["visits"]}, "no attribution “nobody”"),
        (PARTS, {"ada": []}, "“ada” supports no part"),
        (PARTS, {"ada": ["weather"]}, "“weather”, which “ada” supports, is not one of the parts"),
    ],
)
def test_what_cannot_be_split_so_is_refused(desk: datetime, parts: list[Part], speaks: dict[str, Any], shown: str) -> None:
    with pytest.raises(OperationError, match=shown):
        split(pk("whole"), parts, speaks, because(desk))
    assert set(Claim.objects.values_list("key", flat=True)) == {"whole", "rival"}


def test_a_split_is_made_on_what_was_seen_and_once(desk: datetime) -> None:
    with pytest.raises(StaleRevisionError):
        split(pk("whole"), PARTS, SPEAKS, because(desk), expected={pk("whole"): 9})
    split(pk("whole"), PARTS, SPEAKS, because(desk))
    with pytest.raises(OperationError, match="was split into “visits”, “ships”"):
        split(pk("whole"), [Part("x", "X."), Part("y", "Y.")], {}, because(desk + LATER))
    with pytest.raises(OperationError, match="was split into"):
        merge(pk("rival"), pk("whole"), because(desk + LATER))


def test_undoing_a_split_reopens_the_whole_and_merges_its_parts_into_it(desk: datetime) -> None:
    before = {key: standing(key) for key in ("whole", "rival")}
    done = split(pk("whole"), PARTS, SPEAKS, because(desk))
    load({"claims": [claim("ships", row("new", "cy"), text=PARTS[1].text)]}, at=desk + LATER)
    assert recorded_since(done.parts, done.decision.recorded_at) == [("ships", "new")]

    undo_split(pk("whole"), because(desk + 2 * LATER, "split undone", "one thing after all"))

    assert {key: standing(key) for key in before} == before
    assert not ClaimRelation.objects.filter(kind="part_of", struck_at=None).exists()
    for key in ("visits", "ships"):
        assert surviving_claim(Claim.objects.get(key=key)).key == "whole"
        assert flags(key) == set()
    with pytest.raises(OperationError, match="already undone"):
        undo_split(pk("whole"), because(desk + 3 * LATER))
    undo_merge(pk("ships"), because(desk + 3 * LATER))  # a part may go on all the same
    assert flags("ships")
    assert_whole(desk + 3 * LATER)


def test_a_split_of_which_a_part_went_on_elsewhere_is_not_undone(desk: datetime) -> None:
    split(pk("whole"), PARTS, SPEAKS, because(desk))
    merge(pk("ships"), pk("rival"), because(desk + LATER))
    with pytest.raises(OperationError, match="“ships” was merged into “rival”"):
        undo_split(pk("whole"), because(desk + 2 * LATER))


@pytest.mark.django_db
@histories(10)
@given(
    steps, st.integers(0, 2), st.lists(st.sampled_from([["visits"], ["ships"], ["visits", "ships"]]), min_size=6, max_size=6)
)
def test_after_any_history_a_split_keeps_the_rules_and_undoing_it_brings_back_what_was_found(
    sequence: list[tuple[Any, ...]], number: int, ticked: list[list[str]]
) -> None:
    with transaction.atomic():
        at = live_through(sequence)
        keys = [f"c{each}" for each in range(3)]
        before = {key: standing(key) for key in keys}
        whole = pk(keys[number])
        speaks = {row.key: ticked[index % 6] for index, row in enumerate(roots(whole))}
        split(whole, PARTS, speaks, because(at + timedelta(minutes=1)))
        assert_whole(at + timedelta(minutes=1))
        undo_split(whole, because(at + timedelta(minutes=2)))
        assert {key: standing(key) for key in keys} == before
        assert_whole(at + timedelta(minutes=2))
        transaction.set_rollback(True)
