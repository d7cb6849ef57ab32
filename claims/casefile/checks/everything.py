"""Checks across the records of a case file, and against what is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final

from claims.casefile.checks.case_context import CaseContext, Stored
from claims.casefile.checks.claims import claim_drafts
from claims.casefile.checks.sources import document_drafts, judgement_drafts, relation_drafts, source_drafts
from claims.casefile.problem import Draft, Problem, listed
from claims.casefile.records import CaseFile

#: The checks run in the order of the file.
_CHECKS: Final[tuple[Callable[[CaseContext], Iterator[Draft]], ...]] = (
    source_drafts,
    relation_drafts,
    judgement_drafts,
    document_drafts,
    claim_drafts,
)


def problems(case: CaseFile, stored: Stored) -> list[Problem]:
    """Return all problems that keep the case from being loaded; an empty list if there are none.

    Where the file leaves out a field of a stored record, the stored value applies.
    """
    context = CaseContext(case, stored)
    return listed(chain.from_iterable(check(context) for check in _CHECKS))
