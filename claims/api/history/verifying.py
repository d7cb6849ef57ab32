"""Verifying a claim now, instead of at the next run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from claims.api.claims.bodies import ClaimBody
from claims.api.writing import ClaimMove, Expected, changing
from claims.casefile.values import Reason, Record
from claims.models import VerificationRun
from claims.runs.selected import verify_selected
from claims.verification import Change
from factcheck.access.scopes import RUNS_START


class VerifyingNow(Record, frozen=True, kw_only=True):
    """An optional reason: it is stored with the changes."""

    reason: Reason | UnsetType = UNSET


class RunTally(msgspec.Struct, frozen=True, kw_only=True):
    """The totals of a run: its number, claims verified, re-assessed and changed, flags raised and cleared, and failures."""

    number: int
    verified: int
    assessed: int
    changed: int
    raised: int
    cleared: int
    failed: int


class VerifiedClaim(msgspec.Struct, frozen=True, kw_only=True):
    """The current claim, and the result of its verification."""

    claim: ClaimBody
    run: RunTally


class Verify(ClaimMove):
    """Verify a claim."""

    recorded_as = "verify"
    ops = {
        "POST": changing(
            "verify_claim",
            "Verify a claim again now; it is stored as a run over selected claims.",
            "claims_claim_bulk/verify",
            VerifyingNow,
            scope=RUNS_START,
            gives=VerifiedClaim,
            on_revision=False,
            problems=("gone",),
            example={"reason": "The policy's shelf life has passed."},
        )
    }

    def moved(self, claim_id: int, _said: VerifyingNow, change: Change, seen: Expected, /, **_keys: Any) -> Mapping[str, Any]:
        return {"run": tally(verify_selected([claim_id], change, expected=seen))}


def tally(run: VerificationRun) -> RunTally:
    """Return the totals of a run."""
    totals = {name: getattr(run, name) for name in RunTally.__struct_fields__ if name != "number"}
    return RunTally(number=run.pk, **totals)
