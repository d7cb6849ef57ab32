"""The sample case, for a desk that has no records yet."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import claims
from claims.casefile import read_case
from claims.operations.cases.loading import LoadResult, load_case
from claims.verification import Change

SAMPLE: Final = Path(claims.__file__).parent / "sample" / "visits-and-arms-2024.json"
#: The reason that its revisions have.
REASON: Final = "the sample case"


def load_sample(change: Change) -> LoadResult:
    """Load the sample case: with all rights of the command line, because its content is ours."""
    return load_case(read_case(SAMPLE.read_bytes(), yaml=False), change)
