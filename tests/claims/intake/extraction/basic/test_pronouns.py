"""Whom a pronoun means in English: the nearest source that it can stand for."""

from __future__ import annotations

import pytest

from claims.intake.extraction.basic.extractor import Basic


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("The baker said it rained. The bakery denied that. He said the flour was wet.", "The baker"),
        ("The ministry said it rained. The baker denied that. It said the flour was wet.", "The ministry"),
        ("Residents said it rained. The baker denied that. They said the flour was wet.", "Residents"),
        ("Ann Moss, his widow, said it rained. Her brother denied that. She said the flour was wet.", "Ann Moss, his widow"),
        ("The ferry operator, Lake Lines, said it rained. He said the deck was wet.", None),
        ("It began with the baker Olaf Moss, who said it rained.", "the baker Olaf Moss"),
    ],
)
def test_a_pronoun_means_the_nearest_source_that_it_can_stand_for(text: str, meant: str | None) -> None:
    last = Basic().propose(text, "en")[-1]

    assert (last.means.quote if last.means else None) == meant
