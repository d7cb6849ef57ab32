"""Each flag has one question whose answer would settle it."""

from __future__ import annotations

from claims.policy.assess import RULES
from claims.policy.questions import questions
from tests.claims.policy.build import Facts, flag


def question(facts: Facts, code: str) -> str:
    return questions(facts.case(), {code})[code].text


def test_every_flag_has_a_question() -> None:
    for rule in RULES:
        asked = rule.ask.format(names="Ada and Ben", first="Ada")
        assert asked.endswith("?"), rule.code
        assert "{" not in asked


def test_a_question_names_the_sources_that_the_flag_rests_on() -> None:
    facts = Facts().says("paper", basis="unstated")
    assert question(facts, "unstated_origin") == "Who told paper?"


def test_a_flag_that_is_not_raised_asks_nothing() -> None:
    assert questions(Facts().says("us").says("rok").case(), {"unsourced", "single_origin"}) == {}


def test_the_question_about_possible_duplicates_names_the_deciding_pair() -> None:
    facts = Facts().unnamed("diplomat", "paper", label="a diplomat").source("ministry", label="the ministry")
    found = questions(facts.says("diplomat").says("ministry").case(), {"possibly_single_origin"})["possibly_single_origin"]
    assert found.text == "Is a diplomat independent of the ministry?"
    assert found.pair is not None
    assert [source.key for source in found.pair] == ["diplomat", "ministry"]


def test_a_judgement_of_that_pair_settles_the_question() -> None:
    facts = Facts().unnamed("diplomat", "paper", label="a diplomat").source("ministry", label="the ministry")
    facts.says("diplomat").says("ministry").judged_independent("diplomat", "ministry")
    assert questions(facts.case(), {"possibly_single_origin"}) == {}


def test_a_pair_that_would_change_nothing_is_not_asked_about() -> None:
    facts = Facts().unnamed("others", "paper", plural=True, label="officials").says("others")
    assert questions(facts.case(), {"possibly_single_origin"})["possibly_single_origin"].pair is None


def test_an_outlet_that_names_no_source_is_asked_for_its_source() -> None:
    """A judgement that Smirnov and Bloomberg are independent would not change the count: an assertion is no origin."""
    facts = Facts().source("smirnov", label="Smirnov").source("bloomberg", label="Bloomberg")
    facts.says("smirnov", held=True).says("bloomberg", basis="unstated", held=True)
    assert question(facts, "possibly_single_origin") == "Who told Bloomberg?"
    assert flag(facts.judged_independent("smirnov", "bloomberg"), "possibly_single_origin")
    facts.says("kim").reports("bloomberg-again", "bloomberg", cites="kim", held=True)
    assert flag(facts, "possibly_single_origin") is None


def test_for_two_named_sources_the_question_is_about_their_tie() -> None:
    facts = Facts().source("daily").source("weekly", family="daily").says("daily", held=True).says("weekly", held=True)
    asked = "Does the recorded tie between daily and weekly hold for this claim?"
    assert question(facts, "possibly_single_origin") == asked


def test_a_pair_is_asked_about_only_where_the_judgement_clears_the_flag() -> None:
    facts = Facts().unnamed("dip", "paper").source("ministry").source("spokesman", voice="ministry", family="ministry")
    facts.source("agency", family="ministry").says("dip", held=True).says("ministry", held=True)
    assert questions(facts.case(), {"possibly_single_origin"})["possibly_single_origin"].pair is None
    facts.judged_independent("dip", "agency")
    found = questions(facts.case(), {"possibly_single_origin"})["possibly_single_origin"].pair
    assert found is not None
    assert flag(facts.judged_independent("dip", "ministry"), "possibly_single_origin") is None
