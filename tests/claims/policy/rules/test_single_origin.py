"""single_origin: everything goes back to one origin."""

from __future__ import annotations

from tests.claims.policy.build import Facts, flag

CODE = "single_origin"


def chief() -> Facts:
    facts = Facts().source("chief", label="the police chief").says("chief-says", "chief")
    return facts.reports("ap", cites="chief-says", held=True).reports("paper", cites="ap", held=True)


def test_one_origin_is_flagged_by_name() -> None:
    raised = flag(chief(), CODE)
    assert (raised.severity, raised.level, raised.reason) == ("warning", "", "One origin: the police chief.")
    assert raised.culprits == (("source", "chief"), ("attribution", "chief-says"))


def test_two_statements_of_one_voice_are_one_origin() -> None:
    facts = chief().source("spokeswoman", voice="chief").says("more", "spokeswoman", held=True)
    assert flag(facts, CODE).culprits == (("source", "chief"), ("attribution", "chief-says"), ("attribution", "more"))


def test_an_unnamed_source_may_be_the_one_origin() -> None:
    facts = Facts().unnamed("diplomat", "paper", label="a diplomat").says("diplomat")
    assert flag(facts, CODE).reason == "One origin: a diplomat."


def test_a_second_origin_clears_it() -> None:
    assert flag(chief().says("mayor"), CODE) is None


def test_a_possible_second_origin_clears_it() -> None:
    assert flag(chief().unnamed("diplomat", "paper").says("diplomat"), CODE) is None


def test_an_assertion_without_a_source_clears_it() -> None:
    assert flag(chief().says("post", basis="unstated"), CODE) is None


def test_a_plural_origin_is_not_one() -> None:
    assert flag(Facts().unnamed("others", "paper", plural=True).says("others"), CODE) is None


def test_the_denials_origins_are_not_counted() -> None:
    assert flag(chief().denies("mayor"), CODE)
