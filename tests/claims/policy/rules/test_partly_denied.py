"""partly_denied: part of the claim is denied, and nobody denies the whole."""

from __future__ import annotations

from tests.claims.policy.build import Facts, flag

CODE = "partly_denied"


def part() -> Facts:
    return Facts().says("us").source("moscow", label="Moscow").denies("no", "moscow", scope="partial", held=True)


def test_only_partial_denials_are_flagged_by_name() -> None:
    raised = flag(part(), CODE)
    assert (raised.severity, raised.level, raised.culprits) == ("info", "", (("attribution", "no"),))
    assert raised.reason == "Part of the claim is denied, by Moscow."


def test_a_denial_of_the_whole_replaces_it() -> None:
    facts = part().denies("pyongyang")
    assert flag(facts, CODE) is None
    assert flag(facts, "contested")


def test_a_withdrawn_partial_denial_clears_it() -> None:
    facts = part()
    facts.rows["no"]["withdrawn_at"] = "2024-06-01"
    assert flag(facts, CODE) is None


def test_partial_support_is_no_partial_denial() -> None:
    assert flag(Facts().says("us", scope="partial"), CODE) is None
