"""Relations of claims: a contradiction is recorded once in either direction, and assesses both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from claims.casefile import CaseFileError
from claims.models import ClaimRelation, Revision
from claims.operations.claims.relations import contradict, copy_relations, incoming, relate
from claims.operations.merges.merge import merge, undo_merge
from claims.operations.writing import OperationError, StaleRevisionError
from tests.cases import claim, person, row
from tests.claims.operations.moving import LATER, because, flags, pk


@pytest.fixture
def desk(loaded: Callable[..., Any]) -> None:
    to_c = [{"kind": "restates", "claim": "c"}]
    both = claim("c", row("ada")), claim("d", row("ben"))
    loaded(sources=[person("ada"), person("ben")], claims=[*both, claim("e", relations=to_c), claim("f", relations=to_c)])


def test_a_contradiction_contests_both_and_is_recorded_once_from_either_side(desk: None, now: datetime) -> None:
    contradict(pk("c"), pk("d"), because(now))
    assert "contested" in flags("c") & flags("d")
    assert [Revision.objects.filter(claim=pk(key)).count() for key in "cde"] == [2, 2, 1]
    for one, other in (("c", "d"), ("d", "c")):
        with pytest.raises(OperationError, match="already recorded"):
            contradict(pk(one), pk(other), because(now))
    with pytest.raises(OperationError, match="cannot contradict itself"):
        contradict(pk("c"), pk("c"), because(now))


def test_any_other_relation_has_a_direction_and_is_recorded_once(desk: None, now: datetime) -> None:
    relate(pk("c"), "supersedes", "d", because(now))
    relate(pk("d"), "restates", "c", because(now))
    with pytest.raises(CaseFileError, match="cannot supersede a newer one"):
        relate(pk("d"), "supersedes", "c", because(now))
    with pytest.raises(OperationError, match="already recorded"):
        relate(pk("c"), "supersedes", "d", because(now))
    with pytest.raises(CaseFileError):
        relate(pk("c"), "supersedes", "nowhere", because(now))
    with pytest.raises(StaleRevisionError):
        relate(pk("c"), "restates", "e", because(now), expected={pk("c"): 1})


def test_claims_that_name_this_one_are_those_whose_relation_is_in_force(desk: None, now: datetime) -> None:
    assert incoming(pk("c")) == [pk("e"), pk("f")]
    ClaimRelation.objects.filter(from_claim=pk("e")).update(struck_at=now, struck_reason="not so")
    assert incoming(pk("c")) == [pk("f")]
    assert incoming(pk("d")) == []


def test_a_merge_copies_what_is_new_of_third_claims_and_undoing_strikes_only_that(desk: None, now: datetime) -> None:
    relate(pk("d"), "restates", "e", because(now))
    relate(pk("c"), "restates", "e", because(now))
    relate(pk("c"), "restates", "d", because(now))

    merge(pk("c"), pk("d"), because(now + LATER))

    of_d = ClaimRelation.objects.filter(to_claim=pk("d"), struck_at=None).exclude(from_claim=pk("c"))
    assert set(of_d.values_list("from_claim__key", flat=True)) == {"e", "f"}
    assert ClaimRelation.objects.filter(from_claim=pk("d"), struck_at=None).count() == 1  # it had that one already
    assert copy_relations(pk("c"), pk("d"), because(now + LATER)) == []
    undo_merge(pk("c"), because(now + 2 * LATER))
    assert not of_d.exists()
    assert ClaimRelation.objects.filter(from_claim=pk("d"), struck_at=None).count() == 1
