from __future__ import annotations

import pytest

from claims.intake.extraction.basic.lexicon import lexicon
from claims.intake.extraction.basic.phrases import Phrases
from claims.intake.sentences import Part


def whole(text: str) -> tuple[Phrases, Part]:
    return Phrases(text, lexicon("en")), Part(0, len(text))


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("However, the vet ", "the vet"),
        ("but Lena Moss, the mayor, ", "Lena Moss, the mayor"),
        ("An official, who asked not to be named, ", "An official"),
        ("a colonel it did not name", "a colonel"),
        ("The army on Monday", "The army"),
        (" on Monday", None),
    ],
)
def test_a_source_is_its_noun_phrase(text: str, source: str | None) -> None:
    phrases, part = whole(text)
    found = phrases.phrase(part)

    assert (phrases.words(found) if found else None) == source


@pytest.mark.parametrize("text", [" on Monday that it rained.", " whether it rained", ' "it rained"', "  that it rained"])
def test_a_statement_is_without_the_words_of_the_speaking(text: str) -> None:
    phrases, part = whole(text)
    found = phrases.statement(part)

    assert found
    assert phrases.words(found) == "it rained"
