"""The sample case, loaded by whoever begins with an empty desk."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.test import Client

from claims.models import Claim, Revision
from claims.operations.cases.sample import REASON, SAMPLE, capture_summary, load_sample
from claims.verification import Change
from sources.models import Capture, CopyHint, Document
from sources.operations.captures import record_capture


def test_the_sample_is_loaded_with_its_reason(db: None, now: datetime) -> None:
    loaded = load_sample(Change(now, "user:ed", "load case", REASON))

    assert loaded.claims == Claim.objects.count() > 0
    assert set(Revision.objects.values_list("reason", flat=True)) == {"the sample case"}


def test_its_page_has_a_summary_in_our_words_once_and_without_hints(db: None, now: datetime) -> None:
    for days in range(2):
        load_sample(Change(now + timedelta(days=days), "user:ed", "load case", REASON))

    capture = Capture.objects.get()
    assert (capture.document.key if capture.document else "", capture.way, capture.language) == (
        "sr-rare-visits",
        "pasted",
        "en",
    )
    assert capture.title == "Summary of the facts, in our own words: not the article"
    assert all(text in capture.text for text in Claim.objects.values_list("text", flat=True))
    assert not CopyHint.objects.exists()


def test_a_page_that_has_a_capture_is_left_alone(sample: None, now: datetime) -> None:
    capture = Capture(way="fetched", fetched_at=now, outcome="gone", problem="It is gone.", document=Document.objects.get())
    record_capture(capture, at=now, actor="user:ed")

    capture_summary(Change(now, "user:ed", "load case", REASON))

    assert Capture.objects.get() == capture


def test_readers_see_the_same_with_and_without_the_summary(sample: None, now: datetime) -> None:
    pages = (
        "/",
        "/claims/arms-transfers/",
        "/api/v1/claims/",
        "/api/v1/claims/arms-transfers/",
        "/api/v1/documents/sr-rare-visits/",
    )
    before = [Client().get(page).content for page in pages]

    capture_summary(Change(now, "user:ed", "load case", REASON))

    assert [Client().get(page).content for page in pages] == before
    assert SAMPLE.with_suffix(".txt").exists()
