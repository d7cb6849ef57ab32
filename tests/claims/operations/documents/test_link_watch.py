"""The switch of the link watch."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.models import LinkWatchSwitch
from claims.operations.documents.link_watch import turn_watch
from claims.operations.writing import OperationError
from claims.queries.documents.watched import watch_stop, watch_switches
from claims.verification import Change

pytestmark = pytest.mark.django_db


def test_who_stopped_and_started_it_when_and_why_is_kept(now: datetime) -> None:
    change = Change(now, "user:boss", "link watch", "The site asked us to.")
    with pytest.raises(OperationError, match="not stopped"):
        turn_watch(change, stop=False)
    turn_watch(change, stop=True)
    stop = watch_stop()
    assert stop is not None
    assert (stop.recorded_by, stop.recorded_at, stop.reason) == ("user:boss", now, "The site asked us to.")
    with pytest.raises(OperationError, match="already"):
        turn_watch(change, stop=True)
    turn_watch(change, stop=False)
    assert watch_stop() is None
    assert [row.stopped for row in watch_switches(5)] == [False, True]
    assert LinkWatchSwitch.objects.count() == 2
