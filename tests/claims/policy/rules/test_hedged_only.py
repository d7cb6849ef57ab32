"""What is on the record is said only with a hedge."""

from __future__ import annotations

from tests.claims.policy.build import Facts, flag, raised


def tokyo(hedge: str) -> Facts:
    return Facts().source("jp", label="Tokyo").says("jp", hedge=hedge, held=True)


def test_a_hedged_statement_is_named_with_how_certain_it_is() -> None:
    flag = raised(tokyo("probable"), "hedged_only")
    assert flag.reason == "Tokyo calls it only probable; nobody on the record says so without a hedge."
    assert flag.culprits == (("attribution", "jp"),)


def test_a_hedged_origin_counts_and_is_not_on_record() -> None:
    support = tokyo("possible").assess().support
    assert (support.at_least, support.on_record, support.routes) == (1, 0, 1)


def test_a_flat_statement_beside_it_clears_the_flag() -> None:
    assert flag(tokyo("probable").says("witness", held=True), "hedged_only") is None


def test_where_only_those_with_a_stake_say_so_flatly_the_stake_is_named() -> None:
    facts = tokyo("probable").says("us", held=True).stake("us", 1)
    assert (
        raised(facts, "hedged_only").reason == "Tokyo calls it only probable; nobody without a stake says so without a hedge."
    )
    assert raised(facts, "interested_party_only").reason == "Everyone on the record has a stake: us benefits if it is believed."


def test_a_relay_that_hedges_what_a_named_witness_said_is_named() -> None:
    facts = Facts().source("agency", label="the agency").says("witness").reports("agency", cites="witness", hedge="probable")
    flag = raised(facts, "hedged_only")
    assert flag.reason == "The agency calls it only probable; nobody on the record says so without a hedge."


def test_an_unnamed_source_that_hedges_is_no_matter_of_hedges() -> None:
    facts = Facts().unnamed("official", "paper").says("o", "official", hedge="probable", held=True)
    assert flag(facts, "hedged_only") is None
    assert flag(facts, "anonymous_only") is not None


def test_a_named_origin_that_hedges_is_not_called_unnamed() -> None:
    assert flag(tokyo("probable"), "anonymous_only") is None


def test_who_said_so_flatly_before_and_hedges_since_hedges() -> None:
    facts = Facts().says("then", "jp", said_at="2011", held=True).says("now", "jp", said_at="2018", hedge="possible", held=True)
    support = facts.assess().support
    assert (support.at_least, support.at_most, support.on_record) == (1, 1, 0)
