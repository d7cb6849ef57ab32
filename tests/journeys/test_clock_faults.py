"""A worker whose clock was set back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from claims.models import Claim, Flag, Revision, VerificationRun
from claims.models.run import ALL, DONE
from claims.operations.sources.changes import mark
from claims.runs.chunks import start_run
from tests.cases import claim, load, person, row
from tests.journeys.processes import CLAIMS, Processes, is_done, kill, until
from tests.journeys.stale_night import assert_complete, load_stale_claims
from tests.undisturbed import assert_rules_kept, assert_same, present_picture, undisturbed

pytestmark = [pytest.mark.postgresql, pytest.mark.redis, pytest.mark.worker, pytest.mark.django_db(transaction=True)]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize("off", [-HOUR, 2 * DAY], ids=["an hour behind", "two days ahead"])
def test_a_worker_with_a_wrong_clock_joins_the_run_of_others_and_closes_none(processes: Processes, off: timedelta) -> None:
    expected = load_stale_claims()
    run = start_run(ALL, now=timezone.now(), actor="job:weekly")
    processes.worker(clock=str(1.1 * off.total_seconds()))
    for task in ("claims.resume_stopped_runs", "claims.verify_everything"):
        processes.call(task)
    until(is_done)
    assert_complete(expected)
    run.refresh_from_db()
    assert run.finished_at is not None
    assert abs(run.finished_at - run.started_at) > abs(off)  # the clock was indeed wrong


def test_a_run_begun_before_the_last_revisions_keeps_their_order_and_the_next_one_mends_what_it_found(
    processes: Processes,
) -> None:
    recorded = timezone.now() - DAY / 2
    said = f"{recorded:%Y-%m-%dT%H:%MZ}"  # by the wrong clock nobody has said it yet

    def load_fresh() -> None:
        claims = [claim(f"c{number:02}", row("ada", said_at=said)) for number in range(CLAIMS)]
        load({"sources": [person("ada")], "claims": claims}, at=recorded)

    expected = undisturbed(load_fresh, timezone.now())
    load_fresh()
    with transaction.atomic():  # what is not marked is trusted to stand, whatever the clock
        mark(Claim.objects.values_list("id", flat=True), timezone.now())
    backward = processes.worker(clock=str(-DAY.total_seconds()))
    processes.call("claims.verify_everything")
    until(is_done)
    assert Revision.objects.filter(number=2).count() == CLAIMS
    assert not Revision.objects.filter(number__gt=2).exists()
    assert_rules_kept()
    assert not Flag.objects.filter(cleared_at__lt=F("raised_at")).exists()
    kill(backward)
    processes.worker()
    processes.call("claims.verify_everything")
    until(lambda: VerificationRun.objects.filter(state=DONE).count() == 2)
    assert_same(present_picture(), {key: {name: one[name] for name in _PRESENT} for key, one in expected.items()})


_PRESENT = ("standing", "result", "open flags", "public body")
