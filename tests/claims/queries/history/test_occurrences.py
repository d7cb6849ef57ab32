"""Where a text is stored."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.operations.history.erasing import wanted_of
from claims.queries.history.occurrences import find
from tests.claims.erasing import NAME, slip


@pytest.fixture
def slipped(db: None, now: datetime) -> datetime:
    return slip(now)


def test_whole_values_and_case_folding_are_options(slipped: datetime) -> None:
    whole = find(wanted_of(f"{NAME} did it twice.", whole=True, keys=False))
    assert {(place.table, place.column) for place in whole.places} == {
        ("claims.Claim", "text"), ("claims.Revision", "body"), ("claims.PublicBody", "body")
    }  # fmt: skip
    assert not find(wanted_of(NAME.upper(), keys=False)).places
    folded = find(wanted_of(NAME.upper(), fold=True, keys=False))
    assert len(folded.places) == len(find(wanted_of(NAME, keys=False)).places)
