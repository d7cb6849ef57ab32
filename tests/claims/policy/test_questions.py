"""Each flag comes with the one question that would settle it."""

from __future__ import annotations

from claims.policy.assess import RULES
from claims.policy.questions import questions
from tests.claims.policy.build import Facts


def question(facts: Facts, code: str) -> str:
    return questions(facts.case(), {code})[code].text


def test_every_flag_has_a_question() -> None:
    for rule in RULES:
        told = rule.ask.format(names="Ada and Ben", first="Ada")
        assert told.endswith("?"), rule.code
        assert "{" not in told


def test_it_names_whom_the_flag_rests_on() -> None:
    facts = Facts().says("paper", basis="unstated")
    assert question(facts, "unstated_origin") == "Who told paper?"


def test_a_flag_that_is_not_raised_asks_nothing() -> None:
    assert questions(Facts().says("us").says("rok").case(), {"unsourced", "single_origin"}) == {}


def test_two_that_may_be_one_are_asked_for_by_the_pair_that_decides() -> None:
    facts = Facts().unnamed("diplomat", "paper", label="a diplomat").source("ministry", label="the ministry")
    found = questions(facts.says("diplomat").says("ministry").case(), {"possibly_single_origin"})["possibly_single_origin"]
    assert found.text == "Is a diplomat independent of the ministry?"
    assert found.pair is not None
    assert [source.key for source in found.pair] == ["diplomat", "ministry"]


def test_once_that_is_judged_the_question_is_settled() -> None:
    facts = Facts().unnamed("diplomat", "paper", label="a diplomat").source("ministry", label="the ministry")
    facts.says("diplomat").says("ministry").judged_independent("diplomat", "ministry")
    assert questions(facts.case(), {"possibly_single_origin"}) == {}


def test_a_pair_that_would_change_nothing_is_not_asked_for() -> None:
    facts = Facts().unnamed("others", "paper", plural=True, label="officials").says("others")
    assert questions(facts.case(), {"possibly_single_origin"})["possibly_single_origin"].pair is None
