"""The result of a check."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """What a check found, the best first."""

    OK = "ok"
    UNKNOWN = "unknown"
    WARNING = "warning"
    FAILED = "failed"


class Check(NamedTuple):
    """One check: its stable name, its state, what is the case in a sentence, and what to do about it ("" if nothing)."""

    name: str
    state: State
    sentence: str
    remedy: str = ""


def worst(checks: list[Check]) -> State:
    """Return the worst state of some checks."""
    order = list(State)
    return max((check.state for check in checks), key=order.index, default=State.OK)
