"""On how many examples a property is tried."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

#: Which part of a suite on two databases this is, or the fast one between edits; None: the whole suite on one.
part: str | None = None


def tried(count: int) -> int:
    """Return on how many of so many examples a property is tried: in a suite on two databases half, between edits a twentieth.

    All of them are tried where no part is named (``pytest tests/claims/policy``).
    """
    return max(5, count // {"fast": 20, "first": 2, "second": 2}.get(part or "", 1))


def histories(count: int) -> settings:
    """Try so many histories of writes: in a suite on two databases, a few on the first and half on the one that servers use."""
    tried = max(4, count // {"first": 5, "second": 2}.get(part or "", 1))
    # A history is rolled back by the test itself, and writing one takes its time.
    slow = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=tried, deadline=None, suppress_health_check=slow)
