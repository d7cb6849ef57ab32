"""Previews of a draft of the policy: what would differ, in chunks, and nothing of claims is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from claims.models import Assessment, DeskPolicy, Flag, Revision
from claims.models.run import STOPPED
from claims.operations.policy.drafts import activate_policy, draft_policy
from claims.queries.history.night import last_run
from claims.queries.policy.previews import preview_report
from claims.runs.chunks import start_run, work_chunk
from claims.runs.lifecycle import finish_run
from claims.runs.policy_preview import start_preview, work_preview
from claims.verification import Change
from tests.cases import claim, person, row

Load = Callable[..., Any]
SET = {"min_on_record": 2, "min_disinterested": 1, "shelf_life_days": 90, "outcome_grace_days": 7}


@pytest.fixture
def desk(loaded: Load, now: datetime) -> None:
    """One claim with two origins, and one with one."""
    documents = [{"key": "doc", "publisher": "ada", "kind": "statement", "title": "One"}]
    both = claim("both", row("ada", document="doc"), row("ben"))
    loaded(sources=[person("ada"), person("ben")], documents=documents, claims=[both, claim("one", row("ada"))])


def draft(at: datetime, **values: Any) -> DeskPolicy:
    return draft_policy(Change(at, "user:boss", "policy drafted", "try it"), **{**SET, **values})


def previewed(policy: DeskPolicy, at: datetime) -> dict[str, set[tuple[str, str]]]:
    run = start_preview(policy, now=at, actor="user:boss")
    assert work_preview(run, lambda: at, lambda: False)
    report = preview_report(run, 100)
    assert report.done
    return {found.kind: {(line.key, line.about) for line in found.first} for found in report.differences if found.number}


def test_it_shows_what_the_policy_would_raise_clear_and_regrade(desk: None, now: datetime) -> None:
    stricter = draft(
        now, min_on_record=3, severities={"single_origin": "critical"}, switched_off=["undocumented"], shelf_life_days=30
    )

    found = previewed(stricter, now + timedelta(days=40))

    assert found == {
        "raised": {("both", "unverified"), ("both", "stale"), ("one", "stale")},
        "cleared": {("both", "independence_not_judged"), ("both", "undocumented"), ("one", "undocumented")},
        "regraded": {("one", "single_origin: warning → critical")},
        "restated": {("both", "corroborated → unverified")},
    }


def test_it_changes_no_claim_and_is_not_a_nightly_run(desk: None, now: datetime) -> None:
    before = [model.objects.count() for model in (Assessment, Flag, Revision)]
    previewed(draft(now, min_on_record=1), now)
    assert [model.objects.count() for model in (Assessment, Flag, Revision)] == before
    assert last_run() is None


def test_what_waits_for_the_next_verification_anyway_is_not_laid_at_its_door(desk: None, now: datetime) -> None:
    assert previewed(draft(now), now + timedelta(days=200)) == {}  # both have become stale since, unverified by any run


def test_activation_does_what_the_preview_showed(desk: None, now: datetime) -> None:
    policy = draft(now, min_on_record=3, switched_off=["undocumented"])
    expected = previewed(policy, now)
    activate_policy(policy, Change(now, "user:boss", "policy set", "agreed"))

    run = start_run("all", now=now, actor="job:weekly")
    found = work_chunk(run, lambda: now)
    assert finish_run(run, now)

    assert found is not None
    assert (set(found.raised), set(found.cleared)) == (expected["raised"], expected["cleared"])


def test_it_resumes_where_it_stopped_until_another_draft_is_previewed(desk: None, now: datetime, settings: Any) -> None:
    settings.VERIFICATION_CHUNK = 1
    first = draft(now, min_on_record=3)
    run = start_preview(first, now=now, actor="user:boss")
    steps = iter([False, True])
    assert not work_preview(run, lambda: now, lambda: next(steps))
    assert preview_report(run, 10).chunks_done == 1

    assert start_preview(first, now=now, actor="user:boss") == run
    second = start_preview(draft(now, min_on_record=1), now=now, actor="user:boss")

    run.refresh_from_db()
    assert (run.state, second.pk == run.pk) == (STOPPED, False)
    assert work_preview(second, lambda: now, lambda: False)
    assert preview_report(second, 10).verified == 2
