"""What a preview has found so far: counts of everything, and the first lines of each kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from claims.models import DeskPolicy, VerificationRun
from claims.operations.policy.drafts import draft_policy
from claims.queries.policy.previews import last_preview, preview_report
from claims.runs.policy_preview import start_preview, work_preview
from tests.cases import claim, person, row
from tests.claims.operations.moving import because

DAY = timedelta(days=1)


@pytest.fixture
def draft(loaded: Callable[..., Any], now: datetime, settings: Settings) -> DeskPolicy:
    """A draft under which all of three claims, in two chunks, are stale sooner."""
    settings.VERIFICATION_CHUNK = 2
    loaded(sources=[person("ada")], claims=[claim(key, row("ada")) for key in "cab"])
    return draft_policy(because(now), min_on_record=2, min_disinterested=1, shelf_life_days=30, outcome_grace_days=7)


def previewed(draft: DeskPolicy, at: datetime, *, stop: bool = False) -> VerificationRun:
    run = start_preview(draft, now=at, actor="user:boss")
    over = iter([False, True] if stop else [False] * 9)
    work_preview(run, lambda: at, lambda: next(over))
    return run


def test_every_difference_is_counted_and_the_first_are_listed_by_key(
    draft: DeskPolicy, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = previewed(draft, now + 40 * DAY)
    with django_assert_num_queries(3):  # reports of chunks, progress, texts of the claims listed
        report = preview_report(run, 2)
    raised = report.differences[0]
    assert (raised.kind, raised.number, raised.by_about) == ("raised", 3, (("stale", 3),))
    assert [(line.key, line.text) for line in raised.first] == [("a", "The claim a."), ("b", "The claim b.")]
    assert [one.number for one in report.differences[1:]] == [0, 0, 0, 0]
    assert (report.done, report.under_way, report.chunks_done, report.chunks) == (True, False, 2, 2)


def test_a_preview_that_was_stopped_says_how_far_it_came(draft: DeskPolicy, now: datetime) -> None:
    report = preview_report(previewed(draft, now + 40 * DAY, stop=True), 9)
    assert (report.done, report.under_way, report.chunks_done, report.chunks, report.verified) == (False, True, 1, 2, 2)


def test_the_last_preview_is_that_of_this_draft(draft: DeskPolicy, now: datetime) -> None:
    assert last_preview(draft) is None
    first, second = previewed(draft, now), previewed(draft, now + DAY)
    assert last_preview(draft) == second != first
    other = draft_policy(because(now), min_on_record=3, min_disinterested=1, shelf_life_days=30, outcome_grace_days=7)
    assert last_preview(other) is None
