"""The figure of a claim, from its columns."""

from __future__ import annotations

from decimal import Decimal

from claims.policy.facts import Quantity
from claims.queries.facts.quantities import quantity_of


def test_a_claim_without_a_figure_has_no_quantity() -> None:
    assert quantity_of(None, None, "", "2024") is None


def test_its_numbers_are_text_with_all_of_their_digits() -> None:
    found = quantity_of(Decimal("2.50"), Decimal(3_000_000), "shells", "2024-06")
    assert found == Quantity("2.50", "3000000", "shells", "2024-06")
