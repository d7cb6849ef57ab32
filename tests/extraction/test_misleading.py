"""The sentences that were written to mislead extractors: rules were made against them, and what was reached stays."""

from __future__ import annotations

from collections import Counter

import pytest

from claims.extractors import extractors
from tests.extraction.extracted import extracted
from tests.extraction.gold import FOLDER, read_marks, read_texts
from tests.extraction.score import Trapped, trapped

TEXTS = read_texts(FOLDER / "misleading" / "texts")
FIRST = read_marks(FOLDER / "misleading" / "gold")
#: Of 600 traps for *basic*, and of 505 in English and Russian for *syntactic*: how many mislead, and how many it passes over.
MOST = {"basic": (7, 43), "syntactic": (12, 45)}


@pytest.mark.parametrize("name", MOST)
def test_no_more_of_them_mislead_or_are_passed_over(name: str) -> None:
    if name not in extractors():
        pytest.skip(f"the models of the extractor {name} are not installed: requirements-syntactic.txt")
    second = extracted(name, FIRST, everything=False, texts=TEXTS)
    found = Counter(
        trapped(trap, TEXTS[key].text, FIRST[key], marks) for key, marks in second.items() for trap in FIRST[key].traps
    )
    misled, silent = MOST[name]
    assert found[Trapped.MISLED] <= misled
    assert found[Trapped.SILENT] <= silent
