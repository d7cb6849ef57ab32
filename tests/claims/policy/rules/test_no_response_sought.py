"""no_response_sought: somebody is accused and was not asked for comment."""

from __future__ import annotations

import pytest

from claims.vocabulary import COMMENT_ANSWERED, COMMENT_REQUESTED
from tests.claims.policy.build import Facts, flag

CODE = "no_response_sought"


def accused() -> Facts:
    return Facts().source("moscow", label="Moscow").says("us").stake("moscow", -1)


def test_an_accused_party_without_a_statement_is_flagged() -> None:
    raised = flag(accused(), CODE)
    assert (raised.severity, raised.level, raised.culprits) == ("info", "", (("source", "moscow"),))
    assert raised.reason == "Moscow is accused; neither a statement nor a request for comment is recorded."


def test_all_of_them_are_named() -> None:
    raised = flag(accused().source("pyongyang").stake("pyongyang", -1), CODE)
    assert raised.reason.startswith("Moscow and pyongyang are accused;")
    assert raised.culprits == (("source", "moscow"), ("source", "pyongyang"))


def test_a_party_that_gains_is_not_accused() -> None:
    assert flag(Facts().says("us").source("kyiv").stake("kyiv", 1), CODE) is None


@pytest.mark.parametrize("stance", ["denies", "declined", "questions", "supports"])
def test_any_statement_of_the_party_clears_it(stance: str) -> None:
    assert flag(accused().says("said", "moscow", stance), CODE) is None


def test_passing_on_the_accusation_is_not_a_statement_of_its_own() -> None:
    assert flag(accused().reports("tass", "moscow", cites="us"), CODE)


def test_a_statement_of_its_spokesman_is_its_own() -> None:
    assert flag(accused().source("peskov", voice="moscow").denies("peskov"), CODE) is None


def test_a_statement_dated_ahead_does_not_count() -> None:
    assert flag(accused().denies("said", "moscow", said_at="2024-06-20"), CODE)


def test_having_asked_clears_it_whoever_was_asked_for_that_voice() -> None:
    assert flag(accused().decided(COMMENT_REQUESTED, source="moscow"), CODE) is None
    assert flag(accused().source("peskov", voice="moscow").decided(COMMENT_REQUESTED, source="peskov"), CODE) is None


def test_having_asked_somebody_else_does_not() -> None:
    assert flag(accused().decided(COMMENT_REQUESTED, source="kyiv"), CODE)
    assert flag(accused().decided(COMMENT_ANSWERED, source="kyiv"), CODE)


def test_another_accused_brings_it_back() -> None:
    facts = accused().decided(COMMENT_REQUESTED, source="moscow").source("pyongyang").stake("pyongyang", -1)
    assert flag(facts, CODE).culprits == (("source", "pyongyang"),)


def test_an_unnamed_party_cannot_be_asked() -> None:
    assert flag(Facts().says("us").unnamed("official", "paper").stake("official", -1), CODE) is None


def test_the_verb_agrees_with_two_parties_of_one_voice() -> None:
    facts = Facts().source("moscow").source("kremlin", voice="moscow").says("us", held=True)
    assert " are accused;" in flag(facts.stake("moscow", -1).stake("kremlin", -1), CODE).reason
