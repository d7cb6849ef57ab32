"""The built-in extractors on the open texts, and the stored precision of their rules."""

from __future__ import annotations

import json
from typing import Final

import pytest

from claims.intake.extraction.syntactic.extractor import Syntactic
from tests.extraction.extracted import extracted
from tests.extraction.gold import Marks, read_marks
from tests.extraction.held_back import held_back
from tests.extraction.measure import EXTRACTORS, LEAST, measured
from tests.extraction.score import proposal_tally

_HELD_BACK: Final = set(held_back())
FIRST: Final = {each: marks for each, marks in read_marks().items() if each not in _HELD_BACK}


@pytest.fixture(scope="module", params=["basic", "syntactic"])
def name(request: pytest.FixtureRequest) -> str:
    if request.param == "syntactic" and not {"en", "ru"} <= set(Syntactic().languages):
        pytest.skip("the models of the extractor syntactic are not installed: requirements-syntactic.txt")
    return str(request.param)


@pytest.fixture(scope="module")
def found(name: str) -> dict[str, Marks]:
    return extracted(name, FIRST, everything=True)


def test_the_stored_precision_is_the_measured_one(name: str, found: dict[str, Marks]) -> None:
    assert json.loads((EXTRACTORS / name / "precision.json").read_text()) == measured(FIRST, found)


def test_statements_are_found(found: dict[str, Marks]) -> None:
    tally = proposal_tally([(FIRST[each], marks) for each, marks in found.items()], LEAST, lambda _one, _other: True)

    assert tally.precision >= 0.75
    assert tally.recall >= 0.65
