"""Complaints of parties: recorded with a day, answered and struck out, and their words are in no revision."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from claims.models import Claim, Complaint, Revision
from claims.operations.decisions.complaints import answer_complaint, forget_complaints, record_complaint, strike_complaint
from claims.operations.writing import OperationError
from claims.queries.claims.selection import ids_of_keys
from claims.verification import Change
from sources.models import Source

DAY = timedelta(days=1)


def change(at: datetime, reason: str = "") -> Change:
    return Change(at, "user:ed", "complaint", reason)


def recorded(now: datetime, *keys: str, source: str = "moscow", **values: Any) -> Complaint:
    said = {"kind": "legal_letter", "text": "secret: take it down", "received_at": now - DAY, "due_at": now + DAY} | values
    party = Source.objects.get(key=source)
    return record_complaint(ids_of_keys(keys or ["arms-transfers"]), said.pop("kind"), party, change(now), **said)


def test_a_complaint_leaves_a_revision_of_each_claim_without_its_words(sample: None, now: datetime) -> None:
    bodies = dict(Claim.objects.values_list("key", "public_body__body"))
    complaint = recorded(now, "arms-transfers", "limousine")

    assert sorted(claim.key for claim in complaint.claims.all()) == ["arms-transfers", "limousine"]
    answer_complaint(complaint, "secret: corrected", change(now + DAY), answered_at=now + DAY)
    for key in ("arms-transfers", "limousine"):
        last = Revision.objects.filter(claim__key=key).order_by("-number")[:2]
        assert [(row.action, row.reason) for row in last] == [("complaint answered", ""), ("complaint received", "")]
    assert dict(Claim.objects.values_list("key", "public_body__body")) == bodies
    assert Complaint.objects.values_list("answer", "answered_by").get() == ("secret: corrected", "user:ed")
    with pytest.raises(OperationError, match="already answered"):
        answer_complaint(complaint, "Again.", change(now + DAY), answered_at=now + DAY)


def test_what_was_recorded_in_error_is_struck_out_with_a_reason(sample: None, now: datetime) -> None:
    complaint = recorded(now)

    with pytest.raises(OperationError, match="reason"):
        strike_complaint(complaint, change(now + DAY))
    strike_complaint(complaint, change(now + DAY, "recorded twice"))
    assert Complaint.objects.values_list("struck_by", "struck_reason").get() == ("user:ed", "recorded twice")
    with pytest.raises(OperationError, match="struck out"):
        answer_complaint(complaint, "No.", change(now + DAY), answered_at=now + DAY)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"kind": "rant"}, "not a kind"),
        ({"text": " "}, "Write 1 to"),
        ({"text": "secret " * 20_000}, "Write 1 to"),
        ({"due_at": datetime.fromisoformat("2020-01-01T00:00:00+00:00")}, "before the complaint"),
        ({"received_at": datetime.fromisoformat("2099-01-01T00:00:00+00:00")}, "in the future"),
        ({"source": "vedomosti-diplomat"}, "named party"),
    ],
)
def test_a_complaint_that_does_not_fit_is_refused_and_not_quoted(
    values: dict[str, Any], says: str, sample: None, now: datetime
) -> None:
    with pytest.raises(OperationError, match=says) as refused:
        recorded(now, **values)

    assert "secret" not in str(refused.value)
    assert not Complaint.objects.exists()


def test_a_complaint_about_a_deleted_claim_stays_with_the_others_it_is_about(sample: None, now: datetime) -> None:
    both, one = recorded(now, "arms-transfers", "limousine"), recorded(now, "limousine")

    forget_complaints(ids_of_keys(["limousine"])[0])

    assert list(Complaint.objects.all()) == [both] != [one]
    assert [claim.key for claim in both.claims.all()] == ["arms-transfers"]
