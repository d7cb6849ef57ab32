"""Who else has a claim open, and what was saved in it since."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User

from claims.models import Claim, OpenClaim
from claims.operations.claims.assignment import assign
from claims.queries.desk.presence import GONE_AFTER, Other, others_at, saved_since
from tests.claims.operations.moving import because

SECOND = timedelta(seconds=1)


def test_colleagues_come_in_the_order_in_which_they_opened_it_until_they_fall_silent(
    arms: Claim, ed: User, sen: User, now: datetime
) -> None:
    gone = User.objects.create_user("gone")
    named = User.objects.create_user("kim", first_name="Kim", last_name="Lee")
    for person, opened_at, seen_at in (
        (named, now - 2 * SECOND, now),
        (sen, now - 9 * SECOND, now - GONE_AFTER),
        (gone, now - 9 * SECOND, now - GONE_AFTER - SECOND),
        (ed, now, now),
    ):
        OpenClaim.objects.create(user=person, claim=arms, opened_at=opened_at, seen_at=seen_at)

    assert others_at(arms.pk, ed.pk, now) == [Other("sen", now - 9 * SECOND), Other("Kim Lee", now - 2 * SECOND)]
    assert others_at(arms.pk + 1, ed.pk, now) == []


def test_only_revisions_after_the_one_shown_are_new(arms: Claim, ed: User, now: datetime) -> None:
    assign(arms.pk, ed, because(now, action="assigned"))
    assert [(one.number, one.actor, one.action) for one in saved_since(arms.pk, 1)] == [(2, "user:ed", "assigned")]
    assert saved_since(arms.pk, 2) == []
    assert [one.number for one in saved_since(arms.pk, 0)] == [1, 2]
