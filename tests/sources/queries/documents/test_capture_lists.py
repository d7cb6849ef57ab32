"""How far lists of URLs are, and which nobody works on."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from sources.models import Capture
from sources.operations.capture_lists import make_list, mark_captured, stop_list, take_next
from sources.operations.captures import record_capture
from sources.queries.documents.capture_lists import is_offline, is_single, list_of_id, progress_of, recent_lists, stalled_lists

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=11)


def test_progress_counts_outcomes(now: datetime) -> None:
    made = make_list([f"https://a.example/{number}" for number in range(3)], at=now, actor="user:ed")
    for outcome, problem, body in (("captured", "", b"x"), ("gone", "It was removed.", None)):
        row = take_next(made.pk, now)
        assert row is not None
        capture = Capture(way="fetched", fetched_at=now, outcome=outcome, problem=problem)
        mark_captured(row, record_capture(capture, body=body, at=now, actor="user:ed"))

    found = progress_of(made)

    assert (found.urls, found.done, found.outcomes) == (3, 2, {"captured": 1, "gone": 1})
    assert (list_of_id(made.pk), list_of_id(0), is_single(made)) == (made, None, False)


def test_a_list_is_stalled_if_nobody_took_up_a_url_for_a_while(now: datetime) -> None:
    one, stopped = (make_list(["https://a.example/"], at=now, actor="user:ed") for _ in range(2))
    stop_list(stopped, at=now)

    assert stalled_lists(now) == []
    assert stalled_lists(now + LATER) == [one.pk]
    take_next(one.pk, now + LATER)
    assert stalled_lists(now + LATER) == []
    assert stalled_lists(now + 2 * LATER) == [one.pk]


def test_a_list_waits_for_the_network_until_its_url_is_taken_up_again(now: datetime) -> None:
    made = make_list(["https://a.example/"], at=now, actor="user:ed")
    assert not is_offline(made)

    take_next(made.pk, now)
    failed = Capture(way="fetched", url="https://a.example/", fetched_at=now, outcome="offline", problem="No network.")
    record_capture(failed, at=now, actor="user:ed")

    assert is_offline(made)
    take_next(made.pk, now + LATER)
    assert not is_offline(made)


def test_the_newest_lists_come_first(now: datetime) -> None:
    made = [make_list(["https://a.example/"], at=now, actor="user:ed") for _ in range(3)]

    assert recent_lists(2) == [made[2], made[1]]
