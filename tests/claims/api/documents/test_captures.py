"""Captures over the API: for those who record them alone; readers learn nothing of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from ipaddress import ip_network
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from claims.casefile import encode
from claims.operations.desk.roles import ADMINISTRATOR, EDITOR, REPORTER, VIEWER
from claims.queries.cases.export import export
from claims.queries.claims.selection import ids_of_all
from factcheck.access.scopes import CLAIMS_READ, SOURCES_WRITE
from sources.models import Capture, Document
from sources.operations.captures import Sign, record_capture, record_timestamp
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.described import described
from tests.sites import Page, article, site

DOCUMENT = "sr-rare-visits"
BOTH = (CLAIMS_READ, SOURCES_WRITE)


@pytest.fixture
def editor(sample: None) -> Caller:
    return caller(EDITOR, BOTH)


def captured(now: datetime, **columns: Any) -> Capture:
    capture = Capture(way="fetched", fetched_at=now, text="canary-text", title="canary-title", **columns)
    sign = Sign("credit", "canary-words", original=Document.objects.get(key=DOCUMENT))
    return record_capture(capture, body=b"canary", signs=[sign], at=now, actor="user:canary-actor", reason="canary-reason")


def sent_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_pasted_text_is_captured_read_attached_and_listed(editor: Caller) -> None:
    sent = {"text": "One\r\ntwo.\u200b", "url": "https://paper.example/a", "title": "One", "reason": "For the claim."}

    made = described(editor.post("captures/", sent), "capture_text")
    response = editor.get(f"captures/{made['id']}/")
    attached = described(
        editor.post(f"captures/{made['id']}/attach/", {"document": DOCUMENT, "reason": "It is."}), "attach_capture"
    )

    assert described(response, "read_capture") == made
    assert (made["text"], made["way"], made["outcome"], made["reason"]) == ("One\ntwo.", "pasted", "captured", "For the claim.")
    assert response["Cache-Control"] == "private, no-store"
    assert (attached["document"], attached["attached_by"][:6], attached["attach_reason"]) == (DOCUMENT, "token:", "It is.")
    stamped = datetime(2024, 6, 10, tzinfo=UTC)
    record_timestamp(Capture.objects.get(), b"x", authority="https://tsa.example/", stamped_at=stamped, actor="user:ed")
    assert described(editor.get(f"captures/{made['id']}/"), "read_capture")["stamped_at"] == ["2024-06-10T00:00:00Z"]
    (listed,) = described(editor.get(f"captures/?document={DOCUMENT}"), "list_desk_captures")["captures"]
    assert (listed["id"], "text" in listed) == (made["id"], False)


def test_pages_of_captures_follow_each_other(editor: Caller, now: datetime) -> None:
    ids = [captured(now).pk for _ in range(3)]

    first = editor.get("captures/?limit=2").json()
    rest = editor.get(first["next"].partition("/api/v1/")[2]).json()

    assert [each["id"] for page in (first, rest) for each in page["captures"]] == ids[::-1]
    assert rest["next"] is None


@pytest.mark.django_db
def test_urls_are_fetched_after_the_response(settings: LazySettings, django_capture_on_commit_callbacks: Any) -> None:
    settings.CAPTURE_ALLOWED_NETWORKS, settings.CAPTURE_PER_HOST_SECONDS = [ip_network("127.0.0.0/8")], 0
    reporter = caller(REPORTER, BOTH)
    with site({"/a": Page(article())}) as receiver, django_capture_on_commit_callbacks(execute=True):
        response = reporter.post("capture-lists/", {"urls": [f"http://127.0.0.1:{receiver.port}/a"]})
    made = described(response, "capture_urls")

    assert (response.status_code, made["done"]) == (202, 0)
    assert response["Location"].endswith(f"/api/v1/capture-lists/{made['id']}/")
    (listed,) = described(reporter.get(f"capture-lists/{made['id']}/"), "read_capture_list")["urls"]
    assert listed["outcome"] == "captured"


@pytest.mark.django_db
def test_without_workers_a_list_goes_on_by_requests(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CAPTURE_ALLOWED_NETWORKS, settings.CAPTURE_PER_HOST_SECONDS = [ip_network("127.0.0.0/8")], 0
    monkeypatch.setattr("sources.tasks._REQUEST_SECONDS", -1)
    reporter = caller(REPORTER, BOTH)
    with site({"/a": Page(article())}) as receiver:
        made = reporter.post("capture-lists/", {"urls": [f"http://127.0.0.1:{receiver.port}/a"]}).json()
        assert described(reporter.post(f"capture-lists/{made['id']}/continue/"), "continue_capture_list")["done"] == 0
        monkeypatch.undo()
        assert described(reporter.post(f"capture-lists/{made['id']}/continue/"), "continue_capture_list")["done"] == 1
    refused(reporter.post("capture-lists/999/continue/"), 404, "not-found")
    refused(caller(VIEWER, BOTH).post(f"capture-lists/{made['id']}/continue/"), 403, "not-allowed")


def test_what_there_is_none_of_is_not_found(editor: Caller) -> None:
    for path in ("captures/999/", "capture-lists/999/"):
        refused(editor.get(path), 404, "not-found")
    refused(editor.get("captures/?document=none"), 400, "bad-parameter")


def test_a_token_for_reading_gets_no_capture_and_a_viewer_records_none(sample: None, now: datetime, client: Client) -> None:
    number = captured(now).pk
    reader, viewer = caller(ADMINISTRATOR, (CLAIMS_READ,)), caller(VIEWER, BOTH)
    for path in ("captures/", f"captures/{number}/", "capture-lists/1/"):
        refused(reader.get(path), 403, "missing-scope")
        assert client.get(f"/api/v1/{path}").status_code == 401
        assert b"canary" not in reader.get(path).content
    for path, body in (
        ("captures/", {"text": "x"}),
        ("capture-lists/", {"urls": ["x"]}),
        (f"captures/{number}/attach/", {"document": DOCUMENT, "reason": "x"}),
    ):
        refused(viewer.post(path, body), 403, "not-allowed")


def test_readers_see_the_same_whether_or_not_the_desk_holds_captures(
    sample: None, now: datetime, settings: LazySettings, client: Client
) -> None:
    settings.API_ANONYMOUS_READ = True
    reader = caller(VIEWER, (CLAIMS_READ,))
    document = Document.objects.get()

    def shown() -> list[Any]:
        paths = ("documents/", f"documents/{DOCUMENT}/", f"documents/{DOCUMENT}/captures/", "claims.ndjson")
        answers = [sent_of(who.get(f"{root}{path}")) for path in paths for who, root in ((reader, ""), (client, "/api/v1/"))]
        case = json.loads(encode(export(ids_of_all(), whole=True)))
        return [*answers, case["documents"], case["claims"]]

    before = shown()
    for columns in ({"document": document}, {"document": document, "http_status": 200}, {}):
        captured(now, **columns)

    assert shown() == before
