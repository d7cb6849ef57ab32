"""A change of a source reaches the claims whose result can change, and no flag is left behind the facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from claims.models import Revision, Standing
from claims.operations.sources.changes import apply_source_changes, claims_reached
from claims.queries.claims.selection import waiting_claims
from claims.queries.policy.versions import thresholds
from claims.verification import clock_at, evaluate
from sources.models import IndependenceJudgement, Source, SourceChange, SourceRelation
from sources.operations import change_source, judge, relate, strike_relation
from tests.cases import claim, outlet, person, row, two_statements, unnamed
from tests.recompute import assert_stored_equals_fresh

Load = Callable[..., Any]


@pytest.fixture
def at(now: datetime) -> datetime:
    return now + timedelta(hours=1)


def source(key: str) -> Source:
    return Source.objects.get(key=key)


def tie(one: str, other: str, kind: str, at: datetime) -> SourceRelation:
    relation = SourceRelation(from_source=source(one), to_source=source(other), kind=kind, reason="ownership")
    relate([relation], at=at, actor="user:eve")
    return relation


def counts(key: str = "c") -> tuple[int, int, int]:
    support = Standing.objects.select_related("assessment").get(claim__key=key).assessment.result["support"]
    return support["at_least"], support["at_most"], support["on_record"]


def test_a_family_link_lowers_what_is_certain(loaded: Load, at: datetime) -> None:
    loaded(**two_statements())
    assert counts() == (2, 2, 2)
    tie("ada", "ben", "owned_by", at)
    apply_source_changes(at, actor="user:eve")
    assert counts() == (1, 2, 1)
    assert Revision.objects.order_by("-number").first().action == "source change"  # type: ignore[union-attr]
    assert_stored_equals_fresh(at)


def test_one_voice_is_one_class(loaded: Load, at: datetime) -> None:
    loaded(**two_statements())
    tie("ada", "ben", "speaks_for", at)
    apply_source_changes(at, actor="user:eve")
    assert counts() == (1, 1, 1)


def test_a_struck_relation_sets_them_apart_again(loaded: Load, at: datetime) -> None:
    loaded(**two_statements())
    relation = tie("ada", "ben", "same_as", at)
    strike_relation(relation, at=at, actor="user:eve", reason="two people")
    apply_source_changes(at, actor="user:eve")
    assert counts() == (2, 2, 2)
    assert_stored_equals_fresh(at)


def test_a_judgement_of_independence_takes_away_the_direct_link(loaded: Load, at: datetime) -> None:
    loaded(**two_statements())
    tie("ada", "ben", "shares_reporting_with", at)
    joined = judge(source("ada"), source("ben"), "independent", at=at, actor="user:eve", reason="own reporters here")
    apply_source_changes(at, actor="user:eve")
    assert joined == []
    assert counts() == (2, 2, 2)


def test_a_new_judgement_supersedes_the_old_one(loaded: Load, at: datetime) -> None:
    loaded(**two_statements())
    for outcome in ("dependent", "unsure"):
        judge(source("ada"), source("ben"), outcome, at=at, actor="user:eve", reason="as told")
    apply_source_changes(at, actor="user:eve")
    assert IndependenceJudgement.objects.count() == 2
    assert IndependenceJudgement.objects.get(superseded_at=None).outcome == "unsure"
    assert counts() == (2, 2, 2)


def test_two_unnamed_sources_judged_independent_count_as_two(loaded: Load, at: datetime) -> None:
    rows = [row("u"), row("v"), row("post", stance="reports", cites=["u", "v"])]
    loaded(sources=[outlet("post"), unnamed("u", "post"), unnamed("v", "post")], claims=[claim("c", *rows)])
    assert counts()[:2] == (1, 2)
    judge(source("u"), source("v"), "independent", at=at, actor="user:eve", reason="the outlet says so")
    apply_source_changes(at, actor="user:eve")
    assert counts()[:2] == (2, 2)
    assert_stored_equals_fresh(at)


def test_a_trait_of_a_family_member_without_a_row_reaches_the_claim(loaded: Load, at: datetime) -> None:
    rows = [row("us"), row("u"), row("post", stance="reports", cites=["us", "u"])]
    loaded(
        sources=[outlet("post"), person("us", country="US"), person("kin", country="US"), unnamed("u", "post", country="CN")],
        relations=[{"from": "kin", "to": "us", "kind": "owned_by", "reason": "owns"}],
        claims=[claim("c", *rows)],
    )
    assert counts()[0] == 2
    change_source(source("kin"), {"country": "CN"}, at=at, actor="user:eve")
    apply_source_changes(at, actor="user:eve")
    assert counts()[0] == 1
    assert_stored_equals_fresh(at)


def test_beyond_what_is_done_at_once_claims_wait_marked(loaded: Load, at: datetime) -> None:
    loaded(sources=[person("ada")], claims=[claim(f"c{n}", row("ada")) for n in range(5)])
    change_source(source("ada"), {"short_name": "A."}, at=at, actor="user:eve")
    applied = apply_source_changes(at, actor="user:eve", at_once=2)
    assert applied == (2, 3)
    assert waiting_claims() == 3
    assert not SourceChange.objects.filter(applied_at=None).exists()


def test_every_claim_whose_result_changes_is_reached(loaded: Load, at: datetime) -> None:
    """Compared with evaluating every claim again."""
    names = [person(f"p{n}") for n in range(6)]
    rows = [
        claim(f"c{n}", row(f"p{n}"), row(f"p{(n + 1) % 6}"), row("u"), row("post", stance="reports", cites=["u"]))
        for n in range(6)
    ]
    loaded(
        sources=[*names, outlet("post"), unnamed("u", "post", country="US")],
        relations=[{"from": "p0", "to": "p3", "kind": "owned_by", "reason": "owns"}],
        claims=rows,
    )
    ids = list(Standing.objects.values_list("claim_id", flat=True))
    before = {pk: found.assessment for pk, found in evaluate(ids, clock_at(at), thresholds()).items()}
    change_source(source("p3"), {"country": "FR"}, at=at, actor="user:eve")
    tie("p1", "p2", "owned_by", at)
    reached = claims_reached(SourceChange.objects.filter(applied_at=None))
    after = {pk: found.assessment for pk, found in evaluate(ids, clock_at(at), thresholds()).items()}
    changed = {pk for pk in ids if before[pk] != after[pk]}
    assert changed
    assert changed <= reached
