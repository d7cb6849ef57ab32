"""Actions on flags: waiving one, ending its waiver, settling it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request

from claims.api.writing import Because, ClaimMove, Expected, changing
from claims.casefile.values import Instant, Line, Record
from claims.operations.decisions.ledger import BY_A_WORD, settle_flag
from claims.operations.flags.waivers import end_waiver, waive
from claims.policy.assess import CODES
from claims.verification import Change
from factcheck.api.problems import ProblemError


class FlagMove(ClaimMove):
    """``POST /claims/KEY/flags/CODE/…/``: one operation on the open flag with a code."""

    def posted(self, request: Request, said: Any, **keys: Any) -> HttpResponse:
        # A code that no rule has is a wrong address (404); a known flag that is not open is the operation's refusal.
        if keys["code"] not in CODES:
            raise ProblemError("not-found", f"Unknown flag “{keys['code']}”.")
        return super().posted(request, said, **keys)


class WaivingUntil(Because, frozen=True, kw_only=True):
    """The end of the waiver: a year ahead at most. It ends earlier if what the flag rests on changes."""

    until: Instant


class Waive(FlagMove):
    """Waive a flag."""

    recorded_as = "waived"
    ops = {
        "POST": changing(
            "waive_flag",
            "Waive an open flag for a while: it stays open, as does the status, but needs no attention.",
            "claims_claim_waive",
            WaivingUntil,
            example={"until": "2024-06-28T00:00:00Z", "reason": "The ministry answers by then."},
        )
    }

    def moved(self, claim_id: int, said: WaivingUntil, change: Change, seen: Expected, /, **keys: Any) -> None:
        waive([claim_id], {keys["code"]}, change, until=datetime.fromisoformat(said.until), expected=seen)


class EndWaiver(FlagMove):
    """End a waiver."""

    recorded_as = "waiver ended"
    ops = {
        "POST": changing(
            "end_waiver",
            "End the waiver of a flag before its time.",
            "claims_claim_waive",
            Because,
            example={"reason": "The ministry does not answer."},
        )
    }

    def moved(self, claim_id: int, _said: Because, change: Change, seen: Expected, /, **keys: Any) -> None:
        end_waiver([claim_id], {keys["code"]}, change, expected=seen)


class NamedRecord(Record, frozen=True, kw_only=True):
    """A record that a flag rests on: its kind (attribution, claim, source, …), and its key."""

    record: Line
    key: Line


class SettlingFlag(Because, frozen=True, kw_only=True):
    """The records that the decision covers, if not all that the flag rests on. The flag is open again for other records."""

    only: Annotated[list[NamedRecord], Meta(min_length=1, max_length=10_000)] | UnsetType = UNSET


class Settle(FlagMove):
    """Settle a flag."""

    ops = {
        "POST": changing(
            "settle_flag",
            f"Settle a flag by one of: {', '.join(sorted(BY_A_WORD))}. Readers see how a contest was resolved.",
            "claims_claim_settle",
            SettlingFlag,
            example={"reason": "The denial names no facts."},
        )
    }

    def moved(self, claim_id: int, said: SettlingFlag, change: Change, seen: Expected, /, **keys: Any) -> None:
        code = keys["code"]
        # English and stored: the same words that the desk's page records.
        recorded = change._replace(action=BY_A_WORD.get(code, "settled").replace("_", " "))
        only = None if said.only is UNSET else [(one.record, one.key) for one in said.only]
        settle_flag(claim_id, code, recorded, only=only, expected=seen)
