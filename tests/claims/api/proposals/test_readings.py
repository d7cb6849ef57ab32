"""Having a capture read over the API: for those who review alone; readers learn nothing of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from claims.api.proposals.readings import NEEDS
from claims.models import CaptureReading, ProposedAttribution
from claims.operations.desk.roles import ADMINISTRATOR, VIEWER
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE, SOURCES_WRITE
from sources.models import Capture, Document
from tests import reviewing
from tests.cases import load
from tests.claims.api.proposals.proposing import asked
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.described import described


def test_a_capture_is_read_once_by_each_extractor(tool: Caller, now: datetime) -> None:
    load(reviewing.CASE, at=now)
    place = f"captures/{reviewing.captured().pk}/readings/"

    made = described(tool.post(place, {}), "read_text")
    again = described(tool.post(place, {"extractor": "basic", "language": "en-GB"}), "read_text")

    assert (made["extractor"], made["language"], made["recorded_by"][:6]) == ("basic", "en", "token:")
    assert (made["open"], made["decided"]) == (7, 0)
    assert again == made
    assert described(tool.get(place), "list_readings") == {"readings": [made]}
    response = tool.get(f"readings/{made['id']}/")
    assert (described(response, "read_reading"), response["Cache-Control"]) == (made, "private, no-store")
    assert CaptureReading.objects.get().recorded_by == made["recorded_by"]


def test_what_cannot_be_read_is_refused(tool: Caller, now: datetime) -> None:
    load(reviewing.CASE, at=now)
    place = f"captures/{reviewing.captured(document='').pk}/readings/"

    for body, pointer in (({"extractor": "oracle"}, "/extractor"), ({"language": "fi"}, "/language"), ({"text": "x"}, "/text")):
        answer = tool.post(place, body).json()
        assert (answer["status"], [each["pointer"] for each in answer["errors"]]) == (422, [pointer])
    assert "document" in refused(tool.post(place, {}), 409, "conflict")
    refused(tool.post(place, {}, **{"Idempotency-Key": "one"}), 400, "bad-request")
    refused(tool.post("captures/999/readings/", {}), 404, "not-found")
    refused(tool.get("readings/999/"), 404, "not-found")
    assert not CaptureReading.objects.exists()


def test_a_role_or_a_scope_less_is_refused(reading: CaptureReading) -> None:
    every = (CLAIMS_READ, CLAIMS_WRITE, SOURCES_WRITE)
    viewer = caller(VIEWER, every)
    for method, path, body in asked(reading):
        refused(viewer._send(method, path, body, {}), 403, "not-allowed")
        refused(caller(ADMINISTRATOR, (CLAIMS_READ, CLAIMS_WRITE))._send(method, path, body, {}), 403, "missing-scope")
    for method, path, body in asked(reading)[3:]:
        refused(caller(ADMINISTRATOR, (SOURCES_WRITE,))._send(method, path, body, {}), 403, "missing-scope")
    assert not ProposedAttribution.objects.exclude(decision="").exists()


@pytest.mark.parametrize("missing", sorted(set(NEEDS)))
def test_a_person_who_may_not_review_on_the_desk_may_not_here(reading: CaptureReading, missing: str) -> None:
    tool = caller(VIEWER, (CLAIMS_READ, CLAIMS_WRITE, SOURCES_WRITE))
    tool.token.user.groups.clear()
    codenames = {each.partition(".")[2] for each in NEEDS}
    tool.token.user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    assert tool.get(f"readings/{reading.pk}/").status_code == 200
    tool.token.user.user_permissions.set(Permission.objects.filter(codename__in=codenames - {missing.partition(".")[2]}))
    for method, path, body in asked(reading):
        refused(tool._send(method, path, body, {}), 403, "not-allowed")


def test_readers_get_the_same_refusal_whatever_there_is(reading: CaptureReading, client: Client, settings: Any) -> None:
    settings.API_ANONYMOUS_READ = True
    reader = caller(ADMINISTRATOR, (CLAIMS_READ,))

    def refusals() -> list[tuple[int, bytes]]:
        found = []
        for method, path, body in asked(reading):
            anonymous = client.generic(method, f"/api/v1/{path}", b"{}", "application/json")
            found += [(each.status_code, each.content) for each in (anonymous, reader._send(method, path, body, {}))]
        return found

    before = refusals()
    assert {status for status, _body in before} == {401, 403}
    ProposedAttribution.objects.all().delete()
    CaptureReading.objects.all().delete()
    Capture.objects.all().delete()
    Document.objects.all().delete()
    assert refusals() == before
