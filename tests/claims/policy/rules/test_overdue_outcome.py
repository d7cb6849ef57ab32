"""overdue_outcome: a predicted event should have happened by now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from claims.policy.facts import Thresholds
from claims.vocabulary import OUTCOME_LINKED, REAFFIRMED
from tests.claims.policy.build import CLOCK, NOW, Facts, flag

CODE = "overdue_outcome"


def predicted(until: str, *, said_at: str = "2024-05-01", since: str = "") -> Facts:
    facts = Facts().says("us", held=True, said_at=said_at)
    facts.window = (since, until)
    return facts


def test_a_prediction_whose_window_and_grace_have_passed_is_flagged() -> None:
    raised = flag(predicted("2024-05"), CODE)
    assert (raised.severity, raised.level, raised.culprits) == ("warning", "", ())
    assert raised.reason == "Predicted for no later than 2024-05; no outcome is recorded."


@pytest.mark.parametrize(
    ("now", "raised"), [(datetime(2024, 6, 8, tzinfo=UTC), True), (datetime(2024, 6, 7, 23, tzinfo=UTC), False)]
)
def test_the_grace_is_seven_days_after_the_window(now: datetime, raised: bool) -> None:
    clock = CLOCK._replace(now=now)
    assert (flag(predicted("2024-05"), CODE, clock=clock) is not None) == raised


def test_an_assessment_is_due_when_the_grace_ends_and_not_after_it() -> None:
    facts = predicted("2024-06-10")
    assert facts.assess().due_at == datetime(2024, 6, 18, tzinfo=UTC)
    late = CLOCK._replace(now=datetime(2024, 6, 18, tzinfo=UTC))
    assert facts.assess(clock=late).due_at != datetime(2024, 6, 18, tzinfo=UTC)
    assert flag(facts, CODE, clock=late)


def test_the_desk_sets_the_grace() -> None:
    assert flag(predicted("2024-06-10"), CODE) is None
    assert flag(predicted("2024-06-10"), CODE, Thresholds(outcome_grace_days=1))


def test_a_claim_without_a_window_is_never_overdue() -> None:
    assert flag(predicted(""), CODE) is None


def test_a_claim_about_the_past_is_no_prediction() -> None:
    assert flag(predicted("2023-09", said_at="2024-05-01"), CODE) is None


@pytest.mark.parametrize("said_at", ["2024-05-10", "2024-05-10T09:00Z", "2024-05-09", "2024-05"])
def test_a_report_of_the_same_day_is_no_prediction(said_at: str) -> None:
    assert flag(predicted("2024-05-10", said_at=said_at), CODE) is None


@pytest.mark.parametrize("said_at", ["2024-06-10", "2024"])
def test_where_something_may_have_been_said_afterwards_an_editor_says_that_it_predicts(said_at: str) -> None:
    facts = predicted("2024-05-20").says("rok", said_at=said_at)
    assert flag(facts, CODE) is None
    facts.predicts = True
    assert flag(facts, CODE)


def test_an_editor_decides_that_a_claim_is_no_prediction() -> None:
    facts = predicted("2024-05")
    facts.predicts = False
    assert flag(facts, CODE) is None


def test_a_statement_within_the_window_predicts_nothing() -> None:
    assert flag(predicted("2024-05", since="2024-04-15"), CODE) is None
    assert flag(predicted("2024-05", since="2024-05-02"), CODE)


def test_an_undated_statement_was_made_before_it_was_recorded() -> None:
    facts = predicted("2024-05-20", said_at="")
    facts.rows["us"]["recorded_at"] = "2024-05-01T10:00Z"
    assert flag(facts, CODE)
    facts.rows["us"]["recorded_at"] = "2024-05-20T10:00Z"
    assert flag(facts, CODE) is None


def test_where_nothing_is_dated_the_day_of_recording_counts() -> None:
    facts = predicted("2024-05-20", said_at="")
    assert flag(facts, CODE) is None
    facts.recorded_at = NOW - timedelta(days=60)
    assert flag(facts, CODE)


def test_revising_the_window_clears_it() -> None:
    facts = predicted("2024-05")
    facts.window = ("", "2024-07")
    assert flag(facts, CODE) is None


def test_a_linked_outcome_clears_it_and_leaves_nothing_to_wait_for() -> None:
    assert flag(predicted("2024-05").decided(OUTCOME_LINKED), CODE) is None
    waited = predicted("2024-06-10").assess().due_at
    assert waited is not None
    assert predicted("2024-06-10").decided(OUTCOME_LINKED).assess().due_at != waited


def test_reaffirming_a_prediction_is_no_outcome() -> None:
    assert flag(predicted("2024-05").decided(REAFFIRMED), CODE)
