"""The made-up newsroom of the benchmark is sound, and has the shape that it says."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest
from django.db import connection

from claims.models import Attribution, Citation, Claim
from claims.policy.assess import assess
from claims.policy.facts import Thresholds
from claims.queries.facts.current import load_facts
from claims.queries.integrity import broken_rules
from claims.verification import clock_at
from sources.models import Source, SourceChange
from sources.operations import regroup
from tests.benchmarks.plain_way import facts_of, load
from tests.benchmarks.scale_data import fill
from tests.benchmarks.scale_rows import DEEPEST, LARGEST, Newsroom

CLAIMS = 200


@pytest.fixture
def newsroom(db: None, now: datetime) -> None:
    fill(CLAIMS, now=now)


def test_made_up_rows_are_the_same_each_time(now: datetime) -> None:
    assert list(Newsroom(CLAIMS, now).rows()) == list(Newsroom(CLAIMS, now).rows())


def test_made_up_rows_keep_every_rule(newsroom: None) -> None:
    connection.check_constraints()
    assert list(broken_rules()) == []


def test_made_up_voices_and_families_are_those_of_the_relations(newsroom: None, now: datetime) -> None:
    regroup(Source.objects.filter(identified=True).values_list("id", flat=True), at=now, actor="test")
    assert not SourceChange.objects.exists()


def test_a_new_row_gets_an_id_of_its_own(newsroom: None, now: datetime) -> None:
    assert Claim.objects.create(key="new", text="New.", recorded_at=now).pk > CLAIMS


def test_two_in_five_claims_have_one_attribution_and_chains_are_five_deep(newsroom: None) -> None:
    sizes = Counter(Attribution.objects.values_list("claim_id", flat=True))
    assert len(sizes) == CLAIMS
    assert 0.3 < Counter(sizes.values())[1] / CLAIMS < 0.5
    assert 10 < max(sizes.values()) <= LARGEST
    depths: dict[int, int] = {}
    for citing, cited in Citation.objects.order_by("citing_id").values_list("citing_id", "cited_id"):
        depths[citing] = max(depths.get(citing, 0), depths.get(cited, 0) + 1)
    assert max(depths.values()) == DEEPEST


def test_nothing_is_stale_until_the_policy_says_so(newsroom: None, now: datetime) -> None:
    claims, directory = load_facts(range(1, CLAIMS + 1), clock_at(now).said_until)
    for days, stale in ((90, 0), (1, CLAIMS)):
        assessed = (assess(facts, directory, Thresholds(shelf_life_days=days), clock_at(now)) for facts in claims.values())
        assert sum(any(flag.code == "stale" for flag in found.flags) for found in assessed) == stale


def test_the_plain_way_reads_the_same_facts(newsroom: None, now: datetime) -> None:
    clock = clock_at(now)
    claims, directory = load_facts(range(1, CLAIMS + 1), clock.said_until)
    for pk, facts in claims.items():
        plain, known = facts_of(load(pk), clock.said_until)
        assert plain == facts
        assert assess(plain, known, Thresholds(), clock) == assess(facts, directory, Thresholds(), clock)
