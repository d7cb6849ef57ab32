"""Stories from the field that the rules once read wrongly: what a careful editor would say of each."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from claims.models import Decision, Flag, Standing
from claims.operations.decisions.ledger import strike_decision
from claims.verification import Change

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parents[1] / "field_cases"


@pytest.fixture
def story(loaded: Callable[..., Any]) -> Callable[[str], None]:
    def load(name: str) -> None:
        case = json.loads((FOLDER / f"{name}.json").read_text())
        loaded(**{part: rows for part, rows in case.items() if part != "format"})

    return load


def flags(claim: str) -> dict[str, Flag]:
    return {flag.code: flag for flag in Flag.objects.filter(claim__key=claim, cleared_at=None)}


def interval(claim: str, side: str = "support") -> tuple[int, int]:
    counts = Standing.objects.select_related("assessment").get(claim__key=claim).assessment.result[side]
    return counts["at_least"], counts["at_most"]


def test_a_quote_that_an_encyclopedia_made_up_comes_back_to_it(story: Callable[[str], None]) -> None:
    story("jarre-circle")
    assert flags("jarre-said-traced")["circular"].reason == "Wikipedia passes on, through The Guardian, its own statement."


def test_circles_are_seen_whether_or_not_a_page_is_held(story: Callable[[str], None]) -> None:
    story("circle-documents")
    assert all("circular" in flags(claim) for claim in ("c1", "c2", "c3", "c4"))
    assert interval("c3") == (0, 1)
    assert (interval("c1"), interval("c2")) == ((0, 0), (0, 0))


def test_what_a_state_owns_has_its_stake(story: Callable[[str], None]) -> None:
    story("stake-family")
    denial = Standing.objects.select_related("assessment").get(claim__key="stake").assessment.result["denial"]
    assert (flags("stake")["contested"].level, denial["disinterested"]) == ("party", 0)
    assert "interested_party_only" in flags("stake2")


def test_a_ministry_that_tells_two_stories_stands_behind_both(story: Callable[[str], None]) -> None:
    story("mh17")
    both = flags("ukrainian-buk")["self_contradicting"]
    assert ["claim", "su-25"] in both.culprits
    assert "supports it and also the contradicting claim “su-25”" in both.reason
    denial = Standing.objects.select_related("assessment").get(claim__key="buk-53").assessment.result["denial"]
    assert denial["disinterested"] == 0
    assert "contested" not in flags("ukrainian-buk") or ["claim", "su-25"] not in flags("ukrainian-buk")["contested"].culprits


def test_two_bodies_that_one_spokesman_served_in_turn_speak_for_themselves(story: Callable[[str], None]) -> None:
    story("spokesman-moved")
    for claim in ("two-parties", "two-parties-same-day"):
        assert (interval(claim), interval(claim, "denial")) == ((1, 1), (1, 1))
        assert "self_contradicting" not in flags(claim)
    assert interval("both-confirm") == (2, 2)


def test_what_had_happened_when_it_was_said_predicts_nothing(story: Callable[[str], None]) -> None:
    story("window-past-event")
    assert not any("overdue_outcome" in flags(f"w{number}") for number in range(1, 8))


def test_one_briefer_whom_three_outlets_describe_in_their_words_is_one_at_least(story: Callable[[str], None]) -> None:
    """The Vice President himself, aboard his aeroplane; each outlet named another part of the same government."""
    story("air-force-two")
    assert interval("pakistan-talks") == (1, 3)
    counts = Standing.objects.select_related("assessment").get(claim__key="pakistan-talks").assessment.result["support"]
    assert (counts["on_record"], counts["disinterested"]) == (0, 0)


def test_a_journal_that_withdraws_a_paper_makes_no_author_take_anything_back(story: Callable[[str], None]) -> None:
    story("who-took-back")
    reason = flags("c")["retracted_source"].reason
    assert "withdrew it" not in reason
    assert "retracted what it had published from" in reason
    assert interval("c")[0] == 1


def test_a_forged_dossier_counts_for_nothing_and_nobody_took_it_back(story: Callable[[str], None]) -> None:
    story("niger-uranium")
    found = flags("iraq-sought-uranium")
    assert found["discredited_source"].reason.startswith("What The Niger dossier said was discredited by IAEA; ")
    assert ["attribution", "dos"] in found["discredited_source"].culprits
    relays = {key for kind, key in found["orphaned"].culprits if kind == "attribution"}
    assert {"mar", "sis"} <= relays
    assert "retracted_source" not in found
    said = " ".join(flag.reason for flag in found.values())
    assert not [word for word in ("withdrew", "withdrawn by", "took it back") if word in said]
    # What is left is what London attributes to a service that it does not name.
    assert interval("iraq-sought-uranium") == (1, 1)
    counts = Standing.objects.select_related("assessment").get(claim__key="iraq-sought-uranium").assessment.result["support"]
    assert counts["witnesses"] == ["uk-service"]


def test_the_dossier_counted_until_the_agency_showed_it_to_be_forged(story: Callable[[str], None]) -> None:
    story("niger-uranium")
    (made,) = Decision.objects.filter(kind="discredited")
    strike_decision(made, Change(made.recorded_at + timedelta(hours=1), "user:eve", "decision struck", "It was genuine."))
    assert interval("iraq-sought-uranium") == (1, 2)
    assert "discredited_source" not in flags("iraq-sought-uranium")
