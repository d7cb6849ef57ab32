"""Verbs with a statement: what may be between them and it."""

from __future__ import annotations

import pytest

from claims.intake.extraction.basic.lexicon import lexicon
from claims.intake.extraction.basic.reader import Reader


@pytest.mark.parametrize(
    ("text", "language", "hands", "content"),
    [
        ("Haas said in parliament that it rained.", "en", ["Haas"], "it rained"),
        ("Haas confirmed to Radio Nord that it rained.", "en", ["Radio Nord", "Haas"], "it rained"),
        ("Haas warned residents that it would rain.", "en", ["Haas"], "it would rain"),
        ('"It rained," Haas said outside court.', "en", ["Haas"], "It rained"),
        ("Asked whether it rained, Haas would not say.", "en", ["Haas"], "it rained"),
        ("Haas, who denied any leak, said it rained.", "en", ["Haas"], "it rained"),
        ("According to the Post, Haas said it rained.", "en", ["the Post", "Haas"], "it rained"),
        ("Haas could not confirm the flood in an interview with the Post.", "en", ["the Post", "Haas"], "the flood"),
        ("Haas was quoted by the Post as saying it rained.", "en", ["the Post", "Haas"], "it rained"),
        ("Хаас рассказал изданию «Маяк», что шёл дождь.", "ru", ["изданию «Маяк»", "Хаас"], "шёл дождь"),
        ("Хаас заявил, что не может подтвердить потоп.", "ru", ["Хаас"], "потоп"),
        ("Чьи это слова, Хаас сказать не смог.", "ru", ["Хаас"], "Чьи это слова"),
        ("Газета обещает, что дождя не будет.", "ru", ["Газета"], "дождя не будет"),
        ("Хаас розповів виданню «Маяк», що йшов дощ.", "uk", ["виданню «Маяк»", "Хаас"], "йшов дощ"),
    ],
)
def test_a_statement_is_found_whatever_is_before_it(text: str, language: str, hands: list[str], content: str) -> None:
    draft = Reader(text, lexicon(language)).read()[-1]

    assert [text[slice(*hand)] for hand in draft.hands] == hands
    assert draft.content
    assert text[slice(*draft.content)] == content


def test_a_listener_is_needed_where_a_verb_has_one() -> None:
    assert Reader("The two sides tell different stories.", lexicon("en")).read() == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The two men argued outside a bar."),
        ("en", "She stated her name."),
        ("en", "A neighbour called the police."),
        ("en", "The bank denied the loan."),
        ("en", "As said above, it rained."),
        ("ru", "Он говорил долго."),
        ("ru", "Суд отклонил жалобу."),
        ("uk", "Він пише листа."),
    ],
)
def test_other_senses_of_verbs_attribute_nothing(language: str, text: str) -> None:
    assert Reader(text, lexicon(language)).read() == []
