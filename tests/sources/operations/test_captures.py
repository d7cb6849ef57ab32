"""Storing captures: bytes once, hints once, attached once, decided once."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction

from sources.models import Capture, CapturedBytes, CopyHint, Document
from sources.operations import SourceOperationError
from sources.operations.captures import Sign, attach_capture, decide_hint, record_capture, record_timestamp
from sources.queries.documents.captures import bytes_of, hints_about, timestamps_of
from sources.vocabulary import CaptureOutcome, CaptureWay, CopySign

BODY = b"<p>The bridge.</p>" * 100


@pytest.fixture
def documents(sample: None) -> list[Document]:
    one = Document.objects.get()
    other = Document(key="other", publisher=one.publisher, kind="article", title="Other", recorded_at=one.recorded_at)
    other.save()
    return [one, other]


def record(now: datetime, body: bytes | None = BODY, *signs: Sign, **columns: object) -> Capture:
    capture = Capture(way=CaptureWay.FETCHED, url="https://a.example/", fetched_at=now, **columns)
    return record_capture(capture, at=now, actor="user:ed", reason=" To\r\nsee ", body=body, signs=signs, bands=[1, -(2**63)])


@pytest.mark.django_db
def test_the_same_bytes_are_stored_once_with_their_digest_and_who_and_why(now: datetime) -> None:
    one, other = record(now), record(now)

    assert (one.sha256, one.size) == (sha256(BODY).hexdigest(), len(BODY))
    assert CapturedBytes.objects.count() == 1
    assert bytes_of(other) == BODY
    stored = Capture.objects.get(pk=one.pk)
    assert (stored.recorded_by, stored.recorded_at, stored.reason) == ("user:ed", now, "To\nsee")


@pytest.mark.django_db
def test_a_capture_needs_a_copy_or_says_what_the_problem_was(now: datetime) -> None:
    failed = record(now, None, outcome=CaptureOutcome.GONE, problem="It was removed.")

    assert (failed.sha256, bytes_of(failed)) == ("", None)
    for columns in ({}, {"outcome": CaptureOutcome.GONE}, {"problem": "Why?", "sha256": "0" * 64}):
        with pytest.raises(IntegrityError), transaction.atomic():
            record(now, None, **columns)


def test_a_capture_is_attached_once(documents: list[Document], now: datetime) -> None:
    capture = record(now)

    attach_capture(capture, documents[0], at=now, actor="user:ed", reason=" The\r\npage.")
    attach_capture(capture, documents[0], at=now, actor="user:sen", reason="Again.")

    with pytest.raises(SourceOperationError, match="already one of"):
        attach_capture(capture, documents[1])
    stored = Capture.objects.get(pk=capture.pk)
    assert (stored.document, stored.attached_at, stored.attached_by) == (documents[0], now, "user:ed")
    assert stored.attach_reason == capture.attach_reason == "The\npage."


def test_a_hint_is_decided_once_and_with_a_reason(documents: list[Document], now: datetime) -> None:
    sign = Sign(CopySign.CREDIT, "(Reuters) –", original=documents[1])
    (hint,) = hints_about(record(now, BODY, sign, sign, document=documents[0]))

    with pytest.raises(SourceOperationError, match="Say why"):
        decide_hint(hint, accepted=False, at=now, actor="user:ed", reason=" \u200b")
    decide_hint(hint, accepted=False, at=now, actor="user:ed", reason="Own reporting.")

    with pytest.raises(SourceOperationError, match="Somebody else"):
        decide_hint(CopyHint.objects.get(), accepted=True, at=now, actor="user:sen", reason="It is.")
    assert CopyHint.objects.values_list("accepted", "decided_by", "decision_reason").get() == (
        False,
        "user:ed",
        "Own reporting.",
    )


@pytest.mark.django_db
def test_time_stamps_are_kept_as_they_came(now: datetime) -> None:
    capture = record(now)

    record_timestamp(capture, b"\x30\x03", authority="https://tsa.example/", stamped_at=now, actor="user:ed")

    (stamp,) = timestamps_of(capture)
    assert (bytes(stamp.token), stamp.stamped_at) == (b"\x30\x03", now)
