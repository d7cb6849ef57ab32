"""Waiving flags over the API."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from claims.models import Flag, Revision
from claims.operations.desk.roles import EDITOR, REPORTER
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from tests.claims.api.refusing import refused
from tests.claims.disputed import dispute
from tests.factcheck.api.asking import Caller, caller

BOTH = (CLAIMS_READ, CLAIMS_WRITE)
WHY = {"reason": "Looked at again."}


@pytest.fixture
def ed(db: None, now: datetime) -> Caller:
    dispute(now)
    return caller(EDITOR, BOTH)


def done(answer: Any) -> set[str]:
    """Return the codes of the flags of the claim that was answered with."""
    assert answer.status_code in (200, 201), answer.content
    shown = answer.json()
    return {flag["code"] for flag in shown.get("claim", shown)["flags"]}


def last_action() -> str:
    return Revision.objects.filter(claim__key="c").latest("number").action


def test_a_flag_is_waived_for_a_while_and_the_waiver_ended(ed: Caller) -> None:
    until = timezone.now() + timedelta(days=7)
    answer = ed.changing("claims/c/flags/contested/waive/", {"until": until.isoformat(), **WHY}, "c")
    assert "contested" in done(answer)
    assert answer["ETag"] == ed.get("claims/c/")["ETag"]
    flag = Flag.objects.get(claim__key="c", code="contested")
    assert (flag.waived_until, flag.waiver_reason, last_action()) == (until, WHY["reason"], "waived")
    done(ed.changing("claims/c/flags/contested/end-waiver/", WHY, "c"))
    flag.refresh_from_db()
    assert (flag.waived_until, last_action()) == (None, "waiver ended")
    refused(ed.changing("claims/c/flags/contested/end-waiver/", WHY, "c"), 409, "conflict")


def test_what_cannot_be_waived_is_refused_in_words(ed: Caller) -> None:
    later = {"until": (timezone.now() + timedelta(days=7)).isoformat(), **WHY}
    refused(ed.changing("claims/c/flags/no_such/waive/", later, "c"), 404, "not-found")
    refused(ed.changing("claims/c/flags/single_gateway/waive/", later, "c"), 409, "conflict")
    past = {"until": "2024-06-30T00:00:00Z", **WHY}
    assert "end of the waiver has passed" in refused(ed.changing("claims/c/flags/contested/waive/", past, "c"), 409, "conflict")
    refused(ed.changing("claims/c/flags/contested/waive/", {"until": "2024-06-30", **WHY}, "c"), 422, "invalid", "/until")
    refused(ed.post("claims/c/flags/contested/waive/", later), 428, "revision-required")
    reporter = caller(REPORTER, BOTH)
    refused(reporter.changing("claims/c/flags/contested/waive/", later, "c"), 403, "not-allowed")
    refused(reporter.changing("claims/c/flags/contested/settle/", WHY, "c"), 403, "not-allowed")
