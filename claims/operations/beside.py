"""Records that are added to one recorded claim by way of a case file, so that what holds of case files holds of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from claims.casefile import FORMAT, decode
from claims.models import Claim
from claims.operations.cases import Loaded, load_case
from claims.operations.retiring import refuse_retired
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
    record = {"key": claim.key, "text": claim.text, **lists}
    return load_case(decode(msgspec.json.encode({"format": FORMAT, "claims": [record]})), change)
