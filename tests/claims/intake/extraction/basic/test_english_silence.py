"""English ways to keep silent, to take words back, to send word, and to answer; and names that look like verbs."""

from __future__ import annotations

import pytest

from tests.claims.intake.extraction.basic.reading import marks

SAID = [
    ("The miller has stopped saying that the weir is sound.", [("neither", "The miller", "the weir is sound")]),
    ("The miller has neither claimed nor disowned the attack.", [("neither", "The miller", "the attack")]),
    ("The miller has kept silent about the flood.", [("neither", "The miller", "the flood")]),
    ("The elders were tight-lipped about whether the weir would hold.", [("neither", "The elders", "the weir would hold")]),
    ("The guild did not get back to us when we asked if it owned the weir.", [("neither", "The guild", "it owned the weir")]),
    ("The reeve did not want to go into the cause.", [("declined", "The reeve", "the cause")]),
    ("The reeve is in no doubt that the weir will hold.", [("supports", "The reeve", "the weir will hold")]),
    ("The reeve went on record that the weir would hold.", [("supports", "The reeve", "the weir would hold")]),
    ("The surveyors calculated that the weir would hold.", [("supports", "The surveyors", "the weir would hold")]),
    ("The reeve phoned the Gazette to say that the weir held.", [("supports", "The reeve", "the weir held")]),
    ("There is word that the weir has cracked.", [("reports", "", "the weir has cracked")]),
    ("Rumour had it last week that the weir would crack.", [("reports", "", "the weir would crack")]),
    ('"It is dry," came the reply from the reeve.', [("supports", "the reeve", "It is dry")]),
    ("Ten sacks at most, reckons Olga Fenn, who runs the mill.", [("supports", "Olga Fenn", "Ten sacks at most")]),
    ('"If it rains, the weir will go," says the reeve.', [("supports", "the reeve", "If it rains, the weir will go")]),
    ("Her clerk texted us late last night that the weir held.", [("supports", "Her clerk", "the weir held")]),
    (
        "The weir at Deny Bridge is dry, the reeve told a packed hall.",
        [("supports", "the reeve", "The weir at Deny Bridge is dry")],
    ),
    (
        "The guild withdrew a paper which claimed that the weir was new.",
        [("denies", "The guild", "the weir was new")],
    ),
    (
        "The weir has cracked, carters say. The guild laughed that off as fiction.",
        [("supports", "carters", "The weir has cracked"), ("denies", "The guild", "The weir has cracked")],
    ),
    (
        "The reeve confirmed that the weir had burst, refused to say who had built it.",
        [("supports", "The reeve", "the weir had burst"), ("declined", "The reeve", "who had built it")],
    ),
    (
        'Did the weir burst? "No," says the reeve.',
        [("denies", "the reeve", "Did the weir burst")],
    ),
]
NOTHING = [
    "The guild has yet to confirm or deny a flood.",
    "Judge Olga Doubt adjourned the hearing to May.",
    "Was the weir sound? Not according to her.",
    '"No," says the reeve.',
    "It was agreed that the weir would close.",
    "She had not realised that the weir was old.",
    "In an earlier version of this article the guild was said to have sold the weir. It has not sold it.",
]


@pytest.mark.parametrize(("text", "read"), SAID)
def test_words(text: str, read: list[tuple[str, str, str]]) -> None:
    assert marks(text, "en") == read


@pytest.mark.parametrize("text", NOTHING)
def test_words_that_attribute_nothing(text: str) -> None:
    assert [mark for mark in marks(text, "en") if mark[0] != "neither"] == []
