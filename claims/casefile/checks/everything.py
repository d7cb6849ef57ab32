"""Checks across the records of a case file, and against what is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final

from claims.casefile.checks.claims import claim_drafts
from claims.casefile.checks.known import Known, Stored
from claims.casefile.checks.sources import document_drafts, judgement_drafts, relation_drafts, source_drafts
from claims.casefile.problem import Draft, Problem, listed
from claims.casefile.records import CaseFile

#: In the order of the file.
_CHECKS: Final[tuple[Callable[[Known], Iterator[Draft]], ...]] = (
    source_drafts,
    relation_drafts,
    judgement_drafts,
    document_drafts,
    claim_drafts,
)


def problems(case: CaseFile, stored: Stored) -> list[Problem]:
    """Return all that keeps the case from being loaded beside what is stored; nothing if it can be.

    Where the file leaves a field of a known record out, the stored value holds.
    """
    known = Known(case, stored)
    return listed(chain.from_iterable(check(known) for check in _CHECKS))
