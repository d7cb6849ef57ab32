"""The same attribution in every order."""

from __future__ import annotations

import pytest

from claims.intake.extraction.basic.lexicon import lexicon
from claims.intake.extraction.basic.reader import Reader


@pytest.mark.parametrize(
    ("text", "rule", "content"),
    [
        ("The mayor said the dam is safe.", "clause", "the dam is safe"),
        ("The dam is safe, the mayor said.", "clause_first", "The dam is safe"),
        ('"The dam is safe," said the mayor.', "clause_turned", "The dam is safe"),
        ("The dam, the mayor said, is safe.", "clause_within", "The dam, the mayor said, is safe"),
    ],
)
def test_source_and_statement_in_any_order(text: str, rule: str, content: str) -> None:
    (draft,) = Reader(text, lexicon("en")).read()

    assert draft.rule == rule
    assert draft.source
    assert text[slice(*draft.source)].lower() == "the mayor"
    assert draft.content
    assert text[slice(*draft.content)] == content


def test_whoever_attributes_a_statement_to_another_is_a_relay() -> None:
    text = "The army claimed responsibility, the Courier said, citing a captain."
    (draft,) = Reader(text, lexicon("en")).read()

    assert [text[slice(*hand)] for hand in draft.hands] == ["the Courier", "a captain", "The army"]


@pytest.mark.parametrize(
    ("text", "language", "source", "content"),
    [
        (
            "Delco’s chief executive, Rita Moll, said: “Sales have fallen.”",
            "en",
            "Delco’s chief executive, Rita Moll",
            "Sales have fallen",
        ),
        ("Dam cracked, says report\n", "en", "report", "Dam cracked"),
        ("“It rained,” said Ana Brel, a teacher at the school.", "en", "Ana Brel, a teacher at the school", "It rained"),
        ("Дождь прошёл, сообщил мэр Хаас.", "ru", "мэр Хаас", "Дождь прошёл"),
        ("Как пишет «Маяк» со ссылкой на мэра, шёл дождь.", "ru", "мэра", "шёл дождь"),
        ("Дощ пройшов, повідомив мер Хаас.", "uk", "мер Хаас", "Дощ пройшов"),
    ],
)
def test_sources_after_their_cue_and_names_before_a_colon(text: str, language: str, source: str, content: str) -> None:
    (draft,) = Reader(text, lexicon(language)).read()

    assert draft.source
    assert draft.content
    assert (text[slice(*draft.source)], text[slice(*draft.content)]) == (source, content)
