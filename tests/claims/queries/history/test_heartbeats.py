"""When the parts of the service last worked."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.models import Heartbeat
from claims.models.heartbeat import BEAT
from claims.queries.history.heartbeats import heartbeats


@pytest.mark.django_db
def test_a_part_that_never_worked_has_no_time(now: datetime) -> None:
    assert heartbeats() == {}
    Heartbeat.objects.create(name=BEAT, at=now)
    assert heartbeats() == {BEAT: now}
