from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from claims.extractors import extract
from claims.intake.extraction import plugins
from claims.intake.extraction.proposals import Proposal, Span
from claims.models import CaptureReading, ProposedAttribution
from claims.operations.history.erasing import erase, wanted_of
from claims.operations.proposals import readings
from claims.operations.proposals.readings import is_readable, read_capture
from claims.operations.writing import OperationError
from claims.verification import Change
from sources.models import Capture
from tests import reviewing
from tests.cases import load

ACTOR = "user:ed"


def read(capture: Capture, now: datetime, name: str = "basic", language: str = "en") -> CaptureReading:
    return read_capture(capture, name, language, extract, at=now, actor=ACTOR)


@pytest.fixture
def capture(db: None, now: datetime) -> Capture:
    load(reviewing.CASE, at=now)
    return reviewing.captured()


class Odd:
    """An extractor of others, which returns what a test gives it."""

    name, languages = "odd", ("en",)

    def __init__(self, found: Any) -> None:
        self.found = found

    def propose(self, _text: str, _language: str) -> list[Proposal]:
        if isinstance(self.found, Exception):
            raise self.found
        return list(self.found)


def install(monkeypatch: pytest.MonkeyPatch, found: Any) -> None:
    monkeypatch.setattr(plugins, "installed", lambda *_given: (Odd(found),))


def test_proposals_are_stored_as_offsets_and_without_a_word_of_the_text(capture: Capture, now: datetime) -> None:
    reading = read(capture, now)

    rows = list(ProposedAttribution.objects.filter(reading=reading).order_by("number"))
    assert [row.number for row in rows] == list(range(1, 8))
    start, end = rows[0].spans["content"][0]
    assert capture.text[start:end] == "the bridge at Rason will close for repairs"
    assert (rows[1].hedge, rows[1].naming, len(rows[1].spans["relays"])) == ("possible", "explicitly_unnamed", 1)
    stored = str([list(each.values()) for each in ProposedAttribution.objects.values()])
    assert not any(word in stored for word in ("Rason", "Oster", "bridge"))


def test_reading_again_finds_the_same_reading(capture: Capture, now: datetime) -> None:
    assert read(capture, now) == read(capture, now + timedelta(days=1))
    assert read(capture, now, language="uk") != read(capture, now)
    assert CaptureReading.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"document": ""}, "Record the document first"),
        ({"text": ""}, "no text"),
        ({"way": "noted"}, "no text"),
    ],
)
def test_a_capture_needs_a_text_and_a_document(values: dict[str, Any], said: str, db: None, now: datetime) -> None:
    load(reviewing.CASE, at=now)

    with pytest.raises(OperationError, match=said):
        read(reviewing.captured(**values), now)


def test_a_capture_from_which_something_was_erased_is_not_read(capture: Capture, now: datetime) -> None:
    read(capture, now)
    erase(wanted_of("Jan Oster"), Change(now + timedelta(days=1), ACTOR, "erased", "a name"), ordered_by="a court")
    capture.refresh_from_db()

    assert not is_readable(capture)
    with pytest.raises(OperationError, match="erased"):
        read(capture, now)


def test_an_extractor_that_fails_stores_nothing_and_says_so(
    capture: Capture, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, RuntimeError("no model"))

    with pytest.raises(OperationError, match=r"“odd” failed \(RuntimeError\)"):
        read(capture, now, "odd")
    with pytest.raises(OperationError, match="no extractor “odd” for the language “uk”"):
        read(capture, now, "odd", "uk")
    assert not CaptureReading.objects.exists()


def test_what_is_invalid_or_too_much_is_left_out_and_counted(
    capture: Capture, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = Span(0, 3, "The")
    said = [Proposal("supports", words, Span(at, at + 1, capture.text[at]), rule="r" * 200, confidence=7.0) for at in range(9)]
    install(monkeypatch, [*said, said[0], Proposal("supports", words, Span(0, 3, "xyz"))])
    monkeypatch.setattr(readings, "_MOST", 5)

    reading = read(capture, now, "odd")

    assert reading.dropped == {"twice": 1, "quote": 1, "too_many": 4}
    rows = ProposedAttribution.objects.filter(reading=reading)
    assert {(len(row.rule), row.confidence) for row in rows} == {(100, None)}
    assert rows.count() == 5
