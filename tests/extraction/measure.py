"""Measures each rule of an extractor: ``python -m tests.extraction.measure NAME`` writes its precision on the open texts.

A proposal is right if its content overlaps that of a mark by 0.8 and its stance and chain are those of the mark.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from claims.intake import extraction
from tests.extraction.extracted import extracted
from tests.extraction.gold import Marks, read_marks
from tests.extraction.held_back import held_back
from tests.extraction.score import proposal_tally, same_attribution

LEAST: Final = 0.8
#: Where the built-in extractors are, each in a folder of its name.
EXTRACTORS: Final = Path(next(iter(extraction.__path__)))


def measured(first: Mapping[str, Marks], second: Mapping[str, Marks]) -> dict[str, float]:
    """Return the precision of each rule of the second set, to two places.

    One right and one wrong proposal are added to each rule (Laplace 1814), so that a rule seen once is not certain.
    """
    both = [(first[each], marks) for each, marks in second.items()]
    rules = sorted({each.rule for marks in second.values() for each in marks.spans})
    tallies = {rule: proposal_tally(both, LEAST, same_attribution, rule) for rule in rules}
    return {rule: round((tally.matched + 1) / (tally.second + 2), 2) for rule, tally in tallies.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the file of the named extractor, *basic* if none is named."""
    name = next(iter(sys.argv[1:] if arguments is None else arguments), "basic")
    kept_back = set(held_back())
    first = {each: marks for each, marks in read_marks().items() if each not in kept_back}
    second = extracted(name, first, everything=True)
    (EXTRACTORS / name / "precision.json").write_text(json.dumps(measured(first, second), indent=1) + "\n")


if __name__ == "__main__":
    main()
