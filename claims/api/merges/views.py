"""Merging claims, undoing that, and deleting claims for good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

import msgspec
from django.db import transaction
from django.http import HttpResponse
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request

from claims.api.claims.bodies import ClaimBody
from claims.api.writing import Because, ClaimMove, Expected, changing, current_claim
from claims.casefile.values import Key
from claims.operations.merges.merge import merge, undo_merge
from claims.operations.merges.removal import remove_claim
from claims.queries.merges.retired import ATTRIBUTION, named_in, resting_on
from claims.verification import Change
from factcheck.access.scopes import ADMIN
from factcheck.api.describing import Parameter, one_word
from factcheck.api.parameters import one_of
from factcheck.api.problems import Fault, ProblemError

#: The number of a revision, as in a claim's body.
Revision = Annotated[int, Meta(ge=1, le=999_999_999)]

#: Preview without storing.
DRY_RUN: Final = {"dry_run": Parameter("1: only show what it would do.", one_word("1", "0"))}


def is_dry_run(request: Request) -> bool:
    """Return whether this is a dry run. Raises: ProblemError for another value of the parameter."""
    return one_of(request.query_params, "dry_run", ("0", "1")) == "1"


class ForeseenMove(ClaimMove):
    """A move with an optional preview: with ``dry_run=1`` it is done, reported and rolled back."""

    def posted(self, request: Request, said: Any, **keys: Any) -> HttpResponse:
        if not is_dry_run(request):
            return super().posted(request, said, **keys)
        # Done and rolled back, so that the preview cannot differ from the move.
        with transaction.atomic():
            response = super().posted(request, said, **keys)
            transaction.set_rollback(True)
        del response["ETag"]  # of a revision that was rolled back
        return response


class MergingInto(Because, frozen=True, kw_only=True):
    """The claim that stays, and the revision of it that was seen; without one, it is merged into whatever its revision."""

    into: Key
    into_revision: Revision | UnsetType = UNSET


class MergedPair(msgspec.Struct, frozen=True, kw_only=True):
    """An attribution by its key in the merged claim, and by its key in the one that stays."""

    here: str
    there: str


class MergeDone(msgspec.Struct, frozen=True, kw_only=True):
    """Both claims after the merge: which attributions were copied, and which the other claim already had."""

    claim: ClaimBody
    into: ClaimBody
    copied: tuple[MergedPair, ...]
    same: tuple[MergedPair, ...]


class Merge(ForeseenMove):
    """Merge a claim."""

    recorded_as = "merged"
    ops = {
        "POST": changing(
            "merge_claim",
            "Merge a duplicate into the claim that stays, which gets copies of the attributions, stakes, relations and topics.",
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
        return {"into": current_claim(into), "copied": _pairs(done.copied), "same": _pairs(done.same)}


def _pairs(pairs: tuple[tuple[str, str], ...]) -> list[MergedPair]:
    return [MergedPair(here=here, there=there) for here, there in pairs]


class MergeUndone(msgspec.Struct, frozen=True, kw_only=True):
    """The claim, which is open again; the voided copies in the other one, and attributions recorded since that rest on them."""

    claim: ClaimBody
    into: str
    voided: tuple[str, ...]
    resting: tuple[str, ...]


class Unmerge(ForeseenMove):
    """Undo a merge."""

    recorded_as = "merge undone"
    ops = {
        "POST": changing(
            "undo_merge",
            "Undo a merge: the copies in the other claim are voided, and this claim is open again.",
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
    """The key of the claim again, so that nobody deletes another one by accident."""

    key: Key


class RemovedClaim(msgspec.Struct, frozen=True, kw_only=True):
    """All that is left of a deleted claim."""

    revision: int
    changed_at: str
    digest: str
    key: str
    removed_at: str


class Remove(ClaimMove):
    """Delete a claim."""

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
            detail = f"This is not the key of the claim at this address, which is “{self.kwargs['key']}”."
            raise ProblemError("invalid", errors=[Fault(detail=detail, pointer="/key")])
        remove_claim(claim_id, change, expected=seen)
