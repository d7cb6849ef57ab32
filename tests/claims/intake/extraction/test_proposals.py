"""What an extractor returns is checked: what fails is dropped and counted."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.intake.extraction.proposals import Fault, Proposal, Span, check

TEXT = "The Gazette said Brand denied the sale."


def span(quote: str) -> Span:
    start = TEXT.index(quote)
    return Span(start, start + len(quote), quote)


RIGHT = Proposal(
    "denies", span("the sale"), span("denied"), span("Brand"), "named", (span("The Gazette"),), rule="r", confidence=0.8
)
WRONG = {
    Fault.OFFSETS: msgspec.structs.replace(RIGHT, content=Span(30, 400, "the sale")),
    Fault.QUOTE: msgspec.structs.replace(RIGHT, content=Span(0, 8, "the sale")),
    Fault.STANCE: msgspec.structs.replace(RIGHT, stance="is glad of"),
    Fault.CYCLE: msgspec.structs.replace(RIGHT, relays=(span("Brand"),)),
}


def test_a_sound_proposal_is_kept() -> None:
    assert check(TEXT, [RIGHT]) == ((RIGHT,), {})


@pytest.mark.parametrize("fault", WRONG)
def test_a_faulty_proposal_is_dropped_and_counted(fault: Fault) -> None:
    checked = check(TEXT, [WRONG[fault], RIGHT, RIGHT])

    assert checked.kept == (RIGHT,)
    assert checked.dropped == {fault: 1, Fault.TWICE: 1}


def test_what_is_no_proposal_is_dropped_and_counted() -> None:
    assert check(TEXT, [None, "denied", {"stance": "denies"}, RIGHT]) == ((RIGHT,), {Fault.FORMAT: 3})


_OFFSET = st.integers(-2, len(TEXT) + 2)
_ANY = st.builds(lambda start, end: Span(start, end, TEXT[max(0, start) : max(0, end)]), _OFFSET, _OFFSET)
_SPAN = st.sampled_from([span(words) for words in ("the sale", "denied", "Brand", "The Gazette", "said")]) | _ANY


@given(st.lists(st.builds(msgspec.structs.replace, st.just(RIGHT), content=_SPAN, cue=_SPAN, source=_SPAN), max_size=6))
def test_whatever_is_kept_has_the_words_of_the_text_and_nothing_is_lost(proposals: list[Proposal]) -> None:
    checked = check(TEXT, proposals)
    assert len(checked.kept) + checked.dropped.total() == len(proposals)
    for proposal in checked.kept:
        assert all(each.quote and TEXT[each.start : each.end] == each.quote for _, each in proposal.spans())


def test_negative_offsets_are_out_of_range() -> None:
    assert check(TEXT, [msgspec.structs.replace(RIGHT, cue=Span(-6, -1, "sale."))]).dropped == {Fault.OFFSETS: 1}


def test_low_and_unmeasured_confidence_is_not_shown() -> None:
    low, unmeasured = (msgspec.structs.replace(RIGHT, confidence=each) for each in (0.2, None))

    assert check(TEXT, [low, RIGHT, unmeasured]).shown == (RIGHT,)
