"""What the desk makes of proposals: quotes, names, claims, and the parts of a marked text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.intake.extraction.suggestions import (
    Mark,
    Obstacle,
    Passages,
    as_claim,
    hand_name,
    obstacle,
    same_statement,
    segments,
)

TEXT = "He said the dam had failed. It rained.\nA week later Mills denied the report."


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(
    ("cue", "content", "quoted"),
    [
        ("said", "the dam had failed", "He said the dam had failed."),
        ("said", "It rained", "He said the dam had failed. It rained."),
        ("denied", "the dam had failed", "A week later Mills denied the report."),
    ],
)
def test_a_quote_is_the_sentence_of_the_cue_and_the_statement_next_to_it(cue: str, content: str, quoted: str) -> None:
    start, end = Passages(TEXT).around(at(cue), at(content))

    assert TEXT[start:end] == quoted


def test_a_quote_is_not_endless() -> None:
    text = 'Mills said: "' + "It failed and " * 500 + 'it broke."'
    start, end = Passages(text).around((6, 10), (13, len(text) - 1))

    assert (start, end - start <= 1_500) == (0, True)


@pytest.mark.parametrize(
    ("stance", "has_source", "why"),
    [
        ("supports", True, None),
        ("declined", True, None),
        ("supports", False, Obstacle.NO_SOURCE),
        ("neither", True, Obstacle.NEITHER),
        ("reports", True, Obstacle.PASSES_ON),
    ],
)
def test_what_cannot_be_recorded_says_why(stance: str, has_source: bool, why: Obstacle | None) -> None:
    assert obstacle(stance, has_source=has_source) is why


@pytest.mark.parametrize(
    ("phrase", "naming", "name"),
    [
        ("Jan Oster, the mayor of Rason", "named", "Jan Oster"),
        ("the mayor of Rason, Jan Oster", "named", "Jan Oster"),
        ("мэр Расона, Ян Остер", "named", "Ян Остер"),
        ("the  ministry", "named", "the ministry"),
        ("a diplomat, Jan Oster", "unnamed", "a diplomat, Jan Oster"),
    ],
)
def test_a_name_is_taken_from_its_apposition(phrase: str, naming: str, name: str) -> None:
    assert hand_name(phrase, naming) == name


def test_a_statement_becomes_a_sentence() -> None:
    assert [as_claim(words) for words in ("the dam\nfailed", "Did it?", "")] == ["The dam failed.", "Did it?", ""]


def test_contents_are_the_same_statement_where_one_contains_the_other() -> None:
    assert same_statement((5, 20), (8, 20))
    assert same_statement((8, 20), (5, 20))
    assert not same_statement((5, 20), (10, 25))


SPANS = st.tuples(st.integers(0, 40), st.integers(1, 12), st.integers(1, 5), st.sampled_from(("content", "cue")))


@given(st.text(max_size=40), st.lists(SPANS, max_size=8))
def test_a_marked_text_is_the_text_with_each_mark_where_it_is(text: str, spans: list[tuple[int, int, int, str]]) -> None:
    marks = [Mark(start, start + length, number, what) for start, length, number, what in spans if start + length <= len(text)]
    parts = segments(text, marks)

    assert "".join(part.text for part in parts) == text
    for mark in marks:
        marked = "".join(part.text for part in parts if mark.number in part.numbers and mark.what in part.what)
        assert text[mark.start : mark.end] in marked or len({each.number for each in marks}) < len(marks)
    assert sum(len(part.begins) for part in parts) == sum(mark.what == "content" for mark in marks)
