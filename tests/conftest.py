"""Fixtures that many tests share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from claims.operations.cases import Loaded

pytest.register_assert_rewrite("tests.recompute")

from tests.cases import load  # noqa: E402 - after the line above, which must come first


@pytest.fixture
def now() -> datetime:
    """A fixed present."""
    return datetime(2024, 6, 12, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock(now: datetime) -> Callable[[], datetime]:
    """A clock that goes on by a second each time it is read."""
    ticks = iter(range(1_000_000))
    return lambda: now + timedelta(seconds=next(ticks))


@pytest.fixture
def loaded(db: None, clock: Callable[[], datetime]) -> Callable[..., Loaded]:
    """Load a case given as the lists of a case file."""

    def load_now(**case: Any) -> Loaded:
        return load(case, at=clock())

    return load_now
