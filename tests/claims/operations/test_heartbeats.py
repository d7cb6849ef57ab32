"""The parts of the service that show that they work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from claims.models import Heartbeat
from claims.models.heartbeat import BACKUP, WORKER
from claims.operations.heartbeats import note_alive, note_backup


@pytest.mark.django_db
def test_a_part_has_one_row_with_its_last_time(django_assert_num_queries: Any) -> None:
    Heartbeat.objects.create(name=WORKER, at=timezone.now() - timedelta(days=1))
    with django_assert_num_queries(1):
        note_alive(WORKER)
    note_backup()
    assert {row.name for row in Heartbeat.objects.filter(at__gt=timezone.now() - timedelta(minutes=1))} == {WORKER, BACKUP}


def test_a_backup_is_good_though_the_database_takes_no_note(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_arguments: Any, **_named: Any) -> None:
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(Heartbeat.objects, "bulk_create", refuse)
    note_backup()
    assert "did not take a note" in caplog.text
