"""What one attribution means for the one before it."""

from __future__ import annotations

import pytest

from tests.claims.intake.extraction.basic.reading import marks


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The logs, the Post says, show that it leaked.", ("supports", "the Post < The logs", "it leaked")),
        ("ru", "Снимки, по словам прокурора, показывают, что мост цел.", ("supports", "прокурора < Снимки", "мост цел")),
        ("uk", "Журнали, за даними «Пошти», свідчать, що міст цілий.", ("supports", "Пошти < Журнали", "міст цілий")),
    ],
)
def test_whoever_is_between_a_subject_and_its_verb_is_a_relay(language: str, text: str, expected: tuple[str, str, str]) -> None:
    assert marks(text, language) == [expected]


def test_what_a_source_says_that_it_did_not_say_is_its_statement() -> None:
    text = "Лаборатория заявила, что ничего подобного порталу не говорила."

    assert marks(text, "ru") == [("supports", "Лаборатория", "ничего подобного порталу не говорила")]


def test_hearsay_within_a_statement_is_part_of_it() -> None:
    assert marks("Friends say she is believed to be ill.") == [("supports", "Friends", "she is believed to be ill")]
