"""The report of a run: what its chunks found, each line with the text of its claim, and how far it has come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from claims.models import Claim, Standing, VerificationRun
from claims.operations.policy.drafts import draft_policy
from claims.queries.history.night import Told, due_keys, last_run, lines, night_report, run_by_id
from claims.runs.chunks import start_run, work_chunk
from claims.runs.lifecycle import finish_run
from claims.runs.policy_preview import start_preview
from tests.cases import claim, person, row
from tests.claims.operations.moving import because

DAY = timedelta(days=1)


@pytest.fixture
def claims(loaded: Callable[..., Any], settings: Settings) -> Sequence[Claim]:
    """Claims ``c``, ``a`` and ``b``, in two chunks."""
    settings.VERIFICATION_CHUNK = 2
    loaded(sources=[person("ada")], claims=[claim(key, row("ada")) for key in "cab"])
    return list(Claim.objects.order_by("id"))


def worked(at: datetime, chunks: int = 9) -> VerificationRun:
    """Work so many chunks of a run over all claims."""
    run = start_run("all", now=at, actor="job:weekly")
    for _ in range(chunks):
        if work_chunk(run, lambda: at) is None:
            finish_run(run, at)
            break
    return run


def test_what_all_chunks_found_is_one_list_by_key(
    claims: Sequence[Claim], now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = worked(now + 91 * DAY)
    with django_assert_num_queries(3):  # reports of chunks, texts of claims, progress
        report = night_report(run)
    assert report.raised == tuple(Told(key, f"The claim {key}.", "stale") for key in "abc")
    assert report.due == tuple(Told(key, f"The claim {key}.", "") for key in "abc")
    assert (report.cleared, report.failed) == ((), ())
    assert (report.chunks_done, report.chunks, report.verified, report.changed) == (2, 2, 3, 3)


def test_a_run_in_progress_reports_the_chunks_that_are_done(claims: Sequence[Claim], now: datetime) -> None:
    run = worked(now + 91 * DAY, chunks=1)
    report = night_report(run)
    assert [line.key for line in report.raised] == ["a", "c"]
    assert (report.chunks_done, report.chunks, report.verified, report.changed) == (1, 2, 2, 2)
    assert night_report(VerificationRun(pk=run.pk + 1)).chunks == 0


def test_a_claim_without_a_text_is_listed_by_its_key(claims: Sequence[Claim]) -> None:
    assert lines([("z", "stale"), ("a", "")]) == (Told("a", "The claim a.", ""), Told("z", "", "stale"))
    assert lines([]) == ()


def test_a_preview_is_no_verification_run(claims: Sequence[Claim], now: datetime) -> None:
    assert last_run() is None
    run = worked(now)
    draft = draft_policy(because(now), min_on_record=3, min_disinterested=1, shelf_life_days=30, outcome_grace_days=3)
    preview = start_preview(draft, now=now + DAY, actor="user:boss")
    assert last_run() == run
    assert (run_by_id(preview.pk), run_by_id(preview.pk + 1)) == (preview, None)


def test_a_claim_is_due_from_its_moment_on(claims: Sequence[Claim], now: datetime) -> None:
    for number, one in enumerate(claims):
        Standing.objects.filter(claim=one).update(due_at=now + number * DAY if number else None)
    ids = [one.pk for one in claims]
    assert [due_keys(ids, now + days * DAY) for days in (0, 1, 2)] == [[], ["a"], ["a", "b"]]
    assert due_keys(range(claims[2].pk, claims[2].pk + 1), now + 2 * DAY) == ["b"]
