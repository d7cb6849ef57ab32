"""What checks of a page come to."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from sources.models import Capture, Document, LinkCheck, LinkState
from sources.operations.link_checks import postpone, record_check, watch
from tests.cases import load, outlet

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def document(now: datetime) -> Document:
    page = {"key": "page", "publisher": "paper", "kind": "article", "title": "Page", "url": "https://paper.example/a"}
    load({"sources": [outlet("paper")], "documents": [page], "claims": []}, at=now)
    return Document.objects.get()


def checked(document: Document, now: datetime, *outcomes: str) -> LinkState:
    """Return the state after a check a day."""
    for day, outcome in enumerate(outcomes):
        at, problem = now + day * DAY, "" if outcome == "captured" else "No."
        found = Capture(outcome=outcome, problem=problem, text_sha256="0" * 64, document=document, fetched_at=at, way="fetched")
        state = record_check(document, found, at=at, actor="job:link-watch", due_at=at + DAY)
    return state


def days(state: LinkState, now: datetime) -> tuple[int | None, int | None, int | None, int]:
    times = (state.gone_since, state.failing_since, state.blocked_since)
    gone, failing, blocked = (None if at is None else (at - now).days for at in times)
    return gone, failing, blocked, state.gone_checks


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        (["captured"], (None, None, None, 0)),
        (["captured", "not_found", "gone"], (1, 1, None, 2)),
        (["not_found", "server_error", "not_found"], (0, 0, None, 2)),  # an error says nothing about a page
        (["not_found", "captured", "not_found"], (2, 2, None, 1)),
        (["timed_out", "unknown_host", "failed"], (None, 0, None, 0)),
        (["server_error", "blocked", "server_error"], (None, 2, None, 0)),  # a site that responds does not fail
        (["not_found", "blocked", "blocked"], (0, None, 1, 1)),
        (["blocked", "captured"], (None, None, None, 0)),
        (["robots"], (None, None, 0, 0)),
        (["server_error", "offline", "timed_out"], (None, 0, None, 0)),  # our own network
        (["server_error", "unreadable"], (None, None, None, 0)),
    ],
)
def test_checks_come_to_times_since_when(
    outcomes: list[str], expected: tuple[object, ...], document: Document, now: datetime
) -> None:
    assert days(checked(document, now, *outcomes), now) == expected
    assert LinkCheck.objects.count() == len(outcomes)


def test_a_document_is_watched_once_and_may_be_postponed(document: Document, now: datetime) -> None:
    watch([document.pk], at=now)
    watch([document.pk], at=now + DAY)
    assert LinkState.objects.get().due_at == now
    postpone([document.pk], until=now + 7 * DAY)
    assert LinkState.objects.get().due_at == now + 7 * DAY
