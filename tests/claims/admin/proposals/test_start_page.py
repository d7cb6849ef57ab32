from __future__ import annotations

import pytest

from claims.extractors import extract
from claims.intake.extraction import plugins
from claims.models import CaptureReading
from claims.operations.history.erasing import erase, wanted_of
from claims.verification import Change
from sources.models import Source
from tests import reviewing
from tests.cases import load
from tests.claims.admin.posting import errors, opened


@pytest.fixture
def desk(db, now):
    load(reviewing.CASE, at=now)


def page_of(capture):
    return f"/admin/sources/capture/{capture.pk}/proposals/"


def test_a_document_is_recorded_first_and_leads_back(editor, viewer, desk):
    capture = reviewing.captured(document="", title="The bridge", url="https://gazette.example/bridge")
    url = page_of(capture)
    shown = editor.get(url).content.decode()
    assert f"?capture={capture.pk}&amp;next={url.replace('/', '%2F')}" in shown
    add = f"/admin/sources/document/add/?capture={capture.pk}&next={url}"

    publisher = Source.objects.get(key="gazette").pk
    sent = editor.post(add, opened(editor, add, kind="article", publisher=publisher))

    assert sent.url == url
    assert "Which" not in (asked := editor.get(url).content.decode())
    assert "Read the text" in asked
    assert viewer.get(url).status_code == 403
    assert url not in viewer.get(f"/admin/sources/capture/{capture.pk}/change/").content.decode()
    assert url in editor.get(f"/admin/sources/capture/{capture.pk}/change/").content.decode()


def test_the_text_is_read_once_in_the_language_of_the_capture(editor, desk):
    capture = reviewing.captured(language="en-GB")
    url = page_of(capture)
    data = opened(editor, url)
    assert (data["extractor"], data["language"]) == ("basic", "en")

    sent = [editor.post(url, data), editor.post(f"{url}?new=1", data)]

    reading = CaptureReading.objects.get()
    assert {each.url for each in sent} == {f"{url}?reading={reading.pk}"}
    assert editor.get(f"{url}?reading=999").status_code == 404
    assert "Read by “basic” as en." in editor.get(url).content.decode()


def test_an_extractor_that_fails_is_a_message(editor, desk, monkeypatch):
    def fail(*_given):
        raise RuntimeError

    monkeypatch.setattr(plugins.Basic, "propose", fail)
    refused = editor.post(page_of(reviewing.captured()), {"extractor": "basic", "language": "en"})

    assert "The extractor “basic” failed (RuntimeError)" in errors(refused)
    assert not CaptureReading.objects.exists()


def test_nothing_is_shown_of_a_text_that_is_not_there_or_was_erased(editor, desk, now):
    capture = reviewing.captured()
    reading = reviewing.read_capture(capture, "basic", "en", extract, at=now, actor="user:ed")
    data = reviewing.sent(editor.get(page_of(capture)), None, {"p1": {"decision": "accepted"}})
    erase(wanted_of("Jan Oster"), Change(now, "user:boss", "erased", "a name"), ordered_by="a court")

    for asked in (editor.get(reviewing.address(reading)), editor.post(reviewing.address(reading), data)):
        shown = asked.content.decode()
        assert "No proposals are shown." in shown
        assert "the bridge at Rason" not in shown


def test_a_text_without_proposals_says_so(editor, desk):
    capture = reviewing.captured("It rained.")

    sent = editor.post(page_of(capture), {"extractor": "basic", "language": "en"})

    assert "The extractor found nobody who says anything in this text." in editor.get(sent.url).content.decode()
