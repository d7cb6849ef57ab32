"""unsourced: nobody supports the claim, not even part of it."""

from __future__ import annotations

from tests.claims.policy.build import Facts, flag

CODE = "unsourced"


def test_a_claim_without_attributions_is_unsourced() -> None:
    raised = flag(Facts(), CODE)
    assert (raised.severity, raised.level, raised.culprits) == ("warning", "", ())
    assert raised.reason == "No current source supports this claim, in whole or in part."


def test_a_relay_without_remaining_upstream_leaves_it_unsourced() -> None:
    facts = Facts().says("us", withdrawn_at="2024-06-01").reports("paper", cites="us", held=True)
    assert flag(facts, CODE)


def test_a_denial_alone_leaves_it_unsourced() -> None:
    assert flag(Facts().denies("moscow", held=True), CODE)


def test_a_circle_of_bare_reports_leaves_it_unsourced() -> None:
    assert flag(Facts().reports("a", cites="b").reports("b", cites="a", held=True), CODE)


def test_support_clears_it() -> None:
    assert flag(Facts().says("us"), CODE) is None


def test_partial_support_clears_it() -> None:
    assert flag(Facts().says("us", scope="partial"), CODE) is None


def test_an_assertion_without_a_source_clears_it() -> None:
    assert flag(Facts().says("paper", basis="unstated"), CODE) is None
