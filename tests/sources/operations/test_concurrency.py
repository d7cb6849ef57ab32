"""Two editors at the same moment, on two real connections."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from sources.models import IndependenceJudgement, Source, SourceRelation
from sources.operations import judge, relate
from tests.cases import load, person

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
AT = datetime(2024, 6, 12, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _three_people() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    load({"sources": [person("ada"), person("ben"), person("cy")]}, at=AT)


def together(*works: object) -> None:
    """Run each of the works in a thread with its own connection, all beginning at once."""
    barrier = Barrier(len(works))

    def run(work: object) -> None:
        try:
            barrier.wait(timeout=10)
            work()  # type: ignore[operator]
        finally:
            connection.close()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
        assert not thread.is_alive()


def tie(one: str, other: str) -> None:
    with transaction.atomic():
        ends = Source.objects.get(key=one), Source.objects.get(key=other)
        relate([SourceRelation(from_source=ends[0], to_source=ends[1], kind="owned_by", reason="so")], at=AT, actor="user:eve")


@pytest.mark.parametrize("attempt", range(5))
def test_two_ties_recorded_at_once_make_one_family(attempt: int) -> None:
    together(lambda: tie("ada", "ben"), lambda: tie("ben", "cy"))
    ada, ben, cy = Source.objects.order_by("key")
    assert (ada.family, ben.family_id, cy.family_id) == (None, ada.pk, ada.pk)


@pytest.mark.parametrize("attempt", range(3))
def test_two_judgements_at_once_leave_one_in_force(attempt: int) -> None:
    ada, ben = Source.objects.filter(key__in=["ada", "ben"]).order_by("key")
    works = [
        lambda outcome=outcome: judge(ada, ben, outcome, at=AT, actor="user:eve", reason=outcome)
        for outcome in ("independent", "dependent", "unsure")
    ]
    together(*works)
    assert IndependenceJudgement.objects.count() == 3
    assert IndependenceJudgement.objects.filter(superseded_at=None).count() == 1
