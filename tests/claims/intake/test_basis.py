from __future__ import annotations

import pytest

from claims.intake.basis import proposed_basis


@pytest.mark.parametrize(
    ("kind", "stance", "basis"),
    [("outlet", "supports", "unstated"), ("outlet", "questions", "statement"), ("person", "denies", "statement")],
)
def test_only_an_outlet_that_asserts_something_is_proposed_as_unstated(kind: str, stance: str, basis: str) -> None:
    assert proposed_basis(kind, stance) == basis
