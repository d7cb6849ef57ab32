"""The page of the words is what the vocabularies say."""

from __future__ import annotations

from pathlib import Path

from claims.casefile.word_reference import as_text

PAGE = Path(__file__).parents[3] / "docs" / "words.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text() == as_text(), "run: python -m claims.casefile.word_reference > docs/words.md"
