"""The clock of an assessment: the desk's calendar decides what has been said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from claims.models import Standing
from claims.verification import clock_at
from tests.cases import claim, load, person, row

NIGHT = datetime(2024, 6, 12, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "until"), [("UTC", "2024-06-12T23:00Z"), ("Asia/Seoul", "2024-06-13"), ("America/New_York", "2024-06-12T23:00Z")]
)
def test_what_is_dated_with_the_desks_today_has_been_said(settings: Settings, zone: str, until: str) -> None:
    settings.TIME_ZONE = zone
    assert clock_at(NIGHT).said_until == until


@pytest.mark.django_db
def test_a_statement_dated_ahead_is_due_before_its_day_begins_anywhere(settings: Settings) -> None:
    settings.TIME_ZONE = "Asia/Seoul"
    load({"sources": [person("ada")], "claims": [claim("c", row("ada", said_at="2024-06-14"))]}, at=NIGHT)
    standing = Standing.objects.get()
    assert standing.status == "unsourced"
    assert standing.due_at == datetime(2024, 6, 13, 10, 0, tzinfo=UTC)
    load({"claims": [claim("c", priority=1)]}, at=NIGHT + timedelta(hours=17))
    assert Standing.objects.get().status == "unverified"
