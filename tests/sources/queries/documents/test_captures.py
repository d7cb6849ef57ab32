"""Which captures there are, of which documents, and what they have in common."""

from __future__ import annotations

import zlib
from datetime import datetime

import pytest

from sources.models import Capture, CapturedBytes, Document
from sources.operations.captures import Sign, record_capture
from sources.queries.documents.captures import (
    broken_captures,
    capture_of_id,
    captures_held,
    documents_at,
    last_copy_of,
    open_hints,
    publisher_called,
    same_text,
    sharing_bands,
)


@pytest.fixture
def document(sample: None) -> Document:
    return Document.objects.get()


def record(now: datetime, bands: list[int] | None = None, **columns: object) -> Capture:
    return record_capture(
        Capture(way="fetched", fetched_at=now, **columns), body=b"x", bands=bands or [], at=now, actor="user:ed"
    )


def test_copies_noted_by_hand_are_not_among_those_that_we_hold(document: Document, now: datetime) -> None:
    noted = Capture.objects.create(document=document, sha256="0" * 64, fetched_at=now)
    one, other = record(now, document=document), record(now)

    assert [each.pk for each in captures_held()] == [other.pk, one.pk]
    assert [each.pk for each in captures_held(before=other.pk, limit=5)] == [one.pk]
    assert [each.pk for each in captures_held(document)] == [one.pk]
    assert (capture_of_id(noted.pk), capture_of_id(one.pk)) == (None, one)
    assert last_copy_of(document) == one


@pytest.mark.parametrize("url", ["http://paper.example/a?id=1&utm_source=x&fbclid=2", "https://paper.example/a/?id=1"])
def test_documents_are_found_by_the_spellings_of_their_url(url: str, document: Document) -> None:
    Document.objects.update(url="https://www.paper.example/a/?id=1")

    assert documents_at([url]) == [document]
    assert documents_at(["https://paper.example/a?id=2", "nonsense", "", "http://["]) == []


def test_captures_are_found_by_their_text_and_by_the_bands_they_share(document: Document, now: datetime) -> None:
    first = record(now, [1, 2, 3], text_sha256="a" * 64)
    second = record(now, [3, 4], text_sha256="a" * 64)
    third = record(now, [3, 2])

    assert same_text(second) == [first]
    assert same_text(third) == []
    assert sharing_bands([2, 3]) == [first, third, second]
    assert sharing_bands([]) == []
    assert sharing_bands([3], without=[first.pk]) == [second, third]


def test_open_hints_are_those_that_nobody_decided(document: Document, now: datetime) -> None:
    capture = Capture(way="fetched", fetched_at=now, document=document)
    record_capture(capture, body=b"x", signs=[Sign("credit", "By AFP")], at=now, actor="user:ed")

    assert [hint.words for hint in open_hints(document)] == ["By AFP"]
    capture.copy_hints.update(decided_at=now, decided_by="user:ed", accepted=False, decision_reason="No.")
    assert open_hints() == []


def test_a_publisher_is_found_by_any_of_its_names(document: Document) -> None:
    name = document.publisher.name

    assert publisher_called(["Nobody at all", name.upper()]) == document.publisher
    assert publisher_called(["Nobody at all"]) is None


@pytest.mark.django_db
def test_bytes_that_are_missing_or_others_are_found(now: datetime) -> None:
    one = record(now)
    assert list(broken_captures()) == []

    CapturedBytes.objects.update(data=zlib.compress(b"other"))
    assert list(broken_captures()) == [f"the bytes of captures with the SHA-256 {one.sha256} were changed"]
    CapturedBytes.objects.update(data=b"no stream")
    assert len(list(broken_captures())) == 1
    CapturedBytes.objects.all().delete()
    assert list(broken_captures()) == [f"capture {one.pk} has lost its bytes"]
