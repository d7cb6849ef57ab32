"""unstated_origin: the claim is asserted, but nobody is named."""

from __future__ import annotations

from tests.claims.policy.build import Facts, flag

CODE = "unstated_origin"


def own_voice() -> Facts:
    return Facts().source("bloomberg", label="Bloomberg News").says("bb", "bloomberg", basis="unstated", held=True)


def test_an_outlet_in_its_own_voice_is_flagged_by_name() -> None:
    raised = flag(own_voice(), CODE)
    assert (raised.severity, raised.level, raised.culprits) == ("warning", "", (("attribution", "bb"),))
    assert raised.reason == "Asserted by Bloomberg News without naming a source."


def test_a_named_origin_clears_it() -> None:
    assert flag(own_voice().says("us"), CODE) is None


def test_partial_support_does_not_clear_it() -> None:
    assert flag(own_voice().says("us", scope="partial"), CODE)


def test_a_closed_circle_is_another_flag() -> None:
    facts = own_voice().says("a", cites="b").says("b", cites="a", held=True)
    assert flag(facts, CODE) is None


def test_a_circle_with_the_assertion_behind_it_is_not_closed() -> None:
    facts = own_voice().says("a", cites=["b", "bb"]).says("b", cites="a", held=True)
    assert flag(facts, CODE)


def test_an_assertion_of_the_denial_does_not_count_for_the_claim() -> None:
    assert flag(Facts().denies("bloomberg", basis="unstated"), CODE) is None
