"""The conditions of the list of claims, each against claims that it must and must not find."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import Q

from claims.models import Claim, Flag, Standing
from claims.operations.merges.merge import merge
from claims.operations.merges.removal import remove_claim
from claims.operations.merges.split import Part, split
from claims.queries.claims.filters import conditions
from sources.models import Source
from tests.cases import claim, outlet, person, row
from tests.claims.desk_flags import store_flag
from tests.claims.operations.moving import because, pk

Load = Callable[..., Any]
HOUR = timedelta(hours=1)


def found(condition: Q) -> str:
    return " ".join(Claim.objects.filter(condition).order_by("id").values_list("key", flat=True))


@pytest.fixture
def claims(loaded: Load) -> Sequence[Claim]:
    """Claims ``a``, ``b`` and ``c`` without a flag."""
    loaded(claims=[claim(key) for key in "abc"])
    Flag.objects.all().delete()
    return list(Claim.objects.order_by("id"))


def test_a_waiver_counts_until_its_moment(claims: Sequence[Claim], now: datetime) -> None:
    store_flag(claims[0], now, waived_until=now + HOUR)
    store_flag(claims[1], now, waived_until=now)
    store_flag(claims[2], now, cleared_at=now)
    assert (found(conditions.with_open_flag("stale")), found(conditions.stale(now))) == ("a b", "b")
    assert (found(conditions.with_waiver(now)), found(conditions.with_waiver(now, "contested"))) == ("a", "")
    assert found(conditions.with_severity("info", now + HOUR)) == "a b"


def test_flagged_since_includes_its_moment(claims: Sequence[Claim], now: datetime) -> None:
    store_flag(claims[0], now)
    store_flag(claims[1], now - HOUR)
    assert found(conditions.flagged_since(now, now)) == "a"


def test_a_claim_is_due_once_marked_or_when_its_time_has_come(claims: Sequence[Claim], now: datetime) -> None:
    Standing.objects.update(due_at=None)
    Standing.objects.filter(claim=claims[0]).update(marked_at=now)
    Standing.objects.filter(claim=claims[1]).update(due_at=now)
    Standing.objects.filter(claim=claims[2]).update(due_at=now + HOUR)
    assert found(conditions.due(now)) == "a b"


def test_origins_are_counted_for_certain_and_an_open_number_is_none_at_most(sample: None) -> None:
    assert "arms-transfers" in found(conditions.by_origins("min-2"))
    assert "arms-transfers" not in found(conditions.by_origins("min-3"))
    assert "arms-transfers" not in found(conditions.at_most(99))
    assert "visit-within-weeks" in found(conditions.by_origins("one"))
    assert "visit-within-weeks" not in found(conditions.by_origins("none"))


def test_a_family_is_found_by_any_of_its_members(loaded: Load) -> None:
    tie = {"from": "post", "to": "group", "kind": "owned_by", "reason": "imprint"}
    rows = claim("a", row("group")), claim("b", row("post")), claim("c", row("ada")), claim("d", row("gone", "post"))
    loaded(sources=[outlet("group"), outlet("post"), person("ada")], relations=[tie], claims=rows)
    loaded(claims=[claim("d", row("gone", "post", voided={"reason": "typed twice"}))])
    ids = dict(Source.objects.values_list("key", "pk"))

    assert found(conditions.of_family(ids["group"])) == found(conditions.of_family(ids["post"])) == "a b"
    assert (found(conditions.of_family(ids["ada"])), found(conditions.of_source(ids["post"]))) == ("c", "b")


def test_claims_are_told_by_how_they_ended(loaded: Load, now: datetime) -> None:
    loaded(sources=[person("ada")], claims=[claim("here"), claim("merged"), claim("gone"), claim("whole", row("ada"))])
    merge(pk("merged"), pk("here"), because(now))
    remove_claim(pk("gone"), because(now))
    split(pk("whole"), [Part("x", "One part."), Part("y", "Another.")], {}, because(now))

    ends = {how: found(conditions.retired(how)) for how in ("merged", "split", "deleted")}

    assert ends == {"merged": "merged", "split": "whole", "deleted": "gone"}
    assert found(conditions.retired("any")) == "here merged gone whole x y"


def test_numbers_of_origins_are_read_without_the_results(sample: None) -> None:
    assert "claims_assessment" not in str(Claim.objects.filter(conditions.by_origins("one")).query)
    kept = Standing.objects.values_list("support_at_least", "support_at_most", "support_open", "assessment__result__support")
    assert [(row[0], row[1], row[2]) for row in kept] == [
        (support["at_least"], support["at_most"], support["open"]) for *_, support in kept
    ]
