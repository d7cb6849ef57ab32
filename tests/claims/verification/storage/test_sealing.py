"""Revisions sealed again around what was erased from them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User

from claims.models import Claim, Revision
from claims.operations.claims.assignment import assign
from claims.operations.history.erasing import erase, wanted_of
from claims.queries.integrity import broken_rules
from claims.verification import Change
from tests.cases import claim, load
from tests.claims.erasing import LATER, NAME, order, slip, unsalt


@pytest.fixture
def slipped(db: None, now: datetime) -> datetime:
    return slip(now)


def test_a_link_from_a_salted_revision_to_an_unsalted_one_is_a_gap_too(slipped: datetime) -> None:
    unsalt("c")
    load({"claims": [claim("c", text="It was done twice.")]}, at=slipped)
    salted = Revision.objects.get(claim__key="c", number=3)
    erase(wanted_of(NAME), order(slipped), ordered_by="a court")

    now_ = Revision.objects.get(pk=salted.pk)
    assert now_.sha256 == salted.sha256
    assert now_.previous_sha256 != salted.previous_sha256
    parts = [(gap["revision"], gap["part"]) for gap in Revision.objects.get(claim__key="c", number=4).erased["gaps"]]
    assert (3, "previous") in parts
    assert list(broken_rules()) == []
    erase(wanted_of("did it"), order(slipped + LATER), ordered_by="a court")
    assert list(broken_rules()) == []


def test_a_long_history_is_sealed_completely(slipped: datetime) -> None:
    record, eve = Claim.objects.get(key="other"), User.objects.create_user("eve")
    for number in range(60):
        who = eve if number % 2 else None
        assign(record.pk, who, Change(slipped + number * timedelta(minutes=1), "user:ed", "assigned", f"{NAME} asks"))
    erase(wanted_of(NAME), order(slipped + LATER), ordered_by="a court")

    rows = Revision.objects.filter(claim=record).order_by("number")
    assert set(rows.values_list("reason", flat=True)) == {"", "[erased] asks", "On the order of a court: a name slipped in"}
    assert len(rows) >= 60
    assert list(broken_rules()) == []
    assert all(one.body_text() for one in rows)
