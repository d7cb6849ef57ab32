from __future__ import annotations

from claims.admin.captures.wording import sentences_of, title_of
from sources.models import Capture
from sources.vocabulary import CAPTURED, CaptureOutcome


def test_every_outcome_says_what_happened_and_every_failure_what_to_do():
    for outcome in CaptureOutcome.words():
        happened, advice = sentences_of(Capture(outcome=outcome))
        assert happened.endswith(".")
        assert bool(advice) == (outcome != CAPTURED)


def test_a_capture_is_called_by_its_title_or_else_by_where_it_is_from():
    assert title_of(Capture(title="A bridge", url="https://a.example")) == "A bridge"
    assert title_of(Capture(url="https://a.example")) == "https://a.example"
    assert title_of(Capture()) == "Pasted text"
