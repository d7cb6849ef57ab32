"""The extractor *basic* on the open half, and the stored precision of its rules."""

from __future__ import annotations

from typing import Final

import pytest

from claims.intake.extraction.basic.extractor import precisions
from tests.extraction.extracted import extracted
from tests.extraction.gold import Marks, read_marks
from tests.extraction.held_back import held_back
from tests.extraction.measure import LEAST, measured
from tests.extraction.score import proposal_tally

_HELD_BACK: Final = set(held_back())
FIRST: Final = {each: marks for each, marks in read_marks().items() if each not in _HELD_BACK}


@pytest.fixture(scope="module")
def found() -> dict[str, Marks]:
    return extracted("basic", FIRST, everything=True)


def test_the_stored_precision_is_the_measured_one(found: dict[str, Marks]) -> None:
    assert precisions() == measured(FIRST, found)


def test_statements_are_found(found: dict[str, Marks]) -> None:
    tally = proposal_tally([(FIRST[each], found[each]) for each in FIRST], LEAST, lambda _one, _other: True)

    assert tally.precision >= 0.75
    assert tally.recall >= 0.65
