from __future__ import annotations

from pathlib import Path

import pytest

from claims.intake.extraction.proposals import Hedged, Proposal, Span
from tests.extraction.anchor import NotesError, find, main, marks_of
from tests.extraction.gold import Marks, Text, Trap, as_json, read_marks

SAID = "Brand said it may rain. Moss said no, and the Courier said so."
TEXT = Text("en-900", "en", "wire", SAID)


def test_the_nearest_occurrence_is_taken() -> None:
    rain, courier = find(SAID, "it … rain"), find(SAID, "the Courier")

    assert (rain.start, rain.quote) == (11, "it may rain")
    assert find(SAID, "said", near=rain).start == 6
    assert find(SAID, "said", near=courier).start == SAID.rindex("said")
    assert find(SAID, "said #2").start == 29


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("said", "occurs 3 times"),
        ("said #4", "not in the text"),
        ("sai", "not in the text"),
        ("rain … Brand", "does not follow"),
    ],
)
def test_words_that_have_no_one_place_are_refused(words: str, problem: str) -> None:
    with pytest.raises(NotesError, match=problem):
        find(SAID, words)


def test_half_a_pair_of_quotation_marks_is_refused() -> None:
    with pytest.raises(NotesError, match="half of a pair"):
        find("газета «Уж» пишет", "газета «Уж")
    assert find("газета «Уж» пишет", "газета «Уж»").quote == "газета «Уж»"


def test_notes_become_marks() -> None:
    notes = (
        "supports | named | said | Brand | it … rain | hedge=possible: may | via=the Courier\n\ntrap: negated_content = no\n"
    )

    assert marks_of(TEXT, notes) == Marks(
        "en-900",
        (
            Proposal(
                "supports", Span(11, 22, "it may rain"), Span(6, 10, "said"), Span(0, 5, "Brand"), "named",
                (Span(42, 53, "the Courier"),), Hedged("possible", Span(14, 17, "may")),
            ),
        ),
        (Trap("negated_content", Span(34, 36, "no")),),
    )  # fmt: skip


def test_every_wrong_line_is_named() -> None:
    with pytest.raises(NotesError) as raised:
        marks_of(TEXT, "agrees | named | said | Brand | it\nsupports | named | said\nsupports | - | said | - | it | colour=red")

    first, second, third = str(raised.value).splitlines()
    assert "Invalid enum value 'agrees'" in first
    assert "five fields" in second
    assert "colour" in third


def test_folders_are_read_and_written_only_if_all_is_right(tmp_path: Path) -> None:
    texts, notes, gold = (tmp_path / name for name in ("texts", "notes", "gold"))
    texts.mkdir()
    notes.mkdir()
    (texts / "en-900.json").write_bytes(as_json(TEXT))
    (notes / "en-900.txt").write_text("supports | named | said | Nobody | it")

    with pytest.raises(SystemExit, match="“Nobody” is not in the text"):
        main(texts, notes, gold)
    assert not gold.exists()

    (notes / "en-900.txt").write_text("reports | - | said | - | it")
    main(texts, notes, gold)
    assert read_marks(gold)["en-900"].spans[0].cue == Span(6, 10, "said")
