"""What the desk's front page counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User

from claims.models import Claim, Flag, Standing
from claims.operations.policy.drafts import set_policy
from claims.queries.desk.front_page import (
    first_claims,
    my_queue,
    open_flags,
    recent_runs,
    runs_to_show,
    unassigned_critical,
    waiting_now,
)
from claims.runs.chunks import note_trouble, start_run, work_chunk
from claims.verification import Change
from tests.claims.desk_flags import run_through, store_flag

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Claims = Sequence[Claim]


def test_my_queue_counts_my_claims_with_flags_that_stand(claims: Claims, ed: User, now: datetime) -> None:
    Claim.objects.filter(pk__in=[one.pk for one in claims[:3]]).update(assignee=ed)
    store_flag(claims[0], now - 2 * DAY, "contested", "critical")
    store_flag(claims[0], now - 2 * DAY, "stale")
    store_flag(claims[1], now - DAY, waived_until=now + DAY)
    store_flag(claims[2], now - 2 * DAY, cleared_at=now - DAY)
    store_flag(claims[3], now - HOUR, "contested", "critical")
    queue = my_queue(ed.pk, now, now - 3 * DAY)
    assert (queue.assigned, queue.flagged, queue.critical, queue.since_visit, queue.since_yesterday) == (3, 1, 1, 1, 0)


def test_a_waiver_that_ran_out_puts_a_claim_back_into_my_queue(claims: Claims, ed: User, now: datetime) -> None:
    Claim.objects.update(assignee=ed)
    store_flag(claims[0], now - 2 * DAY, waived_until=now)
    assert my_queue(ed.pk, now, None).flagged == 1


def test_newly_flagged_is_what_was_raised_since_the_last_visit(claims: Claims, ed: User, now: datetime) -> None:
    Claim.objects.update(assignee=ed)
    for hours, one in zip((1, 10, 20, 30), claims, strict=True):
        store_flag(one, now - hours * HOUR)
    queue = my_queue(ed.pk, now, now - 10 * HOUR)
    assert (queue.since_visit, queue.since_yesterday) == (2, 3)
    assert my_queue(ed.pk, now, None).since_visit == 0


def test_my_claims_are_due_when_marked_or_when_their_time_has_come(claims: Claims, ed: User, now: datetime) -> None:
    Claim.objects.filter(pk__lt=claims[3].pk).update(assignee=ed)
    Standing.objects.filter(claim=claims[0]).update(marked_at=now, due_at=now)
    Standing.objects.filter(claim=claims[1]).update(due_at=now)
    Standing.objects.filter(claim=claims[2]).update(due_at=now + HOUR)
    Standing.objects.filter(claim=claims[3]).update(marked_at=now)
    assert my_queue(ed.pk, now, None).due == 2


def test_flags_are_counted_by_severity_with_the_waived_distinguished(claims: Claims, now: datetime) -> None:
    store_flag(claims[0], now, "contested", "critical")
    store_flag(claims[1], now, "contested", "critical", waived_until=now + HOUR)
    store_flag(claims[2], now - DAY, "contested", "critical", waived_until=now)
    store_flag(claims[3], now - DAY, "contested", "critical", cleared_at=now)
    store_flag(claims[3], now)
    assert open_flags(now) == [("critical", 1, 1, 1), ("warning", 0, 0, 0), ("info", 1, 0, 0)]


def test_a_claim_is_unassigned_and_critical_while_nobody_has_it_and_the_flag_is_open(
    claims: Claims, ed: User, now: datetime
) -> None:
    Claim.objects.filter(pk=claims[0].pk).update(assignee=ed)
    for one in claims[:2]:
        store_flag(one, now, "contested", "critical")
    store_flag(claims[1], now, "circular", "critical")
    store_flag(claims[2], now, "contested", "critical", waived_until=now + HOUR)
    store_flag(claims[3], now, "unsourced", "warning")
    assert unassigned_critical(now) == 1


def test_the_most_severe_and_oldest_come_first_each_claim_once(claims: Claims, now: datetime) -> None:
    store_flag(claims[0], now, "unsourced", "warning")
    store_flag(claims[1], now - DAY, "contested", "critical")
    store_flag(claims[2], now - 2 * HOUR, "circular", "critical")
    store_flag(claims[2], now - HOUR, "contested", "critical")
    store_flag(claims[2], now, "unsourced", "warning")
    store_flag(claims[3], now, "contested", "critical", waived_until=now + HOUR)
    first = first_claims(now)
    assert [each.claim for each in first] == [claims[1], claims[2], claims[0]]
    assert [flag.code for flag in first[1].flags] == ["circular", "contested"]


def test_what_comes_first_is_never_longer_than_asked(
    claims: Claims, now: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for one in claims:
        store_flag(one, now, "contested", "critical")
    with django_assert_num_queries(2):  # the critical ones are enough: no other severity is asked for
        assert len(first_claims(now, limit=2)) == 2


def test_marked_and_due_claims_wait_for_the_next_verification(claims: Claims, now: datetime) -> None:
    run_through("all", now + HOUR)
    Standing.objects.update(due_at=None)
    Standing.objects.filter(claim=claims[0]).update(marked_at=now, due_at=now)
    Standing.objects.filter(claim=claims[1]).update(due_at=now)
    assert waiting_now(now + HOUR, recent_runs()) == (2, False)
    assert waiting_now(now + HOUR, []) == (2, False)  # the run that was done is found without an argument


def test_after_a_new_policy_every_claim_waits(claims: Claims, now: datetime) -> None:
    run_through("all", now + HOUR)
    change = Change(now + 2 * HOUR, "user:ada", "policy set", "a stricter desk")
    set_policy(change, min_on_record=3, min_disinterested=1, shelf_life_days=30, outcome_grace_days=3)
    assert waiting_now(now + 2 * HOUR, recent_runs()) == (4, True)


def test_a_run_under_way_is_counted_by_the_chunks_that_are_done(claims: Claims, now: datetime, settings: Any) -> None:
    settings.VERIFICATION_CHUNK = 2
    Flag.objects.all().delete()
    run = start_run("all", now=now + HOUR, actor="job:weekly")
    work_chunk(run, lambda: now + HOUR)
    note_trouble(run.pk, OSError("no room"), now + HOUR)
    shown = runs_to_show(recent_runs(), now + HOUR)
    report = shown[0].report
    assert [(report.chunks_done, report.chunks, report.verified)] == [(1, 2, 2)]
    assert shown[0].raised == run.chunks.get(number=1).raised


def test_an_older_run_is_shown_only_where_it_did_not_end(claims: Claims, now: datetime) -> None:
    start_run("all", now=now, actor="job:weekly")
    run_through("due", now + HOUR)
    run_through("due", now + 2 * HOUR)
    assert [each.run.scope for each in runs_to_show(recent_runs(), now + 2 * HOUR)] == ["due", "all"]
    assert [each.run.scope for each in runs_to_show(recent_runs(), now + 8 * DAY)] == ["due"]
