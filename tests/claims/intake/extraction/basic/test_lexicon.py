from __future__ import annotations

import pytest

from claims.intake.extraction.basic.frames import Frames
from claims.intake.extraction.basic.lexicon import LANGUAGES, lexicon
from claims.intake.extraction.proposals import STANCES


def test_there_are_three_languages_with_the_same_patterns() -> None:
    assert LANGUAGES == ("en", "ru", "uk")
    assert len({frozenset(lexicon(each).patterns) for each in LANGUAGES}) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_cue_has_a_known_stance_and_a_way_to_read_it(language: str) -> None:
    cues = [cue for cue in lexicon(language).cues if cue.takes != "skip"]

    assert {cue.stance for cue in cues} == set(STANCES)
    assert all(callable(getattr(Frames, cue.takes)) for cue in cues)


def test_the_longest_cue_counts_and_other_senses_are_passed_over() -> None:
    text = "He was denied a visa, did not deny it, and denies that."

    assert [text[each.start : each.end] for each in lexicon("en").find(text, 0, len(text))] == ["did not deny", "denies"]


def test_words_before_a_cue_part_a_verb_from_a_noun() -> None:
    text = "Agency West reports that it rained; a report that it snowed."

    assert [(text[each.start : each.end], each.cue.takes) for each in lexicon("en").find(text, 0, len(text))] == [
        ("reports", "clause"),
        ("report", "noun"),
    ]


def test_a_reaction_counts_in_quotations_only() -> None:
    text = "That is a lie."

    assert list(lexicon("en").find(text, 0, len(text))) == []
    assert [each.cue.takes for each in lexicon("en").find(text, 0, len(text), [(0, len(text))])] == ["reaction"]
