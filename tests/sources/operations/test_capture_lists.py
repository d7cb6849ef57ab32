"""Lists of URLs: each once, taken up by one worker at a time, and again after a worker was killed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from sources.models import Capture, CaptureList
from sources.operations import SourceOperationError
from sources.operations.capture_lists import MOST_URLS, make_list, mark_captured, stop_list, take_next
from sources.operations.captures import record_capture
from sources.queries.documents.capture_lists import urls_of

pytestmark = pytest.mark.django_db


def listed(now: datetime, *urls: str) -> CaptureList:
    return make_list(urls, at=now, actor="user:ed", reason=" All.")


def test_a_list_has_each_url_once(now: datetime) -> None:
    made = listed(now, " https://a.example/\x00", "", "https://b.example/", "https://a.example/")

    assert [row.url for row in urls_of(made)] == ["https://a.example/", "https://b.example/"]
    assert (made.recorded_by, made.reason) == ("user:ed", "All.")
    for urls in ([" "], [f"https://a.example/{number}" for number in range(MOST_URLS + 1)]):
        with pytest.raises(SourceOperationError):
            listed(now, *urls)


def test_a_url_is_taken_up_once_until_it_is_given_up(now: datetime) -> None:
    made = listed(now, "https://a.example/", "https://b.example/")

    first, second = take_next(made.pk, now), take_next(made.pk, now)

    assert first is not None
    assert second is not None
    assert (first.url, second.url) == ("https://a.example/", "https://b.example/")
    assert take_next(made.pk, now + timedelta(minutes=9)) is None
    mark_captured(second, record_capture(Capture(way="fetched", fetched_at=now), body=b"x", at=now, actor="user:ed"))
    again = take_next(made.pk, now + timedelta(minutes=11))
    assert again == first
    assert take_next(made.pk, now + timedelta(minutes=11)) is None


def test_a_stopped_list_is_left(now: datetime) -> None:
    made = listed(now, "https://a.example/")

    assert stop_list(made, at=now)
    assert not stop_list(made, at=now)
    assert take_next(made.pk, now) is None
