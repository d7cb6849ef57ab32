from __future__ import annotations

from collections import Counter

import pytest

from tests.benchmarks.lines import counted, lines_of_code, modules, table


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 0),
        ('"""A module."""\n\n# A comment.\nONE = 1  # and another\n', 1),
        ('def one():\n    """Return one.\n\n    Twice.\n    """\n\n    return 1\n', 2),
        ('class One:\n    """One."""\n', 1),
        ('TEXT = """of\n\nthree lines"""\n', 3),
        ('call(\n    1,\n\n    # why\n    "no docstring",\n)\n', 4),
        ('ONE = 1\n"""Not the first statement: no docstring."""\n', 2),
    ],
)
def test_a_line_counts_where_it_holds_code(text: str, lines: int) -> None:
    assert lines_of_code(text) == lines


def test_folders_are_told_with_their_sum_and_without_migrations() -> None:
    found = counted()

    assert {"claims", "claims/api", "sources/queries", "factcheck/api"} <= found.keys()
    assert not [path for path, _text in modules() if "/migrations/" in path]
    assert list(table(found))[-1].split() == ["all", f"{found.total():,}"]


def test_figures_of_before_stand_beside_them() -> None:
    rows = [line.split() for line in table(Counter({"claims": 1_200, "new": 10}), Counter({"claims": 1_250, "gone": 5}))]

    assert rows == [
        ["claims", "1,200", "1,250", "-50"], ["gone", "0", "5", "-5"], ["new", "10", "0", "+10"],
        ["all", "1,210", "1,255", "-45"],
    ]  # fmt: skip
