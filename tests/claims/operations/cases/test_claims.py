"""Claims in case files: their own fields, stakes and relations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from claims.models import Claim, Flag, Interest, Revision
from sources.models import SourceRelation
from tests.cases import claim, person, row, two_statements
from tests.recompute import assert_stored_equals_fresh

Load = Callable[..., Any]


def flags_of(key: str) -> set[str]:
    return set(Flag.objects.filter(claim__key=key, cleared_at=None).values_list("code", flat=True))


def test_a_changed_text_is_one_revision(loaded: Load) -> None:
    loaded(**two_statements())
    loaded(claims=[{"key": "c", "text": "Another text."}])
    assert Claim.objects.get(key="c").text == "Another text."
    assert list(Revision.objects.order_by("number").values_list("number", "actor")) == [(1, "user:ada"), (2, "user:ada")]


def test_a_field_left_out_stays_as_stored(loaded: Load) -> None:
    loaded(claims=[claim("c", priority=1, topics=["arms", "un"], window={"from": "2024-06", "until": "2024-07"})])
    loaded(claims=[claim("c", topics=["arms"])])
    stored = Claim.objects.get(key="c")
    assert (stored.priority, stored.window_until, [t.topic for t in stored.topics.all()]) == (1, "2024-07", ["arms"])


def test_a_contradicting_claim_contests_both_and_clears_both(loaded: Load, now: datetime) -> None:
    loaded(
        sources=[person("ada"), person("ben")],
        claims=[claim("c", row("ada")), claim("d", row("ben"), relations=[{"kind": "contradicts", "claim": "c"}])],
    )
    assert "contested" in flags_of("c") & flags_of("d")
    loaded(claims=[claim("d", row("ben", withdrawn={"by": "source", "reason": "Wrong."}))])
    assert "contested" not in flags_of("c") | flags_of("d")
    assert_stored_equals_fresh(now)


def test_a_voice_may_have_a_stake_on_both_sides(loaded: Load, now: datetime) -> None:
    relation = {"from": "ada", "to": "ben", "kind": "speaks_for", "reason": "so"}
    stakes = [{"source": "ada", "side": 1}, {"source": "ben", "side": -1}]
    rows = [row("ada"), row("cy", stance="denies")]
    loaded(
        sources=[person("ada"), person("ben"), person("cy")],
        relations=[relation],
        claims=[claim("c", *rows, interests=stakes)],
    )
    assert "interested_party_only" in flags_of("c")
    assert_stored_equals_fresh(now)


def test_a_repeated_stake_and_relation_replace_the_old_ones(loaded: Load, now: datetime) -> None:
    tie = {"from": "ada", "to": "ben", "kind": "owned_by", "reason": "so"}
    loaded(sources=[person("ada"), person("ben")], relations=[tie], claims=[claim("c", row("ada"))])
    loaded(claims=[claim("c", interests=[{"source": "ada", "side": 1}])])
    loaded(relations=[{**tie, "reason": "said otherwise"}], claims=[claim("c", interests=[{"source": "ada", "side": -1}])])
    assert [(row.side, row.struck_at is None) for row in Interest.objects.order_by("id")] == [(1, False), (-1, True)]
    reported = [(row.reason, row.struck_at is None) for row in SourceRelation.objects.order_by("id")]
    assert reported == [("so", False), ("said otherwise", True)]
    assert_stored_equals_fresh(now)
