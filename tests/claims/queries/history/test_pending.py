"""What waits for verification, the flags, and the last runs, as metrics show them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from claims.models import Flag, Standing, VerificationRun
from claims.models.run import ALL, DONE
from claims.queries.history.pending import LastRun, flags_by_code, last_runs, pending
from claims.runs.chunks import start_run

HOUR = timedelta(hours=1)


@pytest.mark.usefixtures("sample")
def test_marked_and_due_claims_are_counted_with_the_oldest_mark(now: datetime) -> None:
    Standing.objects.update(marked_at=None, due_at=None)
    assert pending(now) == (0, None, 0)
    first, second = Standing.objects.order_by("pk")[:2]
    Standing.objects.filter(pk=first.pk).update(marked_at=now - HOUR)
    Standing.objects.filter(pk=second.pk).update(marked_at=now, due_at=now)
    assert pending(now) == (2, now - HOUR, 1)


@pytest.mark.usefixtures("sample")
def test_open_flags_are_counted_by_code() -> None:
    found = flags_by_code()
    assert sum(found.values()) == Flag.objects.filter(cleared_at=None).count()
    assert found["contested"] == Flag.objects.filter(cleared_at=None, code="contested").count() > 0


@pytest.mark.django_db
def test_the_last_run_of_a_scope_and_the_last_that_was_completed_may_differ(now: datetime) -> None:
    run = start_run(ALL, now=now - 2 * HOUR, actor="job:weekly")
    VerificationRun.objects.filter(pk=run.pk).update(state=DONE, finished_at=now - HOUR)
    start_run(ALL, now=now, actor="job:weekly")
    assert last_runs() == [LastRun(ALL, now, now - HOUR)]
