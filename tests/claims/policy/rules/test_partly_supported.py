"""partly_supported: someone supports part of the claim, and nobody supports the whole."""

from __future__ import annotations

from tests.claims.policy.build import Facts, flag

CODE = "partly_supported"


def part() -> Facts:
    return Facts().source("matsegora", label="Ambassador Matsegora").says("mats", "matsegora", scope="partial", held=True)


def test_only_partial_support_is_flagged_by_name() -> None:
    raised = flag(part(), CODE)
    assert (raised.severity, raised.level, raised.culprits) == ("info", "", (("attribution", "mats"),))
    assert raised.reason == "Only part of the claim is supported, by Ambassador Matsegora."


def test_support_of_the_whole_clears_it() -> None:
    assert flag(part().says("us"), CODE) is None


def test_an_assertion_of_the_whole_without_a_source_clears_it() -> None:
    assert flag(part().says("paper", basis="unstated"), CODE) is None


def test_withdrawn_partial_support_does_not_count() -> None:
    facts = part()
    facts.rows["mats"]["withdrawn_at"] = "2024-06-01"
    assert flag(facts, CODE) is None
    assert flag(facts, "unsourced")


def test_partial_support_without_a_stated_source_counts() -> None:
    assert flag(Facts().says("paper", basis="unstated", scope="partial"), CODE)
