from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.paging import cut

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("rows", "shown", "more"), [([], [], False), ([1], [1], False), ([1, 2], [1, 2], False), ([1, 2, 3], [1, 2], True)]
)
def test_a_page_has_as_many_rows_as_it_shall_and_tells_whether_others_follow(
    rows: list[int], shown: list[int], more: bool
) -> None:
    assert cut(rows, 2) == (shown, more)


def test_every_list_of_the_api_is_paged_in_one_place() -> None:
    """No other file reads how many rows are asked for, or writes the address of the next page."""
    files = [path for place in ("claims/api", "sources/api", "factcheck/api") for path in (ROOT / place).rglob("*.py")]
    paging = [path for path in files if '"limit"' in path.read_text() or "urlencode" in path.read_text()]

    assert paging == [ROOT / "factcheck/api/paging.py"]
