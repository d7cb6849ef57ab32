"""Sentences and what is proposed on them, from trees made by hand; and, where its models are installed, from a parser."""

from __future__ import annotations

import pytest

from claims.intake.extraction.syntactic.extractor import Syntactic, read
from tests.claims.intake.extraction.syntactic.trees import ROWS, chain, found, parse, sentence_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Lena Moss, the mayor of Lindau, said on Monday that no shells had been shipped.",
            [("supports", "Lena Moss, the mayor of Lindau", "no shells had been shipped")],
            id="clause, without the time of speaking",
        ),
        pytest.param(
            "The Gazette said the ministry had denied the sale.",
            [("denies", "The Gazette < the ministry", "the sale")],
            id="a source within the statement of another",
        ),
        pytest.param(
            "The fund confirmed talks but said nothing had been signed.",
            [("supports", "The fund", "talks"), ("supports", "The fund", "nothing had been signed")],
            id="two cues of one subject",
        ),
        pytest.param(
            "The ministry and the union denied any role in the fire.",
            [("denies", "The ministry", "any role in the fire"), ("denies", "the union", "any role in the fire")],
            id="two sources of one statement",
        ),
        pytest.param("If the ministry denies the sale, she will resign.", [], id="a condition"),
        pytest.param("The reporter was denied costs.", [], id="another sense"),
        pytest.param("The declared winner has left.", [], id="a participle that describes"),
        pytest.param(
            "The ship docked on Friday, the harbour said, citing a diplomat.",
            [("supports", "the harbour < a diplomat", "The ship docked on Friday")],
            id="words between commas are kept from the parser",
        ),
        pytest.param(
            "A baker who was accused of setting fire to his shop walked free.",
            [("supports", "", "setting fire to his shop")],
            id="the end of a clause about the accused",
        ),
        pytest.param(
            "Ilves said she would sue, alleging that ballots had been swapped.",
            [("supports", "Ilves", "she would sue"), ("supports", "Ilves", "ballots had been swapped")],
            id="a participle has the source of the cue before it",
        ),
        pytest.param("I am not claiming there is a scandal.", [("neither", "I", "there is a scandal")], id="a negated cue"),
        pytest.param(
            "The inspector told Radio Fjord that the bridge was safe.",
            [("supports", "Radio Fjord < The inspector", "the bridge was safe")],
            id="an outlet that is told",
        ),
        pytest.param(
            "Posts on social media claimed that lorries had been banned.",
            [("reports", "Posts on social media", "lorries had been banned")],
            id="posts that nobody stands behind",
        ),
        pytest.param(
            "TERVO, Oct 4 (Delta Newswire) - The Gazette said the ministry had denied the sale.",
            [("denies", "The Gazette < the ministry", "the sale")],
            id="a dateline with a date",
        ),
        pytest.param(
            "If ships dock, the union says, it will strike.",
            [("supports", "the union", "If ships dock, the union says, it will strike")],
            id="a cue in the middle of its statement",
        ),
        pytest.param(
            "The minister rejected claims that he denied famine.",
            [("denies", "The minister", "he denied famine"), ("supports", "", "he denied famine")],
            id="what is said within a denied statement is no answer",
        ),
        pytest.param(
            "The lawyer told the High Court that Holt had paid.",
            [("supports", "The lawyer", "Holt had paid")],
            id="a court that is told is no outlet",
        ),
    ],
)
def test_english(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("В мэрии говорят, что мост цел.", [("supports", "мэрии", "мост цел")]),
        (
            "Газета сообщила со ссылкой на дипломата, что визит отменён.",
            [("supports", "Газета < дипломата", "визит отменён")],
        ),
        ("Мост не рухнет, заявила мэр Лидия Гросс.", [("supports", "мэр Лидия Гросс", "Мост не рухнет")]),
        ("Миссия заявила, что не может подтвердить отвод.", [("could_not_confirm", "Миссия", "отвод")]),
    ],
)
def test_russian(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text, "ru") == expected


def test_a_sentence_without_a_tree_is_read_by_its_words() -> None:
    (proposal,) = read("Mills said the dam had failed.", "en", parse)

    assert (chain(proposal), proposal.content.quote, proposal.rule) == ("Mills", "the dam had failed", "words_clause")


def test_a_rule_says_whether_words_and_tree_agree() -> None:
    (agreed,) = read("The inspector told Radio Fjord that the bridge was safe.", "en", parse)

    assert agreed.rule == "both_told"


@pytest.mark.parametrize("row", [row for row in ROWS if row.isascii()])
def test_the_parser_finds_what_the_tree_made_by_hand_shows(row: str) -> None:
    if "en" not in Syntactic().languages:
        pytest.skip("the models of the extractor syntactic are not installed: requirements-syntactic.txt")
    text = sentence_of(row)

    by_parser = [(each.stance, chain(each), each.content.quote) for each in Syntactic().propose(text, "en")]
    assert by_parser == found(text)


@pytest.mark.parametrize("row", [row for row in ROWS if not row.isascii()])
def test_so_does_the_parser_of_russian(row: str) -> None:
    if "ru" not in Syntactic().languages:
        pytest.skip("the models of the extractor syntactic are not installed: requirements-syntactic.txt")
    text = sentence_of(row)

    by_parser = [(each.stance, chain(each), each.content.quote) for each in Syntactic().propose(text, "ru")]
    assert by_parser == found(text, "ru")
