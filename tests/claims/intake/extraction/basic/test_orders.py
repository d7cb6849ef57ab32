"""The same attribution in every order."""

from __future__ import annotations

import pytest

from claims.intake.extraction.basic.lexicon import lexicon
from claims.intake.extraction.basic.reader import Reader


@pytest.mark.parametrize(
    ("text", "rule", "content"),
    [
        ("The mayor said the dam is safe.", "clause", "the dam is safe"),
        ("The dam is safe, the mayor said.", "first", "The dam is safe"),
        ('"The dam is safe," said the mayor.', "turned", "The dam is safe"),
        ("The dam, the mayor said, is safe.", "within", "The dam, the mayor said, is safe"),
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
    ("text", "language", "hands"),
    [
        (
            "Её лидер Дина Корс в интервью телеканалу «Глобус» обвинила мэра в краже.",
            "ru",
            ["телеканалу «Глобус»", "Её лидер Дина Корс"],
        ),
        ("The deputy governor on local TV did not deny that there was a fire.", "en", ["local TV", "The deputy governor"]),
    ],
)
def test_an_outlet_within_the_words_for_a_source_is_a_relay(text: str, language: str, hands: list[str]) -> None:
    (draft,) = Reader(text, lexicon(language)).read()

    assert [text[slice(*hand)] for hand in draft.hands] == hands


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Кемер наличие ракет не подтвердил.", "ru"),
        ("Кемер наявність ракет не підтвердив.", "uk"),
    ],
)
def test_an_object_before_its_verb_that_states_something_is_no_earlier_statement(text: str, language: str) -> None:
    (draft,) = Reader(text, lexicon(language)).read()

    assert draft.source
    assert draft.content
    assert (text[slice(*draft.source)], text[slice(*draft.content)]) == ("Кемер", " ".join(text.split()[1:3]))


def test_a_noun_in_the_accusative_is_no_source() -> None:
    assert not Reader("Версию о взрыве пока не подтверждают.", lexicon("ru")).read()


def test_a_question_before_a_refusal_is_its_statement() -> None:
    text = "Существует ли запись, министр не сказал."
    (draft,) = Reader(text, lexicon("ru")).read()

    assert draft.content
    assert text[slice(*draft.content)] == "Существует ли запись"


def test_reports_that_are_not_confirmed_are_two_attributions() -> None:
    text = "Reports that the depot was hit have not been confirmed by anyone."
    drafts = Reader(text, lexicon("en")).read()

    assert [(each.stance, each.source) for each in drafts] == [("reports", None), ("neither", None)]
    assert drafts[0].content
    assert text[slice(*drafts[0].content)] == "the depot was hit"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Слесарь рассказал, что датчики молчали, хотя пахло газом.", "ru"),
        ("Слюсар розповів, що датчики мовчали, хоча пахло газом.", "uk"),
    ],
)
def test_a_concessive_clause_belongs_to_the_statement(text: str, language: str) -> None:
    (draft,) = Reader(text, lexicon(language)).read()

    assert draft.content
    assert text[draft.content.end :] == "."


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
