"""Invented sentences, each with what must be read in them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.intake.extraction.basic.extractor import Basic, precisions
from claims.intake.extraction.basic.lexicon import LANGUAGES
from claims.intake.extraction.basic.reader import MAX_DRAFTS
from claims.intake.extraction.proposals import Proposal, check
from tests.examples import tried


def read(text: str, language: str = "en") -> list[Proposal]:
    return list(check(text, Basic().propose(text, language)).kept)


def short(proposal: Proposal) -> tuple[str, str, str]:
    return proposal.stance, " < ".join(each.quote for each in proposal.hands), proposal.content.quote


READ = {
    "Lena Moss said no shells had been shipped.": ("supports", "Lena Moss", "no shells had been shipped"),
    "The talks have failed, a delegate said on Monday.": ("supports", "a delegate", "The talks have failed"),
    "The ministry denied that engines were sold.": ("denies", "The ministry", "engines were sold"),
    "The ministry did not deny that engines were sold.": ("neither", "The ministry", "engines were sold"),
    "The ministry does not dispute that engines were sold.": ("supports", "The ministry", "engines were sold"),
    "Police would not say who was held.": ("declined", "Police", "who was held"),
    "Agency West could not verify the footage.": ("could_not_confirm", "Agency West", "the footage"),
    "The Gazette reported, citing a diplomat, that talks were off.": ("supports", "The Gazette < a diplomat", "talks were off"),
    "The Gazette said the ministry denied the sale of engines.": (
        "denies",
        "The Gazette < the ministry",
        "the sale of engines",
    ),
    "A guard told the Gazette that the gate was open.": ("supports", "the Gazette < A guard", "the gate was open"),
    "A guard told us the gate was open.": ("supports", "A guard", "the gate was open"),
    "It is said that the mayor left.": ("reports", "", "the mayor left"),
    "According to the union, the plant will close.": ("supports", "the union", "the plant will close"),
    "The firm was accused of selling engines.": ("supports", "", "selling engines"),
    "The sale of engines was denied by the ministry.": ("denies", "the ministry", "The sale of engines"),
}
READ_OTHERS = {
    "Министерство заявило, что двигателей не продавали.": ("supports", "Министерство", "двигателей не продавали"),
    "Мэр не стал отрицать, что мост закрыт.": ("neither", "Мэр", "мост закрыт"),
    "«Мост открыт», — сказал мэр.": ("supports", "мэр", "Мост открыт"),
    "По словам мэра, мост открыт.": ("supports", "мэра", "мост открыт"),
    "Речник заявив, що міст відкрито.": ("supports", "Речник", "міст відкрито"),
    "Міністерство не спростувало, що міст закрито.": ("neither", "Міністерство", "міст закрито"),
}


@pytest.mark.parametrize("text", READ)
def test_english(text: str) -> None:
    assert [short(each) for each in read(text)] == [READ[text]]


@pytest.mark.parametrize("text", READ_OTHERS)
def test_russian_and_ukrainian(text: str) -> None:
    language = "uk" if set(text) & set("іїєґ") else "ru"
    assert [short(each) for each in read(text, language)] == [READ_OTHERS[text]]


@pytest.mark.parametrize(
    "text",
    [
        "She was denied a visa.",
        "Shares declined by 3 percent.",
        "The ministry has yet to confirm it.",
        "He was confirmed as judge.",
        "If the ministry denies it, we will say so.",
        "It rained.",
    ],
)
def test_words_that_attribute_nothing(text: str) -> None:
    assert read(text) == []


def test_an_answer_has_the_statement_that_it_answers() -> None:
    text = "Mills said the dam had failed. The ministry declined to comment. The council denied it."

    assert [(each.stance, each.content.quote) for each in read(text)] == [
        ("supports", "the dam had failed"),
        ("declined", "the dam had failed"),
        ("denies", "the dam had failed"),
    ]


def test_an_answer_is_about_what_it_names() -> None:
    text = "The Gazette said the dam had failed. Mills said the road was dry. The council denied the Gazette's story."

    assert [each.content.quote for each in read(text) if each.stance == "denies"] == ["the dam had failed"]


def test_an_answer_is_not_about_another_answer() -> None:
    text = 'Mills said the dam had failed. "The dam is not new," the mayor said. The council did not respond.'

    assert [each.content.quote for each in read(text) if each.stance == "neither"] == ["the dam had failed"]


def test_anonymity_its_reason_and_a_pronoun() -> None:
    text = "An engineer said the dam may fail. He asked not to be named because he feared for his job. He added that it leaks."
    first, second = read(text)

    assert (first.naming, first.reason and first.reason.quote) == ("explicitly_unnamed", "feared for his job")
    assert [(each.degree, each.words.quote) for each in (first.hedge,) if each] == [("possible", "may")]
    assert (second.means and second.means.quote, second.naming) == ("An engineer", "explicitly_unnamed")


def test_a_body_is_not_its_official_who_asked_not_to_be_named() -> None:
    text = "An official at the ministry, who asked not to be named, said the dam had failed. The ministry denied this."

    assert [each.naming for each in read(text)] == ["explicitly_unnamed", "named"]


def test_each_proposal_has_a_rule_that_was_measured() -> None:
    found = [each for text in READ for each in read(text)]

    assert {each.rule for each in found} - precisions().keys() <= {"by", "passive"}
    assert all(each.confidence == precisions().get(each.rule) for each in found)


PIECES = [
    "said ",
    "denied ",
    "that ",
    "Mills ",
    ", ",
    ". ",
    '"',
    "«",
    "»",
    "(",
    "\u200b",
    "по словам ",
    "сообщил ",
    "что ",
    "citing ",
    "\n",
    "A",
]


@settings(max_examples=tried(40), deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(max_size=80), st.sampled_from(LANGUAGES))
def test_any_text_gives_only_sound_proposals(text: str, language: str) -> None:
    assert check(text, Basic().propose(text, language)).dropped.keys() <= {"cycle", "twice"}


@pytest.mark.parametrize("piece", ["(", "«"])
def test_only_the_start_of_an_endless_text_is_read(piece: str) -> None:
    tail = " Mills said the dam had failed."

    assert read(piece * 5_000_000 + tail) == []


def test_a_text_has_a_bounded_number_of_proposals() -> None:
    assert len(Basic().propose("Mills said the dam failed. " * 600, "en")) == MAX_DRAFTS
