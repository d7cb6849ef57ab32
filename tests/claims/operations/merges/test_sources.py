"""Merging records of one source reaches the claims of both, and the record keeps what was held before, meanwhile and after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from claims.models import Assessment, Attribution, Claim, Revision, Standing
from claims.operations.merges import sources as source_merging
from claims.operations.merges.sources import foresee_merger, merge_sources
from claims.operations.sources.changes import apply_source_changes
from claims.queries.claims.selection import ids_of_all
from claims.verification import Change
from claims.verification.replaying import EQUAL, replay
from sources.models import Source, SourceChange
from sources.operations import undo_merger
from tests.cases import claim, outlet, person, row, unnamed
from tests.recompute import assert_stored_equals_fresh

pytestmark = pytest.mark.usefixtures("story")


@pytest.fixture
def story(loaded: Callable[..., Any]) -> None:
    shown = row("post", stance="reports", cites=["u", "v", "w"])
    loaded(
        sources=[
            outlet("post"),
            person("ada"),
            person("ada-2"),
            *(unnamed(name, "post", approved_by="Ed", description="an official", anonymity_reason="afraid") for name in "uw"),
            unnamed("v", "post"),
        ],
        claims=[
            claim("named", row("ada"), row("ada-2"), interests=[{"source": "ada", "side": 1}]),
            claim("unnamed", row("u"), row("v"), row("w"), shown),
            claim("apart", row("post")),
        ],
    )


@pytest.fixture
def change(clock: Callable[[], datetime]) -> Callable[[], Change]:
    return lambda: Change(clock(), "user:eve", "merged", "one and the same")


def key(name: str) -> Source:
    return Source.objects.get(key=name)


def support(name: str) -> tuple[int, int]:
    found = Standing.objects.select_related("assessment").get(claim__key=name).assessment
    assert found is not None
    return found.result["support"]["at_least"], found.result["support"]["at_most"]


def settle(change: Change) -> None:
    apply_source_changes(change.at, actor="user:eve")
    assert_stored_equals_fresh(change.at)


@pytest.mark.parametrize(
    ("second", "first", "claimed", "before", "after"),
    [("ada-2", "ada", "named", (2, 2), (1, 1)), ("v", "u", "unnamed", (1, 3), (1, 2))],
)
def test_the_claims_of_both_count_them_once_until_it_is_undone(
    second: str, first: str, claimed: str, before: tuple[int, int], after: tuple[int, int], change: Callable[[], Change]
) -> None:
    rows = list(Attribution.objects.order_by("id").values("id", "source_id", "claim_id"))
    assert support(claimed) == before

    merge_sources(key(second), key(first), change())
    settle(change())

    assert support(claimed) == after
    undo_merger(key(second), at=change().at, actor="user:eve", reason="two after all")
    settle(change())
    assert support(claimed) == before
    found = [(one.key, one.outcome) for one in replay(ids_of_all())]
    assert {outcome for _, outcome in found} == {EQUAL}
    assert [name for name, _ in found].count(claimed) == 3
    assert Revision.objects.filter(claim__key="apart").count() == 1
    assert list(Attribution.objects.order_by("id").values("id", "source_id", "claim_id")) == rows


def test_the_second_record_has_the_approval_and_the_traits_of_the_first(change: Callable[[], Change]) -> None:
    codes = "unnamed_unapproved"
    assert codes in Claim.objects.get(key="unnamed").flags.filter(cleared_at=None).values_list("code", flat=True)

    merge_sources(key("v"), key("u"), change())
    settle(change())

    assert codes not in Claim.objects.get(key="unnamed").flags.filter(cleared_at=None).values_list("code", flat=True)


def test_what_is_foreseen_is_what_happens_and_nothing_of_it_is_stored(change: Callable[[], Change]) -> None:
    second, stored = key("ada-2"), (SourceChange.objects.count(), Assessment.objects.count())

    found = foresee_merger(second, key("ada"), change())

    assert (found.attributions, found.claims, found.reached) == (1, 1, 1)
    assert found.changed is not None
    ((claim_found, foreseen),) = found.changed
    before, after = foreseen.before, foreseen.after
    assert claim_found.key == "named"
    assert (before.support.at_most, after.support.at_most) == (2, 1)
    assert (SourceChange.objects.count(), Assessment.objects.count()) == stored
    assert second.merged_into_id is key("ada-2").merged_into_id is None
    merge_sources(second, key("ada"), change())
    settle(change())
    assert Standing.objects.get(claim__key="named").status == after.status


def test_where_too_many_are_reached_it_says_only_how_many(
    change: Callable[[], Change], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_merging, "MOST_WEIGHED", 0)

    found = foresee_merger(key("ada-2"), key("ada"), change())

    assert (found.reached, found.changed) == (1, None)
