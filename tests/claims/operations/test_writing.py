"""The frame of every write: record times have the order of recording whatever the clocks say, and a stale write is refused."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection

from claims.models import Attribution, Claim, ClaimRelation, Interest, Revision
from claims.operations.attributions.changes import void, withdraw
from claims.operations.claims.assignment import strike_interest, strike_relation
from claims.operations.claims.topics import add_topic
from claims.operations.writing import StaleClaimError, StaleRevisionError, lock, writing
from claims.verification import Change
from sources.models import SourceChange, SourceRelation
from sources.operations import change_source, judge, relate
from tests.cases import claim, load, person, row, two_statements

Load = Callable[..., Any]
TICK = timedelta(microseconds=1)
ROOT = Path(__file__).resolve().parents[3]
#: What takes a text apart.
_CUTTING = {"removeprefix", "removesuffix", "partition", "rpartition", "replace"}


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


def test_a_stale_change_names_the_claim_the_revision_seen_and_those_since(arms: Claim, now: Any) -> None:
    change = Change(now, "user:eve", "topic added", "Filed.")
    add_topic([arms.pk], "weapons", change, expected={arms.pk: arms.revision})

    with pytest.raises(StaleClaimError) as refused:
        add_topic([arms.pk], "shells", change, expected={arms.pk: arms.revision})

    error = refused.value
    assert (error.claim, error.seen, [row.number for row in error.later]) == (arms.pk, 1, [2])
    since = "has changed since you opened it (you saw revision 1): revision 2 by user:eve, topic added (Filed.)."
    assert error.what == f"This claim {since}"
    assert error.what_of("“arms-transfers”") == f"“arms-transfers” {since}"
    assert str(error) == f"{error.what} Open it again and make your change on the current version."


def test_what_changed_may_be_told_without_advice() -> None:
    assert str(StaleRevisionError("It was retracted anew.")) == "It was retracted anew."


def test_no_sentence_is_cut_off_an_error() -> None:
    files = [path for app in ("claims", "sources", "factcheck/api") for path in (ROOT / app).rglob("*.py")]
    cut = [f"{path.relative_to(ROOT)}:{line}" for path in files for line in _cut_in(path)]
    assert cut == []


def _cut_in(path: Path) -> list[int]:
    """Return the lines of a file that take ``str(error)`` apart, or look for words in it."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    parted = [node for node in nodes if isinstance(node, ast.Attribute) and node.attr in _CUTTING and _is_text(node.value)]
    sought = [node for node in nodes if isinstance(node, ast.Compare) and any(map(_is_text, node.comparators))]
    return [node.lineno for node in [*parted, *sought]]


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node) in {"str(error)", "str(problem)", "str(refused)"}
