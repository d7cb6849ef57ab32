from __future__ import annotations

from datetime import UTC, datetime

from claims.admin.captures import archive_pages
from sources.admin.pages import page_url
from sources.capturing.archives import FetchError, Memento
from sources.fetching.timestamps import Stamp
from sources.queries.documents.captures import timestamps_of
from sources.vocabulary import CaptureOutcome
from tests.claims.admin.captures.conftest import AT
from tests.claims.admin.posting import errors


def page_of(capture):
    return f"/admin/sources/capture/{capture.pk}/archives/"


def test_archived_copies_are_listed_or_it_is_said_that_there_is_none(editor, viewer, stored, monkeypatch):
    capture = stored()
    copy = Memento("https://archive.example/2024/x", datetime(2024, 6, 11, tzinfo=UTC))
    for copies, said in (([copy], 'href="https://archive.example/2024/x"'), ([], "No web archive that was asked has a copy.")):
        monkeypatch.setattr(archive_pages, "copies_in_archives", lambda _url, found=copies: found)
        assert said in editor.get(page_of(capture)).content.decode()
    assert viewer.get(page_of(capture)).status_code == 403


def test_the_digest_is_stamped_once_somebody_says_so(editor, stored, settings, monkeypatch):
    capture = stored()
    url = f"/admin/sources/capture/{capture.pk}/timestamp/"
    assert "There is no time-stamping authority" in errors(editor.post(url))

    settings.TIMESTAMP_URL = "https://tsa.example/"
    monkeypatch.setattr("sources.capturing.archives.stamped", lambda *_given: Stamp(b"x", AT))
    editor.post(url)

    assert [each.recorded_by for each in timestamps_of(capture)] == ["user:ed"]
    assert "12 Jun 2024 12:00, https://tsa.example/" in editor.get(page_url(capture)).content.decode()


def test_offline_is_a_state_and_no_error(editor, stored, monkeypatch):
    def offline(_url):
        raise FetchError(CaptureOutcome.OFFLINE, "no network")

    monkeypatch.setattr(archive_pages, "copies_in_archives", offline)

    assert "The web archives could not be asked (offline). Try again later." in editor.get(page_of(stored())).content.decode()
    assert editor.get(page_of(stored(url=""))).status_code == 404
