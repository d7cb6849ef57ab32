"""Reading what extractors propose over the API: for those who review alone; readers learn nothing of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from claims.api.proposals.readings import NEEDS
from claims.models import CaptureReading, Claim, ProposedAttribution
from claims.operations.desk.roles import ADMINISTRATOR, EDITOR, VIEWER
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE, SOURCES_WRITE
from sources.models import Capture, Document
from tests import reviewing
from tests.cases import claim, load, unnamed
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.described import described
from tests.reviewing import ACCUSED, ARTICLE, CLOSES, DENIED, HARBOUR, HEARSAY, NEITHER

BOTH = (CLAIMS_READ, SOURCES_WRITE)


@pytest.fixture
def reading(db: None, now: datetime) -> CaptureReading:
    return reviewing.reading(now=now)


@pytest.fixture
def tool(db: None) -> Caller:
    return caller(EDITOR, BOTH)


def listed(tool: Caller, reading: CaptureReading, query: str = "low_confidence=yes") -> dict[int, dict[str, Any]]:
    shown = described(tool.get(f"readings/{reading.pk}/proposals/?{query}"), "list_proposals")
    return {each["number"]: each for each in shown["proposals"]}


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


def test_a_proposal_comes_in_the_words_of_the_text_with_what_it_may_mean(
    tool: Caller, reading: CaptureReading, now: datetime
) -> None:
    aide = unnamed("aide", "west", name="A senior official at the port authority")
    alike = claim("bridge-shut", text="The bridge at Rason was closed for repairs.")
    load({"sources": [aide], "claims": [alike, claim("other", text="Wheat was sold.")]}, at=now)

    found = listed(tool, reading)

    assert list(found) == list(range(1, 8))
    closes, harbour, accused, denied = (found[number] for number in (CLOSES, HARBOUR, ACCUSED, DENIED))
    assert (closes["content"], closes["stance"]) == ("the bridge at Rason will close for repairs", "supports")
    assert closes["claim_text"] == "The bridge at Rason will close for repairs."
    assert ARTICLE[closes["quote"]["start"] : closes["quote"]["end"]] == closes["quote"]["exact"]
    assert {ARTICLE[each["start"] : each["end"]] for each in closes["places"] if each["what"] == "cue"} == {"said"}
    assert [(each["name"], each["source"]) for each in closes["chain"]] == [("The Ministry of Transport", "transport")]
    (offered,) = closes["claims"]
    assert (offered["key"], offered["why"], offered["status"]) == ("bridge-shut", "similar", "unsourced")
    west, official = harbour["chain"]
    assert (west["source"], official["source"]) == ("west", "aide")
    assert (official["unnamed"], official["known_to"]) == (True, "Agency West")
    assert harbour["reason"].startswith("was not authorised")
    assert (harbour["hedge"], harbour["ground_rule"]) == ({"degree": "possible", "words": "may"}, "background")
    assert denied["same_as"] == accused["id"]
    assert (found[NEITHER]["obstacle"], found[HEARSAY]["obstacle"]) == ("neither", "passes_on")
    assert 0 < closes["confidence"] <= 1
    assert "decided" not in closes


def test_low_confidence_is_listed_only_if_asked_for_and_what_is_decided_apart(tool: Caller, reading: CaptureReading) -> None:
    ProposedAttribution.objects.filter(number=CLOSES).update(confidence=0.4)
    ProposedAttribution.objects.exclude(number=CLOSES).update(confidence=0.9)
    deciding = caller(EDITOR, (*BOTH, CLAIMS_WRITE))
    accused = reviewing.proposal(ACCUSED).pk
    sent = {"accept": [{"proposals": [{"id": accused}]}]}
    assert deciding.post(f"readings/{reading.pk}/decisions/", sent).status_code == 200

    assert set(listed(tool, reading, "limit=50")) == {2, 4, 5, 6, 7}
    assert CLOSES in listed(tool, reading)
    (done,) = listed(tool, reading, "decided=yes").values()
    made = Claim.objects.get()
    assert (done["id"], done["decided"]["decision"], done["decided"]["claim"]) == (accused, "accepted", made.key)
    # What was decided about the accusation is offered for the answer to it.
    assert [(each["key"], each["why"]) for each in listed(tool, reading)[DENIED]["claims"]] == [(made.key, "same_statement")]
    counts = tool.get(f"readings/{reading.pk}/").json()
    assert [counts[name] for name in ("open", "low_confidence", "decided")] == [6, 1, 1]


def test_pages_follow_each_other(tool: Caller, reading: CaptureReading) -> None:
    path, numbers = f"readings/{reading.pk}/proposals/?limit=3&low_confidence=yes", []
    while path:
        response = tool.get(path)
        assert ("Link" in response) == bool(response.json()["next"])
        numbers.append([each["number"] for each in response.json()["proposals"]])
        path = (response.json()["next"] or "").partition("/api/v1/")[2]

    assert numbers == [[1, 2, 3], [4, 5, 6], [7]]
    refused(tool.get(f"readings/{reading.pk}/proposals/?after=x"), 400, "bad-parameter")


def test_more_proposals_take_no_more_queries(tool: Caller, now: datetime, django_assert_max_num_queries: Any) -> None:
    names = ("Ada Berg", "Tom Vale", "Ivo Lane", "Mia Stone", "Rex Hill")
    statements = [f"{name} said that the {what} was closed." for name in names for what in ("bridge", "road", "port")]
    reading = reviewing.reading("\n\n".join(statements), now)
    place = f"readings/{reading.pk}/proposals/?low_confidence=yes"
    tool.get(place)

    # The token and its person (5), the reading, its proposals and claims (4), similar claims (7), sources (4).
    with django_assert_max_num_queries(24) as few:
        assert len(tool.get(f"{place}&limit=2").json()["proposals"]) == 2
    with django_assert_max_num_queries(len(few) + 2):
        assert len(tool.get(place).json()["proposals"]) == 15


def test_of_an_erased_text_nothing_is_shown(tool: Caller, reading: CaptureReading) -> None:
    Capture.objects.update(sha256="0" * 64)

    assert listed(tool, reading) == {}
    refused(tool.post(f"captures/{reading.capture_id}/readings/", {"language": "uk"}), 409, "conflict")


def test_offsets_that_do_not_fit_the_text_are_left_out_and_not_accepted(tool: Caller, reading: CaptureReading) -> None:
    ProposedAttribution.objects.filter(number=CLOSES).update(spans={"content": [[0, 1_000_000]], "cue": [[0, 1]]})

    assert CLOSES not in listed(tool, reading)
    sent = {"accept": [{"proposals": [{"id": reviewing.proposal(CLOSES).pk}]}]}
    answer = caller(EDITOR, (*BOTH, CLAIMS_WRITE)).post(f"readings/{reading.pk}/decisions/", sent)
    refused(answer, 422, "invalid", "/accept/0/proposals/0/id")


def asked(reading: CaptureReading) -> list[tuple[str, str, dict[str, Any]]]:
    decision = {"reject": [{"id": 1, "because": "no_statement"}]}
    return [
        ("GET", f"captures/{reading.capture_id}/readings/", {}),
        ("POST", f"captures/{reading.capture_id}/readings/", {"language": "en"}),
        ("GET", f"readings/{reading.pk}/", {}),
        ("GET", f"readings/{reading.pk}/proposals/", {}),
        ("POST", f"readings/{reading.pk}/decisions/", decision),
    ]


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
