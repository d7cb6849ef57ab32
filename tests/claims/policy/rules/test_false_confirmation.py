"""false_confirmation: several outlets seem to confirm a claim that goes back to one origin."""

from __future__ import annotations

from tests.claims.policy.build import Facts, flag

CODE = "false_confirmation"


def one_story() -> Facts:
    facts = Facts().source("chief", label="the police chief").source("ap", label="AP")
    facts.source("paper", label="The Paper").source("post", label="The Post")
    facts.says("chief-says", "chief").reports("ap-reports", "ap", cites="chief-says")
    return facts.reports("a", "paper", cites="ap-reports", held=True).reports("b", "post", cites="ap-reports", held=True)


def test_two_outlets_that_cite_one_story_are_named_with_its_origin() -> None:
    raised = flag(one_story(), CODE)
    assert (raised.severity, raised.level) == ("critical", "")
    assert raised.reason == "The Paper and The Post look like two confirmations; both go back to the police chief."
    assert raised.culprits == (("attribution", "a"), ("attribution", "b"))


def test_copies_of_one_story_are_no_confirmations() -> None:
    facts = Facts().says("chief").reports("ap", cites="chief")
    for number in range(30):
        facts.reports(f"reprint-{number}", copies="ap", held=True)
    assert flag(facts, CODE) is None


def test_two_outlets_of_one_family_are_no_confirmations() -> None:
    facts = one_story()
    facts.sources["post"]["family"] = "paper"
    assert flag(facts, CODE) is None


def test_an_outlet_that_passes_on_something_else_confirms_nothing() -> None:
    facts = Facts().says("chief").reports("ap", cites="chief", held=True)
    facts.denies("mayor").reports("post", cites="mayor", held=True)
    assert flag(facts, CODE) is None


def test_two_outlets_that_cite_one_outlets_own_assertion_are_flagged() -> None:
    facts = Facts().says("ap", basis="unstated").reports("A", cites="ap", held=True).reports("B", cites="ap", held=True)
    assert flag(facts, CODE).reason == (
        "A and B look like two confirmations; both go back to what ap asserts without naming a source."
    )


def test_a_closed_circle_of_two_held_outlets_is_flagged() -> None:
    facts = Facts().source("a", label="The Paper").says("a", cites="b", held=True).says("b", cites="a", held=True)
    assert flag(facts, CODE).reason == "The Paper and b look like two confirmations; they cite each other in a closed circle."


def test_a_reason_begins_with_a_capital_whatever_the_label() -> None:
    facts = one_story()
    facts.sources["paper"]["label"] = "the Paper"
    assert flag(facts, CODE).reason.startswith("The Paper and The Post look like")


def test_a_second_origin_clears_it() -> None:
    assert flag(one_story().says("mayor", held=True), CODE) is None


def test_a_possible_second_origin_clears_it() -> None:
    assert flag(one_story().unnamed("aide", "post").says("aide"), CODE) is None


def test_a_plural_origin_is_open_and_clears_it() -> None:
    facts = one_story()
    facts.sources["chief"]["plural"] = True
    assert flag(facts, CODE) is None


def test_a_withdrawn_confirmation_does_not_count() -> None:
    facts = one_story()
    facts.rows["b"]["withdrawn_at"] = "2024-06-01"
    assert flag(facts, CODE) is None


def test_a_circle_that_nobody_holds_confirms_nothing() -> None:
    facts = Facts().says("a", cites="b").says("b", cites="a")
    assert flag(facts, CODE) is None
