"""Accepting that a document is a copy: its claims show it; the hint says who decided and why."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from claims.casefile import CaseFileError
from claims.models import Revision
from claims.operations.documents.copies import accept_copy, reject_copy
from claims.operations.writing import OperationError
from claims.verification import Change
from sources.models import Capture, CopyHint, Document
from sources.operations import SourceOperationError
from sources.operations.captures import Sign, attach_capture, record_capture
from tests.cases import claim, load, outlet, row


@pytest.fixture
def hint(db: None, now: datetime) -> CopyHint:
    """Two papers with the same report, and a captured credit line in one that names the other."""
    documents = [{"key": key, "publisher": key, "kind": "article", "title": key.title()} for key in ("paper", "wire")]
    rows = [row("paper", document="paper"), row("wire", document="wire")]
    load({"sources": [outlet("paper"), outlet("wire")], "documents": documents, "claims": [claim("c", *rows)]}, at=now)
    capture = Capture(way="fetched", fetched_at=now, document=document("paper"))
    sign = Sign("credit", "(Wire) –", original=document("wire"))
    record_capture(capture, body=b"x", signs=[sign], at=now, actor="user:ed")
    return CopyHint.objects.get()


def document(key: str) -> Document:
    return Document.objects.get(key=key)


def change(now: datetime, reason: str = "Word for word.") -> Change:
    return Change(now + timedelta(hours=1), "user:ed", "copy accepted", reason)


def test_an_accepted_copy_names_its_original_and_revises_the_claims_that_show_it(hint: CopyHint, now: datetime) -> None:
    loaded = accept_copy(hint, change(now))

    assert (document("paper").copy_of, loaded.revised) == (document("wire"), ("c",))
    last = Revision.objects.latest("id")
    assert (last.action, last.actor, last.reason) == ("copy accepted", "user:ed", "Word for word.")
    hint.refresh_from_db()
    assert (hint.accepted, hint.decided_by, hint.original) == (True, "user:ed", document("wire"))
    with pytest.raises(SourceOperationError, match="Somebody else"):
        accept_copy(hint, change(now))


def test_a_rejected_one_changes_no_claim(hint: CopyHint, now: datetime) -> None:
    reject_copy(hint, change(now, "Both were there."))

    assert (document("paper").copy_of, Revision.objects.count()) == (None, 1)
    assert CopyHint.objects.values_list("accepted", "decision_reason").get() == (False, "Both were there.")


def test_what_cannot_be_a_copy_is_refused_and_stays_open(hint: CopyHint, now: datetime) -> None:
    with pytest.raises(OperationError, match="reason"):
        accept_copy(hint, change(now, " "))
    with pytest.raises(CaseFileError, match="copy of itself"):
        accept_copy(hint, change(now), original=document("paper"))
    hint.original = None
    with pytest.raises(OperationError, match="Record the original first"):
        accept_copy(hint, change(now))
    Document.objects.filter(key="paper").update(copy_of=Document.objects.create(
        key="third", publisher=document("wire").publisher, kind="article", title="Third", recorded_at=now
    ))  # fmt: skip
    with pytest.raises(OperationError, match="copy of “Third”"):
        accept_copy(hint, change(now), original=document("wire"))

    assert CopyHint.objects.get().decided_at is None


def test_only_a_capture_of_a_document_can_be_one(hint: CopyHint, now: datetime) -> None:
    Capture.objects.update(document=None)
    hint.refresh_from_db()
    with pytest.raises(OperationError, match="of which document"):
        accept_copy(hint, change(now))

    attach_capture(hint.capture, document("paper"))
    accept_copy(hint, change(now))

    assert document("paper").copy_of == document("wire")
