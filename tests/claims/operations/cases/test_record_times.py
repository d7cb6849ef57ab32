"""Record times have the order in which things were recorded, whatever the clocks of those who recorded them said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection

from claims.models import Attribution, Claim, ClaimRelation, Interest, Revision
from claims.operations.attributions.changes import void, withdraw
from claims.operations.claims.assignment import strike_interest, strike_relation
from claims.operations.writing import lock, writing
from claims.verification import Change
from sources.models import SourceChange, SourceRelation
from sources.operations import change_source, judge, relate
from tests.cases import claim, load, person, row, two_statements

Load = Callable[..., Any]
TICK = timedelta(microseconds=1)


def change(at: datetime) -> Change:
    return Change(at, "user:eve", "changed", "because")


def test_a_clock_that_was_set_back_dates_the_rows_after_the_last_revision(loaded: Load, now: datetime) -> None:
    loaded(**two_statements())
    withdraw(Attribution.objects.get(key="ada"), change(now - timedelta(hours=1)), by="source")
    void(Attribution.objects.get(key="ben"), change(now - timedelta(hours=2)))
    assert Attribution.objects.get(key="ada").withdrawal_recorded_at == now + TICK
    assert Attribution.objects.get(key="ben").voided_at == now + 2 * TICK
    assert list(Revision.objects.order_by("number").values_list("at", flat=True)) == [now, now + TICK, now + 2 * TICK]


def test_two_writes_at_one_moment_have_two_times(loaded: Load, now: datetime) -> None:
    loaded(**two_statements())
    load({"claims": [claim("c", row("more", "ben"))]}, at=now)
    assert Attribution.objects.get(key="more").recorded_at == now + TICK == Revision.objects.get(number=2).at


def test_a_write_is_later_than_the_last_revisions_of_the_claims_that_it_contradicts(loaded: Load, now: datetime) -> None:
    loaded(claims=[claim(key) for key in "abcd"])
    pairs = [("a", "b"), ("b", "c")]
    rivals = [claim(one, relations=[{"kind": "contradicts", "claim": other}]) for one, other in pairs]
    load({"claims": rivals}, at=now + timedelta(hours=1))
    load({"claims": [claim("c", priority=1)]}, at=now + timedelta(hours=2))
    with writing([Claim.objects.get(key="a").pk], change(now)) as dated:
        assert dated.at == now + timedelta(hours=2) + TICK
    with writing([Claim.objects.get(key="d").pk], change(now + timedelta(minutes=1))) as dated:
        assert dated.at == now + timedelta(minutes=1)


def test_a_stake_and_a_contradiction_are_struck_out_after_they_were_recorded(loaded: Load, now: datetime) -> None:
    stakes, rivals = [{"source": "ada", "side": 1}], [{"kind": "contradicts", "claim": "d"}]
    loaded(sources=[person("ada")], claims=[claim("d"), claim("c", interests=stakes, relations=rivals)])
    strike_interest(Interest.objects.get(), change(now - timedelta(days=1)))
    strike_relation(ClaimRelation.objects.get(), change(now - timedelta(days=1)))
    assert Interest.objects.get().struck_at == now + TICK
    assert ClaimRelation.objects.get().struck_at == now + 2 * TICK


def test_changes_of_sources_have_the_order_in_which_they_were_made(loaded: Load, now: datetime) -> None:
    loaded(**two_statements())
    last = SourceChange.objects.order_by("-id")[0].at
    ada, ben = (Attribution.objects.get(key=key).source for key in ("ada", "ben"))
    relation = SourceRelation(from_source=ada, to_source=ben, kind="owned_by", reason="owns")
    relate([relation], at=now - timedelta(days=1), actor="user:eve")
    judge(ada, ben, "independent", at=now - timedelta(days=2), actor="user:eve", reason="own reporters")
    change_source(ada, {"country": "US"}, at=now - timedelta(days=3), actor="user:eve")
    times = list(SourceChange.objects.filter(at__gt=last).order_by("id").values_list("at", flat=True))
    assert relation.recorded_at == last + TICK
    assert sorted(set(times)) == [last + n * TICK for n in (1, 2, 3)]
    assert times == sorted(times)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_who_waited_for_a_lock_writes_later_than_whom_they_waited_for(now: datetime) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    load(two_statements(), at=now)
    (pk,) = Claim.objects.values_list("pk", flat=True)
    begun, seen = Event(), []

    def second() -> None:
        try:
            with writing([pk], change(now + timedelta(seconds=1))) as dated:
                seen.append(dated.at)
        finally:
            connection.close()

    waiting = Thread(target=second)
    with writing([pk], change(now + timedelta(seconds=5))):
        waiting.start()
        begun.wait(0.5)  # long enough for the other to come to the lock
        assert seen == []
    waiting.join(timeout=30)
    assert seen == [now + timedelta(seconds=5) + TICK]


@pytest.mark.django_db
def test_of_claims_that_have_no_revision_yet_nothing_is_asked() -> None:
    assert lock([]).last_at is None
