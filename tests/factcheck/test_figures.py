"""Figures are read as they are typed, or refused with advice; no digit is ever changed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from factcheck.figures import as_text, parsed, typed

ENGLISH, UKRAINIAN = ".", ","


@pytest.mark.parametrize(
    ("text", "stored"),
    [("3000000", "3000000"), ("2.50", "2.50"), ("007", "7"), ("-0.5", "-0.5"), ("-0", "0"), ("123456789012345678.123456",) * 2],
)
def test_a_figure_keeps_its_digits(text: str, stored: str) -> None:
    assert parsed(text) == stored
    assert as_text(Decimal(stored)) == stored


@pytest.mark.parametrize(
    "text", ["", "3,000", "3 million", "1e6", "NaN", "Infinity", "٣", ".5", "5.", "1" * 19, "0.1234567", "+3"]
)
def test_what_is_no_figure_is_refused_with_advice(text: str) -> None:
    with pytest.raises(ValueError, match="write digits only"):
        parsed(text)


@pytest.mark.parametrize(
    ("text", "mark", "stored"),
    [
        ("3,000,000", ENGLISH, "3000000"),
        ("3,000", ENGLISH, "3000"),
        (" 1,234.50 ", ENGLISH, "1234.50"),
        ("3 000 000", ENGLISH, "3000000"),
        ("3.125", ENGLISH, "3.125"),
        ("−5", ENGLISH, "-5"),
        ("3\u00a0000\u202f000,5", UKRAINIAN, "3000000.5"),
        ("3.000.000,5", UKRAINIAN, "3000000.5"),
        ("2,5", UKRAINIAN, "2.5"),
        ("0,125", UKRAINIAN, "0.125"),
        ("3.125", UKRAINIAN, "3.125"),  # as pages show it
        ("3000000", UKRAINIAN, "3000000"),
    ],
)
def test_typed_figures_are_read_in_the_language_of_the_desk(text: str, mark: str, stored: str) -> None:
    assert typed(text, decimal_mark=mark) == stored


def test_a_comma_that_may_group_or_begin_decimals_is_asked_about() -> None:
    with pytest.raises(ValueError, match=r"write 3000, or 3\.000"):
        typed("3,000", decimal_mark=UKRAINIAN)


@pytest.mark.parametrize(
    ("text", "mark"), [("3,00", ENGLISH), ("3,0000", ENGLISH), ("3.00.00", ENGLISH), ("3,000,000", UKRAINIAN)]
)
def test_marks_at_odd_places_are_refused(text: str, mark: str) -> None:
    with pytest.raises(ValueError, match="write digits only"):
        typed(text, decimal_mark=mark)
