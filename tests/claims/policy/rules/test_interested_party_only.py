"""interested_party_only: everyone on the record benefits if the claim is believed."""

from __future__ import annotations

from tests.claims.policy.build import Facts, flag

CODE = "interested_party_only"


def accusers() -> Facts:
    facts = Facts().source("us", label="U.S.").source("rok", label="South Korea").stake("us", 1).stake("rok", 1)
    return facts.says("us-says", "us", held=True).says("rok-says", "rok", held=True)


def test_named_origins_that_all_have_a_stake_are_flagged_by_name() -> None:
    raised = flag(accusers(), CODE)
    assert (raised.severity, raised.level) == ("warning", "")
    assert raised.reason == "Everyone on the record has a stake: South Korea and U.S. benefit if it is believed."
    assert raised.culprits == (("source", "rok"), ("source", "us"))


def test_one_named_origin_with_a_stake_gains() -> None:
    raised = flag(Facts().says("us", held=True).stake("us", 1), CODE)
    assert raised.reason == "Everyone on the record has a stake: us benefits if it is believed."


def test_a_named_origin_without_a_stake_clears_it() -> None:
    assert flag(accusers().says("csis", held=True), CODE) is None


def test_an_unnamed_origin_without_a_stake_does_not() -> None:
    assert flag(accusers().unnamed("researchers", "paper").says("researchers", held=True), CODE)


def test_a_stake_against_the_claim_does_not_count() -> None:
    assert flag(Facts().says("moscow", held=True).stake("moscow", -1), CODE) is None


def test_a_stake_of_the_same_voice_counts() -> None:
    facts = Facts().source("state-department", voice="us").source("us").stake("us", 1).says("state-department", held=True)
    assert flag(facts, CODE)


def test_conflicting_stakes_of_one_voice_count_as_a_stake() -> None:
    assert flag(Facts().says("us", held=True).stake("us", 1).stake("us", -1), CODE)


def test_nobody_on_the_record_is_another_flag() -> None:
    assert flag(Facts().unnamed("diplomat", "paper").says("diplomat").stake("diplomat", 1), CODE) is None
