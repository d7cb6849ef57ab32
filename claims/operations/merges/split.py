"""Split a claim that says several things into its parts, and take that back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec
from django.db import transaction

from claims.casefile.values import Key, Text
from claims.claim_fields import fields
from claims.models import Attribution, Citation, Claim, ClaimRelation, Decision
from claims.models.claim import column_of
from claims.operations.attributions.changes import mark_voided
from claims.operations.decisions.ledger import append, mark_struck
from claims.operations.merges.copying import copy_attributions, copy_stakes, copy_topics, withdrawn_as
from claims.operations.merges.merge import retire_into
from claims.operations.merges.narrowing import narrow
from claims.operations.merges.retired import refuse_retired, told
from claims.operations.writing import (
    OperationError,
    lock,
    lock_loading,
    need_reason,
    refuse_stale,
    settle_all,
    writing,
)
from claims.queries.claims.selection import ids_of_keys
from claims.queries.merges.retired import ATTRIBUTION, CLAIM, REMOVED, move_of, named_in, parts_of, retired_among
from claims.queries.merges.split_inheritance import Spread, spread
from claims.verification import Change
from claims.vocabulary import FULL, PART_OF, SPLIT

FEWEST, MOST = 2, 5
#: What the parts have of the whole beside their rows.
_KEPT: Final = tuple(column_of(field) for field in fields() if field.kept_on_split)


class Part(NamedTuple):
    """One thing that the claim says: the key and the text of a claim of its own."""

    key: str
    text: str


class Parted(NamedTuple):
    """What a split did: its decision, the new claims, and the attributions that now stand for a part of the whole only."""

    decision: Decision
    parts: tuple[Claim, ...]
    narrowed: tuple[str, ...]


def split(
    claim_id: int,
    parts: Sequence[Part],
    speaks_of: Mapping[str, Collection[str]],
    change: Change,
    *,
    expected: Mapping[int, int] | None = None,
) -> Parted:
    """Split a claim into 2 to 5 new ones, each with copies of the attributions that speak of it.

    ``speaks_of`` holds, by the key of an attribution that passes on nothing, the keys of the parts that it speaks of (all of
    them, unless told); what passes it on follows. One that speaks of fewer than all stands for the whole in part from now on.

    Raises: OperationError without a reason, for parts that are no claims or are recorded already, for attributions or parts
        that there are not, or where the claim goes on elsewhere; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    _check(parts)
    with transaction.atomic():
        lock_loading()  # nobody takes one of the keys meanwhile
        locked = lock([claim_id])
        refuse_stale(locked.ids, expected or {})
        refuse_retired([claim_id])
        _refuse_taken(parts)
        dated = locked.after(change)
        whole = Claim.objects.get(pk=claim_id)
        spoken = spread(claim_id, [part.key for part in parts], _known(claim_id, parts, speaks_of))
        made = [_part(whole, part, spoken, dated) for part in parts]
        narrowed = narrow(claim_id, spoken.narrower, dated)
        about = [*((CLAIM, part.key) for part in parts), *((ATTRIBUTION, key) for key in narrowed)]
        decision = append(claim_id, SPLIT, dated, about=about)
        settle_all([claim_id, *(part.pk for part in made)], dated)
    return Parted(decision, tuple(made), tuple(narrowed))


def _check(parts: Sequence[Part]) -> None:
    if not FEWEST <= len(parts) <= MOST:
        raise OperationError(f"A claim is split into {FEWEST} to {MOST} parts.")
    for number, part in enumerate(parts, 1):
        try:
            msgspec.convert(part.key, Key)
        except msgspec.ValidationError as error:
            raise OperationError(
                f"Part {number}: “{part.key}” is no key. A key has lower-case letters, digits, “.”, “_” and “-”."
            ) from error
        try:
            msgspec.convert(part.text.strip(), Text)
        except msgspec.ValidationError as error:
            raise OperationError(f"Part {number} needs a text, of 5,000 letters at most.") from error
    keys = [part.key for part in parts]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise OperationError(f"Two parts have the key “{twice[0]}”: give each its own.")


