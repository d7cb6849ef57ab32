"""Verification runs with their progress, a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from claims.models import VerificationRun
from claims.queries.history.runs import chunk_page, run_page, so_far
from claims.runs.chunks import start_run, work_chunk
from tests.cases import claim
from tests.claims.desk_flags import run_through

HOUR = timedelta(hours=1)


@pytest.fixture
def desk(loaded: Callable[..., Any], settings: Settings) -> None:
    settings.VERIFICATION_CHUNK = 2
    loaded(claims=[claim(key) for key in "abc"])


def test_runs_come_newest_first_with_what_their_chunks_counted_so_far(
    desk: None, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ended = run_through("all", now)
    begun = start_run("all", now=now + HOUR, actor="job:weekly")
    work_chunk(begun, lambda: now + HOUR)

    with django_assert_num_queries(2):  # the runs, and the sums of their chunks
        page = run_page(None, 9)

    assert [(one.run, one.chunks_done, one.chunks, one.counts["verified"]) for one in page] == [
        (begun, 1, 2, 2),
        (ended, 2, 2, 3),
    ]
    assert [one.run for one in run_page(begun.pk, 9)] == [ended]
    assert run_page(ended.pk, 9) == []


def test_a_run_over_selected_claims_has_no_chunks_and_shows_its_own_totals(desk: None, now: datetime) -> None:
    run = VerificationRun.objects.create(
        scope="claims", state="done", actor="user:ed", started_at=now, now=now, policy_version="1", desk_policy=0, verified=2
    )
    (shown,) = so_far([run])
    assert (shown.chunks, shown.counts["verified"]) == (0, 2)
    assert so_far([]) == []


def test_chunks_follow_their_numbers(desk: None, now: datetime) -> None:
    run = run_through("all", now)
    assert [(chunk["number"], chunk["verified"]) for chunk in chunk_page(run, 0, 9)] == [(1, 2), (2, 1)]
    assert [chunk["number"] for chunk in chunk_page(run, 1, 9)] == [2]
    assert [chunk["number"] for chunk in chunk_page(run, 0, 1)] == [1]
