"""Erasures a page at a time, newest first."""

from __future__ import annotations

from datetime import datetime

from claims.models import Erasure
from claims.queries.history.erasures import erasure_page


def test_pages_follow_one_another_and_an_erasure_that_was_stopped_is_among_them(db: None, now: datetime) -> None:
    ends = (now, None, now)
    why = {"at": now, "actor": "user:boss", "reason": "A name.", "ordered_by": "a court"}
    first, second, third = (Erasure.objects.create(finished_at=end, **why) for end in ends)
    assert erasure_page(None, 2) == [third, second]
    assert erasure_page(second.pk, 2) == [first]
    assert erasure_page(first.pk, 2) == []
