"""The figure that a claim states, from its columns to what the policy reads."""

from __future__ import annotations

from decimal import Decimal

from claims.policy.facts import Quantity
from factcheck.figures import as_text


def quantity_of(low: Decimal | None, high: Decimal | None, unit: str, as_of: str) -> Quantity | None:
    """Return the figure of a claim as the policy reads it; None if it states none."""
    least, most = ("" if figure is None else as_text(figure) for figure in (low, high))
    return Quantity(least, most, unit, as_of) if least or most else None


#: The columns that ``quantity_of`` takes.
QUANTITY = ("quantity_low", "quantity_high", "quantity_unit", "quantity_as_of")
