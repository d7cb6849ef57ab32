"""Pages of longer lists, of the API and of the admin: one row more than a page has is read, and cut off here. Pure."""

from __future__ import annotations

from typing import TypeVar

Row = TypeVar("Row")


def cut(rows: list[Row], limit: int) -> tuple[list[Row], bool]:
    """Return the rows of a page, of which ``limit`` and one more were read, and whether others come after them."""
    return rows[:limit], len(rows) > limit
