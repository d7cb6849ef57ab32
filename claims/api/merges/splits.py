"""Splitting a claim that says several things into parts, and undoing that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from claims.api.claims.bodies import ClaimBody
from claims.api.merges.views import DRY_RUN, ForeseenMove
from claims.api.writing import Because, Expected, changing, current_claim
from claims.casefile.values import Key, Record, Text
from claims.operations.merges.split import FEWEST, MOST, Part, split, undo_split
from claims.queries.claims.selection import ids_of_keys
from claims.queries.merges.retired import parts_of, recorded_since
from claims.verification import Change
from factcheck.api.problems import Fault, ProblemError


class SplitPart(Record, frozen=True, kw_only=True):
    """One part of the claim, which becomes a new claim."""

    key: Key
    text: Text


class SpeaksOf(Record, frozen=True, kw_only=True):
    """The parts that an attribution without upstream supports; attributions that pass it on follow."""

    attribution: Key
    parts: Annotated[list[Key], Meta(min_length=1, max_length=MOST)]


class Splitting(Because, frozen=True, kw_only=True):
    """The parts, and which attributions support which: those not named support all."""

    parts: Annotated[list[SplitPart], Meta(min_length=FEWEST, max_length=MOST)]
    speaks_of: Annotated[list[SpeaksOf], Meta(max_length=10_000)] | UnsetType = UNSET


class SplitDone(msgspec.Struct, frozen=True, kw_only=True):
    """The claim and its parts after the split, and the keys of new attributions that support the claim only in part."""

    claim: ClaimBody
    parts: tuple[ClaimBody, ...]
    narrowed: tuple[str, ...]


class Split(ForeseenMove):
    """Split a claim."""

    recorded_as = "split"
    ops = {
        "POST": changing(
            "split_claim",
            f"Split a claim into {FEWEST} to {MOST} new ones, each with copies of the attributions that support it.",
            "claims_claim_split",
            Splitting,
            gives=SplitDone,
            parameters=DRY_RUN,
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
        # The operation checks this again under its locks; here the error gets its place in the body.
        _refuse_taken(said.parts)
        assigned = [] if said.speaks_of is UNSET else said.speaks_of
        # As a mapping, which the operation takes, the last would silently replace the others.
        _refuse_named_twice(assigned)
        parts = [Part(part.key, part.text) for part in said.parts]
        done = split(claim_id, parts, {one.attribution: one.parts for one in assigned}, change, expected=seen)
        return {"parts": [current_claim(part.pk) for part in done.parts], "narrowed": done.narrowed}


def _refuse_taken(parts: list[SplitPart]) -> None:
    taken = [(number, part.key) for number, part in enumerate(parts) if ids_of_keys([part.key])]
    if taken:
        faults = [Fault(detail=f"The claim “{key}” already exists.", pointer=f"/parts/{number}/key") for number, key in taken]
        raise ProblemError("key-taken", errors=faults)


def _refuse_named_twice(assigned: list[SpeaksOf]) -> None:
    seen: set[str] = set()
    for number, one in enumerate(assigned):
        if one.attribution in seen:
            place = f"/speaks_of/{number}/attribution"
            raise ProblemError(
                "invalid", errors=[Fault(detail=f"“{one.attribution}” is repeated; name it once.", pointer=place)]
            )
        seen.add(one.attribution)


class LeftBehind(msgspec.Struct, frozen=True, kw_only=True):
    """An attribution that was recorded in a part, or withdrawn there, since the split: it stays with the part."""

    claim: str
    attribution: str


class SplitUndone(msgspec.Struct, frozen=True, kw_only=True):
    """The claim, which is open again, the keys of its parts, and what stays with them."""

    claim: ClaimBody
    parts: tuple[str, ...]
    left: tuple[LeftBehind, ...]


class Unsplit(ForeseenMove):
    """Undo a split."""

    recorded_as = "split undone"
    ops = {
        "POST": changing(
            "undo_split",
            "Undo a split: the claim is open again, and its parts are merged into it.",
            "claims_claim_unsplit",
            Because,
            gives=SplitUndone,
            parameters=DRY_RUN,
            example={"reason": "It is one claim after all."},
        )
    }

    def moved(self, claim_id: int, _said: Because, change: Change, seen: Expected, /, **_keys: Any) -> Mapping[str, Any]:
        done = undo_split(claim_id, change, expected=seen)
        parts = parts_of(done)
        left = [LeftBehind(claim=key, attribution=row) for key, row in recorded_since(parts, done.recorded_at)]
        return {"parts": [part.key for part in parts], "left": left}
