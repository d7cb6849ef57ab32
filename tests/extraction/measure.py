"""Measures each rule of the extractor *basic*: ``python -m tests.extraction.measure`` writes its precision on the open half.

A proposal is right if its content overlaps that of a mark by 0.8 and its stance and chain are those of the mark.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from claims.intake.extraction.basic.extractor import PRECISION
from tests.extraction.extracted import extracted
from tests.extraction.gold import Marks, read_marks
from tests.extraction.held_back import held_back
from tests.extraction.score import proposal_tally, same_attribution

LEAST: Final = 0.8


def measured(first: Mapping[str, Marks], second: Mapping[str, Marks]) -> dict[str, float]:
    """Return the precision of each rule of the second set, to two places.

    One right and one wrong proposal are added to each rule (Laplace 1814), so that a rule seen once is not certain.
    """
    both = [(first[each], second[each]) for each in first]
    rules = sorted({each.rule for marks in second.values() for each in marks.spans})
    tallies = {rule: proposal_tally(both, LEAST, same_attribution, rule) for rule in rules}
    return {rule: round((tally.matched + 1) / (tally.second + 2), 2) for rule, tally in tallies.items()}


def main() -> None:
    """Write the file."""
    kept_back = set(held_back())
    first = {each: marks for each, marks in read_marks().items() if each not in kept_back}
    PRECISION.write_text(json.dumps(measured(first, extracted("basic", first, everything=True)), indent=1) + "\n")


if __name__ == "__main__":
    main()
