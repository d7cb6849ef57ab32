"""Archives and time stamps over the API, against a local archive and a local authority, and without either."""

from __future__ import annotations

import socket
from datetime import datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from claims.api.documents import slow
from claims.operations.desk.roles import EDITOR, VIEWER
from factcheck import outbound
from factcheck.access.scopes import CLAIMS_READ, SOURCES_WRITE
from sources.capturing import capture_text
from sources.models import CaptureTimestamp
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.described import described
from tests.sites import Page, site
from tests.stamp_authority import make_authority, stamping

URL = "https://paper.example/a"
TIMEMAP = b"""<https://paper.example/a>; rel="original",
<https://archive.example/2023/a>; rel="first memento"; datetime="Sun, 01 Jan 2023 00:00:00 GMT",
<https://archive.example/2024/a>; rel="last memento"; datetime="Mon, 01 Jan 2024 00:00:00 GMT" """


@pytest.fixture
def editor(db: None, settings: LazySettings) -> Caller:
    settings.CAPTURE_ALLOWED_NETWORKS, settings.CAPTURE_SECONDS = [ip_network("127.0.0.0/8")], 2.0
    return caller(EDITOR, (CLAIMS_READ, SOURCES_WRITE))


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_names(*_asked: Any, **_named: Any) -> Any:
        raise socket.gaierror(socket.EAI_AGAIN, "no server of names")

    monkeypatch.setattr(outbound.socket, "getaddrinfo", no_names)


def test_copies_in_archives_are_listed_newest_first(editor: Caller, now: datetime, settings: LazySettings) -> None:
    path = f"captures/{capture_text('x', at=now, actor='user:ed', url=URL).pk}/archives/"
    with site({f"/{URL}": Page(TIMEMAP, headers={"Content-Type": "application/link-format"})}) as receiver:
        settings.MEMENTO_TIMEMAP = f"http://127.0.0.1:{receiver.port}/"
        found = described(editor.get(path), "look_up_archives")
    assert (found["state"], found["total"], found["url"]) == ("looked_up", 2, URL)
    assert found["copies"][0] == {"url": "https://archive.example/2024/a", "archived_at": "2024-01-01T00:00:00Z"}


@pytest.mark.parametrize("answer", [Page(b"\xff" * 99), Page(b"<" * 1_900_000), Page(b"<a>;" * 400_000), Page(status=404)])
def test_an_archive_without_copies_or_with_garbage_has_none(
    answer: Page, editor: Caller, now: datetime, settings: LazySettings
) -> None:
    path = f"captures/{capture_text('x', at=now, actor='user:ed', url=URL).pk}/archives/"
    with site({f"/{URL}": answer}) as receiver:
        settings.MEMENTO_TIMEMAP = f"http://127.0.0.1:{receiver.port}/"
        found = described(editor.get(path), "look_up_archives")
    assert found == {"state": "looked_up", "copies": [], "total": 0, "url": URL}


def test_where_nothing_can_be_looked_up_the_state_says_why(
    editor: Caller, now: datetime, settings: LazySettings, offline: None
) -> None:
    path = f"captures/{capture_text('x', at=now, actor='user:ed', url=URL).pk}/archives/"
    pasted = f"captures/{capture_text('y', at=now, actor='user:ed', url='javascript:alert(1)').pk}/archives/"

    def state(of: str = path) -> tuple[str, str]:
        found = described(editor.get(of), "look_up_archives")
        return found["state"], found["problem"]

    settings.MEMENTO_TIMEMAP = ""
    assert state() == ("not_configured", "There is no place to look: see MEMENTO_TIMEMAP.")
    settings.MEMENTO_TIMEMAP = "https://archive.example/"
    assert state() == ("offline", "There is no network.")
    assert state(pasted)[0] == "no_url"
    settings.MEMENTO_TIMEMAP = "https://10.0.0.1/"
    assert state() == ("failed", "Its host is not a public address.")


def test_the_digest_of_a_capture_is_stamped(editor: Caller, now: datetime, settings: LazySettings, tmp_path: Path) -> None:
    number = capture_text("x", at=now, actor="user:ed").pk
    with stamping(make_authority(tmp_path)) as settings.TIMESTAMP_URL:
        response = editor.post(f"captures/{number}/timestamps/")
    made = described(response, "stamp_capture")
    assert (response.status_code, response["Location"][-12:]) == (201, f"/captures/{number}/"[-12:])
    stored = CaptureTimestamp.objects.get()
    assert (stored.capture_id, stored.authority, stored.recorded_by[:6]) == (number, settings.TIMESTAMP_URL, "token:")
    assert len(made["stamped_at"]) == 1


def test_without_an_authority_a_network_or_bytes_there_is_no_stamp(
    editor: Caller, now: datetime, settings: LazySettings, offline: None
) -> None:
    kept, empty = (capture_text(text, at=now, actor="user:ed").pk for text in ("x", ""))

    def why(number: int) -> str:
        return refused(editor.post(f"captures/{number}/timestamps/"), 409, "conflict")

    settings.TIMESTAMP_URL = ""
    assert why(kept) == "There is no time-stamping authority: see TIMESTAMP_URL."
    settings.TIMESTAMP_URL = "https://tsa.example/"
    assert why(kept) == "The time-stamping authority did not answer: there is no network."
    assert why(empty) == "There are no bytes of this capture that could be stamped."
    refused(editor.post("captures/99999/timestamps/"), 404, "not-found")
    refused(editor.get("captures/99999/archives/"), 404, "not-found")
    assert not CaptureTimestamp.objects.exists()


def test_other_sites_are_asked_for_editors_alone_and_not_too_often(
    editor: Caller, now: datetime, settings: LazySettings, offline: None
) -> None:
    number = capture_text("x", at=now, actor="user:ed", url=URL).pk
    archives, timestamps = f"captures/{number}/archives/", f"captures/{number}/timestamps/"
    settings.TIMESTAMP_URL = "https://tsa.example/"
    viewer, reader = caller(VIEWER, (SOURCES_WRITE,)), caller(EDITOR, (CLAIMS_READ,))
    for one, why in ((viewer, "not-allowed"), (reader, "missing-scope")):
        refused(one.get(archives), 403, why)
        refused(one.post(timestamps), 403, why)
    with slow.turn():
        refused(editor.get(archives), 503, "unavailable")
        refused(editor.post(timestamps), 503, "unavailable")
    settings.API_SLOW_PER_MINUTE = 0
    refused(editor.get(archives), 429, "too-many-requests")
    refused(editor.post(timestamps), 429, "too-many-requests")
