from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry

from sources.models import Document
from sources.operations.captures import Sign
from tests.cases import load
from tests.claims.admin.posting import errors


@pytest.fixture
def two(sample, now):
    """Two documents: the one of the sample, and one more of the same publisher."""
    first = Document.objects.get()
    load({"documents": [{"key": "second", "publisher": first.publisher.key, "kind": "article", "title": "Second"}]}, at=now)
    return first, Document.objects.get(key="second")


def test_a_capture_is_attached_once_and_the_document_keeps_who_did_it(editor, two, stored):
    first, second = two
    capture = stored()
    url = f"/admin/sources/capture/{capture.pk}/attach/"

    editor.post(url, {"document": first.pk, "reason": "The same page."})
    again = editor.post(url, {"document": second.pk})

    capture.refresh_from_db()
    assert capture.document == first
    assert "This capture is already one of" in errors(again)
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.user.username) == (str(first.pk), "ed")
    assert entry.change_message == f"capture {capture.pk} attached: The same page."


def test_an_accepted_hint_makes_the_document_a_copy_and_is_decided_once(editor, two, stored, hint_of):
    first, second = two
    capture = stored([Sign("same_text", "100%", original=first)], document=second)
    url = f"/admin/sources/capture/{capture.pk}/{hint_of(capture).pk}/accept/"

    assert str(first) in editor.get(url).content.decode()
    sent = editor.post(url, {"original": first.pk, "reason": "Word for word."})
    assert sent.url == f"/admin/sources/document/{second.pk}/change/"
    assert "Somebody else has decided this." in errors(editor.post(url, {"original": first.pk, "reason": "Again."}))

    second.refresh_from_db()
    hint = hint_of(capture)
    assert second.copy_of == first
    assert (hint.accepted, hint.decided_by, hint.decision_reason) == (True, "user:ed", "Word for word.")


def test_a_rejected_hint_needs_a_reason_and_the_right_to_change_documents(editor, reporter, two, stored, hint_of):
    capture = stored([Sign("credit", "(Reuters)")])
    url = f"/admin/sources/capture/{capture.pk}/{hint_of(capture).pk}/reject/"

    assert reporter.post(url, {"reason": "No."}).status_code == 403
    assert "required" in errors(editor.post(url, {"reason": ""}))
    editor.post(url, {"reason": "They say it themselves."})

    assert hint_of(capture).accepted is False
    assert editor.get(f"/admin/sources/capture/{stored().pk}/{hint_of(capture).pk}/reject/").status_code == 404
