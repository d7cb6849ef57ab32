"""Claims on whose facts the assessment of another may rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from claims.models import ClaimRelation
from claims.operations.claims.assignment import strike_relation
from claims.queries.claims.selection import ids_of_all
from claims.queries.facts.related import related_claims
from tests.cases import claim
from tests.claims.operations.moving import because, pk


def to(key: str, kind: str) -> list[dict[str, str]]:
    return [{"kind": kind, "claim": key}]


@pytest.fixture
def desk(loaded: Callable[..., Any]) -> None:
    """A claim with a rival, a newer claim and a part."""
    others = claim("rival", relations=to("c", "contradicts")), claim("newer", relations=to("c", "supersedes"))
    loaded(claims=[claim("c"), *others, claim("part", relations=to("c", "part_of"))])


def test_rivals_are_of_each_other_and_a_newer_claim_is_of_the_older_alone(desk: None) -> None:
    opposed, newer = related_claims(ids_of_all())
    assert opposed == {pk("c"): [pk("rival")], pk("rival"): [pk("c")]}
    assert newer == {pk("c"): [pk("newer")]}


def test_a_relation_that_was_struck_out_joins_nothing(desk: None, now: datetime) -> None:
    for relation in ClaimRelation.objects.all():
        strike_relation(relation, because(now))
    assert related_claims(ids_of_all()) == ({}, {})
