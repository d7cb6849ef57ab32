"""On how many examples a property of histories is tried."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

#: Which part of a suite on two databases this is; None: the whole suite on one.
part: str | None = None


def histories(count: int) -> settings:
    """Try so many histories of writes: a few on the first of two databases, all on the one that servers use."""
    tried = max(4, count // 5) if part == "first" else count
    # A history is rolled back by the test itself, and writing one takes its time.
    slow = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=tried, deadline=None, suppress_health_check=slow)
