"""The feed of changes over the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Claim, Revision
from claims.operations.decisions.ledger import reaffirm
from claims.verification import Change
from tests.factcheck.api.asking import Caller, caller


@pytest.fixture
def reader(sample: None) -> Caller:
    return caller()


def local(address: str) -> str:
    return address.partition("/api/v1/")[2]


def again(key: str) -> None:
    reaffirm(Claim.objects.get(key=key).pk, Change(timezone.now(), "user:ada", "reaffirmed", "Asked again."))


@pytest.mark.door
def test_the_pages_lead_to_the_end_and_from_there_to_what_is_new(reader: Caller) -> None:
    path, found = "events/?limit=4", []
    while path:
        page = reader.get(path)
        shown = page.json()
        found += shown["events"]
        assert shown["more"] == (shown["next"] is not None) == ("Link" in page)
        path = local(shown["next"] or "")
    assert [event["digest"] for event in found] == list(Revision.objects.order_by("pk").values_list("sha256", flat=True))
    assert found[-1]["cursor"] == shown["cursor"]
    assert reader.get(f"events/?after={shown['cursor']}").json()["events"] == []
    again("arms-transfers")
    (new,) = reader.get(f"events/?after={shown['cursor']}").json()["events"]
    assert (new["claim"], new["action"], new["actor"]) == ("arms-transfers", "reaffirmed", "user:ada")


def test_one_begins_with_what_comes_next(reader: Caller) -> None:
    start = reader.get("events/?after=latest").json()
    assert (start["events"], start["more"]) == ([], False)
    again("arms-transfers")
    assert len(reader.get(f"events/?after={start['cursor']}").json()["events"]) == 1


def test_it_is_narrowed_by_known_words_alone(reader: Caller) -> None:
    again("arms-transfers")
    found = reader.get("events/?claim=arms-transfers&actor=user,job&action=reaffirmed").json()["events"]
    assert [(event["claim"], event["action"]) for event in found] == [("arms-transfers", "reaffirmed")]
    for wrong in ("status=true", "flag=nonsense", "actor=nobody", "claims=arms-transfers", "after=7", "limit=0", "limit=501"):
        assert reader.get(f"events/?{wrong}").status_code == 400, wrong


def test_a_cursor_of_another_record_is_gone(reader: Caller) -> None:
    problem = reader.get("events/?after=999999-000000000000")
    assert (problem.status_code, problem.json()["type"]) == (410, "/api/v1/problems/cursor-lost")


def test_an_unchanged_page_is_not_sent_again(reader: Caller) -> None:
    page = reader.get("events/?limit=2")
    assert reader.get("events/?limit=2", **{"If-None-Match": page["ETag"]}).status_code == 304
    assert reader.get("events/?limit=3", **{"If-None-Match": page["ETag"]}).status_code == 200


def test_it_is_for_who_may_read_revisions(reader: Caller, settings: Any) -> None:
    settings.API_ANONYMOUS_READ = True
    from django.test import Client

    assert Client().get("/api/v1/events/").status_code == 401
    assert caller(scopes=("claims:write",)).get("events/").status_code == 403


def test_a_page_takes_the_same_queries_however_many_events(reader: Caller) -> None:
    # The token with its person and all permissions; the revision of the cursor; the events;
    # their flags. On PostgreSQL the watermark: where the sequence stands, and what is held. (The first notes the token's use.)
    cursor = reader.get("events/?limit=1").json()["cursor"]
    expected = 6 if connection.vendor == "postgresql" else 4
    for limit in (2, 500):
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(f"events/?after={cursor}&limit={limit}").status_code == 200
        assert len(queries) == expected
    # Narrowed: also where the window ends, and the last revision in it.
    with CaptureQueriesContext(connection) as queries:
        assert reader.get(f"events/?after={cursor}&status=contested").status_code == 200
    assert len(queries) == expected + 2
