"""Claims as a whole: merged, that taken back, and deleted for good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

import msgspec
from django.db import transaction
from django.http import HttpResponse
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request

from claims.api.claims.bodies import ClaimBody
from claims.api.writing import Because, ClaimMove, Expected, changing, claim_as_it_stands
from claims.casefile.values import Key
from claims.operations.merges.merge import merge, undo_merge
from claims.operations.merges.removal import remove_claim
from claims.queries.merges.retired import ATTRIBUTION, named_in, resting_on
from claims.verification import Change
from factcheck.access.scopes import ADMIN
from factcheck.api.describing import Parameter, one_word
from factcheck.api.parameters import one_of
from factcheck.api.problems import Fault, ProblemError

#: The number of a revision, as a claim's body tells it.
Revision = Annotated[int, Meta(ge=1, le=999_999_999)]

#: A look before a leap.
DRY_RUN: Final = {"dry_run": Parameter("Whether only to tell what it would do.", one_word("1", "0"))}


def is_dry_run(request: Request) -> bool:
    """Tell whether a move is only looked at. Raises: ProblemError where the parameter says neither."""
    return one_of(request.query_params, "dry_run", ("0", "1")) == "1"


class ForeseenMove(ClaimMove):
    """A move that may be looked at first: with ``dry_run=1`` it is done, told, and nothing of it is left."""

    def posted(self, request: Request, said: Any, **keys: Any) -> HttpResponse:
        if not is_dry_run(request):
            return super().posted(request, said, **keys)
        with transaction.atomic():
            told = super().posted(request, said, **keys)
            transaction.set_rollback(True)
        del told["ETag"]  # of a revision that nobody can make a change on
        return told


class MergingInto(Because, frozen=True, kw_only=True):
    """The claim that goes on, and its revision that was seen; where that is left out, whatever stands there is merged into."""

    into: Key
    into_revision: Revision | UnsetType = UNSET


class MergedPair(msgspec.Struct, frozen=True, kw_only=True):
    """An attribution by its key in the claim that was merged, and by its key in the one that goes on."""

    here: str
    there: str


class MergeDone(msgspec.Struct, frozen=True, kw_only=True):
    """Both claims as they stand: which attributions were copied, and which were recorded in the other claim already."""

    claim: ClaimBody
    into: ClaimBody
    copied: tuple[MergedPair, ...]
    same: tuple[MergedPair, ...]


class Merge(ForeseenMove):
    """It is a duplicate."""

    recorded_as = "merged"
    ops = {
        "POST": changing(
            "merge_claim",
            "Merge a duplicate into the claim that goes on: it gets copies of the attributions, stakes, relations and topics.",
            "claims_claim_merge",
            MergingInto,
            gives=MergeDone,
            parameters=DRY_RUN,
            example={"into": "visit-within-weeks", "reason": "The same claim, recorded twice."},
        )
    }

    def moved(self, claim_id: int, said: MergingInto, change: Change, seen: Expected, /, **_keys: Any) -> Mapping[str, Any]:
        into = self.named(said.into, "/into").id
        also = {} if said.into_revision is UNSET else {into: said.into_revision}
        done = merge(claim_id, into, change, expected={**also, **seen})
        return {"into": claim_as_it_stands(into), "copied": _pairs(done.copied), "same": _pairs(done.same)}


def _pairs(pairs: tuple[tuple[str, str], ...]) -> list[MergedPair]:
    return [MergedPair(here=here, there=there) for here, there in pairs]


class MergeUndone(msgspec.Struct, frozen=True, kw_only=True):
    """The claim as it goes on itself; of the other, the copies that are voided, and what rests on them since."""

    claim: ClaimBody
    into: str
    voided: tuple[str, ...]
    resting: tuple[str, ...]


class Unmerge(ForeseenMove):
    """It was none."""

    recorded_as = "merge undone"
    ops = {
        "POST": changing(
            "undo_merge",
            "Take a merge back: the copies are voided in the other claim, and this one goes on itself.",
            "claims_claim_unmerge",
            Because,
            gives=MergeUndone,
            parameters=DRY_RUN,
            example={"reason": "They are two claims after all."},
        )
    }

    def moved(self, claim_id: int, _said: Because, change: Change, seen: Expected, /, **_keys: Any) -> Mapping[str, Any]:
        done = undo_merge(claim_id, change, expected=seen)
        into, copies = done.other_claim, named_in(done, ATTRIBUTION)
        resting = [row.key for row in resting_on(into.pk, copies)] if into is not None else []
        return {"into": into.key if into is not None else "", "voided": copies, "resting": resting}


class RemovingForGood(Because, frozen=True, kw_only=True):
    """The key of the claim once more, so that nobody deletes another one by a slip."""

    key: Key


class RemovedClaim(msgspec.Struct, frozen=True, kw_only=True):
    """All that is told of a claim that was deleted."""

    revision: int
    changed_at: str
    digest: str
    key: str
    removed_at: str


class Remove(ClaimMove):
    """It may not be kept."""

    recorded_as = "removed"
    ops = {
        "POST": changing(
            "remove_claim",
            "Erase a claim for good, and leave its key and the chain of its revisions: it cannot be undone.",
            "claims_claim_remove",
            RemovingForGood,
            scope=ADMIN,
            gives=RemovedClaim,
            example={"key": "visit-within-weeks", "reason": "A court orders it."},
        )
    }

    def moved(self, claim_id: int, said: RemovingForGood, change: Change, seen: Expected, /, **_keys: Any) -> None:
        if said.key != self.kwargs["key"]:
            told = f"This is not the key of the claim at this address, which is “{self.kwargs['key']}”."
            raise ProblemError("invalid", errors=[Fault(detail=told, pointer="/key")])
        remove_claim(claim_id, change, expected=seen)
