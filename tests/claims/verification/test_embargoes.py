"""An embargo ends by itself: with a revision at that moment, once, whoever looks first."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from claims.models import Claim, PublicBody, Revision, Standing
from claims.models.run import ALL, DUE
from claims.operations.decisions.ledger import reaffirm
from claims.runs.chunks import start_run, work_chunk
from claims.runs.lifecycle import finish_run
from claims.verification import Change, evaluating
from tests.cases import claim, load, person, row
from tests.recompute import assert_stored_equals_fresh

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)


@pytest.fixture
def ends(db: None, now: datetime) -> datetime:
    """When the embargo on the claim ``held`` ends; ``open`` has none."""
    at = now + 5 * HOUR
    held = claim("held", row("ada"), embargo_until=at.isoformat())
    load({"sources": [person("ada")], "claims": [held, claim("open", row("ada"))]}, at=now)
    return at


def verify(scope: str, at: datetime) -> None:
    run = start_run(scope, now=at, actor="job:nightly")
    while work_chunk(run, lambda: at) is not None:
        pass
    finish_run(run, at)


def revisions(key: str = "held") -> list[tuple[int, str]]:
    return list(Revision.objects.filter(claim__key=key).order_by("number").values_list("number", "actor"))


def due(key: str = "held") -> datetime | None:
    return Standing.objects.get(claim__key=key).due_at


@pytest.mark.parametrize("scope", [DUE, ALL])
def test_the_end_makes_one_revision_and_no_run_before_or_after_another(scope: str, ends: datetime) -> None:
    assert due() == ends
    before = PublicBody.objects.get(claim__key="held")

    verify(scope, ends - TICK)
    assert (len(revisions()), due()) == (1, ends)
    verify(scope, ends)
    shown = PublicBody.objects.get(claim__key="held")
    assert revisions()[1:] == [(2, "job:nightly")]
    assert (shown.revision, shown.at, shown.body) == (2, ends, before.body)
    assert due() == due("open") != ends
    for later in (HOUR, 2 * HOUR):
        verify(scope, ends + later)

    assert [len(revisions()), len(revisions("open"))] == [2, 1]
    assert_stored_equals_fresh(ends + 2 * HOUR)


def test_a_change_after_the_end_is_the_one_revision_that_records_it(ends: datetime) -> None:
    reaffirm(Claim.objects.get(key="held").pk, Change(ends + HOUR, "user:ed", "reaffirmed", "It holds."))
    verify(DUE, ends + 2 * HOUR)

    assert revisions()[1:] == [(2, "user:ed")]


@pytest.mark.parametrize(("moved", "wakes"), [(None, None), (timedelta(days=2), timedelta(days=2))])
def test_the_end_moves_with_the_embargo(moved: timedelta | None, wakes: timedelta | None, ends: datetime) -> None:
    until = (ends + moved).isoformat() if moved else None
    load({"claims": [claim("held", embargo_until=until)]}, at=ends - HOUR)
    verify(ALL, ends)
    assert len(revisions()) == 2  # that of the load alone
    assert due() == (ends + wakes if wakes else due("open"))

    verify(DUE, ends + timedelta(days=3))
    assert len(revisions()) == (3 if wakes else 2)


def test_an_end_at_which_verification_failed_is_reported_by_the_next(ends: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: object) -> None:
        raise ValueError("broken")

    with monkeypatch.context() as broken:
        broken.setattr(evaluating, "assess", fails)
        verify(DUE, ends)
    assert len(revisions()) == 1
    verify(DUE, ends + HOUR)

    assert len(revisions()) == 2
