"""Verbs that attribute nothing, because a thing is their object, or because they did not happen, are not shown."""

from __future__ import annotations

import pytest

from claims.intake.extraction.syntactic.extractor import Syntactic, read
from tests.claims.intake.extraction.syntactic.test_rules import PARSED
from tests.claims.intake.extraction.syntactic.trees import parser_of

#: Things that are rejected, denied, confirmed, admitted, claimed or contested, and no statement.
THINGS = (
    "The lake board has rejected the tender.",
    "The judge dismissed the suit.",
    "The guard denied the twins entry.",
    "The keeper denied his rival a fourth goal.",
    "The inn confirmed our booking.",
    "The clinic admitted nine patients.",
    "The storm claimed two lives.",
    "The board rubbished the plan.",
    "The referee ruled out the goal.",
    "The skipper disputed the fine.",
    "The herald said a few words.",
    "The pilot warned the passengers.",
    "The vet denied nothing.",
)
#: Cues in a condition, in what is not so, and beside an adverb that takes them back.
UNHAPPENED = (
    "Had the cook admitted that pans were dirty, she would have kept the job.",
    "It is not true that the vet denied the cull.",
    "The Beacon wrongly wrote that the vicar had resigned.",
    "The queen hardly denied the affair.",
    "The vet regretted denying the cull.",
    "The vet seems to have denied the cull.",
)
RUSSIAN = (
    "Совет отклонил тендер на дамбу.",
    "Жюри признало ответ школьника верным.",
    "Гостиница подтвердила заказ.",
    "Жизнь опровергла стереотип.",
    "Суд признал завод банкротом.",
    "Вестник ошибочно написал, что егерь отрицал охоту.",
    "Тренер объявил состав.",
    "Садовник сказал правду.",
    "Пекарь пообещал премию.",
    "Садовник не сказал ни слова.",
)
SAID = "The hens died, the farmer said."
#: Silences of places, bodies and people that nobody asked about what was said.
SILENCES = (
    "The barn could not be reached by road.",
    "The hens did not respond to the drug.",
    "The farmer did not answer the door.",
)


@pytest.mark.parametrize("text", [*THINGS, *UNHAPPENED])
def test_what_is_no_statement_is_not_shown(text: str) -> None:
    assert {each.rule for each in read(text, "en", parser_of(PARSED))} <= {"odd"}


@pytest.mark.parametrize("text", RUSSIAN)
def test_what_is_no_statement_in_russian_is_not_shown(text: str) -> None:
    assert {each.rule for each in read(text, "ru", parser_of(PARSED))} <= {"odd"}


@pytest.mark.parametrize("text", SILENCES)
def test_a_silence_of_another_kind_is_not_shown(text: str) -> None:
    said, *silences = read(f"{SAID} {text}", "en", parser_of(PARSED))

    assert said.rule == "both_clause"
    assert {each.rule for each in silences} <= {"odd"}


def test_a_silence_on_the_telephone_is_shown() -> None:
    found = read(f"{SAID} The farmer could not be reached by phone.", "en", parser_of(PARSED))

    assert [each.stance for each in found] == ["supports", "neither"]


@pytest.mark.parametrize(
    ("language", "text"), [*(("en", each) for each in (*THINGS, *UNHAPPENED)), *(("ru", each) for each in RUSSIAN)]
)
def test_nor_is_it_by_the_tree_of_a_parser(language: str, text: str) -> None:
    if language not in Syntactic().languages:
        pytest.skip("the models of the extractor syntactic are not installed: requirements-syntactic.txt")

    assert {each.rule for each in Syntactic().propose(text, language)} <= {"odd"}
