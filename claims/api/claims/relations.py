"""Relations of claims: recording them, and striking them out."""

from __future__ import annotations

from typing import Any

from claims.api.claims.parts import RelationList
from claims.api.writing import Because, ClaimMove, Expected, changing
from claims.casefile.values import Key
from claims.operations.claims.assignment import strike_relation
from claims.operations.claims.relations import contradict, relate
from claims.queries.claims.stakes_relations import relation_of
from claims.verification import Change
from claims.vocabulary import CONTRADICTS, ClaimRelationKind
from factcheck.api.problems import ProblemError
from factcheck.words import OneOf


class Relating(Because, frozen=True, kw_only=True):
    """How this claim relates to the other one."""

    kind: OneOf[ClaimRelationKind]
    claim: Key


class Relations(ClaimMove, RelationList):
    """Record a relation."""

    within = "$.claims[0].relations[0]"
    recorded_as = "relation recorded"
    ops = {
        **RelationList.ops,
        "POST": changing(
            "relate_claims",
            "Record how a claim relates to another; if they contradict each other, both are assessed again.",
            "claims_claim_contradict",
            Relating,
            status=201,
            example={"kind": "restates", "claim": "arms-transfers", "reason": "The same in other words."},
        ),
    }

    def moved(self, claim_id: int, said: Relating, change: Change, seen: Expected, /, **_keys: Any) -> None:
        other = self.named(said.claim, "/claim").id
        # The only kind that the policy reads: it locks, assesses and revises both claims.
        if said.kind == CONTRADICTS:
            contradict(claim_id, other, change._replace(action="contradiction recorded"), expected=seen)
        else:
            relate(claim_id, said.kind, said.claim, change, expected=seen)


class StrikeRelation(ClaimMove):
    """Strike out a relation."""

    recorded_as = "relation struck"
    ops = {
        "POST": changing(
            "strike_relation",
            "Strike out a relation to another claim; a contradiction can be struck out from either side.",
            "claims_claimrelation_strike",
            Because,
            example={"reason": "They speak of different years."},
        )
    }

    def moved(self, claim_id: int, _said: Because, change: Change, seen: Expected, /, **keys: Any) -> None:
        found = relation_of(claim_id, keys["kind"], keys["other"])
        if found is None:
            raise ProblemError("not-found", f"This claim has no current relation “{keys['kind']}” to “{keys['other']}”.")
        strike_relation(found, change, expected=seen)
