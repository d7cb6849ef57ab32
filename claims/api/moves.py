"""Claims as a whole: merged, split, each taken back, and deleted for good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

import msgspec
from msgspec import UNSET, Meta, UnsetType

from claims.api.bodies import ClaimBody
from claims.api.writing import Because, ClaimMove, Expected, changing
from claims.casefile.values import Key, Record, Text
from claims.operations.merging import merge, undo_merge
from claims.operations.removal import remove_claim
from claims.operations.splitting import FEWEST, MOST, Part, split, undo_split
from claims.queries.selection import ids_of_keys
from claims.verification import Change
from factcheck.access.scopes import ADMIN
from factcheck.api.problems import Fault, ProblemError

#: The number of a revision, as a claim's body tells it.
Revision = Annotated[int, Meta(ge=1, le=999_999_999)]


class MergingInto(Because, frozen=True, kw_only=True):
    """The claim that goes on, and its revision that was seen; where that is left out, whatever stands there is merged into."""

    into: Key
    into_revision: Revision | UnsetType = UNSET


class MergedPair(msgspec.Struct, frozen=True, kw_only=True):
    """An attribution by its key in the claim that was merged, and by its key in the one that goes on."""

    here: str
    there: str


class MergeDone(msgspec.Struct, frozen=True, kw_only=True):
    """The claim as it was merged: which attributions were copied, and which were recorded in the other claim already."""

    claim: ClaimBody
    copied: tuple[MergedPair, ...]
    same: tuple[MergedPair, ...]


class Merge(ClaimMove):
    """It is a duplicate."""

    recorded_as = "merged"
    ops = {
        "POST": changing(
            "merge_claim",
            "Merge a duplicate into the claim that goes on: it gets copies of the attributions, stakes, relations and topics.",
            "claims_claim_merge",
            MergingInto,
            gives=MergeDone,
            example={"into": "visit-within-weeks", "reason": "The same claim, recorded twice."},
        )
    }

    def moved(self, claim_id: int, said: MergingInto, change: Change, seen: Expected, /, **_keys: Any) -> Mapping[str, Any]:
        into = self.named(said.into, "/into").id
        also = {} if said.into_revision is UNSET else {into: said.into_revision}
        done = merge(claim_id, into, change, expected={**also, **seen})
        return {"copied": _pairs(done.copied), "same": _pairs(done.same)}


def _pairs(pairs: tuple[tuple[str, str], ...]) -> list[MergedPair]:
    return [MergedPair(here=here, there=there) for here, there in pairs]


class Unmerge(ClaimMove):
    """It was none."""

    recorded_as = "merge undone"
    ops = {
        "POST": changing(
            "undo_merge",
            "Take a merge back: the copies are voided in the other claim, and this one goes on itself.",
            "claims_claim_unmerge",
            Because,
            example={"reason": "They are two claims after all."},
        )
    }

    def moved(self, claim_id: int, _said: Because, change: Change, seen: Expected, /, **_keys: Any) -> None:
        undo_merge(claim_id, change, expected=seen)


class SplitPart(Record, frozen=True, kw_only=True):
    """One thing that the claim says, which becomes a claim of its own."""

    key: Key
    text: Text


class SpeaksOf(Record, frozen=True, kw_only=True):
    """Of which parts an attribution speaks that passes on no other; what passes it on follows."""

    attribution: Key
    parts: Annotated[list[Key], Meta(min_length=1, max_length=MOST)]


class Splitting(Because, frozen=True, kw_only=True):
    """The parts, and who speaks of which: whoever is not named speaks of all."""

    parts: Annotated[list[SplitPart], Meta(min_length=FEWEST, max_length=MOST)]
    speaks_of: Annotated[list[SpeaksOf], Meta(max_length=10_000)] | UnsetType = UNSET


class SplitDone(msgspec.Struct, frozen=True, kw_only=True):
    """The claim as it was split: the keys of its parts, and of new attributions that stand for a part of it only."""

    claim: ClaimBody
    parts: tuple[str, ...]
    narrowed: tuple[str, ...]


class Split(ClaimMove):
    """It says several things."""

    recorded_as = "split"
    ops = {
        "POST": changing(
            "split_claim",
            f"Split a claim into {FEWEST} to {MOST} new ones, each with copies of the attributions that speak of it.",
            "claims_claim_split",
            Splitting,
            gives=SplitDone,
            problems=("key-taken",),
            example={
                "parts": [
                    {"key": "visit-north-korea", "text": "Putin will visit North Korea within weeks."},
                    {"key": "visit-vietnam", "text": "Putin will visit Vietnam within weeks."},
                ],
                "reason": "It says two things.",
            },
        )
    }

    def moved(self, claim_id: int, said: Splitting, change: Change, seen: Expected, /, **_keys: Any) -> Mapping[str, Any]:
        _refuse_taken(said.parts)
        told = [] if said.speaks_of is UNSET else said.speaks_of
        _refuse_named_twice(told)
        parts = [Part(part.key, part.text) for part in said.parts]
        done = split(claim_id, parts, {one.attribution: one.parts for one in told}, change, expected=seen)
        return {"parts": [part.key for part in done.parts], "narrowed": done.narrowed}


def _refuse_taken(parts: list[SplitPart]) -> None:
    taken = [(number, part.key) for number, part in enumerate(parts) if ids_of_keys([part.key])]
    if taken:
        faults = [Fault(detail=f"There is a claim “{key}” already.", pointer=f"/parts/{number}/key") for number, key in taken]
        raise ProblemError("key-taken", errors=faults)


def _refuse_named_twice(told: list[SpeaksOf]) -> None:
    seen: set[str] = set()
    for number, one in enumerate(told):
        if one.attribution in seen:
            place = f"/speaks_of/{number}/attribution"
            raise ProblemError("invalid", errors=[Fault(detail=f"“{one.attribution}” is named twice.", pointer=place)])
        seen.add(one.attribution)


class Unsplit(ClaimMove):
    """It is one claim."""

    recorded_as = "split undone"
    ops = {
        "POST": changing(
            "undo_split",
            "Take a split back: the claim goes on itself, and its parts go on as it.",
            "claims_claim_unsplit",
            Because,
            example={"reason": "It is one claim after all."},
        )
    }

    def moved(self, claim_id: int, _said: Because, change: Change, seen: Expected, /, **_keys: Any) -> None:
        undo_split(claim_id, change, expected=seen)


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


__all__: Final = ["Merge", "Remove", "Revision", "Split", "Unmerge", "Unsplit"]
