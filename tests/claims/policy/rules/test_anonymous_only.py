"""anonymous_only: nobody who supports the claim is named."""

from __future__ import annotations

from tests.claims.policy.build import Facts, flag

CODE = "anonymous_only"


def unnamed() -> Facts:
    facts = Facts().unnamed("diplomat", "paper", label="a diplomat it did not identify").says("dip", "diplomat")
    return facts.reports("paper", cites="dip", held=True)


def test_only_unnamed_origins_are_flagged_as_described() -> None:
    raised = flag(unnamed(), CODE)
    assert (raised.severity, raised.level, raised.culprits) == ("warning", "", (("attribution", "dip"),))
    assert raised.reason == "Nobody who supports it is named: a diplomat it did not identify."


def test_a_named_origin_clears_it() -> None:
    assert flag(unnamed().says("us"), CODE) is None


def test_a_named_origin_of_part_of_the_claim_does_not() -> None:
    assert flag(unnamed().says("us", scope="partial"), CODE)


def test_a_named_outlets_own_assertion_does_not() -> None:
    assert flag(unnamed().says("post", basis="unstated"), CODE)


def test_no_origin_at_all_is_another_flag() -> None:
    assert flag(Facts().says("post", basis="unstated"), CODE) is None


def test_unnamed_deniers_do_not_matter() -> None:
    facts = Facts().unnamed("diplomat", "paper").says("us").denies("dip", "diplomat")
    assert flag(facts, CODE) is None
