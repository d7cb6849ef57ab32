"""All problems of a case file that can be found before it is recorded."""

from __future__ import annotations

from claims.casefile import CaseFile, Problem, Stored, problems, reused_keys
from claims.operations.cases.attributions import changed_meanings
from claims.operations.cases.decisions import still_to_come
from claims.operations.cases.documents import capture_problems
from claims.operations.cases.namings import naming_problems
from claims.operations.cases.reserved import Rights, reserved_problems
from claims.operations.cases.sources import undone_mergers
from claims.queries.cases.stored import StoredRows
from claims.verification import Change


def all_problems(
    case: CaseFile, stored: Stored, known: StoredRows, change: Change, rights: Rights, *, update_sources: bool
) -> list[Problem]:
    """Return them, except for persons named in texts about unnamed sources (``name_problems``)."""
    return [
        *problems(case, stored),
        *reused_keys(case, stored, update_sources=update_sources),
        *undone_mergers(case, known),
        *naming_problems(case, known, rights),
        *changed_meanings(case, known),
        *still_to_come(case, change.at),
        *capture_problems(case, known, change.at),
        *reserved_problems(case, known, rights),
    ]
