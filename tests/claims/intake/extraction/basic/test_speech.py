from __future__ import annotations

from claims.intake.extraction.basic.lexicon import lexicon
from claims.intake.extraction.basic.reader import Reader


def read(text: str, language: str = "en") -> list[tuple[str, str, str]]:
    return [
        (draft.stance, text[slice(*draft.source)] if draft.source else "", text[slice(*draft.content)] if draft.content else "")
        for draft in Reader(text, lexicon(language)).read()
    ]


def test_a_quotation_that_its_cue_interrupts_between_sentences_is_two_statements() -> None:
    assert read("«Шёл дождь, — сказал Хаас. — Мы все ушли».", "ru") == [
        ("supports", "Хаас", "Шёл дождь"),
        ("supports", "Хаас", "Мы все ушли"),
    ]


def test_a_quotation_that_its_cue_interrupts_within_a_sentence_is_one() -> None:
    assert read("«Шёл, — сказал Хаас, — сильный дождь».", "ru") == [("supports", "Хаас", "Шёл, — сказал Хаас, — сильный дождь")]


def test_what_a_reaction_adds_is_a_statement_of_its_own() -> None:
    assert read("Завод: «Это ложь, пожара у нас не было».", "ru") == [
        ("denies", "Завод", ""),
        ("supports", "Завод", "пожара у нас не было"),
    ]


def test_media_that_name_nobody_pass_on() -> None:
    assert read("Банк закрыт — СМИ\n", "ru") == [("reports", "СМИ", "Банк закрыт")]
    assert read("Posts on social media claimed that it rained.") == [("reports", "Posts on social media", "it rained")]
