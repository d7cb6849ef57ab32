"""Answers in each language: their stance, who answers, and what they are about."""

from __future__ import annotations

import pytest

from tests.claims.intake.extraction.basic.reading import marks

SAID = {
    "en": "The Post said the dam had failed. ",
    "ru": "Весть сообщила, что плотину прорвало. ",
    "uk": "Весть повідомила, що греблю прорвало. ",
}
STATED = {"en": "the dam had failed", "ru": "плотину прорвало", "uk": "греблю прорвало"}
ANSWERS = [
    ("en", "denies", "The firm rubbished the claim.", "The firm"),
    ("en", "denies", "The firm begged to differ.", "The firm"),
    ("en", "denies", "The firm says it hadn't.", "The firm"),
    ("en", "denies", "That is a lie, the firm said.", "the firm"),
    ("en", "denies", "According to the firm, that is not true.", "the firm"),
    ("en", "questions", "Parents weren't buying it.", "Parents"),
    ("en", "neither", "The firm did not rule that out.", "The firm"),
    ("en", "neither", "The firm did not quite deny it.", "The firm"),
    ("en", "neither", "The firm ducked the question.", "The firm"),
    ("en", "neither", "Calls to the firm were not returned.", "the firm"),
    ("en", "neither", "There was no word from the firm.", "the firm"),
    ("en", "declined", "The firm chose not to comment.", "The firm"),
    ("en", "declined", "The firm had nothing to add.", "The firm"),
    ("en", "declined", "The firm said it could not comment.", "The firm"),
    ("en", "could_not_confirm", "Radio West was not immediately able to verify the claim.", "Radio West"),
    ("en", "could_not_confirm", "Nobody up there can confirm it.", ""),
    ("ru", "denies", "Фирма высмеяла эту версию.", "Фирма"),
    ("ru", "denies", "По словам мэра, это не так.", "мэра"),
    ("ru", "denies", "Мэр настаивает на обратном.", "Мэр"),
    ("ru", "questions", "Мэр поставил это сообщение под сомнение.", "Мэр"),
    ("ru", "questions", "Мэр отнёсся к этому скептически.", "Мэр"),
    ("ru", "supports", "Мэр с этим не спорит.", "Мэр"),
    ("ru", "neither", "Мэр не подтвердил этого, но и не опроверг.", "Мэр"),
    ("ru", "neither", "Мэр не исключает и этого.", "Мэр"),
    ("ru", "neither", "Связаться с мэрией редакции не удалось.", "мэрией"),
    ("ru", "declined", "Мэр предпочёл не комментировать эти сведения.", "Мэр"),
    ("ru", "could_not_confirm", "Проверить эти сведения бюро не смогло.", "бюро"),
    ("uk", "denies", "Мер наполягає на протилежному.", "Мер"),
    ("uk", "denies", "За словами мера, це не так.", "мера"),
    ("uk", "questions", "Мер поставив це повідомлення під сумнів.", "Мер"),
    ("uk", "supports", "Мер з цим не сперечається.", "Мер"),
    ("uk", "declined", "Мер волів не коментувати ці відомості.", "Мер"),
    ("uk", "could_not_confirm", "Підтвердити це нам не вдалося.", "нам"),
]


@pytest.mark.parametrize(("language", "stance", "answer", "source"), ANSWERS)
def test_an_answer(language: str, stance: str, answer: str, source: str) -> None:
    assert marks(SAID[language] + answer, language)[1:] == [(stance, source, STATED[language])]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Nor has the firm ruled out a strike."),
        ("en", "The firm was denied a loan by a court."),
        ("en", "What they dispute is who paid."),
        ("en", "The mayor has denied himself nothing."),
        ("en", "The committee questioned Vail for three hours."),
        ("en", "The hospital admitted two patients."),
        ("en", "A film said to show the blast is old."),
        ("en", "The book was written by two doctors."),
        ("en", "A doctor told Orn in March to stop."),
        ("en", "The ship has not sunk, contrary to what this paper said."),
        ("en", "Last week we said the mayor had quit. We got that wrong."),
        ("en", "A guard, who insisted on anonymity, left."),
        ("ru", "Что озеро умирает, никто не отрицает."),
        ("ru", "Мы писали, что мэр ушёл. Это не так."),
        ("ru", "Его признали виновным."),
        ("ru", "Борландия и раньше обвиняла соседей."),
        ("uk", "Двоє робітників, які не захотіли називати себе, пішли."),
    ],
)
def test_words_that_only_look_like_an_answer(language: str, text: str) -> None:
    assert marks(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Rumours that he quit are false, the mayor says.", ("denies", "the mayor", "he quit")),
        ("en", "The mayor said reports that he quit were untrue.", ("denies", "The mayor", "he quit")),
        ("en", "Claims by the union that he quit were denied by the firm.", ("denies", "the firm", "he quit")),
        ("ru", "Слухи о том, что мэр ушёл, — ложь, заявил он.", ("denies", "он", "мэр ушёл")),
    ],
)
def test_a_report_that_is_called_false_is_denied(language: str, text: str, expected: tuple[str, str, str]) -> None:
    assert marks(text, language)[-1] == expected


def test_a_statement_of_accusation_is_what_the_accused_denies() -> None:
    text = "The mayor was accused of theft. The Post said it rained. He pleaded not guilty."

    assert marks(text)[-1] == ("denies", "He", "theft")
