"""The texts and the marks on them keep what the guideline and the README say of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from claims.intake.extraction.proposals import STANCES, Span
from factcheck.text.texts import is_in_form
from tests.extraction.gold import FIRST, NAMINGS, Marks, read_marks, read_texts
from tests.extraction.held_back import RECORD, chosen, digest, held_back, record

TEXTS: Final = read_texts()
GOLD: Final = read_marks()
#: Each folder of marks: the author's, and the second annotator's once it exists.
SETS: Final = {path.name: read_marks(path) for path in sorted(FIRST.parent.iterdir())}


def spans_of(marks: Marks) -> Iterator[Span]:
    yield from (span for each in marks.spans for _, span in each.spans())
    yield from (trap.words for trap in marks.traps)


def test_there_is_enough_to_measure() -> None:
    assert Counter(text.language for text in TEXTS.values()) == {"en": 234, "ru": 164, "uk": 60}
    marks = [each for marks in GOLD.values() for each in marks.spans]

    assert len(marks) >= 600
    assert sum(bool(each.relays) for each in marks) >= 120
    assert {len(each.hands) for each in marks} == {0, 1, 2, 3, 4}
    assert sum(len(marks.traps) for marks in GOLD.values()) >= 350
    assert {each.stance for each in marks} == set(STANCES)
    assert {each.naming for each in marks} == {*NAMINGS, None}


@pytest.mark.parametrize("name", SETS)
def test_each_text_is_marked(name: str) -> None:
    assert SETS[name].keys() == TEXTS.keys()


def test_texts_are_short_and_in_the_form_in_which_texts_are_stored() -> None:
    for text in TEXTS.values():
        assert 60 <= len(text.text.split()) <= 190, text.id
        assert is_in_form(text.text), text.id


@pytest.mark.parametrize("name", SETS)
def test_offsets_lead_to_the_words_that_were_marked(name: str) -> None:
    wrong = [
        (each, span)
        for each, marks in SETS[name].items()
        for span in spans_of(marks)
        if TEXTS[each].text[span.start : span.end] != span.quote or span.quote != span.quote.strip() or not span.quote
    ]
    assert wrong == []


@pytest.mark.parametrize("name", SETS)
def test_whoever_gives_a_reason_for_anonymity_is_explicitly_unnamed(name: str) -> None:
    found = [each for marks in SETS[name].values() for each in marks.spans if each.reason]

    assert found
    assert [each for each in found if each.naming != "explicitly_unnamed"] == []


@pytest.mark.parametrize("name", SETS)
def test_no_mark_is_made_twice(name: str) -> None:
    for marks in SETS[name].values():
        assert len(set(marks.spans)) == len(marks.spans), marks.id


def test_what_is_held_back_is_as_it_was_when_it_was_written() -> None:
    assert held_back() == chosen(TEXTS)
    assert len(held_back()) == 48
    assert RECORD.read_text() == record(held_back())


def test_the_digest_changes_with_a_text_and_with_a_mark(tmp_path: Path) -> None:
    texts, gold = tmp_path / "texts", tmp_path / "first"
    for folder in (texts, gold):
        folder.mkdir()
        (folder / "en-002.json").write_text("{}")
    before = digest(["en-002"], (texts, gold))

    (gold / "en-002.json").write_text("{ }")
    after = digest(["en-002"], (texts, gold))
    (texts / "en-002.json").write_text("{ }")

    assert len({before, after, digest(["en-002"], (texts, gold))}) == 3
