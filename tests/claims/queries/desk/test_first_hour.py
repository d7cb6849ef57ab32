"""Which of the first steps of a desk were taken, as recorded."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User

from claims.queries.desk.first_hour import FirstSteps, first_steps, newest_claim, nothing_recorded
from tests.cases import claim, load, outlet, row


def test_steps_follow_the_records(db: None, now: datetime) -> None:
    user = User.objects.create_user("ed")
    assert first_steps(user.pk) == FirstSteps(*[False] * 5)
    assert (nothing_recorded(), newest_claim()) == (True, None)

    load({"sources": [outlet("a"), outlet("b")]}, at=now)
    assert not nothing_recorded()

    load({"claims": [claim("c", row("a"), row("b", stance="reports", cites=["a"]))]}, at=now)
    assert first_steps(user.pk) == FirstSteps(claim=True, chain=True, flag=False, verdict=False, published=False)
    assert newest_claim() is not None
