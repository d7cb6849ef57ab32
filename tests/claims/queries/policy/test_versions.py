"""The desk's policy: the one in force, the one of a time, and drafts, which are in force nowhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from claims.models import DeskPolicy
from claims.operations.policy.drafts import activate_policy, draft_policy, drop_draft
from claims.policy.facts import Thresholds
from claims.queries.policy import versions
from tests.claims.operations.moving import because

HOUR = timedelta(hours=1)


def draft(at: datetime, on_record: int = 3, **values: Any) -> DeskPolicy:
    numbers: dict[str, Any] = {
        "min_on_record": on_record,
        "min_disinterested": 1,
        "shelf_life_days": 30,
        "outcome_grace_days": 3,
    }
    return draft_policy(because(at), **numbers, **values)


@pytest.fixture
def two(db: None, now: datetime) -> None:
    """Versions 1 and 2, an hour apart."""
    for number in (1, 2):
        activate_policy(draft(now, on_record=number + 2), because(now + number * HOUR))


def test_without_a_version_the_defaults_are_in_force(db: None, now: datetime) -> None:
    draft(now)
    assert versions.thresholds() == versions.thresholds_as_of(now) == versions.thresholds(7) == Thresholds()
    assert versions.version_of(0) is versions.policy_of(10**6) is None


def test_the_last_version_is_in_force_and_each_time_had_its_own(two: None, now: datetime) -> None:
    assert (versions.thresholds().version, versions.thresholds().min_on_record) == (2, 4)
    assert versions.thresholds(1).min_on_record == 3
    assert [versions.thresholds_as_of(now + hours * HOUR).version for hours in (0.5, 1, 1.5, 2)] == [0, 1, 1, 2]


def test_the_thresholds_of_a_draft_have_no_version_and_sorted_severities(db: None, now: datetime) -> None:
    made = draft(now, severities={"stale": "warning", "circular": "info"}, switched_off=["undocumented"])
    assert versions.thresholds_of(made) == Thresholds(
        3, 1, 30, 3, 0, (("circular", "info"), ("stale", "warning")), frozenset({"undocumented"})
    )


def test_drafts_are_those_neither_in_force_nor_dropped_and_pages_come_newest_first(two: None, now: datetime) -> None:
    first, second, dropped = draft(now), draft(now), draft(now)
    drop_draft(dropped, because(now))
    assert versions.drafts() == versions.draft_page(None, 9) == [second, first]
    assert versions.draft_page(second.pk, 9) == [first]
    assert [one.version for one in versions.versions(None, 9)] == [2, 1]
    assert [one.version for one in versions.versions(2, 9)] == [1]
    assert versions.policy_of(dropped.pk) == dropped
