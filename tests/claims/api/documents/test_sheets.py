"""The story sheet over the API: for those who read captures and claims alone; readers learn nothing of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from claims.models import Claim
from claims.operations.cases.sample import REASON
from claims.operations.desk.roles import ADMINISTRATOR, VIEWER
from claims.sample_page import capture_summary
from claims.verification import Change
from factcheck.access.scopes import CLAIMS_READ, SOURCES_WRITE
from sources.models import Capture
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.described import described

SHEET = "documents/sr-rare-visits/sheet/"
BOTH = (CLAIMS_READ, SOURCES_WRITE)


@pytest.fixture
def cms(sample: None, now: datetime) -> Caller:
    """A CMS: it may only read, and its token has the scope of captures."""
    capture_summary(Change(now, "user:ed", "load case", REASON))
    return caller(VIEWER, BOTH)


def test_a_cms_reads_each_sentence_with_its_claims_and_what_the_story_has(cms: Caller) -> None:
    response = cms.get(SHEET)
    body = described(response, "read_story_sheet")

    text = Capture.objects.get().text
    sentence = body["sentences"][18]
    assert sentence == {
        "number": 19,
        "start": text.index("North Korea has transferred"),
        "end": text.index(" The U.S., South Korea and others"),
        "text": "North Korea has transferred arms to Russia, massive amounts of artillery shells among them.",
        "claims": ["arms-transfers"],
    }
    assert "claims" not in body["sentences"][19]
    arms = body["claims"][7]
    assert [arms[name] for name in ("number", "key", "status")] == [8, "arms-transfers", "contested"]
    assert arms["places"] == [{"start": sentence["start"], "end": sentence["end"], "match": "claim_text"}]
    assert (arms["support"]["at_least"], arms["support"]["at_most"], arms["denial"]["at_least"]) == (2, 4, 2)
    assert {flag["code"] for flag in arms["flags"]} >= {"contested", "single_gateway"}
    assert arms["url"].endswith("/api/v1/claims/arms-transfers/")
    assert [flag["code"] for flag in body["flags"]] == ["one_gateway"]
    assert body["open_flags"] == {"critical": 2, "warning": 25, "info": 4}
    assert (body["document"], body["searched"]) == ("sr-rare-visits", True)
    assert body["text"]["capture"] == Capture.objects.get().pk


def test_an_unchanged_sheet_is_not_sent_again_and_no_cache_keeps_it(cms: Caller) -> None:
    first = cms.get(SHEET)

    again = cms.get(SHEET, **{"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert [each["Cache-Control"] for each in (first, again)] == ["private, no-store"] * 2
    Claim.objects.filter(key="limousine").update(stage="dropped")
    assert cms.get(SHEET, **{"If-None-Match": first["ETag"]}).status_code == 200


def test_a_document_without_a_text_has_claims_without_places(sample: None) -> None:
    body = described(caller(VIEWER, BOTH).get(SHEET), "read_story_sheet")

    assert (body["text"], body["sentences"], len(body["claims"])) == (None, [], 13)
    assert not any("places" in each for each in body["claims"])


@pytest.mark.parametrize("scopes", [(CLAIMS_READ,), (SOURCES_WRITE,)])
def test_a_token_without_one_of_the_two_scopes_gets_none(cms: Caller, scopes: tuple[str, ...]) -> None:
    refused(caller(ADMINISTRATOR, scopes).get(SHEET), 403, "missing-scope")


@pytest.mark.parametrize("missing", ["view_capture", "view_document", "view_claim"])
def test_a_person_who_may_not_see_what_it_is_made_of_gets_none(cms: Caller, missing: str) -> None:
    needed = {"view_capture", "view_document", "view_claim"}
    person = cms.token.user
    person.groups.clear()
    person.user_permissions.set(Permission.objects.filter(codename__in=needed))
    assert cms.get(SHEET).status_code == 200
    person.user_permissions.set(Permission.objects.filter(codename__in=needed - {missing}))
    refused(cms.get(SHEET), 403, "not-allowed")


def test_readers_get_the_same_refusal_whatever_there_is(cms: Caller, client: Client, settings: Any) -> None:
    settings.API_ANONYMOUS_READ = True
    reader = caller(ADMINISTRATOR, (CLAIMS_READ,))

    def refusals(path: str) -> list[tuple[int, bytes]]:
        responses = [client.get(f"/api/v1/{path}"), reader.get(path)]
        return [(each.status_code, each.content.replace(path.encode(), b"")) for each in responses]

    before = refusals(SHEET)
    assert [status for status, _body in before] == [401, 403]
    Claim.objects.update(public=False)
    Capture.objects.all().delete()
    assert refusals(SHEET) == before
    assert refusals("documents/none/sheet/") == before


def test_an_unknown_document_is_not_found(cms: Caller) -> None:
    refused(cms.get("documents/none/sheet/"), 404, "not-found")
    refused(cms.post(SHEET, {}), 405, "method-not-allowed")
