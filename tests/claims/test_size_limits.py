"""One claim may have so many attributions and links, whichever door they come through."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from claims.casefile import CaseFileError, read_lines
from claims.casefile.checks import size_limits
from claims.models import Attribution, Claim
from claims.operations.attributions.changes import void
from claims.operations.cases import load_lines
from claims.operations.desk.roles import EDITOR
from claims.operations.merges import copying
from claims.operations.merges.merge import merge
from claims.operations.merges.split import Part, split, undo_split
from claims.operations.writing import OperationError
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from tests.cases import claim, load, outlet, person, row
from tests.claims.admin.quick_desk import Desk, said
from tests.claims.operations.moving import LATER, because, pk
from tests.factcheck.api.asking import caller

MOST, MOST_LINKS = 4, 5
TOO_MANY = "the claim would have 5 attributions; the limit is 4"
PEOPLE = ["ada", "ben", "cy", "dee", "eve", "flo"]


@pytest.fixture
def low(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lower limits than the product's, so that a test need not write thousands of rows."""
    for door in (size_limits, copying):
        monkeypatch.setattr(door, "MOST_ATTRIBUTIONS", MOST)
        monkeypatch.setattr(door, "MOST_LINKS", MOST_LINKS)


@pytest.fixture
def full(db: None, low: None, now: datetime) -> datetime:
    """A claim with as many attributions as it may have."""
    sources = [*map(person, PEOPLE), outlet("post")]
    load({"sources": sources, "claims": [claim("full", *map(row, PEOPLE[:MOST]))]}, at=now)
    return now + LATER


def keys(of: str) -> set[str]:
    return set(Attribution.objects.filter(claim__key=of, voided_at=None).values_list("key", flat=True))


def refused(case: dict[str, Any], at: datetime) -> list[str]:
    with pytest.raises(CaseFileError) as error:
        load(case, at=at)
    return [str(problem) for problem in error.value.problems]


def test_a_case_file_is_refused_at_the_claim_that_has_too_many(full: datetime) -> None:
    (reported,) = refused({"claims": [claim("other", row("ada")), claim("new", *map(row, PEOPLE[:5]))]}, full)
    assert reported.startswith(f"$.claims[1].attributions: {TOO_MANY}, voided ones not counted: leave out reprints")
    assert not Claim.objects.filter(key="other").exists()


def test_what_is_stored_counts_and_may_be_loaded_again(full: datetime) -> None:
    assert refused({"claims": [claim("full", row("eve"))]}, full)[0].startswith(f"$.claims[0].attributions: {TOO_MANY}")
    assert load({"claims": [claim("full", *map(row, PEOPLE[:MOST]))]}, at=full).attributions == 0


def test_a_claim_with_more_than_it_may_have_is_not_locked(full: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(size_limits, "MOST_ATTRIBUTIONS", MOST - 1)
    taken_back = {"withdrawn": {"by": "source", "reason": "misheard"}}
    assert load({"claims": [claim("full", row("ada", **taken_back))]}, at=full).attributions == 1


def test_what_was_voided_makes_room(full: datetime) -> None:
    void(Attribution.objects.get(claim__key="full", key="ada"), because(full, reason="typed twice"))
    load({"claims": [claim("full", row("eve"))]}, at=full)
    assert keys("full") == {"ben", "cy", "dee", "eve"}


def test_links_are_limited_too(full: datetime) -> None:
    relays = [row(f"post-{number}", "post", stance="reports", cites=["ada", "ben"]) for number in range(2)]
    load({"claims": [claim("relayed", row("ada"), row("ben"), *relays)]}, at=full)
    assert load({"claims": [claim("relayed", *relays)]}, at=full + LATER).attributions == 0
    rows = [row("ada"), row("ben"), row("cy"), row("post", stance="reports", cites=["ada", "ben", "cy"])]
    rows[2] |= {"stance": "reports", "cites": ["ada", "ben", "post"]}
    (reported,) = refused({"claims": [claim("knot", *rows)]}, full)
    assert reported.startswith("$.claims[0].attributions: the claim would have 6 links; the limit is 5")


def test_a_line_of_a_stream_is_refused_and_the_others_are_stored(full: datetime) -> None:
    reported = [claim("full", row("eve")), claim("new", *map(row, PEOPLE[:5])), claim("small", row("ada"))]
    lines = read_lines([b"\n".join(json.dumps(one).encode() for one in reported)])
    results = list(load_lines(lines, lambda: because(full)))
    assert [(result.key, result.outcome) for result in results] == [
        ("full", "refused"), ("new", "refused"), ("small", "created")
    ]  # fmt: skip
    assert {problem.path for result in results for problem in result.problems} == {"$.attributions"}


def test_the_api_refuses_one_attribution_and_a_whole_claim(full: datetime) -> None:
    ed = caller(EDITOR, (CLAIMS_READ, CLAIMS_WRITE))
    one = ed.post("claims/full/attributions/", {"attributions": [row("eve")]})
    whole = ed.post("claims/", claim("new", *map(row, PEOPLE[:5])))
    for answer in (one, whole):
        (fault,) = answer.json()["errors"]
        assert (answer.status_code, fault["pointer"]) == (422, "/attributions")
        assert TOO_MANY in fault["detail"]
    assert keys("full") == set(PEOPLE[:MOST])


@pytest.mark.parametrize("typed", [{"paste": "Yonhap < Vedomosti < unnamed diplomat"}, {"said__name": "Bloomberg"}])
def test_the_desks_form_and_a_pasted_chain_are_refused(sample: None, low: None, editor: Any, typed: dict[str, str]) -> None:
    visit = Claim.objects.get(key="visit-within-weeks")
    before = keys(visit.key)
    assert len(before) >= MOST
    desk = Desk(editor, visit)
    shown = desk.look(**typed)
    sent = desk.record(shown) if shown.context["preview"] else shown
    assert sent.status_code == 200
    assert "the limit is 4, voided ones not counted" in str(said(sent)) + sent.content.decode()
    assert keys(visit.key) == before


def test_merging_is_refused_where_the_other_claim_would_have_too_many(full: datetime) -> None:
    load({"claims": [claim("duplicate", row("ada"), row("eve"))]}, at=full)
    with pytest.raises(OperationError, match="The other claim would have 5 attributions; the limit is 4"):
        merge(pk("duplicate"), pk("full"), because(full + LATER, "merged"))
    assert keys("full") == set(PEOPLE[:MOST])


def test_a_duplicate_that_says_nothing_else_is_merged_all_the_same(full: datetime) -> None:
    load({"claims": [claim("duplicate", row("ada"), row("ben"))]}, at=full)
    merge(pk("duplicate"), pk("full"), because(full + LATER, "merged"))
    assert keys("full") == set(PEOPLE[:MOST])


def test_a_full_claim_can_be_split_and_the_split_undone(full: datetime) -> None:
    speaks = {"ada": ["one"], "ben": ["two"]}
    split(pk("full"), [Part("one", "One."), Part("two", "Two.")], speaks, because(full, "split"))
    assert len(keys("one")) == len(keys("two")) == MOST - 1
    undo_split(pk("full"), because(full + LATER, "split undone"))
    assert keys("full") == set(PEOPLE[:MOST])
