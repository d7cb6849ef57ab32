from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from claims.casefile import CaseFile, CaseFileError, case_of_values
from claims.models import Attribution, CaptureReading, Claim, ProposedAttribution, Revision
from claims.operations.cases.reserved import ALL_RIGHTS
from claims.operations.merges.removal import remove_claim
from claims.operations.proposals.decisions import Decided, DecidedMeanwhileError, record_decisions
from claims.verification import Change
from tests import reviewing
from tests.cases import claim, row
from tests.claims.open_transactions import on_own_connection

ADA = "user:ada"


@pytest.fixture
def reading(db: None, now: datetime) -> CaptureReading:
    return reviewing.reading(now=now)


def case(*rows: dict[str, Any]) -> CaseFile:
    return case_of_values({"format": "factcheck-case/1", "claims": [claim("c", *rows)]})


def record(now: datetime, *decided: Decided, of: CaseFile | None = None) -> None:
    record_decisions(decided, Change(now, ADA, "recorded", "The bridge"), case=of, expected={"c": 0}, rights=ALL_RIGHTS)


def test_what_is_accepted_is_loaded_and_logged_with_its_attributions(reading: CaptureReading, now: datetime) -> None:
    one, other, third = ProposedAttribution.objects.order_by("number")[:3]
    kept = Decided(one.pk, changed=("text",), rows=(("c", "transport"), ("c", "transport")))
    edited = Decided(other.pk, changed=("stance", "text"), rows=(("c", "oster"),))

    record(now, kept, edited, Decided(third.pk, because="wrong_source"), of=case(row("transport"), row("oster")))

    found = {each.number: each for each in ProposedAttribution.objects.exclude(decision="")}
    assert [(each.decision, each.rejected_because, each.changed) for each in found.values()] == [
        ("accepted", "", "text"),
        ("edited", "", "stance text"),
        ("rejected", "wrong_source", ""),
    ]
    assert {(each.decided_by, each.decided_at) for each in found.values()} == {(ADA, now)}
    assert [list(each.attributions.values_list("key", flat=True)) for each in found.values()] == [["transport"], ["oster"], []]
    assert Revision.objects.get().actor == ADA


def test_a_proposal_is_decided_once(reading: CaptureReading, now: datetime) -> None:
    one, other = ProposedAttribution.objects.order_by("number")[:2]
    record(now, Decided(one.pk, because="no_statement"))

    with pytest.raises(DecidedMeanwhileError):
        record(now, Decided(one.pk), Decided(other.pk, rows=(("c", "oster"),)), of=case(row("oster")))

    assert not Claim.objects.exists()
    assert ProposedAttribution.objects.exclude(decision="").count() == 1


@pytest.mark.postgresql
def test_of_two_who_decide_at_once_one_does(transactional_db: None, now: datetime) -> None:
    reviewing.reading(now=now)
    one = ProposedAttribution.objects.earliest("number").pk

    def decide() -> str:
        try:
            record(now, Decided(one, rows=(("c", "oster"),)), of=case(row("oster")))
        except DecidedMeanwhileError:
            return "late"
        return "recorded"

    with ThreadPoolExecutor(2) as pool:
        found = [pool.submit(on_own_connection, decide) for _ in range(2)]

    assert sorted(each.result() for each in found) == ["late", "recorded"]
    assert Attribution.objects.count() == 1


def test_what_cannot_be_loaded_leaves_no_decision(reading: CaptureReading, now: datetime) -> None:
    one, other = ProposedAttribution.objects.order_by("number")[:2]

    with pytest.raises(CaseFileError):
        record(now, Decided(one.pk), Decided(other.pk, because="no_statement"), of=case(row("nobody")))

    assert not ProposedAttribution.objects.exclude(decision="").exists()


def test_a_claim_that_is_deleted_leaves_the_decision(reading: CaptureReading, now: datetime) -> None:
    one = ProposedAttribution.objects.earliest("number")
    record(now, Decided(one.pk, rows=(("c", "oster"),)), of=case(row("oster")))

    remove_claim(Claim.objects.get().pk, Change(now + timedelta(days=1), ADA, "removed", "a court"))

    one.refresh_from_db()
    assert (one.decision, one.attributions.count(), Attribution.objects.count()) == ("accepted", 0, 0)


@pytest.mark.parametrize(
    "values",
    [
        {"decision": "accepted"},
        {"decision": "rejected", "decided_by": ADA},
        {"decision": "accepted", "rejected_because": "wrong_words", "decided_by": ADA},
        {"changed": "stance"},
    ],
)
def test_the_database_keeps_only_whole_decisions(values: dict[str, Any], reading: CaptureReading, now: datetime) -> None:
    at = {"decided_at": now} if "decided_by" in values else {}

    with pytest.raises(IntegrityError), transaction.atomic():
        ProposedAttribution.objects.update(**values, **at)
