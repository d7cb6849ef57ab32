"""What the desk's front page counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User

from claims.models import Attribution, Claim, Flag, Standing
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
from claims.queries.desk.front_sources import GRADE_AGES_AFTER, sources_taken_back, sources_to_grade
from claims.queries.desk.trend import flag_days
from claims.runs.chunks import note_trouble, start_run, work_chunk
from claims.verification import Change
from sources.models import Document, Source
from tests.cases import claim, outlet, person, row
from tests.claims.desk_flags import run_through, store_flag

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Claims = Sequence[Claim]


@pytest.fixture
def claims(loaded: Callable[..., Any]) -> Claims:
    """Four claims without a flag, none of them due or assigned."""
    loaded(sources=[person("ada")], claims=[claim(f"c{number}", row("ada")) for number in range(4)])
    Flag.objects.all().delete()
    Standing.objects.update(due_at=None, marked_at=None)
    return list(Claim.objects.order_by("id"))


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
    assert open_flags(now) == [("critical", 2, 1, 1), ("warning", 0, 0, 0), ("info", 1, 0, 0)]


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


def test_the_most_severe_and_newest_come_first_each_claim_once(claims: Claims, now: datetime) -> None:
    store_flag(claims[0], now, "unsourced", "warning")
    store_flag(claims[1], now - DAY, "contested", "critical")
    store_flag(claims[2], now - HOUR, "contested", "critical")
    store_flag(claims[2], now - 2 * HOUR, "circular", "critical")
    store_flag(claims[2], now, "unsourced", "warning")
    store_flag(claims[3], now, "contested", "critical", waived_until=now + HOUR)
    first = first_claims(now, ("critical", "warning", "info"))
    assert [each.claim for each in first] == [claims[2], claims[1], claims[0]]
    assert [flag.code for flag in first[0].flags] == ["contested", "circular"]


def test_what_comes_first_is_never_longer_than_asked(
    claims: Claims, now: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for one in claims:
        store_flag(one, now, "contested", "critical")
    with django_assert_num_queries(1):  # the critical ones are enough: no other severity is asked for
        assert len(first_claims(now, ("critical", "warning", "info"), limit=2)) == 2


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


def test_a_flag_counts_on_the_desks_day_on_which_it_came_and_that_on_which_it_went(claims: Claims, now: datetime) -> None:
    zone = ZoneInfo("Asia/Tokyo")  # nine hours ahead: 15:30 UTC is past midnight there
    store_flag(claims[0], datetime(2024, 6, 10, 15, 30, tzinfo=UTC))
    store_flag(claims[1], datetime(2024, 6, 10, 14, 30, tzinfo=UTC), cleared_at=datetime(2024, 6, 11, 15, 0, tzinfo=UTC))
    store_flag(claims[2], datetime(2024, 1, 1, tzinfo=UTC), cleared_at=datetime(2024, 6, 11, 14, 59, tzinfo=UTC))
    days = {day.on: (day.raised, day.cleared) for day in flag_days(now, zone)}
    assert {on: counts for on, counts in days.items() if any(counts)} == {
        date(2024, 6, 10): (1, 0),
        date(2024, 6, 11): (1, 1),
        date(2024, 6, 12): (0, 1),
    }
    assert (len(days), max(days)) == (30, date(2024, 6, 12))


def test_the_day_on_which_the_clocks_change_has_its_25_hours(claims: Claims) -> None:
    store_flag(claims[0], datetime(2024, 10, 27, 22, 30, tzinfo=UTC))
    days = flag_days(datetime(2024, 10, 28, 12, tzinfo=UTC), ZoneInfo("Europe/Berlin"), days=2)
    # Within one zone Python subtracts what clocks on the wall show.
    hours = [(day.ends_at.astimezone(UTC) - day.starts_at.astimezone(UTC)) / HOUR for day in days]
    assert hours == [25, 24]
    assert [day.raised for day in days] == [1, 0]


def grades(today: date) -> list[str]:
    return sorted(each.name for each in sources_to_grade(today))


def test_sources_in_use_are_named_while_their_grade_is_none_an_f_old_or_undated(
    loaded: Callable[..., Any], now: datetime
) -> None:
    names = ("ungraded", "judged", "doubtful", "aged", "undated", "unused")
    loaded(sources=[person(name) for name in names], claims=[claim("c", *(row(name) for name in names[:-1]))])
    today = now.date()
    for name, grade, on in (
        ("judged", "B", today - GRADE_AGES_AFTER),
        ("doubtful", "F", today),
        ("aged", "A", today - GRADE_AGES_AFTER - DAY),
        ("undated", "C", None),
    ):
        Source.objects.filter(key=name).update(reliability=grade, graded_on=on)
    assert grades(today) == ["Aged", "Doubtful", "Undated", "Ungraded"]


@pytest.mark.parametrize("fate", ["withdrawn", "voided", "superseded"])
def test_a_source_of_which_nothing_is_live_needs_no_grade(fate: str, loaded: Callable[..., Any], now: datetime) -> None:
    loaded(sources=[person("ada"), person("ben")], claims=[claim("c", row("ada"), row("ben"))])
    first, second = Attribution.objects.order_by("id")
    shown: dict[str, dict[str, Any]] = {
        "withdrawn": {"withdrawal_recorded_at": now, "withdrawn_by": "source", "withdrawal_reason": "why"},
        "voided": {"voided_at": now, "void_reason": "why"},
        "superseded": {},
    }
    Attribution.objects.filter(pk=first.pk).update(**shown[fate])
    if fate == "superseded":
        Attribution.objects.filter(pk=second.pk).update(supersedes=first)
    assert grades(now.date()) == ["Ben"]


def test_the_most_used_recently_come_first_and_rarely_used_ones_are_not_forgotten(
    loaded: Callable[..., Any], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.queries.desk.front_sources.RECENTLY_RECORDED", 3)
    rows = [row("old"), row("ada-1", "ada"), row("ben"), row("ada-2", "ada")]
    loaded(sources=[person("ada"), person("ben"), person("old")], claims=[claim("c", *rows)])
    assert [each.name for each in sources_to_grade(now.date())] == ["Ada", "Ben", "Old"]


def test_recent_withdrawals_are_listed_by_source_newest_first(loaded: Callable[..., Any], now: datetime) -> None:
    loaded(sources=[person("ada"), person("ben"), outlet("echo")], claims=[claim("c", row("ada"), row("ben"), row("echo"))])
    for key, by, days in (("ada", "source", 3), ("ben", "outlet", 31), ("echo", "outlet", 1)):
        taken = {"withdrawal_recorded_at": now - days * DAY, "withdrawn_by": by, "withdrawal_reason": "why"}
        Attribution.objects.filter(key=key).update(**taken)
    Document.objects.create(
        key="d", title="D", kind="article", recorded_at=now, publisher=Source.objects.get(key="ada"),
        withdrawal_recorded_at=now, withdrawal_reason="why",
    )  # fmt: skip
    shown = [(each.name, each.by_source, each.by_outlet, each.documents) for each in sources_taken_back(now - 30 * DAY)]
    assert shown == [("Ada", 1, 0, 1), ("Echo", 0, 1, 0)]
