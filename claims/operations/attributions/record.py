"""Records added to one recorded claim as a case file, so that the same checks apply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from claims.casefile import FORMAT, case_of_values
from claims.models import Claim
from claims.operations.cases import LoadResult, load_case
from claims.operations.merges.retired import refuse_retired
from claims.operations.writing import lock, lock_loading, refuse_stale
from claims.verification import Change


def lock_claim(claim_id: int, expected: Mapping[int, int] | None) -> Claim:
    """Lock a claim so that nobody else writes it, or records a key in it, until the transaction ends.

    Raises: StaleRevisionError; OperationError if the claim was merged or deleted.
    """
    lock_loading()
    refuse_stale(lock([claim_id]).ids, expected or {})
    refuse_retired([claim_id])
    return Claim.objects.get(pk=claim_id)


def add_records(claim: Claim, change: Change, **lists: Sequence[Mapping[str, Any]]) -> LoadResult:
    """Load records of a claim that ``lock_claim`` returned; ``lists`` are those of a claim in a case file.

    Raises: CaseFileError with every problem.
    """
    return _load(claim.key, claim.text, change, lists)


def lock_and_add_records(claim_id: int, change: Change, **lists: Sequence[Mapping[str, Any]]) -> LoadResult:
    """Add records that depend on no revision of the claim, such as who says so.

    Raises: CaseFileError with every problem, also if the claim was merged or deleted; OperationError.
    """
    with transaction.atomic():
        lock_loading()  # the text of a claim changes only under this lock, and the file repeats the current text
        key, text = Claim.objects.filter(pk=claim_id).values_list("key", "text").get()
        return _load(key, text, change, lists)


def _load(key: str, text: str, change: Change, lists: Mapping[str, Any]) -> LoadResult:
    record = {"key": key, "text": text, **lists}
    return load_case(case_of_values({"format": FORMAT, "claims": [record]}), change)
