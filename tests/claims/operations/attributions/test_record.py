"""Records added to one recorded claim: under its lock, on the revision that was seen, with the checks of a case file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction

from claims.casefile import CaseFileError
from claims.models import Attribution, Claim, Revision
from claims.operations.attributions.record import add_records, lock_and_add_attributions, lock_claim
from claims.operations.merges.merge import merge
from claims.operations.writing import OperationError, StaleRevisionError
from tests.cases import claim, load, person, row
from tests.claims.operations.moving import because, pk


@pytest.fixture
def c(loaded: Callable[..., Any]) -> int:
    loaded(sources=[person("ada"), person("ben")], claims=[claim("c", row("ada"), text="It came to pass."), claim("d")])
    return pk("c")


def test_a_record_is_added_in_one_revision_and_all_else_stays(c: int, now: datetime) -> None:
    result = lock_and_add_attributions(c, because(now, action="attribution recorded"), [row("ben")])
    assert result.revised == ("c",)
    assert [one.key for one in Attribution.objects.filter(claim=c).order_by("id")] == ["ada", "ben"]
    assert Claim.objects.get(pk=c).text == "It came to pass."
    assert Revision.objects.filter(claim=c).latest("number").action == "attribution recorded"


def test_what_is_recorded_already_makes_no_revision(c: int, now: datetime) -> None:
    assert lock_and_add_attributions(c, because(now), [row("ada")]).revised == ()
    assert Revision.objects.filter(claim=c).count() == 1


def test_a_fault_is_reported_at_its_place_and_nothing_is_stored(c: int, now: datetime) -> None:
    with pytest.raises(CaseFileError) as refused:
        lock_and_add_attributions(c, because(now), [row("ben"), row("eve")])
    assert [problem.path for problem in refused.value.problems] == ["$.claims[0].attributions[1].source"]
    assert not Attribution.objects.filter(key="ben").exists()


@pytest.mark.parametrize("seen", [{}, {"c": 1}])
def test_a_claim_is_locked_on_the_revision_that_was_seen(c: int, now: datetime, seen: dict[str, int]) -> None:
    with transaction.atomic():
        locked = lock_claim(c, {pk(key): number for key, number in seen.items()})
        assert add_records(locked, because(now), attributions=[row("ben")]).revised == ("c",)
    with pytest.raises(StaleRevisionError, match="you saw revision 1"), transaction.atomic():
        lock_claim(c, {c: 1})


def test_a_merged_claim_takes_nothing_either_way(c: int, now: datetime) -> None:
    merge(c, pk("d"), because(now))
    with pytest.raises(OperationError, match="was merged into “d”"), transaction.atomic():
        lock_claim(c, None)
    with pytest.raises(CaseFileError, match="was merged into “d”"):
        lock_and_add_attributions(c, because(now), [row("ben")])


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_who_adds_to_one_claim_does_not_wait_for_who_adds_to_another(now: datetime) -> None:
    load({"sources": [person("ada"), person("ben")], "claims": [claim("c", row("ada")), claim("d", row("ada"))]}, at=now)
    c, d = pk("c"), pk("d")
    added = []

    def second() -> None:
        try:
            added.append(lock_and_add_attributions(d, because(now), [row("ben")]).revised)
        finally:
            connection.close()

    other = Thread(target=second)
    with transaction.atomic():
        lock_and_add_attributions(c, because(now), [row("ben")])
        other.start()
        other.join(timeout=30)
        assert added == [("d",)]
