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
    """Why now, if there is a reason: it is kept with what changes."""

    reason: Reason | UnsetType = UNSET


class RunTally(msgspec.Struct, frozen=True, kw_only=True):
    """What a run found: its number, claims verified, assessed anew and changed, flags raised and cleared, and failures."""

    number: int
    verified: int
    assessed: int
    changed: int
    raised: int
    cleared: int
    failed: int


class VerifiedClaim(msgspec.Struct, frozen=True, kw_only=True):
    """The claim as it stands, and what its verification found."""

    claim: ClaimBody
    run: RunTally


class Verify(ClaimMove):
    """What is recorded of it is read and assessed again."""

    recorded_as = "verify"
    ops = {
        "POST": changing(
            "verify_claim",
            "Read and assess a claim again now; it is kept as a run over claims that were chosen by hand.",
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
    """Return what a run found."""
    told = {name: getattr(run, name) for name in RunTally.__struct_fields__ if name != "number"}
    return RunTally(number=run.pk, **told)
