"""Deciding over the API what is a copy: for those who may change documents."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.operations.desk.roles import EDITOR, VIEWER
from factcheck.access.scopes import CLAIMS_READ, SOURCES_WRITE
from sources.models import Capture, CopyHint, Document
from sources.operations.captures import Sign, record_capture
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import caller
from tests.factcheck.api.described import described

BOTH = (CLAIMS_READ, SOURCES_WRITE)


@pytest.fixture
def hints(sample: None, now: datetime) -> list[CopyHint]:
    """Two hints that a document is a copy of the sample's."""
    original = Document.objects.get()
    copy = Document.objects.create(key="copy", publisher=original.publisher, kind="article", title="C", recorded_at=now)
    signs = [Sign("credit", words, original=original) for words in ("By AFP", "(AFP) –")]
    capture = Capture(way="fetched", fetched_at=now, document=copy)
    record_capture(capture, body=b"x", signs=signs, at=now, actor="user:ed")
    return list(capture.copy_hints.order_by("pk"))


def test_hints_are_accepted_and_rejected_once(hints: list[CopyHint]) -> None:
    editor, (one, other) = caller(EDITOR, BOTH), hints

    rejected = described(editor.post(f"copy-hints/{other.pk}/reject/", {"reason": "Own reporting."}), "reject_copy")
    accepted = described(editor.post(f"copy-hints/{one.pk}/accept/", {"reason": "Word for word."}), "accept_copy")

    assert (rejected["hints"][1]["accepted"], rejected["hints"][1]["decision_reason"]) == (False, "Own reporting.")
    assert accepted["hints"][0]["accepted"]
    assert Document.objects.get(key="copy").copy_of == one.original
    refused(editor.post(f"copy-hints/{one.pk}/reject/", {"reason": "No."}), 409, "conflict")
    refused(editor.post("copy-hints/999/reject/", {"reason": "No."}), 404, "not-found")
    refused(editor.post(f"copy-hints/{one.pk}/accept/", {"reason": "x", "original": "none"}), 422, "invalid")


def test_a_viewer_and_a_token_for_reading_decide_nothing(hints: list[CopyHint]) -> None:
    for move in ("accept", "reject"):
        path = f"copy-hints/{hints[0].pk}/{move}/"
        refused(caller(VIEWER, BOTH).post(path, {"reason": "x"}), 403, "not-allowed")
        refused(caller(EDITOR, (CLAIMS_READ,)).post(path, {"reason": "x"}), 403, "missing-scope")
