"""denied_only: the claim is denied, but nobody supports it."""

from __future__ import annotations

from tests.claims.policy.build import Facts, flag

CODE = "denied_only"


def denial() -> Facts:
    return Facts().source("moscow", label="Moscow").denies("no", "moscow", held=True)


def test_a_denial_without_support_is_flagged_by_name() -> None:
    raised = flag(denial(), CODE)
    assert (raised.severity, raised.level, raised.culprits) == ("warning", "", (("attribution", "no"),))
    assert raised.reason == "Denied by Moscow; no current source supports it."


def test_support_clears_it() -> None:
    assert flag(denial().says("us"), CODE) is None


def test_partial_support_clears_it() -> None:
    assert flag(denial().says("us", scope="partial"), CODE) is None


def test_an_assertion_without_a_source_clears_it() -> None:
    assert flag(denial().says("paper", basis="unstated"), CODE) is None


def test_support_that_was_withdrawn_does_not() -> None:
    assert flag(denial().says("us", withdrawn_at="2024-06-01"), CODE)


def test_a_closed_circle_of_denials_is_flagged() -> None:
    raised = flag(Facts().denies("a", cites="b").denies("b", cites="a", held=True), CODE)
    assert raised.reason.startswith("Denied by a closed circle of citations;")


def test_a_partial_denial_is_not_enough() -> None:
    assert flag(Facts().denies("moscow", scope="partial"), CODE) is None
