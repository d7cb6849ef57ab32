"""Where a document is archived, and the copy that the desk holds of it: from every door to every reader."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims.casefile import CaseFileError, encode
from claims.models import PublicBody
from claims.operations.desk.roles import EDITOR
from claims.queries.cases.export import export
from factcheck.access.scopes import CLAIMS_READ, SOURCES_WRITE
from sources.models import Capture, Document
from tests.cases import claim, load, outlet, person, row
from tests.claims.admin.posting import opened
from tests.claims.operations.moving import pk
from tests.factcheck.api.asking import caller

ARCHIVE = "https://archive.example/1/story"
DIGEST, OTHER = "ab" * 32, "cd" * 32
CAPTURED = {"at": "2024-06-10T08:30:00+00:00", "sha256": DIGEST}
STORY = {"key": "story", "publisher": "post", "kind": "article", "title": "Story"}


@pytest.fixture
def desk(db: None, now: datetime) -> datetime:
    document = {**STORY, "archive_url": ARCHIVE, "captured": CAPTURED}
    said = claim("c", row("ada", document="story"))
    load({"sources": [outlet("post"), person("ada")], "documents": [document], "claims": [said]}, at=now)
    return now + timedelta(hours=1)


def captures() -> list[tuple[str, str, int | None]]:
    rows = Capture.objects.order_by("fetched_at")
    return [(row.fetched_at.isoformat(), row.sha256, row.http_status) for row in rows]


def change(document: dict[str, Any], now: datetime) -> Any:
    return load({"documents": [{**STORY, **document}]}, at=now)


def test_a_case_file_brings_both_and_an_export_loads_back_to_the_same(desk: datetime) -> None:
    assert captures() == [(CAPTURED["at"], DIGEST, None)]
    (shown,) = json.loads(PublicBody.objects.get().body)["attributions"]
    assert shown["document"]["archive_url"] == ARCHIVE
    exported = json.loads(encode(export([pk("c")], whole=False)))
    (document,) = exported["documents"]
    assert (document["archive_url"], document["captured"]) == (ARCHIVE, CAPTURED)

    again = load({name: exported[name] for name in ("sources", "documents", "claims")}, at=desk)

    assert (again.documents, again.revised, len(captures())) == (0, (), 1)


def test_another_capture_is_added_and_the_last_one_exported(desk: datetime) -> None:
    later = {"at": "2024-06-11T08:30:00+00:00", "sha256": OTHER}

    assert change({"captured": later}, desk).documents == 1

    assert [sha256 for _, sha256, _ in captures()] == [DIGEST, OTHER]
    assert json.loads(encode(export([pk("c")], whole=False)))["documents"][0]["captured"] == later


def test_an_archive_address_that_is_left_out_stays_and_an_empty_one_goes(desk: datetime) -> None:
    change({}, desk)
    assert Document.objects.get().archive_url == ARCHIVE

    assert change({"archive_url": ""}, desk).revised == ("c",)

    assert "archive_url" not in json.loads(PublicBody.objects.get().body)["attributions"][0]["document"]


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ({"archive_url": "javascript:alert(1)"}, "$.documents[0].archive_url"),
        ({"archive_url": "data:text/html,x"}, "$.documents[0].archive_url"),
        ({"archive_url": "ftp://archive.example/"}, "$.documents[0].archive_url"),
        ({"archive_url": 'https://archive.example/"><script>'}, "$.documents[0].archive_url"),
        ({"captured": {"at": "2024-06-10T08:30:00Z"}}, "the field 'sha256' is missing"),
        ({"captured": {"at": "2024-06-10", "sha256": DIGEST}}, "$.documents[0].captured.at"),
        ({"captured": {"at": "2034-06-10T08:30:00Z", "sha256": DIGEST}}, "2034-06-10T08:30:00Z is in the future"),
        ({"captured": {**CAPTURED, "sha256": DIGEST.upper()}}, "is not a SHA-256: 64 hexadecimal digits, in lower case"),
        ({"captured": {**CAPTURED, "sha256": OTHER}}, "recorded with another digest; captures never change"),
    ],
)
def test_what_is_hostile_or_impossible_is_refused(desk: datetime, document: dict[str, Any], found: str) -> None:
    with pytest.raises(CaseFileError) as refused:
        change(document, desk)

    assert found in str(refused.value)
    assert (captures(), Document.objects.get().archive_url) == ([(CAPTURED["at"], DIGEST, None)], ARCHIVE)


def test_the_api_records_and_reads_both(desk: datetime) -> None:
    ed = caller(EDITOR, (CLAIMS_READ, SOURCES_WRITE))
    read = ed.get("documents/story/")
    assert (read.json()["archive_url"], read.json()["captured"]["sha256"]) == (ARCHIVE, DIGEST)
    sent = {"archive_url": f"{ARCHIVE}/2", "captured": {**CAPTURED, "at": "2024-06-11T09:00:00+03:00"}, "reason": "Again."}

    changed = ed.patch("documents/story/", sent, **{"If-Match": read["ETag"]})
    refused = ed.patch("documents/story/", {**sent, "archive_url": "javascript:x"}, **{"If-Match": changed["ETag"]})

    assert (changed.json()["archive_url"], changed.json()["claims"]) == (f"{ARCHIVE}/2", ["c"])
    assert datetime.fromisoformat(changed.json()["captured"]["at"]) == datetime.fromisoformat("2024-06-11T06:00:00+00:00")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/archive_url")


def test_the_form_of_a_document_records_both(editor: Client, desk: datetime) -> None:
    url = reverse("admin:sources_document_change", args=[Document.objects.get().pk])
    assert DIGEST in editor.get(url).content.decode()
    typed = {
        "archive_url": f"{ARCHIVE}/2",
        "captured_at": "2024-06-11T09:00",
        "captured_sha256": OTHER.upper(),
        "reason": "So.",
    }
    editor.post(url, opened(editor, url, **typed))
    assert ([sha256 for _, sha256, _ in captures()], Document.objects.get().archive_url) == ([DIGEST, OTHER], f"{ARCHIVE}/2")

    half = editor.post(url, opened(editor, url, captured_sha256=OTHER))
    hostile = editor.post(url, opened(editor, url, archive_url="javascript:alert(1)"))

    assert "A copy needs both" in str(half.context["form"].errors["captured_at"])
    assert "http:// or https://" in str(hostile.context["form"].errors["archive_url"])
    assert len(captures()) == 2
