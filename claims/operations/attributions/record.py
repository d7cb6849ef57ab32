"""Records that are added to one recorded claim by way of a case file, so that what holds of case files holds of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from claims.casefile import FORMAT, case_of_values
from claims.models import Claim
from claims.operations.cases import Loaded, load_case
from claims.operations.merges.retired import refuse_retired
from claims.operations.writing import lock, lock_loading, refuse_stale
from claims.verification import Change


def claim_to_add_to(claim_id: int, expected: Mapping[int, int] | None) -> Claim:
    """Return a claim that nobody else writes, and beside which nobody takes a key, until the transaction ends.

    Raises: StaleRevisionError; OperationError where the claim goes on elsewhere.
    """
    lock_loading()
    refuse_stale(lock([claim_id]).ids, expected or {})
    refuse_retired([claim_id])
    return Claim.objects.get(pk=claim_id)


def load_beside(claim: Claim, change: Change, **lists: Sequence[Mapping[str, Any]]) -> Loaded:
    """Load records of a claim that ``claim_to_add_to`` returned; ``lists`` are those of a claim in a case file.

    Raises: CaseFileError with every problem.
    """
    return _load(claim.key, claim.text, change, lists)


def record_beside(claim_id: int, change: Change, **lists: Sequence[Mapping[str, Any]]) -> Loaded:
    """Record of a claim what rests on no revision of it, such as who says so.

    Raises: CaseFileError with every problem, also where the claim goes on elsewhere; OperationError.
    """
    with transaction.atomic():
        lock_loading()  # under which alone the words of a claim change: they go into the file as they stand
        key, text = Claim.objects.filter(pk=claim_id).values_list("key", "text").get()
        return _load(key, text, change, lists)


def _load(key: str, text: str, change: Change, lists: Mapping[str, Any]) -> Loaded:
    record = {"key": key, "text": text, **lists}
    return load_case(case_of_values({"format": FORMAT, "claims": [record]}), change)
