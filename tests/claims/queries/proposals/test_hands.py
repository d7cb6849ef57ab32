from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from claims.models import CaptureReading
from claims.queries.proposals.hands import HandMeant, HandsMeant
from claims.queries.proposals.review import open_proposals
from claims.queries.proposals.suggested import Suggested, suggested
from sources.models import Source
from tests import reviewing
from tests.cases import load, outlet, unnamed
from tests.reviewing import CLOSES, HARBOUR, NEITHER


@pytest.fixture
def cards(db: None, now: datetime) -> dict[int, Suggested]:
    reading = reviewing.reading(now=now)
    rows = open_proposals(reading, everything=True, limit=20)
    return {each.number: each for each in suggested(CaptureReading.objects.get().capture.text, rows)}


def hands(cards: dict[int, Suggested], number: int) -> list[HandMeant]:
    return HandsMeant([cards[number]], Source.objects.get(key="gazette")).of(cards[number])


def keys(found: list[HandMeant]) -> list[str]:
    return [hand.source.key if hand.source is not None else "" for hand in found]


def test_a_name_means_a_source_if_only_one_is_called_so(cards: dict[int, Suggested], now: datetime) -> None:
    assert keys(hands(cards, CLOSES)) == ["transport"]
    load({"sources": [{"key": "second", "name": "Other", "kind": "government", "aliases": ["Ministry of Transport"]}]}, at=now)
    (doubtful,) = hands(cards, CLOSES)
    assert (doubtful.source, {match.source.key for match in doubtful.matches}) == (None, {"transport", "second"})


def test_a_part_of_a_name_is_never_sure(cards: dict[int, Suggested]) -> None:
    (ministry,) = hands(cards, NEITHER)
    assert (ministry.source, [(match.source.key, match.how) for match in ministry.matches]) == (None, [("transport", "part")])


def test_an_outlet_is_meant_by_its_name_after_what_it_is(cards: dict[int, Suggested], now: datetime) -> None:
    card = cards[CLOSES]._replace(hands=("the news agency West", "the daily Gazette"))
    gazette = Source.objects.get(key="gazette")
    assert keys(HandsMeant([card], gazette).of(card)) == ["west", "gazette"]
    load({"sources": [outlet("other", name="Other", aliases=["West"])]}, at=now)
    assert keys(HandsMeant([card], gazette).of(card)) == ["", "gazette"]


def test_an_unnamed_source_is_one_that_the_outlet_before_it_knows(cards: dict[int, Suggested], now: datetime) -> None:
    described = "A senior official at the port authority"
    load({"sources": [unnamed("of-gazette", "gazette", name=described)]}, at=now)
    assert keys(hands(cards, HARBOUR)) == ["west", ""]
    load({"sources": [unnamed("of-west", "west", name=described), unnamed("another", "west", name="A clerk")]}, at=now)

    official = hands(cards, HARBOUR)[1]

    assert (official.source.key if official.source else "", official.unnamed, official.voucher) == (
        "of-west",
        True,
        "Agency West",
    )
    assert {match.source.key: match.how for match in official.matches} == {"of-west": "exact", "another": "part"}


def test_more_chains_take_no_more_queries(cards: dict[int, Suggested], django_assert_max_num_queries: Any) -> None:
    gazette = Source.objects.get(key="gazette")
    # Names, loose matches (2) and merged ones, then unnamed sources and their outlets.
    with django_assert_max_num_queries(7):
        meant = HandsMeant(list(cards.values()), gazette)
        assert all(meant.of(card) or not card.hands for card in cards.values())
