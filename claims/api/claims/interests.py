"""Stakes in a claim: recording several at once, and striking them out."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta

from claims.api.claims.parts import InterestList
from claims.api.named import sources_named
from claims.api.writing import Because, ClaimMove, Expected, changing, require
from claims.casefile.values import Key, Note, Record
from claims.operations.claims.assignment import strike_interest
from claims.operations.claims.stakes import Stake, set_stakes
from claims.queries.claims.stakes_relations import have_stakes, stake_of
from claims.verification import Change
from factcheck.api.problems import ProblemError


class NewStake(Record, frozen=True, kw_only=True):
    """A stake: side 1 benefits if the claim is believed, -1 benefits if it is not (the accused). Readers see the reason."""

    source: Key
    side: Literal[1, -1]
    reason: Note = ""


class SettingStakes(Because, frozen=True, kw_only=True):
    """Sources with a stake; an existing stake of a source on the other side is struck out."""

    interests: Annotated[list[NewStake], Meta(min_length=1, max_length=100)]


class Interests(ClaimMove, InterestList):
    """Record stakes."""

    within = "$.claims[0]"
    recorded_as = "stakes recorded"
    ops = {
        **InterestList.ops,
        "POST": changing(
            "set_stakes",
            "Record stakes in a claim; replacing a stake also requires `claims.change_interest`.",
            "claims_claim_parties",
            SettingStakes,
            status=201,
            example={"interests": [{"source": "vedomosti", "side": 1, "reason": "It sells."}], "reason": "Both are named."},
        ),
    }

    def moved(self, claim_id: int, said: SettingStakes, change: Change, seen: Expected, /, **_keys: Any) -> None:
        keys = [one.source for one in said.interests]
        sources = sources_named(keys, "/interests/{}/source".format)
        # A stake on the other side is struck out then, and reporters change nothing that is recorded.
        if have_stakes(claim_id, keys):
            require(self.request, "claims.change_interest")
        stakes = zip(sources, said.interests, strict=True)
        set_stakes(claim_id, [Stake(source, one.side, one.reason) for source, one in stakes], change, expected=seen)


class StrikeStake(ClaimMove):
    """Strike out a stake."""

    recorded_as = "stake struck"
    ops = {
        "POST": changing(
            "strike_stake",
            "Strike out a stake that is wrong.",
            "claims_interest_strike",
            Because,
            example={"reason": "It does not benefit from it."},
        )
    }

    def moved(self, claim_id: int, _said: Because, change: Change, seen: Expected, /, **keys: Any) -> None:
        found = stake_of(claim_id, keys["source"])
        if found is None:
            raise ProblemError("not-found", f"“{keys['source']}” has no current stake in this claim.")
        strike_interest(found, change, expected=seen)
