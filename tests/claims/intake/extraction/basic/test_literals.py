from __future__ import annotations

import pytest

from claims.intake.extraction.basic.lexicon import LANGUAGES, lexicon
from claims.intake.extraction.basic.literals import literals_of
from tests.extraction.gold import read_texts


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("denied", ("denied",)),
        ("(?:has |had )?denied", ("denied",)),
        ("(?:denied|rejected)(?: it)?", ("denied", "rejected")),
        ("(?:den(?:y|ied)|reject(?:s|ed)?)", ("den", "reject")),
        (r"(?<=of )\w+ (?=that)", ()),  # what is beside a part that is searched is not in it
        (r"\w+ly|said", ("ly", "said")),
        (r"\w+|said", ()),
        ("(?:said |wrote )+that", ("said ", "wrote ")),
        ("(?:Said){2,3}", ("said",)),
        ("claims? claims", (" claims",)),
    ],
)
def test_one_of_the_literals_is_in_every_match(pattern: str, literals: tuple[str, ...]) -> None:
    assert literals_of(pattern) == literals


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_them_nothing_else_is_found_in_the_corpus(language: str) -> None:
    words = lexicon(language)
    assert any(cue.literals for cue in words.cues)
    everywhere = words._replace(cues=tuple(cue._replace(literals=()) for cue in words.cues))
    for text in (each.text for each in read_texts().values() if each.language == language):
        for line in text.splitlines():
            found, there = (list(each.find(line, 0, len(line))) for each in (words, everywhere))
            assert [each[:2] for each in found] == [each[:2] for each in there]
