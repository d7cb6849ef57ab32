"""The frame of writes to sources: each is dated after the last, and kept with old and new values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sources.models import Source, SourceChange
from sources.operations.changes import SourceOperationError, in_order, mark_applied, note, record_change, refuse_second
from tests.cases import person

TICK = timedelta(microseconds=1)


@pytest.fixture
def ada(loaded: Callable[..., Any]) -> Source:
    loaded(sources=[person("ada")])
    return Source.objects.get()


def test_a_write_is_later_than_the_last_one_whatever_the_clock_says(ada: Source, now: datetime) -> None:
    last = SourceChange.objects.latest("id").at
    with transaction.atomic():
        assert in_order(now - timedelta(days=1)) == last + TICK
        assert in_order(last + timedelta(days=1)) == last + timedelta(days=1)


def test_only_what_the_policy_reads_waits_to_be_applied(ada: Source, now: datetime) -> None:
    for field in ("country", "homepage"):
        record_change(ada, "changed", {field: ""}, {field: "x"}, now, "user:eve", "why")
    note(ada, "looked at", {}, now, "user:eve", "why")
    note(ada, "judged", {"with": "ben"}, now, "user:eve", "why", waits=True)

    waiting = SourceChange.objects.filter(applied_at=None)

    assert [(change.action, change.new) for change in waiting.order_by("id")] == [
        ("changed", {"country": "x"}),
        ("judged", {"with": "ben"}),
    ]
    mark_applied(waiting, at=now)
    assert not SourceChange.objects.filter(applied_at=None).exists()


def test_what_somebody_else_recorded_at_the_same_moment_is_named_and_any_other_fault_is_a_defect() -> None:
    fault = IntegrityError("unique")
    with pytest.raises(SourceOperationError, match="Somebody else recorded ada, ben at the same moment"):
        refuse_second(["ada", "ben"], fault)
    with pytest.raises(IntegrityError, match="unique"):
        refuse_second([], fault)
