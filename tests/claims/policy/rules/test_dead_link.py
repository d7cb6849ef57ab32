"""dead_link: a page is no longer there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from claims.policy.facts import Thresholds
from tests.claims.policy.build import NOW, Facts, flag

CODE = "dead_link"


def gone(hours: float, checks: int = 3, **fields: object) -> Facts:
    since = NOW - timedelta(hours=hours)
    facts = Facts().source("chief", label="The Police Chief").says("chief", held=True)
    return facts.page("chief", gone_since=since, gone_checks=checks, failing_since=since, last_failed_at=NOW, **fields)


def failing(days: float) -> Facts:
    facts = Facts().says("chief", held=True)
    return facts.page("chief", failing_since=NOW - timedelta(days=days), last_failed_at=NOW)


def test_without_a_copy_it_is_critical() -> None:
    raised = flag(gone(72), CODE)
    assert (raised.severity, raised.culprits) == ("critical", (("attribution", "chief"),))
    assert raised.reason == (
        "The page with what we have of The Police Chief has been gone since 2024-06-09, and no copy of it is kept."
    )


def test_a_copy_makes_it_a_warning_and_no_count_changes() -> None:
    facts = gone(72, archived=True)
    raised = flag(facts, CODE)
    assert (raised.severity, raised.reason.endswith("and a copy of it is kept.")) == ("warning", True)
    assert facts.assess().support == gone(1).assess().support


@pytest.mark.parametrize("facts", [gone(71.9), gone(100, checks=2), failing(6.9), Facts().says("chief", held=True)])
def test_a_page_that_was_missed_too_rarely_or_too_shortly_is_not_gone(facts: Facts) -> None:
    assert flag(facts, CODE) is None


def test_a_site_that_fails_for_days_counts_as_gone() -> None:
    assert flag(failing(7), CODE)


def test_the_desk_says_how_often_and_how_long() -> None:
    assert flag(gone(1, checks=1), CODE, Thresholds(dead_link_checks=1, dead_link_hours=1))
    assert flag(failing(2), CODE, Thresholds(unreachable_days=2))


def test_it_names_first_those_whose_page_nobody_kept() -> None:
    facts, since = (
        gone(72, archived=True).source("mayor", label="The Mayor").says("mayor", held=True),
        NOW - timedelta(hours=80),
    )
    facts.page("mayor", gone_since=since, gone_checks=5, failing_since=since, last_failed_at=NOW)
    raised = flag(facts, CODE)
    assert raised.reason.startswith("The page with what we have of The Mayor has been gone since 2024-06-09, and no")
    assert [key for _, key in raised.culprits] == ["chief", "mayor"]


def test_what_no_longer_counts_is_silent() -> None:
    assert flag(gone(72).says("again", "chief", supersedes="chief", held=True), CODE) is None
