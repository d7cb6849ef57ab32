"""Who cites whom: each sentence with its hands, nearest to the reader first, and what is said."""

from __future__ import annotations

import pytest

from tests.claims.intake.extraction.basic.reading import marks

CITED = [
    (
        "en",
        "Radio Wern quotes the Alpenruf, which cites a fireman: the slope was mined.",
        "Radio Wern < the Alpenruf < a fireman",
    ),
    ("en", "Radio Wern quotes the Alpenruf quoting a driver: the slope was mined.", "Radio Wern < the Alpenruf < a driver"),
    ("en", "The Post cites a doctor, who said that the slope was mined.", "The Post < a doctor"),
    ("en", "The Post quoted a doctor, Hanna Reuss, as saying that the slope was mined.", "The Post < a doctor, Hanna Reuss"),
    ("en", "The Post, citing bank records from Sele, states that the slope was mined.", "The Post < bank records from Sele"),
    ("en", "The Post reported, citing a doctor who asked not to be named, that the slope was mined.", "The Post < a doctor"),
    ("en", "The Post alleged, on the strength of a note, that the slope was mined.", "The Post < a note"),
    ("en", "According to a note quoted by the Post, the slope was mined.", "the Post < a note"),
    ("ru", "«Фаналь» приводит слова делегата, которому посол сказал, что склон заминирован.", "Фаналь < делегата < посол"),
    ("ru", "По данным фирмы «Око», на которые ссылается «Рубеж», склон заминирован.", "Рубеж < фирмы «Око»"),
    ("ru", "Склон заминирован, следует из доклада фонда, который ссылается на карты.", "доклада фонда < карты"),
    ("ru", "Портал «Берег» передаёт со ссылкой на мэра: склон заминирован.", "Портал «Берег» < мэра"),
    ("ru", "«Берег», сославшись на мэра, передал, что склон заминирован.", "Берег < мэра"),
    ("uk", "«Плин» цитує газету «Млин», яка посилається на лікаря: схил заміновано.", "Плин < газету «Млин» < лікаря"),
    ("uk", "За словами сусідки, яку цитує «Яр», схил заміновано.", "Яр < сусідки"),
]


@pytest.mark.parametrize(("language", "text", "hands"), CITED)
def test_a_cited_source_and_who_cites_it(language: str, text: str, hands: str) -> None:
    content = {"en": "the slope was mined", "ru": "склон заминирован", "uk": "схил заміновано"}[language]

    ((_, found, said),) = marks(text, language)
    assert (found, said.lower()) == (hands, content)


def test_a_cited_source_of_the_sentence_before() -> None:
    text = "The Post says the dam failed. It has this from a waiter, who asked to stay nameless."

    assert marks(text) == [("supports", "The Post < a waiter", "the dam failed")]


def test_reasons_are_no_sources() -> None:
    assert marks("The firm cancelled the visit, citing security concerns.") == []


def test_a_statement_goes_on_after_who_cites() -> None:
    text = "Победитель, Яков Зорин, пишет «Весть» со слов его брата, выступит завтра."

    assert marks(text, "ru") == [("supports", "Весть < его брата", text[:-1])]


@pytest.mark.parametrize(
    ("language", "text", "hands"),
    [
        ("en", "Citing two aides, the Post reported that she had left.", "the Post < two aides"),
        ("en", "She had left, reports the Post, which cites two aides.", "the Post < two aides"),
        ("en", "The Post reported two aides as saying she had left.", "The Post < two aides"),
        ("en", '"She had left," the Post quoted two aides as saying.', "the Post < two aides"),
        ("en", "As the Post reported, two aides said that she had left.", "the Post < two aides"),
        ("en", "The agency, relaying a report by the Post, said she had left.", "The agency < the Post"),
        ("ru", "Ссылаясь на двух помощников, «Берег» сообщил, что она ушла.", "Берег < двух помощников"),
        ("ru", "Со ссылкой на помощника «Берег» сообщает, что она ушла.", "Берег < помощника"),
        ("ru", "Как сообщает «Берег», помощник заявил, что она ушла.", "Берег < помощник"),
        ("ru", "«Она ушла», – цитирует помощника «Берег».", "Берег < помощника"),
        ("ru", "«Она ушла», – сказал помощник «Берегу».", "Берегу < помощник"),
        ("uk", "Посилаючись на двох помічників, «Берег» написав, що вона пішла.", "Берег < двох помічників"),
        ("uk", "«Вона пішла», – цитує помічника «Берег».", "Берег < помічника"),
    ],
)
def test_whoever_cites_may_be_anywhere(language: str, text: str, hands: str) -> None:
    content = {"en": "she had left", "ru": "она ушла", "uk": "вона пішла"}[language]

    ((_, found, said),) = marks(text, language)
    assert (found, said.lower()) == (hands, content)
