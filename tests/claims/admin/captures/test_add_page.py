from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from claims.admin.captures import add_page
from sources.models import Capture, Document
from tests.claims.admin.posting import errors
from tests.sites import PARAGRAPH, Page, article, site

ADD = "/admin/sources/capture/add/"


def test_a_page_is_fetched_and_its_own_page_says_what_was_found(editor):
    with site({"/a": Page(article(title="A bridge closes"))}) as receiver:
        sent = editor.post(ADD, {"url": f"http://127.0.0.1:{receiver.port}/a", "language": "fr", "reason": "A tip."})

    capture = Capture.objects.get()
    assert sent.url == f"/admin/sources/capture/{capture.pk}/change/"
    assert (capture.title, capture.language, capture.recorded_by) == ("A bridge closes", "en", "user:ed")
    assert capture.reason == "A tip."


def test_a_pasted_text_and_a_file_keep_the_url_the_language_and_the_document(editor, sample):
    document = Document.objects.get()
    given = {"url": "https://paper.example/a", "language": "uk", "document": document.key}

    editor.post(ADD, {**given, "text": f"  {PARAGRAPH} "})
    editor.post(ADD, {**given, "file": SimpleUploadedFile("saved.txt", PARAGRAPH.encode())})

    pasted, uploaded = Capture.objects.order_by("pk")
    assert (pasted.way, uploaded.way, uploaded.name) == ("pasted", "uploaded", "saved.txt")
    for capture in (pasted, uploaded):
        assert (capture.url, capture.language, capture.document, capture.text) == (given["url"], "uk", document, PARAGRAPH)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Enter a URL, choose a file, or paste a text."),
        ({"url": "paper.example/a"}, "beginning with https://"),
        ({"url": "javascript://a/%0aalert(1)"}, "beginning with https://"),
        ({"text": "a", "file": SimpleUploadedFile("a.txt", b"b")}, "not both"),
        ({"text": "a", "language": "<b>"}, "Use a language tag"),
        ({"file": SimpleUploadedFile("a.txt", b"b" * 2_000)}, "Paste the text that matters."),
    ],
)
def test_what_cannot_be_captured_is_said_at_its_field(typed, said, settings):
    settings.CAPTURE_MAX_BYTES = 1_000
    form = add_page.CaptureForm(
        {name: value for name, value in typed.items() if name != "file"}, {"file": typed.get("file")}
    )  # fmt: skip

    assert not form.is_valid()
    assert said in str(form.errors)


def test_a_document_that_is_not_recorded_gets_no_capture(editor):
    assert "There is no such document." in errors(editor.post(ADD, {"text": "a", "document": "unknown"}))


def test_while_one_page_is_fetched_the_next_one_waits_so_that_others_can_save(editor):
    with add_page._FETCHING:
        sent = editor.post(ADD, {"url": "https://paper.example/a"})

    assert "Another page is being fetched" in errors(sent)
    assert not Capture.objects.exists()


def test_only_those_who_may_record_documents_capture(viewer):
    assert viewer.get(ADD).status_code == viewer.post(ADD, {"text": "a"}).status_code == 403
    assert not Capture.objects.exists()
