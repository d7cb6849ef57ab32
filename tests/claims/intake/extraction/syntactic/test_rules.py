"""Rules for what a parser shows, on sentences whose trees are written down; where its models are installed, on its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from claims.intake.extraction.proposals import Proposal
from claims.intake.extraction.syntactic.extractor import Syntactic, read
from tests.claims.intake.extraction.syntactic.trees import chain, parser_of

FOLDER: Final = Path(__file__).resolve().parent
#: Sentences, each with the words of its tree below it, as the parsers read them.
PARSED: Final = FOLDER / "parsed.txt"
#: The language of a text and what it shows, the text, and a line for each proposal: its stance, its chain, its statement.
CASES: Final = FOLDER / "cases.txt"


def _cases() -> Iterator[Any]:
    for case in CASES.read_text(encoding="utf-8").strip().split("\n\n"):
        title, text, *expected = case.splitlines()
        language, _, shows = title.partition(": ")
        yield pytest.param(language, text, expected, id=shows)


def lines(proposals: list[Proposal]) -> list[str]:
    return [" | ".join(("=", each.stance, chain(each), each.content.quote)) for each in proposals]


@pytest.mark.parametrize(("language", "text", "expected"), list(_cases()))
def test_a_written_tree_is_read(language: str, text: str, expected: list[str]) -> None:
    assert lines(read(text, language, parser_of(PARSED))) == expected


@pytest.mark.parametrize(("language", "text", "expected"), list(_cases()))
def test_so_is_the_tree_of_a_parser(language: str, text: str, expected: list[str]) -> None:
    if language not in Syntactic().languages:
        pytest.skip("the models of the extractor syntactic are not installed: requirements-syntactic.txt")

    assert lines(Syntactic().propose(text, language)) == expected


def test_a_source_without_a_noun_is_odd() -> None:
    assert [each.rule for each in read("Note: the dam is safe", "en", parser_of(PARSED))] == ["odd"]


@pytest.mark.parametrize(
    "text",
    [
        "Цирк закрыт, пишет газета. Третий показ Грош, впрочем, не исключил.",
    ],
)
def test_what_has_no_statement_or_no_source_is_odd(text: str) -> None:
    assert [each.rule for each in read(text, "ru", parser_of(PARSED))].count("odd") == 1
