"""TimeMaps: archived copies, newest first, whatever else a list holds."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.fetching.client import FetchError, Limits
from sources.fetching.timemaps import Memento, archived_copies, mementos_in
from tests.sites import Page, site

LIMITS = Limits(most_bytes=10, seconds=2, user_agent="x", allowed=(ip_network("127.0.0.0/8"),))
URL = "https://paper.example/a?b=1"
TEXT = f"""<{URL}>; rel="original",
<https://archive.example/timemap/link/{URL}>; rel="self"; type="application/link-format",
<https://archive.example/20240610083000/{URL}>; rel="first memento"; datetime="Mon, 10 Jun 2024 08:30:00 GMT",
<https://archive.example/20240611083000/{URL}>;rel="memento";datetime="Tue, 11 Jun 2024 08:30:00 GMT",
<https://archive.example/never/{URL}>; rel="memento"; datetime="soon",
<javascript:alert(1)>; rel="memento"; datetime="Tue, 11 Jun 2024 08:30:00 GMT"
"""
COPIES = [
    Memento(f"https://archive.example/20240611083000/{URL}", datetime(2024, 6, 11, 8, 30, tzinfo=UTC)),
    Memento(f"https://archive.example/20240610083000/{URL}", datetime(2024, 6, 10, 8, 30, tzinfo=UTC)),
]


def look_up(page: Page | None) -> list[Memento]:
    with site({f"/timemap/{URL}": page} if page else {}) as receiver:
        return archived_copies(URL, f"http://127.0.0.1:{receiver.port}/timemap/", LIMITS)


def test_copies_are_found_newest_first() -> None:
    assert look_up(Page(TEXT.encode(), headers={"Content-Type": "application/link-format"})) == COPIES


def test_a_page_that_no_archive_has_has_no_copies_and_a_failing_archive_is_an_error() -> None:
    assert look_up(None) == []
    with pytest.raises(FetchError):
        look_up(Page(status=503))


PIECES = [
    "<",
    ">",
    "http://a.example/",
    ";",
    "=",
    '"',
    ",",
    " rel=",
    "memento",
    ' datetime="Tue, 11 Jun 2024 08:30:00 GMT"',
    "\u202e",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=80))
def test_any_text_gives_copies_with_a_web_address(text: str) -> None:
    assert all(each.url.startswith(("http://", "https://")) and each.at.tzinfo for each in mementos_in(text))


@pytest.mark.parametrize("text", ["", "<" * 100_000, "<https://a.example/>" + ";a=b" * 50_000, '<http://a>; rel="' * 9_000])
def test_garbage_takes_no_time(text: str) -> None:
    started = time.monotonic()

    assert mementos_in(text) == []

    assert time.monotonic() - started < 1
