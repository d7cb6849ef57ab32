"""Expressions of concern in case files."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from sources.models import ExpressionOfConcern
from tests.cases import load, outlet
from tests.exchange import exported

HOUR = timedelta(hours=1)


def file(**concern: Any) -> dict[str, Any]:
    said = {"note": "Its figures cannot be reproduced.", "at": "2024-06", **concern}
    page = {"key": "page", "publisher": "post", "kind": "article", "title": "It", "concerns": [said]}
    return {"sources": [outlet("post")], "documents": [page]}


@pytest.fixture
def stored(db: None, now: datetime) -> ExpressionOfConcern:
    load(file(), at=now)
    return ExpressionOfConcern.objects.get()


def test_it_is_recorded_once_and_an_export_loads_back_to_the_same(stored: ExpressionOfConcern, now: datetime) -> None:
    assert (stored.note, stored.said_at) == ("Its figures cannot be reproduced.", "2024-06")
    load(file(), at=now + HOUR)
    assert ExpressionOfConcern.objects.count() == 1
    before = exported()
    load(before[0], at=now + 2 * HOUR)
    assert exported() == before


def test_a_file_lifts_it_with_a_reason(stored: ExpressionOfConcern, now: datetime) -> None:
    load(file(lifted={"reason": "The data were published."}), at=now + HOUR)
    stored.refresh_from_db()
    assert (stored.lift_reason, stored.lifted_at) == ("The data were published.", now + HOUR)
