"""unverified: the desk's two-source rule is not met."""

from __future__ import annotations

import pytest

from claims.policy.facts import Thresholds
from claims.vocabulary import VERDICT_PUBLISHED, VERDICT_WITHDRAWN
from tests.claims.policy.build import Facts, flag

CODE = "unverified"


def two_named() -> Facts:
    return Facts().says("us", held=True).says("rok", held=True)


def test_one_named_origin_does_not_meet_the_rule() -> None:
    raised = flag(Facts().says("us"), CODE)
    assert (raised.severity, raised.level, raised.culprits) == ("warning", "", ())
    assert raised.reason == (
        "One independent on-record route, one from a disinterested source; the policy requires two,"
        " one from a disinterested source."
    )


def test_nobody_on_the_record_does_not_meet_it() -> None:
    raised = flag(Facts().unnamed("diplomat", "paper").says("diplomat"), CODE)
    assert raised.reason == "No independent on-record routes; the policy requires two, one from a disinterested source."


def test_two_named_origins_one_without_a_stake_meet_it() -> None:
    assert flag(two_named().stake("us", 1), CODE) is None


def test_two_named_origins_with_a_stake_do_not() -> None:
    raised = flag(two_named().stake("us", 1).stake("rok", 1), CODE)
    assert raised.reason == (
        "Two independent on-record routes, none from disinterested sources; the policy requires two,"
        " one from a disinterested source."
    )


def test_two_origins_through_one_relay_do_not() -> None:
    facts = Facts().says("us").says("rok").reports("paper", cites=["us", "rok"], held=True)
    assert flag(facts, CODE).reason.startswith("One independent on-record route")


def test_two_origins_of_one_family_do_not() -> None:
    facts = two_named()
    facts.sources["rok"]["family"] = "us"
    assert flag(facts, CODE)


@pytest.mark.parametrize(
    ("thresholds", "raised"), [(Thresholds(3, 1), True), (Thresholds(2, 2), False), (Thresholds(1, 0), False)]
)
def test_the_desk_sets_the_required_numbers(thresholds: Thresholds, raised: bool) -> None:
    assert (flag(two_named(), CODE, thresholds) is not None) == raised


def test_it_may_be_raised_together_with_unsourced() -> None:
    assert flag(Facts(), CODE)


def test_a_verdict_on_these_findings_replaces_the_rule_until_they_change() -> None:
    facts = Facts().says("us", held=True)
    facts.decided(VERDICT_PUBLISHED, findings=facts.case().findings)
    assert flag(facts, CODE) is None
    assert facts.assess().status == "unverified"
    assert flag(facts.denies("moscow", held=True), CODE)


def test_a_withdrawn_verdict_brings_it_back() -> None:
    facts = Facts().says("us", held=True)
    found = facts.case().findings
    assert flag(facts.decided(VERDICT_PUBLISHED, findings=found).decided(VERDICT_WITHDRAWN, findings=found), CODE)


def test_a_verdict_outdated_immediately_replaces_nothing() -> None:
    assert flag(Facts().says("us", held=True).decided(VERDICT_PUBLISHED, findings="other"), CODE)
