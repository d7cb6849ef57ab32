"""The page of the sample case has a summary in our words, once, and readers see nothing of it."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.conf import LazySettings
from django.test import Client

from claims.models import Claim
from claims.operations.cases.sample import REASON
from claims.sample_page import capture_summary
from claims.verification import Change
from sources.models import Capture, CopyHint, Document
from sources.operations.captures import record_capture


@pytest.fixture
def change(now: datetime) -> Change:
    return Change(now, "user:ed", "load case", REASON)


def test_its_page_has_a_summary_in_our_words_once_and_without_hints(sample: None, change: Change) -> None:
    for _ in range(2):
        capture_summary(change)

    capture = Capture.objects.get()
    assert (capture.document, capture.way, capture.language) == (Document.objects.get(), "pasted", "en")
    assert (capture.title, capture.recorded_by) == ("Summary of the facts, in our own words: not the article", "user:ed")
    assert all(text in capture.text for text in Claim.objects.values_list("text", flat=True))
    assert not CopyHint.objects.exists()


def test_a_desk_without_the_page_is_left_alone(db: None, change: Change) -> None:
    capture_summary(change)
    assert not Capture.objects.exists()


def test_a_page_that_has_a_capture_is_left_alone(sample: None, change: Change) -> None:
    capture = Capture(
        way="fetched", fetched_at=change.at, outcome="gone", problem="It is gone.", document=Document.objects.get()
    )
    record_capture(capture, at=change.at, actor="user:ed")

    capture_summary(change)

    assert Capture.objects.get() == capture


def test_readers_see_the_same_with_and_without_the_summary(sample: None, change: Change, settings: LazySettings) -> None:
    settings.API_ANONYMOUS_READ = True
    paths = ("claims/", "claims/arms-transfers/", "documents/", "documents/sr-rare-visits/", "events/")
    pages = [f"/api/v1/{path}" for path in paths]

    def seen() -> list[tuple[int, bytes]]:
        return [(each.status_code, each.content) for each in map(Client().get, pages)]

    before = seen()
    capture_summary(change)

    assert seen() == before
    assert 200 in {status for status, _content in before}
