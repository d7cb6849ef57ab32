"""Records added to one recorded claim as a case file, so that the same checks apply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from claims.casefile import FORMAT, CaseFile, case_of_values
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
    return load_case(_case_of(claim.key, claim.text, lists), change)


def lock_and_add_attributions(claim_id: int, change: Change, attributions: Sequence[Mapping[str, Any]]) -> LoadResult:
    """Add attributions to a claim, whatever its revision is, while others add theirs to other claims.

    Raises: CaseFileError with every problem, also if the claim was merged or deleted; OperationError.
    """
    with transaction.atomic():
        # Shared: the text of a claim changes only where one holds it alone, and the file repeats the current text.
        lock_loading(shared=True)
        key, text = Claim.objects.filter(pk=claim_id).values_list("key", "text").get()
        return load_case(_case_of(key, text, {"attributions": attributions}), change, shared=True)


def _case_of(key: str, text: str, lists: Mapping[str, Any]) -> CaseFile:
    return case_of_values({"format": FORMAT, "claims": [{"key": key, "text": text, **lists}]})
