"""Who has a claim open: since when they look at it without a gap, and nothing of it is in the record."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError

from claims.models import Claim, OpenClaim, Revision
from claims.operations.desk.presence import note_closed, note_open
from claims.queries.desk.presence import GONE_AFTER

SECOND = timedelta(seconds=1)


def times(person: User) -> tuple[datetime, datetime]:
    row = OpenClaim.objects.get(user=person)
    return row.opened_at, row.seen_at


def test_it_is_open_since_the_first_look_until_there_was_a_gap(arms: Claim, ed: User, now: datetime) -> None:
    note_open(ed.pk, arms.pk, now)
    note_open(ed.pk, arms.pk, now + GONE_AFTER)
    assert times(ed) == (now, now + GONE_AFTER)
    again = now + 2 * GONE_AFTER + SECOND
    note_open(ed.pk, arms.pk, again)
    assert times(ed) == (again, again)


def test_rows_of_an_hour_ago_are_forgotten_when_somebody_else_comes(arms: Claim, ed: User, sen: User, now: datetime) -> None:
    note_open(ed.pk, arms.pk, now)
    note_open(sen.pk, arms.pk, now + timedelta(hours=1, seconds=1))
    assert [row.user for row in OpenClaim.objects.all()] == [sen]


def test_closing_ends_ones_own_and_leaves_no_revision(arms: Claim, ed: User, sen: User, now: datetime) -> None:
    for person in (ed, sen):
        note_open(person.pk, arms.pk, now)
    note_closed(ed.pk, arms.pk)
    note_closed(ed.pk, arms.pk)
    assert [row.user for row in OpenClaim.objects.all()] == [sen]
    assert Revision.objects.filter(claim=arms).count() == 1


def test_a_locked_database_keeps_nobody_from_the_page(
    arms: Claim, ed: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(**_asked: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(OpenClaim.objects, "filter", locked)
    note_open(ed.pk, arms.pk, now)
    note_closed(ed.pk, arms.pk)
