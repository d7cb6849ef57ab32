"""What "since your last visit" means to somebody who keeps the front page open."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError

from claims.models import DeskVisit, Revision
from claims.operations.desk.visits import SAME_LOOK, VISIT_ENDS_AFTER, note_visit

MINUTE = timedelta(minutes=1)


def test_the_first_visit_has_none_before_it(ed: User, now: datetime) -> None:
    assert note_visit(ed.pk, now) is None
    assert note_visit(ed.pk, now + 2 * MINUTE) is None


def test_who_comes_back_sees_when_they_last_looked(ed: User, now: datetime) -> None:
    note_visit(ed.pk, now - timedelta(hours=14))
    assert note_visit(ed.pk, now) == now - timedelta(hours=14)


def test_reloading_within_a_visit_keeps_what_was_new(ed: User, now: datetime) -> None:
    yesterday = now - timedelta(hours=14)
    note_visit(ed.pk, yesterday)
    looks = [now + n * (VISIT_ENDS_AFTER - MINUTE) for n in range(10)]
    assert {note_visit(ed.pk, at) for at in looks} == {yesterday}
    assert note_visit(ed.pk, looks[-1] + VISIT_ENDS_AFTER) == looks[-1]


def test_a_page_that_is_reloaded_again_and_again_writes_nothing(
    ed: User, now: datetime, django_assert_num_queries: object
) -> None:
    note_visit(ed.pk, now)
    with django_assert_num_queries(1):  # type: ignore[operator]
        note_visit(ed.pk, now + SAME_LOOK / 2)


def test_a_clock_that_was_set_back_does_no_harm(ed: User, now: datetime) -> None:
    note_visit(ed.pk, now - timedelta(days=1))
    note_visit(ed.pk, now)
    assert note_visit(ed.pk, now - timedelta(hours=3)) == now - timedelta(days=1)
    assert DeskVisit.objects.get().seen_at == now


def test_everybody_has_visits_of_their_own_and_none_is_a_revision(ed: User, now: datetime, db: None) -> None:
    other = User.objects.create_user("olga", is_staff=True)
    note_visit(ed.pk, now - timedelta(days=1))
    assert note_visit(other.pk, now) is None
    assert note_visit(ed.pk, now) == now - timedelta(days=1)
    assert not Revision.objects.exists()


def test_a_locked_database_keeps_nobody_from_the_page(ed: User, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    note_visit(ed.pk, now - timedelta(days=1))
    monkeypatch.setattr("django.db.models.query.QuerySet.update", locked)
    assert note_visit(ed.pk, now) == now - timedelta(days=1)
