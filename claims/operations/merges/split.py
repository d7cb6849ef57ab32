"""Split a claim that says several things into parts, and undo that."""

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
from claims.operations.merges.retired import refusal, refuse_retired
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
#: What the parts take from the whole besides their rows.
_KEPT: Final = tuple(column_of(field) for field in fields() if field.kept_on_split)


class Part(NamedTuple):
    """One part of the claim: the key and text of a new claim."""

    key: str
    text: str


class Parted(NamedTuple):
    """The result of a split: its decision, the new claims, and the attributions narrowed to a part of the whole."""

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
    """Split a claim into 2 to 5 new ones, each with copies of the attributions that support it.

    ``speaks_of`` maps the key of an attribution that passes on nothing to the keys of the parts that it supports (default:
    all); attributions that pass it on follow. One that supports fewer than all gets partial scope in the whole.

    Raises: OperationError without a reason, for invalid or existing parts, for unknown attributions or parts, or if the claim
    was merged or deleted; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    _check(parts)
    with transaction.atomic():
        lock_loading()  # nobody can use one of the keys meanwhile
        # Not `writing`: that locks and settles claims which exist already, and the parts are made here.
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
        raise OperationError(f"Split a claim into {FEWEST} to {MOST} parts.")
    for number, part in enumerate(parts, 1):
        try:
            msgspec.convert(part.key, Key)
        except msgspec.ValidationError as error:
            raise OperationError(
                f"Part {number}: “{part.key}” is not a key. Use lower-case letters, digits, “.”, “_” and “-”."
            ) from error
        try:
            msgspec.convert(part.text.strip(), Text)
        except msgspec.ValidationError as error:
            raise OperationError(f"Part {number} needs a text of at most 5,000 characters.") from error
    keys = [part.key for part in parts]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise OperationError(f"Two parts have the key “{twice[0]}”: give each its own.")


def _refuse_taken(parts: Sequence[Part]) -> None:
    for part in parts:
        if ids_of_keys([part.key]):
            raise OperationError(f"The claim “{part.key}” already exists: give this part another key.")


def _known(claim_id: int, parts: Sequence[Part], speaks_of: Mapping[str, Collection[str]]) -> Mapping[str, Collection[str]]:
    """Return which attribution supports which parts, after checking that all exist."""
    keys = {part.key for part in parts}
    rows = set(Attribution.objects.filter(claim=claim_id, voided_at=None).values_list("key", flat=True))
    for row, chosen in speaks_of.items():
        if row not in rows:
            raise OperationError(f"This claim has no attribution “{row}”, or it was voided: open the page again.")
        if not chosen:
            raise OperationError(f"“{row}” supports no part: choose one, or void the attribution first if it is our error.")
        if strangers := sorted(set(chosen) - keys):
            raise OperationError(f"“{strangers[0]}”, which “{row}” supports, is not one of the parts.")
    return speaks_of


def _part(whole: Claim, part: Part, spoken: Spread, dated: Change) -> Claim:
    kept = {name: getattr(whole, name) for name in _KEPT}
    made = Claim.objects.create(key=part.key, text=part.text.strip(), recorded_at=dated.at, **kept)
    # One that supports only this part supports all of it; one that had partial scope in the whole may keep it.
    scopes = dict.fromkeys(spoken.narrower, FULL)
    copy_attributions(whole.pk, made.pk, dated, only=spoken.of_part[part.key], scopes=scopes)
    copy_stakes(whole.pk, made.pk, dated)
    copy_topics(whole.pk, made.pk)
    ClaimRelation.objects.create(from_claim=made, to_claim=whole, kind=PART_OF, recorded_at=dated.at)
    return made


def undo_split(claim_id: int, change: Change, *, expected: Mapping[int, int] | None = None) -> Decision:
    """Undo a split: the claim is open again, and its parts are merged into it.

    Records of the parts stay with them, and are not copied. A part that was deleted is left alone.

    Raises: OperationError without a reason, if the claim was not split, or if a part was merged or deleted;
        StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    with transaction.atomic():
        lock_loading()
        decision = move_of(claim_id, SPLIT)
        if decision is None:
            raise OperationError("This claim is not split, or the split was already undone.")
        parts = [part for part in parts_of(decision) if part.removed_at is None]
        ids = [part.pk for part in parts]
        with writing([claim_id, *ids], change, expected=expected) as dated:
            for _, gone in sorted(retired_among([claim_id, *ids]).items()):
                # The whole itself is among them, retired by this split.
                if gone.how == REMOVED or gone.key != decision.claim.key:
                    raise OperationError(refusal(gone))
            for part in parts:
                retire_into(part.pk, decision.claim, dated)
            related = ClaimRelation.objects.filter(from_claim__in=ids, to_claim=claim_id, kind=PART_OF, struck_at=None)
            related.update(struck_at=dated.at, struck_reason=dated.reason)
            _widen(claim_id, named_in(decision, ATTRIBUTION), dated)
            mark_struck(decision, dated)
    return decision


def _widen(claim_id: int, keys: Sequence[str], dated: Change) -> None:
    """Void the partial attributions: those that they superseded are current again, unless withdrawn since."""
    rows = Attribution.objects.filter(claim=claim_id, key__in=keys, voided_at=None)
    ids = list(rows.values_list("pk", flat=True))
    links = Citation.objects.filter(cited__in=ids, struck_at=None).exclude(citing__in=ids)
    links.update(struck_at=dated.at, struck_reason=dated.reason)
    for row in rows.order_by("id"):
        if row.withdrawal_recorded_at is not None and row.supersedes_id is not None:
            before = Attribution.objects.filter(pk=row.supersedes_id, withdrawal_recorded_at=None, voided_at=None)
            before.update(**withdrawn_as(row, dated))
        mark_voided(row, dated)
