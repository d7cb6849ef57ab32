"""The chart of flags on the front page."""

from __future__ import annotations

import pytest

from claims.admin.desk.trend_chart import step_of


@pytest.mark.parametrize(("highest", "step"), [(0, 1), (1, 1), (4, 1), (5, 2), (8, 2), (9, 5), (41, 20), (1_000_000, 500_000)])
def test_the_scale_has_few_lines_at_round_numbers(highest: int, step: int) -> None:
    assert step_of(highest) == step
