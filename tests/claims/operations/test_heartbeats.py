"""The parts of the service that show that they work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from claims.models import Heartbeat
from claims.models.heartbeat import WORKER
from claims.operations.heartbeats import note_alive


@pytest.mark.django_db
def test_a_part_has_one_row_with_its_last_time(django_assert_num_queries: Any) -> None:
    Heartbeat.objects.create(name=WORKER, at=timezone.now() - timedelta(days=1))
    with django_assert_num_queries(1):
        note_alive(WORKER)
    assert {row.name for row in Heartbeat.objects.filter(at__gt=timezone.now() - timedelta(minutes=1))} == {WORKER}