def _refuse_taken(parts: Sequence[Part]) -> None:
    for part in parts:
        if ids_of_keys([part.key]):
            raise OperationError(f"There is a claim “{part.key}” already: give this part another key.")


def _known(claim_id: int, parts: Sequence[Part], speaks_of: Mapping[str, Collection[str]]) -> Mapping[str, Collection[str]]:
    """Return who speaks of what, if all of it is there."""
    keys = {part.key for part in parts}
    rows = set(Attribution.objects.filter(claim=claim_id, voided_at=None).values_list("key", flat=True))
    for row, chosen in speaks_of.items():
        if row not in rows:
            raise OperationError(f"There is no attribution “{row}” of this claim, or it was voided: open the page again.")
        if not chosen:
            raise OperationError(f"“{row}” speaks of no part: choose one, or void it first if it is our error.")
        if strangers := sorted(set(chosen) - keys):
            raise OperationError(f"“{strangers[0]}”, of which “{row}” speaks, is none of the parts.")
    return speaks_of


def _part(whole: Claim, part: Part, spoken: Spread, dated: Change) -> Claim:
    kept = {name: getattr(whole, name) for name in _KEPT}
    made = Claim.objects.create(key=part.key, text=part.text.strip(), recorded_at=dated.at, **kept)
    # Who speaks of this part and not of another speaks of all of it; who spoke of the whole in part still may.
    scopes = dict.fromkeys(spoken.narrower, FULL)
    copy_attributions(whole.pk, made.pk, dated, only=spoken.of_part[part.key], scopes=scopes)
    copy_stakes(whole.pk, made.pk, dated)
    copy_topics(whole.pk, made.pk)
    ClaimRelation.objects.create(from_claim=made, to_claim=whole, kind=PART_OF, recorded_at=dated.at)
    return made


def undo_split(claim_id: int, change: Change, *, expected: Mapping[int, int] | None = None) -> Decision:
    """Take a split back: the claim goes on itself, and its parts go on as it.

    What was recorded of the parts stays with them, and is not copied. One that was deleted is left alone.

    Raises: OperationError without a reason, where the claim was not split, or where a part goes on elsewhere;
        StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    with transaction.atomic():
        lock_loading()
        decision = move_of(claim_id, SPLIT)
        if decision is None:
            raise OperationError("This claim was not split, or that was undone already.")
        parts = [part for part in parts_of(decision) if part.removed_at is None]
        ids = [part.pk for part in parts]
        with writing([claim_id, *ids], change, expected=expected) as dated:
            for _, gone in sorted(retired_among([claim_id, *ids]).items()):
                if gone.how == REMOVED or gone.key != decision.claim.key:
                    raise OperationError(told(gone))
            for part in parts:
                retire_into(part.pk, decision.claim, dated)
            related = ClaimRelation.objects.filter(from_claim__in=ids, to_claim=claim_id, kind=PART_OF, struck_at=None)
            related.update(struck_at=dated.at, struck_reason=dated.reason)
            _widen(claim_id, named_in(decision, ATTRIBUTION), dated)
            mark_struck(decision, dated)
    return decision


def _widen(claim_id: int, keys: Sequence[str], dated: Change) -> None:
    """Void what stood for the whole in part: what it superseded stands again, unless it was taken back since."""
    rows = Attribution.objects.filter(claim=claim_id, key__in=keys, voided_at=None)
    ids = list(rows.values_list("pk", flat=True))
    links = Citation.objects.filter(cited__in=ids, struck_at=None).exclude(citing__in=ids)
    links.update(struck_at=dated.at, struck_reason=dated.reason)
    for row in rows.order_by("id"):
        if row.withdrawal_recorded_at is not None and row.supersedes_id is not None:
            before = Attribution.objects.filter(pk=row.supersedes_id, withdrawal_recorded_at=None, voided_at=None)
            before.update(**withdrawn_as(row, dated))
        mark_voided(row, dated)
