"""An assignment waits in the inbox of the colleague, and no longer in that of whoever held the claim before."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User

from claims.models import Claim, Notice
from claims.operations.claims.assignment import assign, assign_all
from claims.operations.decisions.ledger import reaffirm
from claims.operations.desk.notices import mark_seen
from claims.queries.desk.inbox import new_notices
from claims.verification import Change

HOUR = timedelta(hours=1)


def test_a_colleague_is_told_and_nobody_of_what_they_took_themselves(arms: Claim, ed: User, sen: User, now: datetime) -> None:
    assign(arms.pk, ed, Change(now, "user:ed", "assigned", "mine", ed.pk))
    assert not Notice.objects.exists()

    assign_all([arms.pk], sen, Change(now + HOUR, "user:ed", "assigned", "Please call.", ed.pk))
    assert [(one.claim, one.actor, one.text) for one in new_notices(sen)] == [(arms, "user:ed", "Please call.")]

    assign(arms.pk, ed, Change(now + 2 * HOUR, "user:boss", "assigned", "back"))
    assert (list(new_notices(sen)), [one.text for one in new_notices(ed)]) == ([], ["back"])


def test_an_assignment_is_done_once_one_has_acted_on_the_claim(arms: Claim, ed: User, sen: User, now: datetime) -> None:
    assign(arms.pk, sen, Change(now, "user:ed", "assigned", "", ed.pk))
    assign(arms.pk, sen, Change(now, "user:ed", "assigned", "", ed.pk))
    assert new_notices(sen).count() == 1

    reaffirm(arms.pk, Change(now + HOUR, "user:sen", "reaffirmed", "still so", sen.pk))
    assert not new_notices(sen).exists()


def test_a_person_marks_their_own_notices_as_seen(arms: Claim, ed: User, sen: User, now: datetime) -> None:
    for one in (ed, sen):
        Notice.objects.create(person=one, claim=arms, at=now, actor="user:boss")
    theirs = Notice.objects.get(person=sen)

    assert mark_seen(ed.pk, [theirs.pk], at=now) == 0
    assert mark_seen(ed.pk, None, at=now) == 1
    assert list(Notice.objects.filter(seen_at=None)) == [theirs]
