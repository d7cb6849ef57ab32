"""What is wrong with a page after a check. No database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from claims.operations.documents.page_states import PageState
from factcheck.text.anchoring.anchors import Found, How, Orphaned, TimedOut, Why

NOW = datetime(2024, 6, 12, tzinfo=UTC)
DAY = timedelta(days=1)
GONE = PageState(gone_since=NOW, gone_checks=3, failing_since=NOW, last_failed_at=NOW + 3 * DAY)
MISSING = PageState(missing_since=NOW, missing_why="gone")
FAILING = PageState(failing_since=NOW, last_failed_at=NOW + 2 * DAY)


@pytest.mark.parametrize("how", [How.EXACT, How.MOVED, How.TYPOGRAPHY])
def test_a_page_with_the_quote_ends_everything(how: How) -> None:
    for before in (GONE, MISSING, PageState()):
        assert before.with_page(NOW, Found(0, 5, how)).is_fine
    assert GONE.with_page(NOW, None).is_fine  # nothing is quoted from it


def test_a_page_without_the_quote_is_no_success() -> None:
    found = GONE.with_page(NOW + 4 * DAY, Orphaned(Why.GONE))
    assert found == GONE._replace(missing_since=NOW + 4 * DAY, missing_why="gone")
    edited = MISSING.with_page(NOW + DAY, Found(0, 5, How.EDITED))
    assert (edited.missing_since, edited.missing_why) == (NOW, "edited")


def test_a_search_that_took_too_long_says_nothing() -> None:
    assert MISSING.with_page(NOW + DAY, TimedOut()) == MISSING
    assert PageState().with_page(NOW, TimedOut()).is_fine


def missed(before: PageState, at: datetime, failing_since: datetime = NOW) -> PageState:
    return before.without_page(at, gone_since=None, gone_checks=0, failing_since=failing_since, archived=True)


def test_failures_are_carried_on() -> None:
    found = missed(MISSING, NOW + DAY)
    assert found == MISSING._replace(failing_since=NOW, last_failed_at=NOW + DAY, archived=True)
    assert missed(found, NOW + 7 * DAY).failing_for == timedelta(days=7)


def test_a_response_ends_failures_but_not_a_dead_page() -> None:
    assert FAILING.with_response(7).is_fine
    assert FAILING.with_response(2) == FAILING
    assert GONE.with_response(7) == GONE._replace(failing_since=None)
    assert missed(FAILING, NOW + 9 * DAY, failing_since=NOW + 8 * DAY).failing_since == NOW
    assert FAILING._replace(missing_since=NOW).with_response(7) == PageState(missing_since=NOW)


def test_what_is_dead_by_any_policy_stays_as_it_is() -> None:
    dead = FAILING._replace(last_failed_at=NOW + 31 * DAY)
    assert missed(dead, NOW + 40 * DAY) == dead


def test_an_editor_who_finds_the_quote_again_ends_that_alone() -> None:
    both = GONE._replace(missing_since=NOW, missing_why="gone")
    assert both.with_quote() == GONE
