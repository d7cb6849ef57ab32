"""orphaned: a relay passes on something that was withdrawn."""

from __future__ import annotations

import pytest

from tests.claims.policy.build import Facts, flag

CODE = "orphaned"


def relay(**upstream: object) -> Facts:
    return Facts().source("paper", label="The Paper").says("us", **upstream).reports("p", "paper", cites="us", held=True)


def test_a_relay_whose_upstream_was_withdrawn_is_named() -> None:
    raised = flag(relay(withdrawn_at="2024-06-10"), CODE)
    assert (raised.severity, raised.level, raised.culprits) == ("warning", "", (("attribution", "p"),))
    assert raised.reason == "The Paper passes on only what has since been withdrawn, discredited or replaced."


def test_a_relay_of_an_orphan_is_an_orphan() -> None:
    facts = relay(withdrawn_at="").source("post", label="The Post").reports("q", "post", cites="p", held=True)
    raised = flag(facts, CODE)
    assert raised.reason == "The Paper and The Post pass on only what has since been withdrawn, discredited or replaced."
    assert raised.culprits == (("attribution", "p"), ("attribution", "q"))


def test_a_copy_of_what_was_withdrawn_is_an_orphan() -> None:
    facts = Facts().says("us", withdrawn_at="").reports("reprint", copies="us", held=True)
    assert flag(facts, CODE).culprits == (("attribution", "reprint"),)


def test_a_relay_of_what_was_superseded_is_an_orphan() -> None:
    assert flag(relay().says("us-again", "us", supersedes="us"), CODE)


def test_a_relay_of_an_outdated_position_is_an_orphan() -> None:
    assert flag(relay(said_at="2024-06-01").denies("no", "us", said_at="2024-06-05"), CODE)


def test_remaining_upstream_clears_it() -> None:
    facts = relay(withdrawn_at="2024-06-10").says("rok")
    facts.rows["p"]["cites"] = ["us", "rok"]
    assert flag(facts, CODE) is None


def test_withdrawing_the_relay_clears_it() -> None:
    facts = relay(withdrawn_at="2024-06-10")
    facts.rows["p"]["withdrawn_at"] = "2024-06-11"
    assert flag(facts, CODE) is None


@pytest.mark.parametrize("upstream", [{"said_at": "2024-06-13"}, {"withdrawn_at": "2024-06-13"}])
def test_what_is_only_said_or_withdrawn_later_raises_nothing(upstream: dict[str, str]) -> None:
    assert flag(relay(**upstream), CODE) is None


def test_upstream_that_was_voided_raises_nothing() -> None:
    assert flag(Facts().reports("paper", cites="voided", held=True), CODE) is None


def test_a_relay_with_one_upstream_voided_and_one_withdrawn_is_an_orphan() -> None:
    facts = relay(withdrawn_at="2024-06-10")
    facts.rows["p"]["cites"] = ["us", "voided"]
    assert flag(facts, CODE)


def test_a_closed_circle_is_another_flag() -> None:
    facts = Facts().says("us", withdrawn_at="").reports("a", cites=["b", "us"]).reports("b", cites="a", held=True)
    assert flag(facts, CODE) is None
    assert flag(facts, "circular")


def test_a_reason_begins_with_a_capital_whatever_the_label() -> None:
    facts = Facts().source("paper", label="others").says("us", withdrawn_at="").reports("paper", cites="us", held=True)
    assert flag(facts, CODE).reason.startswith("Others passes on")
