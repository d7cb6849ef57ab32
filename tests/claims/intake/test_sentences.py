from __future__ import annotations

import pytest

from claims.intake.sentences import MAX_SENTENCE, Part, quotations, sentences, trimmed, without_dateline


def parts(text: str) -> list[str]:
    return [text[slice(*part)].strip() for part in sentences(text, quotations(text))]


def test_headings_and_sentences_are_parted() -> None:
    assert parts("Dam fails\n\nIt broke. Nobody saw Mr. Mills.") == ["Dam fails", "It broke.", "Nobody saw Mr. Mills."]


def test_a_quotation_of_several_sentences_is_not_parted() -> None:
    assert parts('"It broke. We ran." He left.') == ['"It broke. We ran."', "He left."]


def test_a_sentence_without_end_is_cut() -> None:
    assert len(parts("a" * (MAX_SENTENCE + 1))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "PORT LUSK (Agency Nord) - It broke.",
        "ТАМРИН, «Агентство Норд» — It broke.",
        "TERVO, Oct 4 (Agency Nord) - It broke.",
        "VELM, Ostria (Agency Nord) - It broke.",
        "ТАМРИН, агентство «Норд» — It broke.",
    ],
)
def test_the_place_before_a_report_is_left_out(text: str) -> None:
    assert text[slice(*without_dateline(text, Part(0, len(text))))] == "It broke."


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (' "It broke." ', "It broke"),
        ('the "fake" one', 'the "fake" one'),
        ("«Свет", "Свет"),
        ('it is "fake"', 'it is "fake"'),
        ("...", ""),
    ],
)
def test_only_whole_pairs_of_quotation_marks_stay(text: str, left: str) -> None:
    assert text[slice(*trimmed(text, Part(0, len(text))))] == left
