"""Stakes in a claim: the accused and other parties, several in one change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db import transaction

from claims.operations.attributions.record import add_records, lock_claim
from claims.operations.writing import OperationError, need_reason
from claims.verification import Change
from sources.models import Source


class Stake(NamedTuple):
    """A source's stake: side 1 benefits if the claim is believed, -1 benefits if it is not (the accused)."""

    source: Source
    side: int
    reason: str = ""


def set_stakes(claim_id: int, stakes: Sequence[Stake], change: Change, *, expected: Mapping[int, int] | None = None) -> None:
    """Record stakes in a claim, in one revision; a stake of the same source on the other side is struck out.

    Raises: OperationError without a reason, for a source named twice, if all of it is already recorded, or if one voice would
    benefit both ways; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    twice = [stake.source for number, stake in enumerate(stakes) if stake.source in [one.source for one in stakes[:number]]]
    if twice:
        raise OperationError(f"“{twice[0]}” is named twice: a source has one stake only.")
    records = [
        {"source": stake.source.key, "side": stake.side, **({"reason": stake.reason} if stake.reason else {})}
        for stake in stakes
    ]
    with transaction.atomic():
        claim = lock_claim(claim_id, expected)
        if not add_records(claim, change, interests=records).revised:
            raise OperationError("All of this is already recorded; nothing was changed.")
