"""The revisions of a claim over the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from claims.models import Claim
from claims.operations.claims.assignment import assign
from claims.verification import Change
from tests.factcheck.api.asking import Caller, caller


@pytest.fixture
def reader(sample: None) -> Caller:
    return caller()


def test_revisions_show_who_changed_what_and_each_has_its_body(reader: Caller, ed: Any, now: Any) -> None:
    pk = Claim.objects.get(key="arms-transfers").pk
    for hour in range(1, 4):
        assign(pk, ed if hour % 2 else None, Change(now + timedelta(hours=hour), "user:eve", "assigned", "her beat"))
    first = reader.get("claims/arms-transfers/revisions/?limit=2").json()
    assert [(each["number"], each["actor"], each["reason"]) for each in first["revisions"]] == [
        (4, "user:eve", "her beat"),
        (3, "user:eve", "her beat"),
    ]
    rest = reader.get(first["next"].partition("/api/v1/")[2]).json()
    assert [each["number"] for each in rest["revisions"]] == [2, 1]
    assert rest["next"] is None
    assert first["revisions"][1]["previous_sha256"] == rest["revisions"][0]["sha256"]
    assert reader.get("claims/arms-transfers/revisions/1/").json()["key"] == "arms-transfers"
    assert reader.get("claims/arms-transfers/revisions/9/").status_code == 404
