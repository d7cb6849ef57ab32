from __future__ import annotations

from django.contrib.admin.models import LogEntry

from claims.admin.captures.document_panel import initial_of
from sources.models import Document, Source
from sources.operations.captures import Sign
from tests.claims.admin.posting import errors, opened


def test_a_document_is_recorded_from_a_capture_and_keeps_it(editor, sample, stored):
    Source.objects.filter(key="bloomberg").update(homepage="https://www.paper.example/en/")
    capture = stored(author="Jane Doe", published_at="2024-06-11", language="en")
    url = f"/admin/sources/document/add/?capture={capture.pk}"

    sent = editor.post(url, opened(editor, url, kind="article"))

    assert sent.status_code == 302, errors(sent)
    document = Document.objects.get(title="The bridge")
    assert (document.url, document.author, document.published_at) == (capture.url, "Jane Doe", "2024-06-11")
    assert (document.publisher.key, document.language) == ("bloomberg", "en")
    capture.refresh_from_db()
    assert capture.document == document
    assert LogEntry.objects.get().object_id == str(document.pk)


def test_a_document_that_is_refused_gets_no_capture(editor, sample, stored):
    capture = stored(published_at="2024-06-11")
    url = f"/admin/sources/document/add/?capture={capture.pk}"

    editor.post(url, opened(editor, url, kind="article", published_at="soon"))

    capture.refresh_from_db()
    assert capture.document is None
    assert editor.get("/admin/sources/document/add/?capture=999999").status_code == 404


def test_the_page_of_a_document_shows_its_captures_and_what_may_be_a_copy(editor, sample, stored):
    document = Document.objects.get()
    capture = stored([Sign("credit", "(Reuters)")], document=document)

    shown = editor.get(f"/admin/sources/document/{document.pk}/change/").content.decode()

    assert f"/admin/sources/capture/{capture.pk}/text/" in shown
    assert f"SHA-256 {capture.sha256[:12]}…" in shown
    assert "/accept/" in shown
    assert editor.get(f"/admin/sources/document/{document.pk}/history/").status_code == 200


def test_the_form_has_the_url_after_redirects_and_never_what_is_no_web_address(db, stored):
    assert initial_of(stored(final_url="https://paper.example/final"))["url"] == "https://paper.example/final"
    assert initial_of(stored(url="javascript:alert(1)"))["url"] == ""
