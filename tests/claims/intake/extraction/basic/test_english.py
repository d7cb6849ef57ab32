"""Phrases and orders of words of English: what they say, and words that attribute nothing."""

from __future__ import annotations

import pytest

from claims.intake.extraction.basic.extractor import Basic
from tests.claims.intake.extraction.basic.reading import marks

SAID = [
    ("The baker wondered whether the mill would last.", "questions", "The baker", "the mill would last"),
    ("The guild issued no denial that the mill had burnt.", "neither", "The guild", "the mill had burnt"),
    ("The guild was in no hurry to confirm that the mill had burnt.", "neither", "The guild", "the mill had burnt"),
    ("The reeve would not go as far as saying that the mill had burnt.", "neither", "The reeve", "the mill had burnt"),
    ("The reeve did not bother to deny that the mill had burnt.", "neither", "The reeve", "the mill had burnt"),
    ("The reeve used to claim that the mill was sound.", "neither", "The reeve", "the mill was sound"),
    ("The guild failed to confirm that the mill had burnt.", "neither", "The guild", "the mill had burnt"),
    ("There was no confirmation from the guild that the mill had burnt.", "neither", "the guild", "the mill had burnt"),
    (
        "The guild would neither be drawn on the fire nor say whether the mill was lost.",
        "declined",
        "The guild",
        "the mill was lost",
    ),
    ("The guild neither confirmed nor denied a mix-up.", "neither", "The guild", "a mix-up"),
    (
        "The guild said it had never denied that the mill had burnt.",
        "supports",
        "The guild",
        "it had never denied that the mill had burnt",
    ),
    ("Not one of the elders doubts that the mill had burnt.", "supports", "", "the mill had burnt"),
    ("The guild sees no reason to doubt that the mill had burnt.", "supports", "The guild", "the mill had burnt"),
    ("The miller called it a lie that the mill had burnt.", "denies", "The miller", "the mill had burnt"),
    ("Gossip had it that the mill had burnt.", "reports", "", "the mill had burnt"),
    ("Posts on a forum have it that the mill had burnt.", "reports", "Posts on a forum", "the mill had burnt"),
    ("The heron was said not to have nested.", "reports", "", "not to have nested"),
    ("The flour, they argue, went to the baker.", "supports", "they", "The flour, they argue, went to the baker"),
    (
        "If he goes, says the mayor of Lind, the mill will shut.",
        "supports",
        "the mayor of Lind",
        "If he goes, says the mayor of Lind, the mill will shut",
    ),
    ("Reports that the mill had burnt have spread since noon.", "reports", "", "the mill had burnt"),
    ("Rumours that the mill was short of flour sent its shares down.", "reports", "", "the mill was short of flour"),
    ("Despite assurances that the mill was sound, it burnt.", "supports", "", "the mill was sound"),
    ("Shares fell after the Gazette said that the mill had burnt.", "supports", "the Gazette", "the mill had burnt"),
    ("The miller told viewers that tests had found no mould.", "supports", "The miller", "tests had found no mould"),
    ('"It was wet," the miller told judges on Monday.', "supports", "the miller", "It was wet"),
    ('Said her cousin, Olaf Moss: "It was wet."', "supports", "her cousin, Olaf Moss", "It was wet"),
    (
        "The Bank of Coastal States could not establish whether the mill had burnt.",
        "could_not_confirm",
        "The Bank of Coastal States",
        "the mill had burnt",
    ),
    ("He did however admit that the mill was old.", "supports", "He", "the mill was old"),
    (
        "A cook told the Gazette, on condition of anonymity, that the soup was cold.",
        "supports",
        "the Gazette < A cook",
        "the soup was cold",
    ),
]


@pytest.mark.parametrize(("text", "stance", "hands", "content"), SAID)
def test_a_phrase(text: str, stance: str, hands: str, content: str) -> None:
    assert marks(text) == [(stance, hands, content)]


@pytest.mark.parametrize(
    "text",
    [
        "Entry is 3 crowns; those who admit to being pupils pay half.",
        "The mill is in dispute after a flood.",
        "Rain put the harvest fair in doubt.",
        "A notice at the gate warns of the goose.",
        "The miller left the barn without comment and without his hat.",
        "She called it the best day of her life.",
        "He may be right: the flour is damp.",
        "Write to us if you have seen the goose.",
    ],
)
def test_words_that_attribute_nothing(text: str) -> None:
    assert marks(text) == []


def test_a_second_hand_answers_what_the_first_said() -> None:
    found = marks("The cook says the soup was a gift, something the baker has always denied.")

    assert found == [("supports", "The cook", "the soup was a gift"), ("denies", "the baker", "the soup was a gift")]


def test_what_is_called_into_question_is_an_earlier_statement() -> None:
    assert marks("The cook said the soup was hot. Her words have been called into question.")[-1][0] == "questions"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("A cook, who did not want her name in print because her lease is up, said it rained.", "her lease is up"),
        ("A cook, whom we won't name for her own safety, said it rained.", "her own safety"),
        ("A cook, who asked us to leave out his name as his son works there, said it rained.", "his son works there"),
        ("A cook, who asked not to be named in order to protect his sources, said it rained.", "protect his sources"),
        ("A cook, who fears for his job and does not wish to be named, said it rained.", "fears for his job"),
    ],
)
def test_a_reason_for_anonymity(text: str, reason: str) -> None:
    first = Basic().propose(text, "en")[0]

    assert (first.naming, first.reason.quote if first.reason else None) == ("explicitly_unnamed", reason)
