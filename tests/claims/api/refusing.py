"""What a refusal of the API tells, for tests."""

from __future__ import annotations

from typing import Any


def refused(answer: Any, status: int, kind: str, pointer: str | None = None) -> str:
    """Return what a problem says in words, having looked at its status, its type and the place of its one fault."""
    told = answer.json()
    assert (answer.status_code, told["type"].rpartition("/")[2]) == (status, kind), told
    if pointer is not None:
        assert [fault["pointer"] for fault in told["errors"]] == [pointer]
    return str(told["detail"])
