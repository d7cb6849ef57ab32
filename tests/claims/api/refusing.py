"""Assertions on refusals of the API, for tests."""

from __future__ import annotations

from typing import Any


def refused(answer: Any, status: int, kind: str, pointer: str | None = None) -> str:
    """Return what a problem says in words, having looked at its status, its type and the place of its one fault."""
    shown = answer.json()
    assert (answer.status_code, shown["type"].rpartition("/")[2]) == (status, kind), shown
    if pointer is not None:
        assert [fault["pointer"] for fault in shown["errors"]] == [pointer]
    return str(shown["detail"])
