"""stale: nothing new was recorded for the shelf life of a claim."""

from __future__ import annotations

from datetime import timedelta

import pytest

from claims.policy.facts import Thresholds
from claims.vocabulary import REAFFIRMED, REVIEWED
from tests.claims.policy.build import CLOCK, NOW, Facts, flag

CODE = "stale"
SECOND = timedelta(seconds=1)


def aged(age: timedelta) -> Facts:
    facts = Facts().says("us", held=True)
    facts.last_recorded_at = NOW - age
    return facts


def test_a_claim_past_its_shelf_life_is_flagged() -> None:
    raised = flag(aged(timedelta(days=100)), CODE)
    assert (raised.severity, raised.level, raised.culprits) == ("info", "", ())
    assert raised.reason == "Nothing new since 2024-03-04; the shelf life is 90 days."


@pytest.mark.parametrize(("age", "raised"), [(timedelta(days=90), True), (timedelta(days=90) - SECOND, False)])
def test_the_shelf_life_ends_at_exactly_that_many_days(age: timedelta, raised: bool) -> None:
    assert (flag(aged(age), CODE) is not None) == raised


def test_the_desk_sets_the_shelf_life() -> None:
    assert flag(aged(timedelta(days=5)), CODE, Thresholds(shelf_life_days=5)).reason.endswith("the shelf life is five days.")


def test_an_assessment_is_due_when_the_shelf_life_ends() -> None:
    facts = aged(timedelta(days=80))
    assert facts.assess().due_at == NOW + timedelta(days=10)
    assert flag(facts, CODE, clock=CLOCK._replace(now=NOW + timedelta(days=10)))


def test_a_stale_claim_is_due_for_nothing() -> None:
    assert aged(timedelta(days=90)).assess().due_at is None


def test_the_reason_stays_the_same_from_day_to_day() -> None:
    facts = aged(timedelta(days=100))
    assert flag(facts, CODE) == flag(facts, CODE, clock=CLOCK._replace(now=NOW + timedelta(days=3)))


def test_reaffirming_restarts_the_shelf_life() -> None:
    facts = aged(timedelta(days=100)).decided(REAFFIRMED, recorded_at=NOW - timedelta(days=10))
    assert flag(facts, CODE) is None
    assert facts.assess().due_at == NOW + timedelta(days=80)
    assert flag(facts, CODE, clock=CLOCK._replace(now=NOW + timedelta(days=80)))


def test_reaffirming_adds_no_origin() -> None:
    facts = aged(timedelta(days=100))
    before = facts.assess()
    after = facts.decided(REAFFIRMED).assess()
    assert (after.support, after.status, after.findings_digest) == (before.support, before.status, before.findings_digest)


def test_reviewing_is_no_reaffirming() -> None:
    assert flag(aged(timedelta(days=100)).decided(REVIEWED), CODE)
