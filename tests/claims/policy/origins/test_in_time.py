"""Sources in time: for whom each speaks, and what it is related to, when it says something."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings

from claims.policy.origins.ties import Component
from tests.claims.policy.build import Facts, flag
from tests.claims.policy.random_claims import claims_with_ties
from tests.examples import tried

EXAMPLES = 150


def voices(facts: Facts) -> dict[str, str]:
    """Return for each row the key of the source whose voice it has."""
    case = facts.case()
    keys = {fact.id: key for key, fact in ((fact.key, fact) for fact in facts.directory().sources.values())}
    return {row.key: keys[case.source(row).voice] for row in case.facts.attributions}


@pytest.mark.parametrize(
    ("said_at", "voice"),
    [
        ("2018", "spokesman"),
        ("2019", "ministry"),  # part of that year
        ("2019-03-01", "ministry"),
        ("2019-02-28", "spokesman"),
        ("2019-02-28T12:00Z", "ministry"),  # it may have been 1 March at the desk: a day of slack
        ("2019-02-27T12:00Z", "spokesman"),
        ("2020-12-31", "ministry"),
        ("2021-01-01T10:00Z", "ministry"),
        ("2021-01-01", "spokesman"),
        ("", "ministry"),
    ],
)
def test_a_tie_holds_for_what_may_have_been_said_in_its_period(said_at: str, voice: str) -> None:
    facts = Facts().tie("spokesman", "speaks_for", "ministry", "2019-03-01", "2020-12-31")
    assert voices(facts.says("row", "spokesman", said_at=said_at)) == {"row": voice}


def test_the_voice_is_the_last_source_on_every_path_upwards() -> None:
    facts = Facts().tie("aide", "speaks_for", "minister").tie("minister", "part_of", "cabinet")
    facts.tie("cabinet", "part_of", "state").tie("cabinet", "part_of", "party")
    assert voices(facts.says("aide")) == {"aide": "cabinet"}


def test_a_circle_of_ties_is_one_voice() -> None:
    facts = Facts().tie("a", "part_of", "b").tie("b", "part_of", "c").tie("c", "speaks_for", "a", until_on="2030-01-01")
    assert len(set(voices(facts.says("a").says("b").says("c")).values())) == 1


def test_the_owners_of_two_titles_that_share_reporting_stay_two() -> None:
    facts = Facts().tie("title-a", "owned_by", "owner-a").tie("title-b", "owned_by", "owner-b")
    facts.tie("title-a", "shares_reporting_with", "title-b").says("owner-a", held=True).says("owner-b", held=True)
    assert facts.case().support.at_least == 2
    assert facts.says("title-a", held=True).case().support.at_least == 1


def test_a_judgement_of_independence_removes_the_direct_tie() -> None:
    facts = Facts().tie("title", "owned_by", "owner").says("title", held=True).says("owner", held=True)
    assert facts.case().support.at_least == 1
    assert facts.judged_apart("title", "owner").case().support.at_least == 2


def test_a_second_term_counts_as_the_first() -> None:
    facts = Facts().tie("he", "speaks_for", "house", "2010-01-01", "2012-12-31").tie("he", "speaks_for", "house", "2020-01-01")
    facts.says("first", "he", said_at="2011").says("between", "he", said_at="2015").says("second", "he", said_at="2021")
    assert voices(facts) == {"first": "house", "between": "he", "second": "house"}


def test_an_unnamed_source_is_compared_with_all_that_ever_led_up_to_a_family() -> None:
    facts = Facts().source("service", country="RU").source("state").unnamed("official", "paper", country="RU")
    facts.tie("service", "part_of", "state", until_on="2014-01-01").says("state", said_at="2020").says("official")
    assert facts.case().support.at_least == 1
    facts.sources["service"]["country"] = facts.sources["state"]["country"] = "US"
    assert facts.case().support.at_least == 2


def test_a_source_in_and_out_of_office_that_says_both_is_flagged() -> None:
    facts = Facts().source("he", label="the minister").tie("he", "speaks_for", "house", until_on="2014-12-31")
    facts.says("yes", "he", held=True, said_at="2013").denies("no", "he", held=True, said_at="2024")
    assert flag(facts, "position_changed").reason == "The minister supported it earlier and denies it now."
    facts.rows["no"]["said_at"] = facts.rows["yes"]["said_at"] = "2014"
    facts.rows["no"]["said_at"] = ""
    assert flag(facts, "self_contradicting").reason.startswith("The minister both supports and denies it")


def test_two_bodies_that_one_spokesman_served_one_after_the_other_are_two() -> None:
    facts = Facts().tie("spox", "speaks_for", "ukr", "2019-01-01", "2020-12-31").tie("spox", "speaks_for", "rus", "2021-01-01")
    facts.says("ukr", held=True, said_at="2024-05-01").denies("rus", held=True, said_at="2024-05-03")
    case = facts.case()
    assert (case.support.at_least, case.denial.at_least) == (1, 1)
    assert flag(facts, "self_contradicting") is None


@settings(max_examples=tried(EXAMPLES), deadline=None)
@given(claims_with_ties(dated=False))
def test_where_stored_groups_are_enough_the_ties_in_time_agree(facts: Facts) -> None:
    facts.apart = []
    before = facts.case()
    if before.in_time:
        return
    with patch.object(Component, "needs_time", new=True):
        after = facts.case()
    numbers: list[Any] = [[(*side[:6], [source.key for source in side.gateways]) for side in (one.support, one.denial)]
                          for one in (before, after)]  # fmt: skip
    assert numbers[0] == numbers[1]
    assert [flag.code for flag in facts.assess().flags]
